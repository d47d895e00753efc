import { expect, test } from 'vitest';
import { sampleGroup, sampleReportCell, sampleSystem } from '../sample-group.ts';
import { endingOf } from './ending.ts';
import { endingTable } from './ending-table.ts';

const refused = { outcome: 'FN', judgement: null } as const;

test.each([
  ['accurate', { outcome: 'A' }],
  ['wrong', { outcome: 'FP' }],
  ['unjudged', { outcome: 'unjudged' }],
  ['does not compile', { ...refused, gate: { status: 'compile-failed', stage: 'compile' } }],
  ['kernel rejects', { ...refused, gate: { status: 'rejected', stage: 'load' } }],
  ['does not attach', { ...refused, gate: { status: 'partially-attached', stage: 'attach' } }],
  ['no program', { ...refused, gate: null, programHash: null }],
  ['not run here', { ...refused, gate: null }],
  ['verifier: refuted', { ...refused, gate: null, verdict: 'refuted' }],
  ['verifier: not proved', { ...refused, gate: null, verdict: 'unknown' }],
  ['kernel rejects', { ...refused, gate: { status: 'rejected', stage: 'load' }, verdict: 'proved' }],
  ['verifier: not proved', { ...refused, gate: null, verdict: 'proved' }],
] as const)('%s: %j', (ending, cell) => {
  expect(endingOf(sampleReportCell(cell))).toBe(ending);
});

test('the table counts each cell once and leaves out what never happened', () => {
  const group = sampleGroup([
    sampleSystem('one', [{ outcome: 'A' }, { outcome: 'FP' }, { ...refused, gate: null, programHash: null }]),
    sampleSystem('two', [{ outcome: 'A' }, { outcome: 'A' }]),
  ]);
  const { columns, rows } = endingTable(group);
  expect(columns.map(({ label }) => label)).toEqual(['System', 'Kind', 'Cells', 'no program', 'wrong', 'accurate']);
  const counts = rows.map((row) => row.flatMap((value) => (value.kind === 'count' ? [value.value] : [])));
  expect(counts).toEqual([
    [3, 1, 1, 1],
    [2, 0, 0, 2],
  ]);
});
