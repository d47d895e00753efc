import { describe, expect, test } from 'vitest';
import { KenError } from '../errors.ts';
import type { GateResult, GuestFault } from '../kernel/gate-result.ts';
import { openMemory } from '../memory/open-memory.ts';
import { replayModel } from '../models/replay/replay-model.ts';
import { retrievalBaselineModel } from '../models/retrieval-baseline/retrieval-baseline-model.ts';
import type { Model, ModelRequest } from '../models/model.ts';
import { createPrompter } from '../prompter/create-prompter.ts';
import { configurationSchema } from './configuration.ts';
import type { Configuration } from './configuration.ts';
import { indexPlaces } from '../synthesis/search-probes.ts';
import { scriptedGate } from './scripted-gate.ts';
import { synthesise } from './synthesise.ts';

const request = { caseId: 'ticks', prompt: 'Count the ticks', framework: 'bpftrace' } as const;
const program = (number: number) => `interval:s:${number} { @ = count(); }`;
const pairs = [1, 2, 3].map((number) => ({
  id: `sample/${number}`,
  prompt: number === 2 ? 'Count the ticks of a clock' : `Something else ${number}`,
  program: program(number),
  framework: 'bpftrace' as const,
  source: 'own sample',
}));
const refused: Partial<GateResult> = { status: 'rejected', stage: 'verify', diagnostic: 'R1 invalid mem access' };

/** A recorded model that also keeps what it was asked. */
function recorded(texts: string[]): Model & { asked: ModelRequest[] } {
  const asked: ModelRequest[] = [];
  const model = replayModel(
    'recorded',
    texts.map((text, index) => ({ case: 'ticks', attempt: index + 1, text })),
  );
  return {
    ...model,
    asked,
    ask: (question) => {
      asked.push(question);
      return model.ask(question);
    },
  };
}

function run(settings: Partial<Configuration>, model: Model, gate = scriptedGate([{}]), signal?: AbortSignal) {
  const configuration = configurationSchema.parse({ name: 'test', ...settings });
  return synthesise(request, configuration, { ...basic(), model, gate, ...(signal ? { signal } : {}) });
}

function basic() {
  const prompter = createPrompter({ kernel: '6.12.1-test', bpftrace: '0.23.2' });
  return { memory: null, gate: scriptedGate([{}]), prompter, seed: 7, trial: 1 };
}

