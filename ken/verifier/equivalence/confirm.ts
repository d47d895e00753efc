import { environmentOf } from '../counterexample/environment-of.ts';
import { loadedMaps } from '../counterexample/loaded-maps.ts';
import type { FinishedPath } from '../executor/exploration.ts';
import { type Environment, interpret, type MapState, type OutputRecord } from '../isa/interpreter.ts';
import type { Model } from '../terms/model.ts';
import type { Side } from './equivalence.ts';
import type { CommonEvent } from './events.ts';

/**
 * Runs one program concretely through a history, on the values of a model, and compares what it wrote and stored with
 * what the path says. Null when they agree, else why the path cannot be trusted.
 */
export function disagreement(
  which: 'left' | 'right',
  side: Side,
  history: readonly CommonEvent[],
  path: FinishedPath | null,
  model: Model,
): string | null {
  if (!path) return null;
  const maps = loadedMaps(side.object, model);
  const outputs: OutputRecord[] = [];
  for (const [index, event] of history.entries()) {
    const probe = event[which];
    if (!probe) continue;
    const result = interpret(side.object, probe.symbol, withStableClocks(environmentOf(model, index + 1, maps)));
    if (result.end === 'stopped') return `event ${index + 1} cannot be replayed: ${result.reason}`;
    outputs.push(...result.outputs);
  }
  return outputsDiffer(path, outputs, model) ?? mapsDiffer(path, maps, model);
}

/** Clocks stand still within an event, as in the search: every reading is the first one. */
function withStableClocks(environment: Environment): Environment {
  return {
    ...environment,
    input: (name, width) => environment.input(name.replace(/^(ktime|boottime|coarse|tai|jiffies)!\d+$/, '$1!0'), width),
  };
}

function outputsDiffer({ outputs }: FinishedPath, replayed: readonly OutputRecord[], model: Model): string | null {
  if (outputs.length !== replayed.length) return `the replay wrote ${replayed.length} records, not ${outputs.length}`;
  const differing = outputs.findIndex(
    (output, index) => !sameBytes(output.bytes.valueIn(model), replayed[index]?.bytes),
  );
  return differing < 0 ? null : `the replay wrote another record ${differing + 1}`;
}

function mapsDiffer({ maps }: FinishedPath, replayed: MapState, model: Model): string | null {
  for (const [name, { entries }] of maps) {
    const concrete = replayed.maps.get(name);
    for (const { key, present, value } of concrete ? entries : []) {
      const keyBytes = bytesOf(BigInt(model.value(key)), concrete?.definition.keySize ?? 0);
      const found = concrete?.touched().find((entry) => sameBytes(entry.key, keyBytes));
      const expected = model.holds(present);
      if (!found && concrete?.family === 'array') continue;
      if (expected !== (found !== undefined)) return `the replay ${found ? 'has' : 'lacks'} an entry of ${name}`;
      if (expected && !sameBytes(value.valueIn(model), found?.value))
        return `the replay stored another value in ${name}`;
    }
  }
  return null;
}

function bytesOf(value: bigint, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => Number((value >> BigInt(index * 8)) & 0xffn));
}

function sameBytes(left: Uint8Array, right: Uint8Array | undefined): boolean {
  return right !== undefined && Buffer.compare(left, right) === 0;
}
