import type { Parameters } from './call-helper.ts';
import type { Machine } from './machine.ts';
import { addressOfValue } from './map-helpers.ts';
import { fault, unsupported } from './stop.ts';

/** BPF_MAX_LOOPS. */
const mostIterations = 8n * 1024n * 1024n;
const tooBig = BigInt.asUintN(64, -7n);
const invalid = BigInt.asUintN(64, -22n);

/** bpf_loop(count, callback, context, flags): calls callback(index, context) until it gives 1; the number of calls. */
export function loop(machine: Machine, [countValue = 0n, callback = 0n, context = 0n, flags = 0n]: Parameters): bigint {
  const count = BigInt.asUintN(32, countValue);
  if (flags !== 0n) return invalid;
  if (count > mostIterations) return tooBig;
  for (let index = 0n; index < count; index++) {
    if (callBack(machine, callback, [index, context]) !== 0n) return index + 1n;
  }
  return count;
}

/** bpf_for_each_map_elem(map, callback, context, flags): callback(map, &key, value, context) for each entry. */
export function forEachEntry(
  machine: Machine,
  [mapAddress = 0n, callback = 0n, context = 0n, flags = 0n]: Parameters,
): bigint {
  if (flags !== 0n) return invalid;
  const map = machine.mapOfAddress(mapAddress);
  if (map.family !== 'array' && map.family !== 'hash') return unsupported(`a loop over a ${map.definition.typeName}`);
  let calls = 0n;
  for (const { key, value } of map.entries()) {
    calls++;
    const keyAddress = machine.memory.addressOf(key, `a key of ${map.definition.name}`, false);
    const parameters = [mapAddress, keyAddress, addressOfValue(machine, map, value), context];
    if (callBack(machine, callback, parameters) !== 0n) break;
  }
  return calls;
}

function callBack(machine: Machine, callback: bigint, parameters: readonly bigint[]): bigint {
  const region = machine.memory.find(callback)?.region;
  if (region?.kind !== 'function') return fault(`a callback at address 0x${callback.toString(16)}`);
  return machine.call(region.name, region.instruction, parameters);
}
