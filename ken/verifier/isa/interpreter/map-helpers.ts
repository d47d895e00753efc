import { type MarkerKind, markerMaps } from '../../desugar/annotated.ts';
import { mark, type Parameters } from './call-helper.ts';
import { type ConcreteMap, type MapFamily, mapErrors } from './concrete-map.ts';
import type { Machine } from './machine.ts';
import { unsupported } from './stop.ts';

const error = (value: bigint): bigint => BigInt.asUintN(64, value);

export function lookup(machine: Machine, [mapAddress = 0n, keyAddress = 0n]: Parameters): bigint {
  const map = mapOf(machine, mapAddress, ['array', 'hash']);
  const value = map.lookup(machine.memory.read(keyAddress, map.definition.keySize));
  return value ? addressOfValue(machine, map, value) : 0n;
}

export function update(
  machine: Machine,
  [mapAddress = 0n, keyAddress = 0n, valueAddress = 0n, flags = 0n]: Parameters,
) {
  const map = mapOf(machine, mapAddress, ['array', 'hash']);
  const key = machine.memory.read(keyAddress, map.definition.keySize);
  const marker = markerOf(map);
  if (marker) return mark(machine, marker, numberOf(key));
  if (map.isFull && map.definition.typeName.startsWith('lru')) return unsupported('a full LRU map drops any entry');
  return error(map.update(key, machine.memory.read(valueAddress, map.definition.valueSize), flags));
}

export function deleteEntry(machine: Machine, [mapAddress = 0n, keyAddress = 0n]: Parameters): bigint {
  const map = mapOf(machine, mapAddress, ['array', 'hash']);
  return error(map.remove(machine.memory.read(keyAddress, map.definition.keySize)));
}

export function push(machine: Machine, [mapAddress = 0n, valueAddress = 0n, flags = 0n]: Parameters): bigint {
  const map = mapOf(machine, mapAddress, ['queue']);
  return error(map.push(machine.memory.read(valueAddress, map.definition.valueSize), flags));
}

/** Empty: the kernel fills the caller's buffer with zeros. */
export function pop(machine: Machine, [mapAddress = 0n, valueAddress = 0n]: Parameters, remove: boolean): bigint {
  const map = mapOf(machine, mapAddress, ['queue']);
  const value = remove ? map.pop() : map.peek();
  machine.memory.write(valueAddress, value ?? new Uint8Array(map.definition.valueSize));
  return value ? 0n : error(mapErrors.noEntry);
}

/** BPF_LOCAL_STORAGE_GET_F_CREATE. */
const create = 1n;

/** The key is the address of the kernel object. */
export function storageGet(machine: Machine, [mapAddress = 0n, object = 0n, initial = 0n, flags = 0n]: Parameters) {
  const map = mapOf(machine, mapAddress, ['storage']);
  if (flags > create || object === 0n) return 0n;
  const key = addressBytes(object);
  if (!map.lookup(key) && flags === create) {
    const { valueSize } = map.definition;
    map.update(key, initial === 0n ? new Uint8Array(valueSize) : machine.memory.read(initial, valueSize));
  }
  const value = map.lookup(key);
  return value ? addressOfValue(machine, map, value) : 0n;
}

export function storageDelete(machine: Machine, [mapAddress = 0n, object = 0n]: Parameters): bigint {
  const map = mapOf(machine, mapAddress, ['storage']);
  return error(object === 0n ? mapErrors.invalid : map.remove(addressBytes(object)));
}

export function addressOfValue(machine: Machine, map: ConcreteMap, value: Uint8Array): bigint {
  return machine.memory.addressOf(value, `a value of ${map.definition.name}`, true);
}

function mapOf(machine: Machine, address: bigint, families: MapFamily[]): ConcreteMap {
  const map = machine.mapOfAddress(address);
  if (!families.includes(map.family)) return unsupported(`this helper on a map of type ${map.definition.typeName}`);
  return map;
}

/** bpftrace writes `@` as `AT_` in the object. */
function markerOf({ definition }: ConcreteMap): MarkerKind | null {
  const name = definition.name.replace(/^AT_/, '@');
  const kinds: readonly MarkerKind[] = ['fail', 'reach', 'cut'];
  return kinds.find((kind) => markerMaps[kind] === name) ?? null;
}

function numberOf(key: Uint8Array): number {
  return key.reduceRight((value, byte) => value * 256 + byte, 0);
}

function addressBytes(address: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, address, true);
  return bytes;
}
