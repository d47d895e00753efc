import type { HelperEffect } from '../../helpers/contract.ts';
import { numberedInput } from '../../helpers/input-names.ts';
import type { Parameters } from './call-helper.ts';
import type { Machine } from './machine.ts';
import { fault } from './stop.ts';

export function output(
  machine: Machine,
  { stream, map, data, size }: HelperEffect & { kind: 'output' },
  parameters: Parameters,
): bigint {
  const name = map === null ? null : machine.mapOfAddress(parameters[map - 1] ?? 0n).definition.name;
  const bytes = machine.memory.read(parameters[data - 1] ?? 0n, Number(parameters[size - 1] ?? 0n));
  machine.outputs.push({ kind: stream, map: name, bytes });
  return 0n;
}

/** The environment says whether there is room: input `reserve!n`, 1 bit. */
export function reserve(machine: Machine, [mapAddress = 0n, size = 0n]: Parameters): bigint {
  const map = machine.mapOfAddress(mapAddress).definition.name;
  if (machine.environment.input(numberedInput('reserve', machine.count('reserve')), 1) === 0n) return 0n;
  const bytes = new Uint8Array(Number(size));
  const address = machine.memory.addressOf(bytes, `a record of ${map}`, true);
  machine.reserved.set(address, { map, bytes });
  return address;
}

export function commit(machine: Machine, discard: boolean, [address = 0n]: Parameters): bigint {
  const record = machine.reserved.get(address) ?? fault(`no record was reserved at 0x${address.toString(16)}`);
  machine.reserved.delete(address);
  if (!discard) machine.outputs.push({ kind: 'ringbuf', map: record.map, bytes: Uint8Array.from(record.bytes) });
  return 0n;
}

/** The record is the format text, then the arguments as 64-bit words; formatting is left to whoever shows it. */
export function print(machine: Machine, effect: HelperEffect & { kind: 'print' }, parameters: Parameters): bigint {
  const at = (index: number): bigint => parameters[index - 1] ?? 0n;
  const format = machine.memory.read(at(effect.format), Number(BigInt.asUintN(32, at(effect.size))));
  const conversions = Buffer.from(format).toString('latin1').replaceAll('%%', '').split('%').length - 1;
  const values =
    effect.arguments === 'registers'
      ? words(parameters.slice(effect.size, effect.size + conversions))
      : machine.memory.read(at(effect.size + 1), Number(BigInt.asUintN(32, at(effect.size + 2))));
  machine.outputs.push({ kind: effect.target, map: null, bytes: Uint8Array.of(...format, ...values) });
  if (effect.target === 'sequence-file') return 0n;
  return machine.environment.input(numberedInput('printed', machine.count('printed')), 32);
}

export function signal(machine: Machine, [number = 0n]: Parameters): bigint {
  machine.outputs.push({ kind: 'signal', map: null, bytes: words([BigInt.asUintN(32, number)]).slice(0, 4) });
  return 0n;
}

export function overrideReturn(machine: Machine, [, value = 0n]: Parameters): bigint {
  machine.outputs.push({ kind: 'override-return', map: null, bytes: words([value]) });
  return 0n;
}

/** Address, then the bytes written there. */
export function writeUser(machine: Machine, [address = 0n, source = 0n, size = 0n]: Parameters): bigint {
  const bytes = machine.memory.read(source, Number(BigInt.asUintN(32, size)));
  machine.outputs.push({ kind: 'user-memory', map: null, bytes: Uint8Array.of(...words([address]), ...bytes) });
  return 0n;
}

function words(values: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 8);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setBigUint64(index * 8, value, true);
  return bytes;
}
