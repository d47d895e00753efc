import { markerHelpers, type MarkerKind } from '../../desugar/annotated.ts';
import { helperContract } from '../../helpers/helper-table.ts';
import { commByte, numberedInput, stableInputWidths } from '../../helpers/input-names.ts';
import { forEachEntry, loop } from './callback-helpers.ts';
import type { Machine } from './machine.ts';
import { deleteEntry, lookup, pop, push, storageDelete, storageGet, update } from './map-helpers.ts';
import { compareStrings, copyStack, readMemory, readString } from './memory-helpers.ts';
import { commit, output, overrideReturn, print, reserve, signal, writeUser } from './output-helpers.ts';
import { Stop, unsupported } from './stop.ts';

/** r1 to r5. */
export type Parameters = readonly bigint[];

/** Calls a kernel helper and gives r0. The table says what each helper is; what it does to concrete memory is defined here. */
export function callHelper(machine: Machine, id: number, parameters: Parameters): bigint {
  const marker = markers.get(id);
  if (marker) return mark(machine, marker, Number(parameters[0] ?? 0n));
  const { effect, name } = helperContract(id);
  const { environment } = machine;
  switch (effect.kind) {
    case 'stable-input':
      return environment.input(effect.input, stableInputWidths[effect.input]);
    case 'fresh-input': {
      const value = environment.input(numberedInput(effect.input, machine.count(effect.input)), effect.width);
      return effect.signed ? BigInt.asUintN(64, BigInt.asIntN(effect.width, value)) : value;
    }
    case 'clock':
      return environment.input(numberedInput(effect.clock, machine.count(effect.clock)), 64);
    case 'constant':
      return BigInt.asUintN(64, effect.value);
    case 'current-comm':
      return currentComm(machine, parameters);
    case 'read-memory':
      return readMemory(machine, effect.space, parameters);
    case 'read-string':
      return readString(machine, effect.space, parameters);
    case 'compare-strings':
      return compareStrings(machine, parameters);
    case 'write-user-memory':
      return writeUser(machine, parameters);
    case 'map-lookup':
    // One CPU: its slot is the only one.
    case 'map-lookup-cpu':
      return lookup(machine, parameters);
    case 'map-update':
      return update(machine, parameters);
    case 'map-delete':
      return deleteEntry(machine, parameters);
    case 'map-push':
      return push(machine, parameters);
    case 'map-pop':
      return pop(machine, parameters, true);
    case 'map-peek':
      return pop(machine, parameters, false);
    case 'storage-get':
      return storageGet(machine, parameters);
    case 'storage-delete':
      return storageDelete(machine, parameters);
    case 'for-each-entry':
      return forEachEntry(machine, parameters);
    case 'loop':
      return loop(machine, parameters);
    case 'output':
      return output(machine, effect, parameters);
    case 'ring-reserve':
      return reserve(machine, parameters);
    case 'ring-commit':
      return commit(machine, effect.discard, parameters);
    case 'print':
      return print(machine, effect, parameters);
    case 'signal':
      return signal(machine, parameters);
    case 'override-return':
      return overrideReturn(machine, parameters);
    case 'stack-copy':
      return copyStack(machine, effect, parameters);
    case 'stack-id':
      return environment.input(numberedInput('stackid', machine.count('stackid')), 64);
    case 'unsupported':
      return unsupported(`helper ${name}: ${effect.why}`);
    default:
      return unsupported(`helper ${name} on concrete values`);
  }
}

const markers: ReadonlyMap<number, MarkerKind> = new Map([
  [markerHelpers.fail, 'fail'],
  [markerHelpers.reach, 'reach'],
  [markerHelpers.cut, 'cut'],
]);

/** Records a marker; nothing after a false assume counts. */
export function mark(machine: Machine, kind: MarkerKind, id: number): bigint {
  machine.marks.push({ kind, id });
  if (kind === 'cut') throw new Stop('cut', `assume ${id}`);
  return 0n;
}

/** The name with its zero, the rest of the buffer filled with zeros (strscpy_pad). */
function currentComm({ environment, memory }: Machine, [buffer = 0n, size = 0n]: Parameters): bigint {
  const bytes = new Uint8Array(Number(BigInt.asUintN(32, size)));
  for (let index = 0; index < Math.min(bytes.length - 1, 15); index++) {
    const byte = Number(environment.input(commByte(index), 8));
    if (byte === 0) break;
    bytes[index] = byte;
  }
  memory.write(buffer, bytes);
  return 0n;
}
