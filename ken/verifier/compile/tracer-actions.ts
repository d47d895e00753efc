import type { Compiled } from './compiled.ts';

/** What the tracer does to a map when it reads a record: `clear(@m)` deletes the entries, `zero(@m)` sets them to zero. */
export interface TracerAction {
  /** As in the object: `AT_m`. */
  map: string;
  effect: 'clear' | 'zero';
}

/** The actions of a bpftrace program by `recordKey` of the records that ask for them. */
export type TracerActions = ReadonlyMap<string, TracerAction>;

export function tracerActions({ outputs }: Pick<Compiled, 'outputs'>): TracerActions {
  return new Map(
    outputs.flatMap(({ action, id, map }) => {
      if (!map || (action !== 'clear-map' && action !== 'zero-map')) return [];
      const effect = action === 'clear-map' ? 'clear' : 'zero';
      return [[recordKey(id, map.number), { map: map.name.replace(/^@/, 'AT_'), effect }] as const];
    }),
  );
}

/** A record's first eight bytes and the four behind them, both little endian. */
export const recordKey = (id: bigint | number, number: bigint | number): string => `${id} ${number}`;
