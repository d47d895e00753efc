import { describe, expect, test } from 'vitest';
import { replayModel } from '../models/replay/replay-model.ts';
import type { ModelRequest } from '../models/model.ts';
import { createPrompter } from '../prompter/create-prompter.ts';
import { verdicts } from '../verifier/verification.ts';
import { configurationSchema, type Configuration } from './configuration.ts';
import { scriptedGate } from './scripted-gate.ts';
import { scriptedSymbolic } from './scripted-symbolic.ts';
import { synthesise } from './synthesise.ts';

const request = { caseId: 'ticks', prompt: 'Count the ticks', framework: 'bpftrace' } as const;
const program = (number: number) => `interval:s:${number} { @ = count(); }`;

async function run(settings: Partial<Configuration>, script: Parameters<typeof scriptedSymbolic>[0]) {
  const configuration = configurationSchema.parse({ name: 'test', comprehension: 'llm', ...settings });
  const recordings = [1, 2, 3].map((attempt) => ({ case: 'ticks', attempt, text: program(attempt) }));
  const model = replayModel('recorded', recordings);
  const asked: ModelRequest[] = [];
  const spied: typeof model = { ...model, ask: (question) => (asked.push(question), model.ask(question)) };
  const gate = scriptedGate([{}]);
  const symbolic = scriptedSymbolic(script);
  const prompter = createPrompter({ kernel: '6.12.1-test', bpftrace: '0.23.2' });
  const result = await synthesise(request, configuration, {
    ...{ model: spied, memory: null, gate, prompter, symbolic, seed: 7, trial: 1 },
  });
  return { result, gate, symbolic, last: asked.at(-1)?.messages.at(-1)?.content ?? '' };
}

describe('the symbolic loop', () => {
  test.each(verdicts)('the verdict %s decides whether the candidate goes on to the gate', async (verdict) => {
    const { result, gate } = await run({}, [verdict]);
    const proved = verdict === 'proved' || verdict === 'proved-bounded';
    expect(result.verified?.text ?? null).toBe(proved ? program(1) : null);
    expect(gate.checked).toEqual(proved ? [program(1)] : []);
    expect(result.attempts[0]?.symbolic?.passed).toBe(proved);
  });

  test('a refutation goes back with its counterexample, and the gate is not asked', async () => {
    const { result, gate, last } = await run({ attempts: 2, feedback: 'gate+symbolic' }, ['refuted', 'proved']);
    expect(result.verified?.text).toBe(program(2));
    expect(gate.checked).toEqual([program(2)]);
    for (const part of [program(1), 'assert($x < 10) is refuted', 'fails with $x = 0x2a', 'found events for which'])
      expect(last).toContain(part);
  });

  test('a timeout of the solver goes back as not proved', async () => {
    const { last } = await run({ attempts: 2, feedback: 'gate+symbolic' }, ['unknown']);
    expect(last).toContain('could not be proved');
    expect(last).toContain('sample reason for unknown');
  });

  test('with feedback: gate the model does not hear of a refutation', async () => {
    const { last } = await run({ attempts: 2, feedback: 'gate' }, ['refuted']);
    expect(last).not.toContain('Earlier attempts');
  });

  test('without a usable annotation nothing is proved', async () => {
    const { result, last } = await run({ attempts: 2, feedback: 'gate+symbolic' }, [null]);
    expect(result.verified).toBeNull();
    expect(last).toContain('No usable specification');
  });

  test('only the text without annotations is given to the gate and to the user', async () => {
    const { result, gate, symbolic } = await run({}, ['proved']);
    expect(symbolic.verified).toEqual([`${program(1)} // assert(1)`]);
    expect([result.verified?.text, ...gate.checked]).toEqual([program(1), program(1)]);
  });

  test('symbolic feedback without comprehension is refused', () => {
    const settings = { name: 'x', feedback: 'gate+symbolic', comprehension: 'off' };
    expect(() => configurationSchema.parse(settings)).toThrow(/needs comprehension/);
  });
});

describe("what stands in the verifier's place", () => {
  test('passes-all goes on to the gate without asking the model or the verifier', async () => {
    const { result, gate, symbolic } = await run({ verifier: 'passes-all' }, ['refuted']);
    expect(result.verified?.text).toBe(program(1));
    expect(gate.checked).toEqual([program(1)]);
    expect(symbolic.verified).toEqual([]);
    expect(result.attempts[0]?.symbolic).toMatchObject({
      passed: true,
      answer: null,
      turns: [],
      substitute: 'passes-all',
    });
  });

  test('refuses-until-last sends every program back without a reason, but for the last', async () => {
    const settings = { verifier: 'refuses-until-last', attempts: 3, feedback: 'gate+symbolic' } as const;
    const { result, gate, last } = await run(settings, ['proved']);
    expect(result.verified?.text).toBe(program(3));
    expect(gate.checked).toEqual([program(3)]);
    expect(last).toContain(program(2));
    expect(last).toContain('The verifier refuses the program and gives no reason.');
  });

  test('needs no verifier, and the comprehension that it is compared with', async () => {
    expect(configurationSchema.safeParse({ name: 'x', verifier: 'passes-all' }).success).toBe(false);
    const configuration = configurationSchema.parse({ name: 'x', comprehension: 'llm', verifier: 'passes-all' });
    const parts = {
      ...{ model: replayModel('r', [{ case: 'ticks', text: program(1) }]), memory: null, gate: scriptedGate([{}]) },
      ...{ prompter: createPrompter({ kernel: 'k', bpftrace: 'b' }), seed: 1, trial: 1 },
    };
    expect((await synthesise(request, configuration, parts)).verified?.text).toBe(program(1));
  });
});
