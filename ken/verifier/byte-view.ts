import { MalformedObject } from './malformed-object.ts';

/** Little-endian reads that stay inside the bytes. A read outside throws MalformedObject with the offset in the whole input. */
export class ByteView {
  readonly bytes: Uint8Array;
  /** Where `bytes` starts in the whole input; only for messages. */
  readonly start: number;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, start = 0) {
    this.bytes = bytes;
    this.start = start;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.length;
  }

  u8(offset: number): number {
    return this.#view.getUint8(this.#inside(offset, 1));
  }

  u16(offset: number): number {
    return this.#view.getUint16(this.#inside(offset, 2), true);
  }

  u32(offset: number): number {
    return this.#view.getUint32(this.#inside(offset, 4), true);
  }

  i32(offset: number): number {
    return this.#view.getInt32(this.#inside(offset, 4), true);
  }

  u64(offset: number): bigint {
    return this.#view.getBigUint64(this.#inside(offset, 8), true);
  }

  /** A 64-bit size or offset: one above 2^32 lies outside any input. */
  size64(offset: number): number {
    const value = this.u64(offset);
    if (value > 0xffff_ffffn) this.fail(`a size or offset of ${value}`, offset);
    return Number(value);
  }

  /** A part of this view, not a copy. */
  part(offset: number, length: number): ByteView {
    this.#inside(offset, length);
    return new ByteView(this.bytes.subarray(offset, offset + length), this.start + offset);
  }

  /** A NUL-terminated string of at most `limit` bytes, else MalformedObject; `cut` shortens a longer one instead. */
  text(offset: number, limit: number, cut = false): string {
    this.#inside(offset, 1);
    const window = this.bytes.subarray(offset, offset + limit + 1);
    const end = window.indexOf(0);
    if (end < 0 && !(cut && window.length === limit + 1)) this.fail('a string without an end', offset);
    return Buffer.from(window.buffer, window.byteOffset, end < 0 ? limit : end).toString('utf8');
  }

  fail(reason: string, offset: number): never {
    throw new MalformedObject(reason, this.start + offset);
  }

  #inside(offset: number, length: number): number {
    if (!(offset >= 0 && length >= 0 && offset + length <= this.bytes.length)) {
      this.fail(`${length} bytes at offset ${offset} of ${this.bytes.length}`, 0);
    }
    return offset;
  }
}
