import { expect, test } from 'vitest';
import { sampleGroup, sampleSystem } from '../sample-group.ts';
import { ablationsOf } from './ablation-rows.ts';

const cells = (text: string) =>
  text.split(' ').map((outcome) => ({ outcome: outcome as 'A' | 'FP' | 'FN' | 'unjudged' }));

test('each step starts where the one before it ended, on the cells that all systems decided', () => {
  const group = sampleGroup([
    sampleSystem('base', cells('A FN FN FN unjudged')),
    sampleSystem('feedback', cells('A A A FN A')),
    sampleSystem('ken', cells('A A FN FN A')),
  ]);
  const [ablation, ...others] = ablationsOf(group);
  expect(others).toEqual([]);
  expect(ablation?.cells).toBe(4);
  expect(ablation?.rows.map(({ system, kind, from, to, label }) => [system, kind, from, to, label])).toEqual([
    ['base', 'first', 0, 0.25, '25 %'],
    ['feedback', 'gain', 0.25, 0.75, '75 % (+50)'],
    ['ken', 'loss', 0.75, 0.5, '50 % (−25)'],
  ]);
});

test('one system, or systems of different models, make no waterfall', () => {
  const other = { ...sampleSystem('ken', cells('A A')), model: 'other' };
  expect(ablationsOf(sampleGroup([sampleSystem('base', cells('A FN')), other]))).toEqual([]);
});
