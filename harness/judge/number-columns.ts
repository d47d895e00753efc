import type { Item } from './items.ts';
import { mentions, type Want } from './matching.ts';
import { integers } from './raw-bytes.ts';
import { decimalsIn } from './text-tokens.ts';

/** The numbers in one position of similar lines, in order of printing. */
export interface NumberColumn {
  /** `number 2 of 5 in 12 lines`. */
  where: string;
  values: number[];
}

/**
 * Numbers by position in lines of the same form (same count of numbers), and 4- and 8-byte fields of ring records of
 * the same length. Columns that only repeat a key want are left out.
 */
export function numberColumns(visual: readonly Item[], keyWants: readonly Want[] = []): NumberColumn[] {
  const groups = new Map<string, number[][]>();
  for (const item of visual) {
    for (const { form, numbers } of rows(item)) {
      const group = groups.get(form) ?? [];
      group.push(numbers);
      groups.set(form, group);
    }
  }
  return [...groups]
    .flatMap(([form, group]) =>
      (group[0] ?? []).map((_, position) => ({
        where: `number ${position + 1} of ${form} in ${group.length} lines`,
        values: group.map((row) => row[position] ?? 0),
      })),
    )
    .filter(({ values }) => !values.every((value) => isKey(value, keyWants)));
}

function rows(item: Item): { form: string; numbers: number[] }[] {
  if (item.kind !== 'ring') {
    const numbers = decimalsIn(item.text);
    return numbers.length > 0 ? [{ form: `${numbers.length}`, numbers }] : [];
  }
  return (item.bytes ?? []).flatMap((bytes) =>
    [4, 8].map((width) => ({
      form: `${width}-byte fields of ${bytes.length} bytes`,
      numbers: integers(bytes.slice(0, 256), width).map(Number),
    })),
  );
}

function isKey(value: number, keyWants: readonly Want[]): boolean {
  const item: Item = { kind: 'print', text: String(value), records: [], parts: [] };
  return keyWants.some((want) => mentions(item, want));
}
