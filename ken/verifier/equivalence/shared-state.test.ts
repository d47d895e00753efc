import { expect, test } from 'vitest';
import type { Compiled, ProgramFunction } from '../compile/compiled.ts';
import { assemble, map } from '../executor/testing/assemble.ts';
import type { Side } from './equivalence.ts';
import type { CommonEvent } from './events.ts';
import { depends, sharedState, standsAlone } from './shared-state.ts';

const lookup = 'r1 = map AT_m\ncall 1\nr0 = 0\nexit';
const update = 'r1 = map AT_m\ncall 2\nr0 = 0\nexit';
const nothing = 'r0 = 0\nexit';

function side(functions: Record<string, string>, framework: Compiled['framework'] = 'bpftrace', type = 'hash'): Side {
  const object = assemble(functions, {
    maps: [map(type, 'AT_m'), map('hash', 'scratch')],
    sections: [
      { name: '.rodata', readOnly: true, bytes: new Uint8Array(8) },
      { name: '.bss', readOnly: false, bytes: new Uint8Array(8) },
    ] as Side['object']['sections'],
  });
  return { compiled: { framework, maps: [] } as unknown as Compiled, object, kernelTypes: null };
}

const probe = (symbol: string): ProgramFunction => ({ symbol }) as ProgramFunction;
const event = (left: string | null, right: string | null = left): CommonEvent => ({
  target: left ?? right ?? '',
  left: left === null ? null : probe(left),
  right: right === null ? null : probe(right),
});

const reader = event('reader');
const writer = event('writer');
const idle = event('idle');
const none = { begin: [], end: [] };

test('an event that only looks at a map depends on one that changes it', () => {
  const program = side({ reader: lookup, writer: update, idle: nothing });
  const state = sharedState(program, program);
  expect(depends([writer], reader, none, state)).toBe(true);
  expect(depends([idle, writer], reader, none, state)).toBe(true);
  expect(depends([reader], reader, none, state)).toBe(false);
  expect(depends([writer], idle, none, state)).toBe(false);
  expect(standsAlone(idle, state)).toBe(true);
  expect(standsAlone(reader, state)).toBe(false);
});

test('the first event after BEGIN is always looked at; what BEGIN changed was there in every history', () => {
  const program = side({ reader: lookup, begin: update, idle: nothing });
  const state = sharedState(program, program);
  const begin = event('begin');
  expect(depends([begin], idle, { begin: [begin], end: [] }, state)).toBe(true);
  expect(depends([begin, reader], reader, { begin: [begin], end: [] }, state)).toBe(false);
});

test('END that shows a map joins two events that both change it', () => {
  const program = side({ writer: update, other: update, end: lookup, idle: nothing });
  const state = sharedState(program, program);
  const other = event('other');
  // The second update looks at the map as well, as far as can be seen.
  expect(depends([writer], other, { begin: [], end: [event('end')] }, state)).toBe(true);
  expect(depends([writer], idle, { begin: [], end: [event('end')] }, state)).toBe(false);
});

test('one side is enough', () => {
  const quiet = side({ reader: nothing, writer: nothing });
  const busy = side({ reader: lookup, writer: update });
  expect(depends([writer], reader, none, sharedState(quiet, busy))).toBe(true);
  expect(depends([writer], reader, none, sharedState(quiet, quiet))).toBe(false);
  // Each side has its own maps.
  const mixed = sharedState(side({ reader: lookup, writer: nothing }), side({ reader: nothing, writer: update }));
  expect(depends([writer], reader, none, mixed)).toBe(false);
});

test('scratch buffers of bpftrace keep nothing, maps of a C program do', () => {
  const functions = { reader: 'r1 = map scratch\ncall 2\nr0 = 0\nexit' };
  const script = side(functions);
  const c = side(functions, 'libbpf');
  expect(standsAlone(reader, sharedState(script, script))).toBe(true);
  expect(depends([reader], reader, none, sharedState(c, c))).toBe(true);
});

test('a value may be changed in place: in a C program, and in a per-CPU map', () => {
  const c = side({ reader: lookup }, 'libbpf');
  const counter = side({ reader: lookup }, 'bpftrace', 'percpu_hash');
  expect(depends([reader], reader, none, sharedState(c, c))).toBe(true);
  expect(depends([reader], reader, none, sharedState(counter, counter))).toBe(true);
});

test('a branch before the call hides which helper gets the map', () => {
  const branching = side({ reader: 'r1 = map AT_m\nif r2 == 0 goto end\ncall 1\nend:\nr0 = 0\nexit' });
  expect(depends([reader], reader, none, sharedState(branching, branching))).toBe(true);
});

test('subprograms and global variables count, read-only data does not', () => {
  const program = side(
    {
      reader: 'call inner\nr0 = 0\nexit',
      inner: lookup,
      writer: update,
      global: 'r1 = data .bss+0\nr0 = 0\nexit',
      constant: 'r1 = data .rodata+0\nr0 = 0\nexit',
    },
    'libbpf',
  );
  const state = sharedState(program, program);
  expect(depends([writer], reader, none, state)).toBe(true);
  expect(depends([event('global')], event('global'), none, state)).toBe(true);
  expect(standsAlone(event('constant'), state)).toBe(true);
});
