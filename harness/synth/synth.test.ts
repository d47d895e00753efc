import { describe, expect, test } from 'vitest';
import { replayModel } from '../../ken/models/replay/replay-model.ts';
import { configurationSchema } from '../../ken/pipeline/configuration.ts';
import { scriptedGate } from '../../ken/pipeline/scripted-gate.ts';
import { scriptedSymbolic } from '../../ken/pipeline/scripted-symbolic.ts';
import type { PipelineParts } from '../../ken/pipeline/synthesise.ts';
import { createPrompter } from '../../ken/prompter/create-prompter.ts';
import { describeVerified } from './format-synthesis.ts';
import { configurationOf } from './run-synth.ts';
import type { SynthRequest } from './run-synth.ts';
import { synthesiseWithDetail } from './synthesise-with-detail.ts';
import { watchParts } from './watch-loop.ts';

const program = (number: number) => `interval:s:${number} { @ = count(); }`;
const recordings = [1, 2].flatMap((trial) =>
  [1, 2, 3].map((attempt) => ({ case: 'synth', trial, attempt, text: program(10 * trial + attempt) })),
);
const refused = { status: 'rejected', stage: 'verify', diagnostic: 'R0 \u001b[31minvalid\u202e mem' } as const;

function open(gate: Parameters<typeof scriptedGate>[0], symbolic?: Parameters<typeof scriptedSymbolic>[0]) {
  const lines: string[] = [];
  const parts: PipelineParts = {
    ...{ model: replayModel('recorded', recordings), memory: null, gate: scriptedGate(gate) },
    ...{ prompter: createPrompter({ kernel: 'k', bpftrace: 'b' }), seed: 1, trial: 1 },
    ...(symbolic && { symbolic: scriptedSymbolic(symbolic) }),
  };
  return { parts: watchParts(parts, (line) => lines.push(line)), lines };
}

const loop = configurationSchema.parse({ name: 'synth', attempts: 2, feedback: 'gate' });
const nobody = { tell: () => undefined, askForDetail: () => Promise.resolve(null) };

test('every step is told as it happens, and hostile text is harmless', async () => {
  const { parts, lines } = open([refused, {}]);
  const { result } = await synthesiseWithDetail('Count ticks', loop, parts, nobody);
  expect(result.verified?.text).toBe(program(12));
  expect(lines.filter((line) => !line.startsWith('  '))).toEqual([
    'asking recorded for a program, attempt 1',
    'loading it into the guest kernel',
    'asking recorded for a program, attempt 2',
    'loading it into the guest kernel',
  ]);
  expect(lines.join('\n')).toContain('| R0 ⟨U+001B⟩[31minvalid⟨U+202E⟩ mem');
  expect(lines.join('\n')).toContain('accepted, 1 of 1 probes attached');
});

test('a refutation is told with what refutes it, and the end says what was proved', async () => {
  const { parts, lines } = open([{}], ['refuted', 'proved']);
  const configuration = configurationSchema.parse({ ...loop, comprehension: 'llm', feedback: 'gate+symbolic' });
  const { result } = await synthesiseWithDetail('Count ticks', configuration, parts, nobody);
  expect(lines.some((line) => line.startsWith('  refuted'))).toBe(true);
  const about = describeVerified(result, 'ticks.bt').join('\n');
  expect(about).toContain('verified in attempt 2');
  expect(about).toContain('proved for every input');
  expect(about).toContain('sudo bpftrace ticks.bt');
});

test('without a proof the end says so', async () => {
  const { parts } = open([{}]);
  const { result } = await synthesiseWithDetail('Count ticks', loop, parts, nobody);
  expect(describeVerified(result, null).join('\n')).toContain('nothing was proved of what it prints');
});

test('after the last failed attempt the user may say more, and the loop begins anew', async () => {
  const { parts } = open([refused, refused, {}]);
  const told: string[] = [];
  const answers = ['of every CPU'];
  const { result, prompt } = await synthesiseWithDetail('Count ticks', loop, parts, {
    tell: (line) => told.push(line),
    askForDetail: () => Promise.resolve(answers.shift() ?? null),
  });
  expect(prompt).toBe('Count ticks\nof every CPU');
  expect(result.verified?.text).toBe(program(21));
  expect(result.attempts[0]?.messages.at(-1)?.content).toContain('of every CPU');
  expect(told[0]).toBe('no program passed in 2 attempts');
  expect(told[1]).toMatch(/1: rejected: R0 ⟨U\+001B⟩/);
});

test('an empty answer ends it without a program', async () => {
  const { parts } = open([refused]);
  const { result } = await synthesiseWithDetail('Count ticks', loop, parts, {
    ...nobody,
    askForDetail: () => Promise.resolve('  '),
  });
  expect(result.verified).toBeNull();
});

describe('switches', () => {
  const request: SynthRequest = {
    ...{ model: 'm', framework: 'bpftrace', attempts: '3', comprehension: 'llm', examples: '2', seed: '1' },
  };

  test('make a configuration', () => {
    expect(configurationOf(request)).toMatchObject({ feedback: 'gate+symbolic', retrieval: 'vector', attempts: 3 });
    expect(configurationOf({ ...request, comprehension: 'off', examples: '0' })).toMatchObject({
      feedback: 'gate',
      retrieval: 'none',
    });
  });

  test.each([
    [{ attempts: 'many' }, '--attempts cannot be "many"'],
    [{ attempts: '0' }, '--attempts cannot be "0"'],
    [{ framework: 'bcc' }, '--framework cannot be "bcc"'],
    [{ examples: '9' }, '--examples cannot be "9"'],
    [{ comprehension: 'maybe' }, '--comprehension cannot be "maybe"'],
  ])('%o is refused and quoted', (change, message) => {
    expect(() => configurationOf({ ...request, ...change })).toThrow(message);
  });
});
