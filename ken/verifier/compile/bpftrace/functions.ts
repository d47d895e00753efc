import type { ProgramFunction } from '../compiled.ts';
import { readObject } from '../../elf/read-object.ts';
import type { TypedNode } from '../typed-tree.ts';
import { probeKind } from './probe-kind.ts';

/**
 * Tells which attach point each function of the object is for. bpftrace names a function after its attach point, with
 * `_` for everything that is no letter or digit, and the number of its probe: `kprobe_vfs_read_2`.
 */
export function programFunctions(elf: Uint8Array, program: TypedNode): ProgramFunction[] {
  const probes = program.children.filter(({ kind }) => kind === 'probe');
  const points = probes.map(({ children }) =>
    children.filter(({ kind }) => kind === 'attach-point').map((p) => p.text),
  );
  return readObject(elf)
    .functions.filter(({ section }) => section.startsWith('s_'))
    .map(({ section, name }) => {
      const [, base = name, number = '0'] = /^(.*)_(\d+)$/.exec(name) ?? [];
      const probe = Number(number) - 1;
      const own = points[probe] ?? [];
      const attachPoint = own.find((point) => matcher(point).test(base)) ?? own[0] ?? base;
      return {
        ...{
          section,
          symbol: name,
          attachPoint,
          target: targetOf(attachPoint, base),
          kind: probeKind(attachPoint),
          probe,
        },
      };
    });
}

/**
 * A wildcard became what it matched, or stayed when the kernel matches it at attaching. A name of a module or a category
 * that the author left out is part of the symbol.
 */
function matcher(point: string): RegExp {
  const [kind = '', ...rest] = point.split(':');
  const parts = rest.map((part) => part.split('*').map(plain).join('(\\w*?)'));
  return new RegExp(`^${[plain(kind), ...parts].join('_(?:\\w+_)?')}$`);
}

function targetOf(point: string, base: string): string {
  if (!point.includes('*')) return point;
  const kept = point.replace(/[^A-Za-z0-9]/g, '_');
  if (base === kept) return point;
  const found = matcher(point).exec(base)?.slice(1) ?? [];
  return point.replace(/\*/g, () => found.shift() ?? '*');
}

function plain(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '_');
}
