import { appendFile, mkdtemp, readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ClauseGate } from '../../../ken/verifier/contracts/clause-gate.ts';
import type { Contract } from '../../../ken/verifier/contracts/contract.ts';
import { testingTypes, typeIds } from '../../../ken/verifier/contracts/testing-types.ts';
import { openSolver } from '../../../ken/verifier/solver/open-solver.ts';
import type { Solver } from '../../../ken/verifier/solver/solver.ts';
import type { Model } from '../../../ken/models/model.ts';
import { AnswerLog } from './answer-log.ts';
import { askForClauses, type AskReport, newAskReport } from './ask-for-clauses.ts';
import { readAnswer } from './read-answer.ts';

let solver: Solver;
beforeAll(async () => {
  solver = await openSolver();
});
afterAll(() => solver.close());

const contract = (name: string): Contract => ({
  ...{
    name,
    kind: 'function',
    module: null,
    source: null,
    hooks: ['kprobe'],
    missing: {},
    attributes: [],
    comment: null,
    facts: [],
    rejected: [],
  },
  prototype: {
    text: `int ${name}(struct sock *sk)`,
    btfId: null,
    returns: 'int',
    parameters: [{ name: 'sk', type: 'struct sock *' }],
    source: 'equal',
  },
  clauses: [
    {
      id: 'pre.0',
      role: 'pre',
      text: 'sk != NULL',
      confidence: 'sound',
      provenance: { by: 'static', rule: 'test', at: null },
    },
  ],
});
const signature = { parameters: [{ name: 'sk', type: typeIds.sockPointer }], returns: typeIds.int };

function answering(replies: readonly string[]): { model: Model; asked: () => number } {
  let asked = 0;
  const model: Model = {
    ...{ name: 'canned', identity: {}, kind: 'replay' },
    ask: () => {
      const text = replies[asked++] ?? '';
      return Promise.resolve({
        text,
        usage: { inputTokens: 1000, outputTokens: 100 },
        finishReason: 'stop',
        seconds: 1,
        retries: [],
        recorded: true,
      });
    },
    close: () => Promise.resolve(),
  };
  return { model, asked: () => asked };
}

async function ask(
  names: string[],
  model: Model,
  file: string,
  budget: number | null = null,
): Promise<{ contracts: Contract[]; report: AskReport }> {
  const report = newAskReport();
  const contracts: Contract[] = [];
  const options = {
    ...{
      model,
      log: await AnswerLog.open(file),
      root: '/',
      signatureOf: () => signature,
      prices: { input: 1, output: 10 },
      budget,
    },
    gate: new ClauseGate({ solver, types: testingTypes() }),
  };
  for await (const each of askForClauses(names.map(contract), options, report)) contracts.push(each);
  return { contracts, report };
}

const logFile = async (): Promise<string> =>
  path.join(await mkdtemp(path.join(os.tmpdir(), 'ken-ask-')), 'answers.jsonl');

test('each clause of an answer passes the gate after what is known; what fails is kept with the reason', async () => {
  const clauses = [
    { role: 'post', text: 'ret <= 0' },
    { role: 'pre', text: 'sk!=NULL' },
    { role: 'pre', text: 'socket != NULL' },
    { role: 'post', text: 'ret == 0; drop' },
  ];
  const { model } = answering([`Here it is:\n\`\`\`json\n${JSON.stringify({ clauses })}\n\`\`\``]);
  const { contracts, report } = await ask(['f'], model, await logFile());
  expect(contracts[0]?.clauses.map(({ text, provenance, confidence }) => [text, provenance.by, confidence])).toEqual([
    ['sk != NULL', 'static', 'sound'],
    ['ret <= 0', 'model', 'unproven'],
  ]);
  expect(contracts[0]?.rejected.map(({ reason }) => reason)).toEqual(['redundant', 'ill-typed', 'unreadable']);
  expect(report).toMatchObject({
    asked: 1,
    proposed: 4,
    accepted: 1,
    rejected: { redundant: 1, 'ill-typed': 1, unreadable: 1 },
  });
  expect(report.dollars).toBe(0.002);
});

test('an interrupted run goes on where it was, also behind a torn line', async () => {
  const file = await logFile();
  const first = answering(['{"clauses": []}']);
  await ask(['f'], first.model, file);
  await appendFile(file, '{"name": "g", "torn');
  const second = answering(['{"clauses": [{"role": "post", "text": "ret <= 0"}]}']);
  const { report, contracts } = await ask(['f', 'g'], second.model, file);
  expect([second.asked(), report.fromLog, contracts.length]).toEqual([1, 1, 2]);
  expect((await readFile(file, 'utf8')).includes('"name":"g"')).toBe(true);
});

test('a run stops before a question that the budget does not cover, and nothing is lost', async () => {
  const { model, asked } = answering(['{"clauses": []}', '{"clauses": []}', '{"clauses": []}']);
  const { contracts, report } = await ask(['f', 'g', 'h'], model, await logFile(), 0.003);
  expect([asked(), contracts.length]).toEqual([2, 2]);
  expect(report.stopped).toContain('0.003');
});

test.each<[string, string, RegExp]>([
  ['prose', 'The function always returns zero.', /no JSON object/],
  ['broken JSON', '{"clauses": [', /no JSON object/],
  ['JSON that does not parse', '{"clauses": [}', /not JSON/],
  ['another shape', '{"pre": {"sk": "!=null"}}', /another shape/],
  ['an unknown role', '{"clauses": [{"role": "always", "text": "1"}]}', /another shape/],
  ['ten megabytes', '{'.repeat(10_000_000), /characters/],
])('%s is an unusable answer, with the reason', (_, text, reason) => {
  const answer = readAnswer(text);
  expect(answer.status).toBe('unusable');
  expect(answer.status === 'unusable' ? answer.reason : '').toMatch(reason);
});
