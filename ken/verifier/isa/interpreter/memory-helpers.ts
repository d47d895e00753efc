import type { HelperEffect } from '../../helpers/contract.ts';
import { numberedInput } from '../../helpers/input-names.ts';
import type { Parameters } from './call-helper.ts';
import type { Machine } from './machine.ts';

const badAddress = BigInt.asUintN(64, -14n);

/** Copies `size` bytes. When one cannot be read, the destination is filled with zeros and the result is -EFAULT. */
export function readMemory(
  machine: Machine,
  space: 'kernel' | 'user',
  [destination = 0n, sizeValue = 0n, address = 0n]: Parameters,
): bigint {
  const size = Number(BigInt.asUintN(32, sizeValue));
  const bytes = new Uint8Array(size);
  for (let index = 0; index < size; index++) {
    const byte = byteAt(machine, space, address + BigInt(index));
    if (byte === 'fault') {
      machine.memory.write(destination, new Uint8Array(size));
      return badAddress;
    }
    bytes[index] = byte;
  }
  machine.memory.write(destination, bytes);
  return 0n;
}

/** Copies up to the zero, at most `size` bytes with it; what lies behind stays. Gives the length with the zero. */
export function readString(
  machine: Machine,
  space: 'kernel' | 'user',
  [destination = 0n, sizeValue = 0n, address = 0n]: Parameters,
): bigint {
  const size = Number(BigInt.asUintN(32, sizeValue));
  const bytes: number[] = [];
  while (bytes.length < size) {
    const last = bytes.length === size - 1;
    const byte = last ? 0 : byteAt(machine, space, address + BigInt(bytes.length));
    if (byte === 'fault') {
      machine.memory.write(destination, new Uint8Array(size));
      return badAddress;
    }
    bytes.push(byte);
    if (byte === 0) break;
  }
  machine.memory.write(destination, Uint8Array.from(bytes));
  return BigInt(bytes.length);
}

/** -1, 0 or 1, as the kernel's strncmp; the second string ends with a zero. */
export function compareStrings({ memory }: Machine, [first = 0n, size = 0n, second = 0n]: Parameters): bigint {
  for (let index = 0n; index < BigInt.asUintN(32, size); index++) {
    const a = memory.load(first + index, 1);
    const b = memory.load(second + index, 1);
    if (a !== b) return a < b ? BigInt.asUintN(64, -1n) : 1n;
    if (a === 0n) break;
  }
  return 0n;
}

/** BPF_F_USER_STACK. */
const userStack = 256n;

/** One opaque word, input `kernel_stack!0` or `user_stack!0`, stands for all frames; the rest of the buffer is zero. */
export function copyStack(
  { memory, environment }: Machine,
  effect: HelperEffect & { kind: 'stack-copy' },
  parameters: Parameters,
): bigint {
  const at = (index: number): bigint => parameters[index - 1] ?? 0n;
  const size = Number(BigInt.asUintN(32, at(effect.size)));
  const space = (at(effect.flags) & userStack) === 0n ? 'kernel_stack' : 'user_stack';
  const frames = environment.input(numberedInput(space, 0), 64);
  const bytes = Buffer.alloc(Math.max(8, size));
  bytes.writeBigUInt64LE(BigInt.asUintN(64, frames));
  memory.write(at(effect.buffer), bytes.subarray(0, size));
  return BigInt(Math.min(8, size));
}

/** The program's own memory is kernel memory too. */
function byteAt({ memory, environment }: Machine, space: 'kernel' | 'user', address: bigint): number | 'fault' {
  const wrapped = BigInt.asUintN(64, address);
  if (memory.find(wrapped)) return space === 'kernel' ? Number(memory.load(wrapped, 1)) : 'fault';
  return space === 'kernel' ? environment.kernelByte(wrapped) : environment.userByte(wrapped);
}
