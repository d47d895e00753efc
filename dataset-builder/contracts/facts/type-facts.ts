import type { Fact, Provenance } from '../../../ken/verifier/contracts/contract.ts';
import type { TypeTable } from '../../../ken/verifier/btf/type-table.ts';
import type { Prototype } from '../functions/prototypes.ts';

const byTypes = (rule: string): Provenance => ({ by: 'types', rule, at: null });

/** Byte orders and units that the types and names of parameters state. */
export function typeFacts(types: TypeTable, { parameters, returns }: Prototype): Fact[] {
  const values = [...parameters, ...(returns === 0 ? [] : [{ name: 'ret', type: returns }])];
  return values.flatMap(({ name, type }) => {
    const order = byteOrder(types, type);
    const unit = name === 'ret' ? null : unitOf(name, types.describe(type));
    return [
      ...(order === null
        ? []
        : [{ kind: 'byte-order' as const, subject: name, value: order, provenance: byTypes('type-name') }]),
      ...(unit === null ? [] : [{ kind: 'unit' as const, subject: name, value: unit, provenance: byTypes('name') }]),
    ];
  });
}

/** include/uapi/linux/types.h: `__be16`, `__le32`; `__sum16` is a checksum in network order. */
function byteOrder(types: TypeTable, id: number): string | null {
  for (let current = id, steps = 0; steps < 16; steps++) {
    const type = types.type(current);
    if (type.kind === 'typedef') {
      const match = /^__(be|le)(16|32|64)$/.exec(type.name);
      if (match) return match[1] === 'be' ? 'big endian (network order)' : 'little endian';
      current = type.type;
    } else if (type.kind === 'const' || type.kind === 'volatile') current = type.type;
    else return null;
  }
  return null;
}

function unitOf(name: string, type: string): string | null {
  if (type.includes('*') || type.startsWith('struct') || type === 'bool') return null;
  const rules: [RegExp, string][] = [
    [/(?:^|_)(?:ms|msecs?|millis)$/, 'milliseconds'],
    [/(?:^|_)(?:us|usecs?|micros)$/, 'microseconds'],
    [/(?:^|_)(?:ns|nsecs?|nanos)$/, 'nanoseconds'],
    [/(?:^|_)(?:secs?|seconds)$/, 'seconds'],
    [/(?:^|_)jiffies$/, 'jiffies'],
    [/^(?:nr_pages|npages|num_pages|nrpages)$/, 'pages'],
    [/(?:^|_)(?:bytes|nbytes)$/, 'bytes'],
    [/^(?:sector|nr_sectors|sectors|nsectors)$/, 'sectors of 512 bytes'],
  ];
  if (type === 'ktime_t') return 'nanoseconds';
  if (type === 'sector_t') return 'sectors of 512 bytes';
  if (type === 'gfp_t') return 'GFP_* flags';
  return rules.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
