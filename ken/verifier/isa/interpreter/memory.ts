import { fault, Stop, unsupported } from './stop.ts';
import type { ConcreteMap } from './concrete-map.ts';
import type { Environment } from './environment.ts';
import type { Size } from '../instruction.ts';

/** What an address of the program's own can point to. */
export type Region =
  | { kind: 'bytes'; name: string; bytes: Uint8Array; view: DataView; writable: boolean }
  | { kind: 'context' }
  | { kind: 'map'; map: ConcreteMap }
  | { kind: 'function'; name: string; instruction: number };

/**
 * Own regions lie in a part of the address space that is not canonical on x86-64, 4 GiB each, so that no kernel or user
 * address meets them and a distance out of one region never ends in the next.
 */
const prefix = 0xbf17n << 48n;
const middle = 0x4000_0000n;

/** Addresses of one run. Every other address is the kernel's and answered by the environment. */
export class Memory {
  readonly #environment: Environment;
  readonly #regions: Region[] = [];
  /** A map value keeps its address as long as the run lasts. */
  readonly #known = new Map<Uint8Array | ConcreteMap, bigint>();

  readonly #functions = new Map<string, bigint>();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  add(region: Region): bigint {
    if (this.#regions.length > 0xffff) throw new Stop('limit', 'more than 65,536 memory regions');
    this.#regions.push(region);
    return prefix | (BigInt(this.#regions.length - 1) << 32n) | middle;
  }

  /** The address of these bytes; the same for the same array. */
  addressOf(bytes: Uint8Array, name: string, writable: boolean): bigint {
    const known = this.#known.get(bytes);
    if (known !== undefined) return known;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const address = this.add({ kind: 'bytes', name, bytes, view, writable });
    this.#known.set(bytes, address);
    return address;
  }

  addressOfFunction(name: string, instruction: number): bigint {
    const known = this.#functions.get(name);
    if (known !== undefined) return known;
    const address = this.add({ kind: 'function', name, instruction });
    this.#functions.set(name, address);
    return address;
  }

  addressOfMap(map: ConcreteMap): bigint {
    const known = this.#known.get(map);
    if (known !== undefined) return known;
    const address = this.add({ kind: 'map', map });
    this.#known.set(map, address);
    return address;
  }

  /** The region and the distance from its start, or null for an address of the kernel. */
  find(address: bigint): { region: Region; offset: number } | null {
    if (address >> 48n !== prefix >> 48n) return null;
    const region = this.#regions[Number((address >> 32n) & 0xffffn)];
    return region ? { region, offset: Number((address & 0xffff_ffffn) - middle) } : null;
  }

  load(address: bigint, size: Size): bigint {
    const place = this.find(address);
    if (place === null) return this.#loadKernel(address, size);
    const { region, offset } = place;
    if (region.kind === 'context') return BigInt.asUintN(size * 8, this.#environment.context(offset, size));
    const view = this.#inside(place, size);
    switch (size) {
      case 1:
        return BigInt(view.getUint8(offset));
      case 2:
        return BigInt(view.getUint16(offset, true));
      case 4:
        return BigInt(view.getUint32(offset, true));
      case 8:
        return view.getBigUint64(offset, true);
    }
  }

  store(address: bigint, size: Size, value: bigint): void {
    const place = this.find(address);
    if (place === null) fault(`a store to address 0x${address.toString(16)}`);
    if (place.region.kind === 'context') unsupported('a store to the context');
    const view = this.#inside(place, size, true);
    switch (size) {
      case 1:
        view.setUint8(place.offset, Number(value & 0xffn));
        break;
      case 2:
        view.setUint16(place.offset, Number(value & 0xffffn), true);
        break;
      case 4:
        view.setUint32(place.offset, Number(value & 0xffff_ffffn), true);
        break;
      case 8:
        view.setBigUint64(place.offset, BigInt.asUintN(64, value), true);
        break;
    }
  }

  /** A copy, for helpers. */
  read(address: bigint, size: number): Uint8Array {
    const place = this.find(address);
    if (place === null) {
      return Uint8Array.from({ length: size }, (_, index) =>
        this.#kernelByte(BigInt.asUintN(64, address + BigInt(index))),
      );
    }
    if (place.region.kind === 'context') {
      return Uint8Array.from({ length: size }, (_, index) =>
        Number(this.#environment.context(place.offset + index, 1)),
      );
    }
    const { buffer, byteOffset } = this.#inside(place, size);
    return new Uint8Array(buffer, byteOffset + place.offset, size).slice();
  }

  write(address: bigint, bytes: Uint8Array): void {
    const place = this.find(address);
    if (place === null) fault(`a write to address 0x${address.toString(16)}`);
    const { buffer, byteOffset } = this.#inside(place, bytes.length, true);
    new Uint8Array(buffer, byteOffset + place.offset, bytes.length).set(bytes);
  }

  #inside({ region, offset }: { region: Region; offset: number }, size: number, writing = false): DataView {
    if (region.kind !== 'bytes') return fault(`an access to a ${region.kind}`);
    if (offset < 0 || offset + size > region.bytes.length) {
      return fault(`${size} bytes at offset ${offset} of ${region.name}, which has ${region.bytes.length}`);
    }
    if (writing && !region.writable) return fault(`a write to ${region.name}, which is read-only`);
    return region.view;
  }

  /** Direct reads through BTF pointers: the kernel's exception handler gives 0 when one faults. */
  #loadKernel(address: bigint, size: Size): bigint {
    let value = 0n;
    for (let index = 0; index < size; index++) {
      const byte = this.#environment.kernelByte(BigInt.asUintN(64, address + BigInt(index)));
      if (byte === 'fault') return 0n;
      value |= BigInt(byte) << BigInt(index * 8);
    }
    return value;
  }

  #kernelByte(address: bigint): number {
    const byte = this.#environment.kernelByte(address);
    return byte === 'fault' ? fault(`a helper reads address 0x${address.toString(16)}`) : byte;
  }
}
