import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { GateResult, GateStatus } from '../../../ken/kernel/gate-result.ts';
import type { Pair, Validation } from '../build/pair.ts';
import { validatePairs, validationOf } from './validate-pairs.ts';
import { appendValidation, readValidations } from './validation-journal.ts';

test('goes on where it stopped, described programs first, and tries a fault of the guest again', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'ken-journal-'));
  try {
    const file = path.join(folder, 'validations.jsonl');
    const seen: string[] = [];
    const round = async (budget: number): Promise<{ done: number; left: number }> => {
      const known = await readValidations(file);
      let now = 0;
      return validatePairs(
        ['plain', 'told', 'faulty'].map((name) => ({
          ...pair(name, name === 'plain' ? null : 'Do it.'),
          validation: known.get(sha(name)) ?? [],
        })),
        {
          gate: {
            check: ({ text }) => {
              seen.push(text);
              now += 10;
              return Promise.resolve(result(text === 'faulty' ? 'guest-fault' : 'accepted'));
            },
            close: () => Promise.resolve(),
          },
          image: 'image',
          budget,
          clock: () => now,
          keep: (validation) => appendValidation(file, validation),
          progress: () => undefined,
        },
      );
    };
    expect(await round(15)).toEqual({ done: 2, left: 1 });
    expect(seen).toEqual(['told', 'faulty']);
    expect(await round(1000)).toEqual({ done: 2, left: 0 });
    expect(seen.slice(2)).toEqual(['faulty', 'plain']);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each<[GateStatus, Pair['framework'], number, boolean]>([
  ['accepted', 'libbpf', 1, true],
  ['attach-failed', 'libbpf', 1, true],
  ['attach-failed', 'libbpf', 0, false],
  ['partially-attached', 'bpftrace', 1, false],
  ['rejected', 'libbpf', 0, false],
  ['compile-failed', 'bpftrace', 0, false],
  ['guest-fault', 'libbpf', 1, false],
])('%s in %s with %i probes reported: verified is %s', (status, framework, probes, verified) => {
  const outcome = validationOf(
    { ...pair('x', null), framework },
    { ...result(status), probes: probes === 0 ? [] : [{ name: 'p', attached: false, reason: 'no target' }] },
    [],
  );
  expect(outcome.verified).toBe(verified);
  if (status !== 'accepted') expect(outcome.reason).not.toBe('');
});

const sha = (name: string): string => Buffer.from(name).toString('hex').padEnd(64, '0');

function pair(text: string, prompt: string | null): Pair {
  return {
    id: text,
    framework: 'bpftrace',
    prompt,
    program: text,
    programSha256: sha(text),
    syntaxProblem: null,
    validation: [] as Validation[],
  } as unknown as Pair;
}

function result(status: GateStatus): GateResult {
  return {
    status,
    stage: 'done',
    probes: [],
    log: '',
    diagnostic: 'line one\nline two',
    normalised: [],
    toolchain: { kernel: 'k', bpftrace: 'b', image: 'image' },
    seconds: 1,
  };
}
