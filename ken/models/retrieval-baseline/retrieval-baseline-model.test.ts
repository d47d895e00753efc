import { describe, expect, test } from 'vitest';
import { openMemory } from '../../memory/open-memory.ts';
import { extractProgram } from '../../synthesis/extract/extract-program.ts';
import { modelContract, sampleRequest } from '../model-contract.ts';
import { retrievalBaselineModel } from './retrieval-baseline-model.ts';

const pair = (id: string, prompt: string, program: string) => ({
  id,
  prompt,
  program,
  framework: 'bpftrace' as const,
  source: 'own sample',
});
const pairs = [
  pair('faults', 'Count page faults by process', 'software:faults:1 { @[comm] = count(); }'),
  pair('faults-again', 'Count page faults', 'software:faults:1 { @[comm] = count(); }'),
  pair('ticks', 'Print ```every``` second', 'interval:s:1 { printf("```\\n"); }'),
];
const open = async () => retrievalBaselineModel('nearest', await openMemory({ pairs }));

describe('contract', () => {
  modelContract(open);
});

test('answers attempt n with the n-th nearest program, different ones only, then with nothing', async () => {
  const model = await open();
  const replies = await Promise.all([1, 2, 3].map((attempt) => model.ask(sampleRequest({ attempt }))));
  const programs = replies.map(
    ({ text, finishReason }) => extractProgram(text, 'bpftrace', finishReason).program?.text,
  );
  expect(programs).toEqual([
    'software:faults:1 { @[comm] = count(); }',
    'interval:s:1 { printf("```\\n"); }',
    undefined,
  ]);
  expect(replies.map(({ finishReason }) => finishReason)).toEqual(['stop', 'stop', 'no-more-programs']);
});

test('has no answer in a framework without training pairs', async () => {
  const model = await open();
  const task = { ...sampleRequest().task, framework: 'libbpf' as const };
  expect(await model.ask(sampleRequest({ task }))).toMatchObject({ text: '', finishReason: 'no-more-programs' });
});
