import { describe, expect, test } from 'vitest';
import { configurationSchema } from '../../ken/pipeline/configuration.ts';
import type { Experiment } from './experiment.ts';
import { experimentNames, loadExperiment, parseExperiment } from './load-experiment.ts';
import { overrideExperiment } from './override-experiment.ts';
import { makePlan, parseLimit } from './plan.ts';
import type { Catalogue } from './plan.ts';
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

test('a change of the contracts gives new keys to the cells that use them, and to no other', () => {
  const configurations = [
    configurationSchema.parse({ name: 'plain' }),
    configurationSchema.parse({ name: 'proved', comprehension: 'direct' }),
    configurationSchema.parse({ name: 'waved-through', comprehension: 'direct', verifier: 'passes-all' }),
  ];
  const experiment = { ...sampleExperiment, configurations, varies: ['comprehension', 'verifier'] };
  const planned = (hash: string) =>
    makePlan(experiment, { ...sampleCatalogue, contracts: { kernel: '6.12', version: '1', hash } });
  const [one, other] = [planned('a'), planned('b')];
  const changed = one.cells.filter((cell, index) => cell.key !== other.cells[index]?.key);
  expect(new Set(changed.map((cell) => cell.configuration.name))).toEqual(new Set(['proved']));
  expect(changed).toHaveLength(6);
  expect(one.hash).not.toBe(other.hash);
  expect(one.contracts).toEqual({ kernel: '6.12', version: '1', hash: 'a' });
});

test('contracts that are used and not built stop the plan; without a user none are named', () => {
  const configurations = [configurationSchema.parse({ name: 'proved', comprehension: 'llm' })];
  expect(() => makePlan({ ...sampleExperiment, configurations, varies: [] }, sampleCatalogue)).toThrow(
    'uses contracts (configuration proved), and those of the guest',
  );
  const contracts = { kernel: '6.12', version: '1', hash: 'a' };
  const plain = makePlan(sampleExperiment, { ...sampleCatalogue, contracts });
  expect(plain.contracts).toBeNull();
  expect(plain.hash).toBe(makePlan(sampleExperiment, sampleCatalogue).hash);
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

const other = (change: string): string => `${yaml}  - name: two\n    ${change}\n`;

test.each([
  ['a switch that varies unsaid', other('attempts: 3'), 'the configurations differ in "attempts": one: 1, two: 3'],
  ['a switch that does not vary', `${other('attempts: 3')}varies: [attempts, hints]\n`, 'varies names "hints"'],
  ['an unknown switch', `${other('attempts: 3')}varies: [atempts]\n`, 'varies.0 has the value "atempts"'],
  [
    'two attempt budgets',
    `${other('attempts: 3')}  - name: three\n    attempts: 4\n    retrieval: fixed\nvaries: [attempts, retrieval]\n`,
    'the attempt budgets 3 and 4 stand in one table',
  ],
  [
    'an unknown key of a choice of cases',
    yaml.replace('cases: all', 'cases: {splitt: clean}'),
    'unknown key "splitt" in cases (did you mean "split"?)',
  ],
  ['an unknown leak', yaml.replace('cases: all', 'cases: {leak: big}'), 'cases.leak has the value "big"'],
])('%s in one table is refused', (_name, text, message) => {
  expect(() => parseExperiment(text, 'some/file.yaml')).toThrow(message);
});

test('what varies may be an optional switch that only some configurations name', () => {
  const text = `${other('comprehension: llm\n    verifier: passes-all')}varies: [comprehension, verifier]\n`;
  expect(parseExperiment(text, 'f.yaml').configurations[1]?.verifier).toBe('passes-all');
  expect(() => parseExperiment(text.replace(', verifier]', ']'), 'f.yaml')).toThrow('differ in "verifier"');
});

describe('cases are chosen', () => {
  const [one, two, three] = sampleCatalogue.cases;
  if (!one || !two || !three) throw new Error('the sample has three cases');
  const catalogue: Catalogue = {
    ...sampleCatalogue,
    cases: [
      one,
      { ...two, exposure: { split: 'clean', leak: 'near' } },
      { ...three, exposure: { split: 'comparable', leak: 'same-task' }, frameworks: ['bpftrace', 'libbpf'] },
    ],
  };
  const chosen = (change: Partial<Experiment>): string[] =>
    makePlan({ ...sampleExperiment, ...change }, catalogue).cases.map(({ id }) => id);

  test('by split and by leak', () => {
    expect(chosen({ cases: { split: 'clean' } })).toEqual(['kill-signals']);
    expect(chosen({ cases: { leak: 'same-task' } })).toEqual(['tcp-connect']);
    expect(chosen({ cases: { leak: ['none', 'near'] } })).toEqual(['fork-events', 'kill-signals']);
    expect(chosen({ cases: { split: 'comparable', leak: 'none' } })).toEqual(['fork-events']);
    expect(() => chosen({ cases: { split: 'clean', leak: 'none' } })).toThrow('there are no cases');
  });

  test('by leak only when every one was audited', () => {
    const unaudited = { ...catalogue, cases: [one, { ...two, exposure: { split: 'clean' as const } }] };
    const choose = (leak: 'none', split: 'clean' | 'comparable') =>
      makePlan({ ...sampleExperiment, cases: { leak, split } }, unaudited);
    expect(() => choose('none', 'clean')).toThrow('1 have not been audited: kill-signals');
    expect(choose('none', 'comparable').cases).toHaveLength(1);
  });

  test('alike for every framework of the experiment', () => {
    const configurations = ['bpftrace', 'libbpf'].map((framework) =>
      configurationSchema.parse({ name: framework, framework }),
    );
    const plan = makePlan({ ...sampleExperiment, configurations, varies: ['framework'] }, catalogue);
    expect(plan.cases.map(({ id }) => id)).toEqual(['tcp-connect']);
    expect(plan.casesLeftOut.map(({ id }) => id)).toEqual(['fork-events', 'kill-signals']);
    expect(() => makePlan({ ...sampleExperiment, configurations, cases: ['kill-signals'] }, catalogue)).toThrow(
      'case "kill-signals" has no reference for libbpf',
    );
  });
});

describe('a command line', () => {
  test('names other models, or some of the configurations', () => {
    const changed = overrideExperiment(sampleExperiment, { model: ['gpt', 'gpt'], configuration: ['feedback'] });
    expect([changed.models, changed.configurations.map(({ name }) => name)]).toEqual([['gpt'], ['feedback']]);
    expect(overrideExperiment(sampleExperiment, {})).toEqual(sampleExperiment);
    expect(() => overrideExperiment(sampleExperiment, { configuration: ['fedback'] })).toThrow(
      'no configuration "fedback" (did you mean "feedback"?)',
    );
  });
});

test('every experiment of the project is valid, and named like its file', async () => {
  const names = await experimentNames();
  expect(names).toEqual(expect.arrayContaining(['table1', 'table3', 'table4', 'table5', 'figure9', 'framework']));
  for (const name of names) expect((await loadExperiment(name)).name).toBe(name);
});
