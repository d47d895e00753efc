import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { programFunctions } from '../compile/bpftrace/functions.ts';
import type { Compiled } from '../compile/compiled.ts';
import { typedProgram } from '../compile/typed-dump/typed-program.ts';
import { readObject } from '../elf/read-object.ts';
import { placeOf, type PlaceInput } from './place-of-site.ts';
import { sitesLike } from './sites-like.ts';

const fixture = (name: string): Buffer => readFileSync(path.join(import.meta.dirname, 'fixtures', name));
const text = fixture('places.bt').toString();
const elf = fixture('places.o');
const tree = typedProgram(fixture('places.dump').toString(), text);
if (!tree) throw new Error('the dump was not read');
const compiled: Compiled = {
  ...{ status: 'compiled', framework: 'bpftrace', text, elf, tree, functions: programFunctions(elf, tree) },
  ...{ outputs: [], variables: [], maps: [], normalised: [], log: '', place: 'host', seconds: 0 },
  originalLine: (line) => line,
};
const input: PlaceInput = { compiled, object: readObject(elf), text };

/** Lines that are named for the operations of one kind in a function, in the order of the bytecode. */
function named(symbol: RegExp, kind: 'division-by-zero' | 'oversized-shift' | 'null-read'): string[] {
  const found = input.object.functions.find(({ name }) => symbol.test(name));
  if (!found) throw new Error(`no function ${symbol.source}`);
  const isSite = (at: number): boolean => sitesLike(found, at, kind).places.length > 0;
  return found.instructions.flatMap((instruction, at) => {
    const fits =
      instruction.kind === 'alu'
        ? kind === (/shift/.test(instruction.operation) ? 'oversized-shift' : 'division-by-zero')
        : instruction.kind === 'call-helper' && kind === 'null-read';
    return fits && isSite(at) ? [placeOf(input, { function: found.name, instruction: at }, kind).text] : [];
  });
}

describe('the line of an operation of a bpftrace program', () => {
  it('is that of the division with the same number', () => {
    expect(named(/vfs_read/, 'division-by-zero')).toEqual([
      '@first = 100 / $a;',
      '@second = 100 / $b;',
      '@third = 1000 % $a;',
    ]);
  });

  it('is that of the shift with the same number', () => {
    expect(named(/vfs_read/, 'oversized-shift')).toEqual(['@one = (uint64)1 << $a;', '@two = (uint64)3 << $b;']);
  });

  it('is that of the read with the same number', () => {
    expect(named(/tcp_connect/, 'null-read')).toEqual([
      '@family = $sk->__sk_common.skc_family;',
      '@mark = $other->sk_mark;',
    ]);
  });

  it('is 0, with the name of the probe, when nothing fits', () => {
    const [first] = input.object.functions;
    const site = { function: first?.name ?? '', instruction: 0 };
    expect(placeOf(input, site, 'division-by-zero')).toEqual({ line: 0, text: 'kprobe:vfs_read' });
  });
});
