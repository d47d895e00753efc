import { parseBtf } from '../btf/parse-btf.ts';
import { decode } from '../isa/decode.ts';

/** Milliseconds to read the BTF of a kernel and to find its first type by name, which builds the index. */
export function measureTypes(btf: Uint8Array): { types: number; parse: number; firstName: number } {
  const started = performance.now();
  const table = parseBtf(btf);
  const parsed = performance.now();
  table.byName('sock', 'struct');
  return { types: table.count, parse: parsed - started, firstName: performance.now() - parsed };
}

/** Instructions decoded per second. */
export function measureDecoding(code: Uint8Array, rounds: number): number {
  const started = performance.now();
  let instructions = 0;
  for (let round = 0; round < rounds; round++) instructions += decode(code).length;
  return instructions / ((performance.now() - started) / 1000);
}
