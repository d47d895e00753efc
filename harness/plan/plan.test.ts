import { expect, test } from 'vitest';
import { loadExperiment, parseExperiment } from './load-experiment.ts';
import { makePlan, parseLimit } from './plan.ts';
import { sampleCatalogue, sampleExperiment } from './samples.ts';

test('an experiment is the product of cases, models, configurations and trials, each cell with a key of its own', () => {
  const plan = makePlan(sampleExperiment, sampleCatalogue);
  expect(plan.cells).toHaveLength(3 * 1 * 2 * 2);
  expect(new Set(plan.cells.map((cell) => cell.key)).size).toBe(12);
  expect(plan.cells.slice(0, 3).map((cell) => `${cell.case.id} ${cell.configuration.name} ${cell.trial}`)).toEqual([
    'fork-events zero-shot 1',
    'fork-events feedback 1',
    'kill-signals zero-shot 1',
  ]);
  expect(plan.partial).toBe(false);
});

test('the hash of a plan follows everything that changes its cells, and the seed', () => {
  const base = makePlan(sampleExperiment, sampleCatalogue).hash;
  expect(makePlan(sampleExperiment, sampleCatalogue).hash).toBe(base);
  const others = [
    makePlan(sampleExperiment, sampleCatalogue, { seed: 8 }),
    makePlan(sampleExperiment, sampleCatalogue, { trials: 3 }),
    makePlan(sampleExperiment, sampleCatalogue, { limit: { from: 0, to: 2 } }),
    makePlan(sampleExperiment, { ...sampleCatalogue, promptVersion: 'p2' }),
    makePlan(sampleExperiment, { ...sampleCatalogue, toolchain: null }),
  ];
  expect(new Set([base, ...others.map((plan) => plan.hash)]).size).toBe(6);
});

test('a limit is taken before trials are expanded and marks the plan partial', () => {
  const plan = makePlan(sampleExperiment, sampleCatalogue, { limit: parseLimit('1:3') });
  expect(plan.cells.map((cell) => `${cell.case.id} ${cell.trial}`)).toEqual([
    'fork-events 1',
    'kill-signals 1',
    'fork-events 2',
    'kill-signals 2',
  ]);
  expect(plan.partial).toBe(true);
  expect(parseLimit('5')).toEqual({ from: 0, to: 5 });
});

test.each(['0', 'x', '3:2', '2:2', '-1', '1:'])('the limit %s is refused and quoted', (text) => {
  expect(() => parseLimit(text)).toThrow(JSON.stringify(text));
});

test('unknown cases and models are quoted with the nearest known name', () => {
  expect(() => makePlan({ ...sampleExperiment, cases: ['fork-event'] }, sampleCatalogue)).toThrow(
    'unknown case "fork-event" (did you mean "fork-events"?)',
  );
  expect(() => makePlan({ ...sampleExperiment, models: ['gpt-9'] }, sampleCatalogue)).toThrow('unknown model "gpt-9"');
});

const yaml = `
name: x
description: d
cases: all
models: [m]
configurations:
  - name: one
`;

test.each([
  ['an unknown key', `${yaml}trails: 3\n`, 'unknown key "trails" (did you mean "trials"?)'],
  [
    'an unknown key of a configuration',
    `${yaml}    retreival: none\n`,
    'unknown key "retreival" in configurations.0 (did you mean "retrieval"?)',
  ],
  ['an unknown value', `${yaml}    retrieval: some\n`, 'configurations.0.retrieval has the value "some"'],
  ['a missing key', yaml.replace('models: [m]\n', ''), 'models is missing'],
  ['broken YAML', `${yaml}  : [`, 'is not valid YAML'],
  ['a key twice', `${yaml}name: y\n`, 'is not valid YAML'],
  ['a configuration twice', `${yaml}  - name: one\n`, '"one" is named twice in configurations'],
  ['an empty file', '', 'the file has the value null'],
])('%s stops with exit status 2 and names the file', (_name, text, message) => {
  expect(() => parseExperiment(text, 'some/file.yaml')).toThrow(message);
  expect(() => parseExperiment(text, 'some/file.yaml')).toThrow(expect.objectContaining({ code: 'config' }) as Error);
  expect(() => parseExperiment(text, 'some/file.yaml')).toThrow('some/file.yaml');
});

test('the quickstart experiment is valid and has 36 cells once its cases exist', async () => {
  const experiment = await loadExperiment('quickstart');
  expect(experiment.cases).toHaveLength(12);
  expect(experiment.configurations.map((configuration) => configuration.name)).toEqual([
    'zero-shot',
    'retrieval',
    'retrieval+feedback',
  ]);
});

test('an unknown experiment lists those there are', async () => {
  await expect(loadExperiment('quikstart')).rejects.toThrow('did you mean "quickstart"?');
});
