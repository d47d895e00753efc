import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Outcome } from '../record/record.ts';
import { RunFolder } from '../record/run-folder.ts';
import { sampleCell, sampleManifest, sampleTranscript } from '../record/samples.ts';
import { sha256 } from '../record/cell-key.ts';
import { openSide, pairSystems } from './choose-systems.ts';
import { compareSystems } from './compare-systems.ts';
import type { SystemComparison } from './compare-systems.ts';
import { runCompare } from './run-compare.ts';

let results: string;
beforeAll(async () => {
  results = await mkdtemp(join(tmpdir(), 'ken-compare-'));
  const one: Outcome[] = ['A', 'A', 'A', 'FN', 'FN', 'FN', 'FP', 'unjudged', 'A', 'FN'];
  const other: Outcome[] = ['A', 'FP', 'A', 'A', 'A', 'A', 'A', 'A', 'error', 'FP'];
  await write('first', { plain: [one], looped: [other] });
  await write('second', { plain: [other], looped: [other] });
  await write('repeated', { plain: [one, one, one] });
  await write('repeated-better', { plain: [other, one, other] });
  await write('other-model', { plain: [other] }, { model: 'gpt' });
  await write('changed', { plain: [other] }, { changed: 'case-3' });
  await write('new-prompts', { plain: [other] }, { promptVersion: 'p2' });
  await write('much-worse', { plain: [new Array<Outcome>(20).fill('FN')] });
  await write('much-better', { plain: [new Array<Outcome>(20).fill('A')] });
});
afterAll(() => rm(results, { recursive: true }));

interface Change {
  model?: string;
  changed?: string;
  promptVersion?: string;
}

/** A run of configurations, each with its outcomes by trial and case. */
async function write(run: string, systems: Record<string, Outcome[][]>, change: Change = {}): Promise<void> {
  const { model = 'retrieval-baseline', promptVersion = 'p1' } = change;
  const size = Object.values(systems)[0]?.[0]?.length ?? 0;
  const ids = Array.from({ length: size }, (_, index) => `case-${index}`);
  const folder = await RunFolder.create(
    results,
    sampleManifest({
      run,
      promptVersion,
      plannedCells: size,
      cases: ids.map((id) => ({
        id,
        hash: sha256(id === change.changed ? 'x' : id),
        prompt: id,
        upstreamPrompt: null,
      })),
      configurations: Object.keys(systems).map((name) => ({ name })),
      models: [{ name: model, kind: 'baseline', identity: {} }],
    }),
  );
  for (const [configuration, trials] of Object.entries(systems)) {
    for (const [trial, outcomes] of trials.entries()) {
      for (const [index, outcome] of outcomes.entries()) {
        const where = { case: ids[index] ?? '', configuration, model, trial: trial + 1, promptVersion };
        const failed = outcome === 'error';
        await folder.finishCell(
          sampleCell({
            ...where,
            outcome,
            key: sha256(JSON.stringify([run, where])),
            status: failed ? 'error' : 'done',
            ...(failed && { error: { cause: 'provider' as const, code: 'provider', message: 'down' } }),
          }),
          sampleTranscript(),
        );
      }
    }
  }
  await folder.close();
}

async function compared(first: string, second: string): Promise<SystemComparison[]> {
  const [left, right] = [await openSide(first, results), await openSide(second, results)];
  return compareSystems(pairSystems(left, right), { seed: 1 });
}

test('pairs cells by case and trial, keeps undecided ones apart, and lists what flipped', async () => {
  const [comparison] = await compared('first:plain', 'second:plain');
  expect(comparison).toMatchObject({ pairs: 8, unmatched: 4, onlyFirst: 1, onlySecond: 4, test: 'mcnemar' });
  expect(comparison?.p).toBeCloseTo(0.375, 12);
  expect(comparison?.difference?.value).toBeCloseTo(3 / 8, 12);
  expect(comparison?.counts.first).toMatchObject({ cells: 10, A: 4, FP: 1, FN: 4, unjudged: 1, error: 0, decided: 9 });
  expect(comparison?.flips.filter(({ decisive }) => decisive).map((flip) => flip.case)).toEqual([
    'case-1',
    'case-3',
    'case-4',
    'case-5',
    'case-6',
  ]);
  expect(comparison?.flips).toContainEqual({ case: 'case-9', trial: 1, first: 'FN', second: 'FP', decisive: false });
  expect(comparison?.flips).toContainEqual({ case: 'case-8', trial: 1, first: 'A', second: 'error', decisive: false });
});

