import { expect, test } from 'vitest';
import type { Contract } from '../../../ken/verifier/contracts/contract.ts';
import { testingTypes, typeIds } from '../../../ken/verifier/contracts/testing-types.ts';
import { compareWithClauses } from './compare.ts';
import { watchedValues } from './observation-plan.ts';
import { readHistograms } from './read-histograms.ts';
import { armCommands } from './tracing-script.ts';

const contract = (clauses: [role: 'pre' | 'post', text: string][]): Contract => ({
  ...{
    name: 'f',
    kind: 'function',
    module: null,
    source: null,
    hooks: ['kprobe'],
    missing: {},
    attributes: [],
    comment: null,
    facts: [],
    rejected: [],
  },
  prototype: { text: '', btfId: null, returns: 'int', parameters: [], source: 'equal' },
  clauses: clauses.map(([role, text], index) => ({
    id: `${role}.${index}`,
    role,
    text,
    confidence: 'sound',
    provenance: { by: 'static', rule: 'test', at: null },
  })),
});
const signature = {
  parameters: [
    { name: 'sk', type: typeIds.sockPointer },
    { name: 'n', type: typeIds.int },
  ],
  returns: typeIds.int,
};

const watched = (clauses: Parameters<typeof contract>[0]): ReturnType<typeof watchedValues> =>
  watchedValues(contract(clauses), signature, testingTypes());

test('clauses of exactly one value are watched', () => {
  const values = watched([
    ['pre', 'sk != NULL'],
    ['post', 'ret <= 0'],
    ['post', 'n < 0 ==> ret == -EINVAL'],
    ['pre', 'sk->sk_state > 0'],
  ]);
  expect(values.map(({ value, position, type, isPointer }) => ({ value, position, type, isPointer }))).toEqual([
    { value: 'sk', position: 0, type: 'u64', isPointer: true },
    { value: 'ret', position: null, type: 's32', isPointer: false },
  ]);
  expect(armCommands(values)).toContain('p:ken/k0 f v=$arg1:u64');
  expect(armCommands(values)).toContain('r:ken/k1 f v=$retval:s32');
});

// Negative numbers are printed modulo 2^64.
const output = `=== histogram 0
{ v:          0 } hitcount:          2
    Hits: 2
{ common_cpu: 0 } hitcount: 12
    Hits: 12
=== histogram 1
{ v: 18446744073709551604 } hitcount:         10
{ v:          7 } hitcount:          1
    Hits: 11
    Dropped: 0
=== end`;

test('observed values are held against the clauses; a violation comes with its witness', () => {
  const outcomes = compareWithClauses(
    watched([
      ['pre', 'sk != NULL'],
      ['post', 'ret <= 0'],
    ]),
    readHistograms(output),
  );
  expect(outcomes.map(({ text, observations, witness }) => [text, observations, witness])).toEqual([
    ['sk != NULL', 12, 'sk = 0 (2 times)'],
    ['ret <= 0', 11, 'ret = 7 (1 times)'],
  ]);
});

test('functions that did not run say nothing', () => {
  expect(
    compareWithClauses(watched([['post', 'ret <= 0']]), readHistograms('=== histogram 0\n    Hits: 0\n=== end')),
  ).toEqual([]);
  expect(compareWithClauses(watched([['post', 'ret <= 0']]), readHistograms('nothing'))).toEqual([]);
});
