import { attachPoints } from '../../ken/kernel/gate/attach-points.ts';
import { maskedCode } from '../../ken/kernel/normalise/lexical-regions.ts';
import { topLevelItems } from '../../ken/kernel/normalise/top-level.ts';
import { parseTracepointFormat } from '../../ken/verifier/btf/tracepoint-format.ts';

/** Text of a tracepoint's format file; null when the guest has none of that name. */
export type FormatOf = (category: string, event: string) => string | null;

/**
 * Mends what bpftrace 0.23 reads wrongly: for a tracepoint's field of variable length (`__data_loc`) it gives the record's
 * address plus four times the field's offset instead of once (corrected in bpftrace's pull request 4238), so that
 * `str(args.name)` is empty. The first such field of a record begins right behind the fixed fields; so what is too much is
 * known, and is taken off. Null when the script uses no such field.
 */
export function mendDataLocations(text: string, formatOf: FormatOf): { text: string; repairs: string[] } | null {
  const points = attachPoints(text);
  const probes = topLevelItems(text).filter(({ kind }) => kind === 'probe');
  const repairs = new Set<string>();
  const mended = probes.reduceRight((before, { start, blockEnd }, probe) => {
    const field = sharedField(
      points.filter((point) => point.probe === probe).map(({ name }) => name),
      formatOf,
    );
    if (!field) return before;
    const used = new RegExp(`\\bargs\\s*(?:->|\\.)\\s*${field.name}\\b`, 'g');
    const places = [...maskedCode(text).slice(start, blockEnd).matchAll(used)].reverse();
    if (places.length === 0) return before;
    repairs.add(
      `Took ${field.excess} bytes off args.${field.name}: bpftrace 0.23 multiplies the offset of such fields by four.`,
    );
    return places.reduce((part, { index, 0: name }) => {
      const at = start + index;
      return `${part.slice(0, at)}(${name} - ${field.excess})${part.slice(at + name.length)}`;
    }, before);
  }, text);
  return repairs.size > 0 ? { text: mended, repairs: [...repairs] } : null;
}

/** The field in question, when it is the same for every attach point of the probe. */
function sharedField(points: readonly string[], formatOf: FormatOf): { name: string; excess: number } | null {
  const fields = points.map((point) => {
    const [, category = '', event = ''] = /^(?:tracepoint|t):(\w+):(\w+)$/.exec(point) ?? [];
    const format = category === '' ? null : formatOf(category, event);
    return format === null ? null : firstDynamicField(format);
  });
  const [first = null] = fields;
  const same = fields.every((field) => field?.name === first?.name && field?.excess === first?.excess);
  return same ? first : null;
}

function firstDynamicField(text: string): { name: string; excess: number } | null {
  const { fields } = parseTracepointFormat(text);
  const dynamic = fields.find((field) => field.dynamic);
  const data = Math.max(0, ...fields.map(({ offset, size }) => offset + size));
  return dynamic ? { name: dynamic.name, excess: 3 * data } : null;
}