test('swapped sides have the opposite difference and the same p', async () => {
  const [there] = await compared('first:plain', 'second:plain');
  const [back] = await compared('second:plain', 'first:plain');
  expect(back?.difference?.value).toBeCloseTo(-(there?.difference?.value ?? 0), 12);
  expect(back?.p).toBe(there?.p);
});

test('corrects over all systems that two runs share', async () => {
  const comparisons = await compared('first', 'second');
  expect(comparisons.map(({ first }) => first.configuration)).toEqual(['plain', 'looped']);
  expect(comparisons[0]?.pHolm).toBeCloseTo(0.75, 12);
  expect(comparisons[1]).toMatchObject({ pHolm: 1, flips: [], onlyFirst: 0 });
});

test('repeats are not independent: their cases are tested, not their cells', async () => {
  const [comparison] = await compared('repeated', 'repeated-better');
  expect(comparison?.test).toBe('sign-flip');
  // Five cases move by 2/3 each, one of them down: the same as 4 against 1.
  expect(comparison?.p).toBeCloseTo(0.375, 12);
});

test('a run with another model is compared when each has one', async () => {
  expect(await compared('first', 'other-model')).toHaveLength(1);
});

describe('refuses, with what there is,', () => {
  test('a run with itself', async () => {
    await expect(compared('first', 'first')).rejects.toThrow('a run compared with itself shows nothing');
    expect(await compared('first:plain', 'first:looped')).toHaveLength(1);
  });

  test('a system that a run does not have', async () => {
    await expect(openSide('first:plian', results)).rejects.toThrow('no system "plian" (did you mean "plain"?)');
  });

  test('a run that is not there', async () => {
    await expect(openSide('frist', results)).rejects.toThrow('no run "frist"');
  });

  test('changed cases, unless they are to be left out', async () => {
    await expect(runCompare('first', 'changed', { results })).rejects.toThrow(
      /differ in 1 cases: 1 were changed.*case-3/,
    );
    const output = await said(() => runCompare('first', 'changed', { results, intersect: true, json: true }));
    const { comparisons, leftOut } = JSON.parse(output.out) as { comparisons: SystemComparison[]; leftOut: string[] };
    expect(leftOut).toEqual(['case-3']);
    expect(comparisons[0]?.flips.map((flip) => flip.case)).not.toContain('case-3');
  });
});

test('other prompts are said before anything else', async () => {
  const output = await said(() => runCompare('first', 'new-prompts', { results }));
  expect(output.errors).toContain('different prompts: p1 and p2');
  expect(output.out).toMatch(/- case-1 +trial 1 {2}A -> FP/);
  expect(output.out).toMatch(/\+ case-3 +trial 1 {2}FN -> A/);
});

test('a regression can fail a build, an improvement does not', async () => {
  const status = async (first: string, second: string): Promise<unknown> => {
    process.exitCode = undefined;
    await said(() => runCompare(first, second, { results, failOnRegression: true }));
    const code = process.exitCode as unknown;
    process.exitCode = undefined;
    return code;
  };
  expect(await status('much-better', 'much-worse')).toBe(4);
  expect(await status('much-worse', 'much-better')).toBeUndefined();
});

async function said(work: () => Promise<void>): Promise<{ out: string; errors: string }> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  try {
    await work();
    return { out: log.mock.calls.flat().join('\n'), errors: error.mock.calls.flat().join('\n') };
  } finally {
    log.mockRestore();
    error.mockRestore();
  }
}