describe('the loop', () => {
  test('ends with the first program that the gate accepts', async () => {
    const model = recorded([program(1), program(2), program(3)]);
    const gate = scriptedGate([refused, {}]);
    const result = await run({ attempts: 3, feedback: 'gate' }, model, gate);
    expect(result.verified).toEqual({ framework: 'bpftrace', text: program(2) });
    expect(result.attempts.map(({ number, gate: checked }) => [number, checked?.status])).toEqual([
      [1, 'rejected'],
      [2, 'accepted'],
    ]);
    expect(gate.checked).toEqual([program(1), program(2)]);
  });

  test('gives nothing when the attempts are used up', async () => {
    const result = await run(
      { attempts: 2, feedback: 'gate' },
      recorded([program(1), program(2)]),
      scriptedGate([refused]),
    );
    expect(result.verified).toBeNull();
    expect(result.attempts).toHaveLength(2);
  });

  test.each<Partial<GateResult>>([
    { status: 'partially-attached', probes: [{ name: 'kprobe:nope', attached: false, reason: 'no such function' }] },
    { status: 'attach-failed' },
    { status: 'compile-failed' },
    { status: 'guest-fault', fault: 'out-of-memory' },
  ])('does not take $status for success', async (outcome) => {
    expect((await run({}, recorded([program(1)]), scriptedGate([outcome]))).verified).toBeNull();
  });

  test('tells the model every earlier program and error', async () => {
    const model = recorded([program(1), 'Sorry, I cannot do that.', program(3)]);
    const faults = [{ ...refused }, { status: 'guest-fault', fault: 'output-flood', diagnostic: 'too much' } as const];
    await run({ attempts: 3, feedback: 'gate' }, model, scriptedGate(faults));
    const last = model.asked.at(-1)?.messages.at(-1)?.content ?? '';
    for (const part of [program(1), 'R1 invalid mem access', 'Attempt 2 had no usable program', '| refusal: '])
      expect(last).toContain(part);
    expect(model.asked[0]?.messages.at(-1)?.content).not.toContain('Attempt');
  });

  test('a probe that did not attach is named to the model', async () => {
    const model = recorded([program(1), program(2)]);
    const missing: Partial<GateResult> = {
      status: 'partially-attached',
      probes: [{ name: 'kprobe:nope', attached: false, reason: 'gone' }],
    };
    await run({ attempts: 2, feedback: 'gate' }, model, scriptedGate([missing]));
    expect(model.asked[1]?.messages.at(-1)?.content).toContain('| not attached: kprobe:nope: gone');
  });

  test('without feedback, later attempts are the same question with another seed', async () => {
    const model = recorded([program(1), program(2)]);
    await run({ attempts: 2, feedback: 'none' }, model, scriptedGate([refused]));
    const [first, second] = model.asked;
    expect(second?.messages).toEqual(first?.messages);
    expect(second?.seed).not.toBe(first?.seed);
    expect(model.asked.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  test('a reply without a program is a failed attempt that never reaches the gate', async () => {
    const gate = scriptedGate([{}]);
    const { attempts } = await run({}, recorded(['No idea.']), gate);
    expect(attempts[0]).toMatchObject({
      candidate: null,
      gate: null,
      extractionProblem: expect.stringMatching(/^no-program: /) as string,
    });
    expect(gate.checked).toEqual([]);
  });

  test('an aborted cell stops before the next step', async () => {
    const stop = AbortSignal.abort(new DOMException('stopped', 'AbortError'));
    await expect(run({}, recorded([program(1)]), scriptedGate([{}]), stop)).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('faults', () => {
  const fault = (name: GuestFault): Partial<GateResult> => ({
    status: 'guest-fault',
    stage: 'guest',
    fault: name,
    diagnostic: name,
  });
  const lost = new KenError('guest', 'the clone did not start');

  test.each<[string, (Partial<GateResult> | Error)[], string, number]>([
    ['a flood is the program, at once', [fault('output-flood')], 'guest-fault', 1],
    ['a hang that happens again is the program', [fault('hang'), fault('hang')], 'guest-fault', 2],
    ['a hang that does not happen again is not', [fault('hang'), {}], 'accepted', 2],
    ['a lost agent is checked again', [fault('protocol'), refused], 'rejected', 2],
    ['a clone that does not start is replaced', [lost, {}], 'accepted', 2],
  ])('%s', async (_, script, status, checks) => {
    const gate = scriptedGate(script);
    const { attempts } = await run({}, recorded([program(1)]), gate);
    expect(attempts[0]?.gate?.status).toBe(status);
    expect(gate.checked).toHaveLength(checks);
    expect(attempts[0]?.gateRetries ?? []).toHaveLength(checks - 1);
  });

  test.each<[string, (Partial<GateResult> | Error)[]]>([
    ['the agent is lost twice', [fault('protocol')]],
    ['the clone does not start twice', [lost]],
    ['two different unclear faults', [fault('hang'), fault('panic')]],
    ['a fault without a name', [{ status: 'guest-fault' }]],
  ])('throws when %s', async (_, script) => {
    await expect(run({}, recorded([program(1)]), scriptedGate(script))).rejects.toMatchObject({ code: 'guest' });
  });

  test('a missing tool is not tried again', async () => {
    const gate = scriptedGate([new KenError('missing-tool', 'no QEMU')]);
    await expect(run({}, recorded([program(1)]), gate)).rejects.toMatchObject({ code: 'missing-tool' });
    expect(gate.checked).toHaveLength(1);
  });

  test('a provider that fails throws: it is no failed attempt', async () => {
    await expect(run({ attempts: 2 }, recorded([program(1)]), scriptedGate([refused]))).rejects.toMatchObject({
      code: 'provider',
    });
  });
});

describe('configurations', () => {
  test('hints and found probes are told to the configurations that name them, and to no other', async () => {
    const parts = { ...basic(), probes: indexPlaces({ functions: ['count_ticks', 'other'], events: [] }) };
    const asked = async (settings: Partial<Configuration>): Promise<string> => {
      const model = recorded([program(1)]);
      const configuration = configurationSchema.parse({ name: 'test', ...settings });
      await synthesise({ ...request, hints: ['kprobe:hinted'] }, configuration, { ...parts, model });
      return JSON.stringify(model.asked[0]?.messages);
    };
    expect(await asked({})).not.toMatch(/kprobe:/);
    expect(await asked({ hints: 'human' })).toMatch(/places to attach to:.*kprobe:hinted/);
    const found = await asked({ probeSearch: true });
    expect(found).toMatch(/found these.*kprobe:count_ticks/);
    expect(found).not.toMatch(/hinted|kprobe:other/);
  });

  test.each<Partial<Configuration>>([
    { framework: 'libbpf' },
    { retrieval: 'vector' },
    { comprehension: 'llm' },
    { learning: 'on' },
    { hints: 'human' },
    { probeSearch: true },
  ])('%o does not fit what was given', async (settings) => {
    await expect(run(settings, recorded([program(1)]))).rejects.toMatchObject({ code: 'config' });
  });

  test('retrieval shows the most similar pairs, or our own, or nothing', async () => {
    const memory = await openMemory({ pairs });
    const parts = {
      memory,
      gate: scriptedGate([{}]),
      prompter: createPrompter({ kernel: 'k', bpftrace: 'b' }),
      seed: 1,
      trial: 1,
    };
    const retrieved = async (settings: Partial<Configuration>) => {
      const model = recorded([program(1)]);
      const { attempts } = await synthesise(request, configurationSchema.parse({ name: 'r', ...settings }), {
        ...parts,
        model,
      });
      return { ids: attempts[0]?.retrieved, text: model.asked[0]?.messages.at(-1)?.content ?? '' };
    };
    const vector = await retrieved({ retrieval: 'vector', examples: 1 });
    expect(vector.ids).toEqual(['sample/2']);
    expect(vector.text).toContain(program(2));
    expect((await retrieved({ retrieval: 'fixed' })).ids?.every((id) => id.startsWith('fixed/'))).toBe(true);
    expect((await retrieved({ retrieval: 'none' })).ids).toEqual([]);
  });
});

test('the retrieval baseline goes down its list on feedback', async () => {
  const memory = await openMemory({ pairs });
  const gate = scriptedGate([refused]);
  const { attempts } = await run({ attempts: 4, feedback: 'gate' }, retrievalBaselineModel('nearest', memory), gate);
  expect(new Set(gate.checked)).toEqual(new Set(pairs.map((pair) => pair.program)));
  expect(gate.checked[0]).toBe(program(2));
  expect(attempts.at(-1)).toMatchObject({
    number: 4,
    candidate: null,
    extractionProblem: 'empty: The reply was empty.',
  });
});
