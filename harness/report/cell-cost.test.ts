import { expect, test } from 'vitest';
import { cellCost, meanCost } from './cell-cost.ts';
import { sampleData, sampleReportCell } from './sample-group.ts';

const model = { name: 'retrieval-baseline', kind: 'generative', identity: {} } as const;
const facts = { contextTokens: null, leaves: 'prompts', receiver: 'models.example' } as const;
const priced = sampleData([], { models: [{ ...model, facts: { ...facts, prices: { input: 30, output: 60 } } }] });
const free = sampleData([], { models: [{ ...model, facts: { ...facts, prices: { input: 0, output: 0 } } }] });
const unknown = sampleData([], { models: [model] });
const used = sampleReportCell({ tokens: { input: 1000, output: 500 } });
const silent = sampleReportCell({ tokens: null });

test('dollars follow from tokens and the prices of the run', () => {
  expect(cellCost(used, priced)).toBeCloseTo(0.06, 12);
  expect(meanCost([used, sampleReportCell({ tokens: { input: 0, output: 0 } })], priced)).toBeCloseTo(0.03, 12);
});

test('unknown prices or tokens make an unknown cost, never 0; what is free is free without tokens', () => {
  expect(cellCost(used, unknown)).toBeNull();
  expect(cellCost(silent, priced)).toBeNull();
  expect(meanCost([used, silent], priced)).toBeNull();
  expect(cellCost(silent, free)).toBe(0);
  expect(meanCost([], priced)).toBeNull();
});
