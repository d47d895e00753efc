import type { PerSecondSeries } from './per-second-series.ts';

/** Neighbouring seconds with much to do, and what lies around them. */
export interface BusySpell {
  first: number;
  last: number;
  /** Sum over the spell and the quiet second on either side, where a rest of the burst may be, without the background. */
  total: number;
}

/** The spells of a series in which every second is above `quiet`. Seconds without a point are quiet. */
export function busySpells({ points }: PerSecondSeries, quiet: number): BusySpell[] {
  const background = median(points.map(({ value }) => value).filter((value) => value <= quiet));
  const spells: BusySpell[] = [];
  for (const { second } of points.filter(({ value }) => value > quiet)) {
    const open = spells.at(-1);
    if (open && second - open.last <= 1) open.last = second;
    else spells.push({ first: second, last: second, total: 0 });
  }
  for (const spell of spells) {
    spell.total = points
      .filter(({ second }) => second >= spell.first - 1 && second <= spell.last + 1)
      .reduce((sum, { value }) => sum + value - background, 0);
  }
  return spells;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
}
