import { KenError, quote } from '../../ken/errors.ts';

export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/**
 * The one JSON text of a value: names sorted by UTF-16 code units, no white space, numbers as JavaScript prints them
 * (RFC 8785). Hashes are taken of this text, so anything that JSON would lose without a word (NaN, undefined, a Date, a
 * Map) is a fault here.
 */
export function canonicalJson(value: unknown): string {
  return encode(value, '$');
}

function encode(value: unknown, path: string): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw refuse(value, path);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    return `[${Array.from(value, (item: unknown, index) => encode(item, `${path}[${index}]`)).join(',')}]`;
  }
  if (!isPlainObject(value)) throw refuse(value, path);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${encode(value[name], `${path}.${name}`)}`).join(',')}}`;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function refuse(value: unknown, path: string): KenError {
  const shown = typeof value === 'number' ? String(value) : Object.prototype.toString.call(value);
  return new KenError('internal', `canonical JSON cannot hold ${quote(shown)} at ${path}`);
}
