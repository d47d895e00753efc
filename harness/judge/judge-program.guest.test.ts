import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GuestPool } from '../../ken/kernel/guest/job.ts';
import { openGuestPool } from '../../ken/kernel/guest/pool.ts';
import type { Program } from '../../ken/program.ts';
import { casesFolder, readCases, readCasesById } from '../cases/catalogue.ts';
import { judgeLines, type JudgedLine } from './judge-programs.ts';
import { judgeProgram } from './judge-program.ts';
import type { JudgeResult } from './judge-result.ts';
import { readProgramLines } from './program-lines.ts';

let pool: GuestPool;
beforeAll(async () => {
  pool = await openGuestPool({ size: 2 });
});
afterAll(() => pool.close());

async function judge(caseId: string, program: Program): Promise<JudgeResult> {
  const [definition] = await readCasesById([caseId]);
  if (!definition) throw new Error(`no case ${caseId}`);
  return judgeProgram(definition, program, pool);
}

const judgeFile = async (caseId: string, file: string): Promise<JudgeResult> =>
  judge(caseId, {
    framework: file.endsWith('.c') ? 'libbpf' : 'bpftrace',
    text: await readFile(path.join(casesFolder, caseId, file), 'utf8'),
  });

const script = (text: string): Program => ({ framework: 'bpftrace', text });

describe('judgeProgram', () => {
  it.each(['reference.bt', 'reference.bpf.c'])('calls %s correct', async (file) => {
    expect(await judgeFile('sync-callers', file)).toMatchObject({
      gate: { status: 'accepted' },
      judgement: 'correct',
      method: 'oracle',
      repairs: [],
    });
  });

  it.each(['paper-figure-5.bt', 'paper-figure-8.bt'])(
    'calls the TCP program of %s incorrect for its byte order',
    async (file) => {
      const result = await judgeFile('tcp-connect', `mutants/${file}`);
      expect(result).toMatchObject({ gate: { status: 'accepted' }, judgement: 'incorrect', method: 'oracle' });
      expect(JSON.stringify(result.evidence)).toMatch(/port \d+ appears as \d+ \(byte order/);
    },
  );

  it('calls a program that does not compile incorrect, by the gate', async () => {
    expect(
      await judge('sync-callers', script('tracepoint:syscalls:sys_enter_sync { printf("%d", pod); }')),
    ).toMatchObject({
      gate: { status: 'compile-failed' },
      judgement: 'incorrect',
      method: 'gate',
      evidence: [{ holds: false, evidence: expect.stringContaining('pod') as string }],
    });
  });

  it('judges the meaning of a program that only an older bpftrace accepts, and keeps the strict gate', async () => {
    const older =
      'tracepoint:syscalls:sys_enter_sync { if (pid > 0) { $p = pid; } else { $p = 0; } printf("%d\\n", $p); }';
    const result = await judge('sync-callers', script(older));
    expect(result).toMatchObject({ gate: { status: 'compile-failed' }, judgement: 'correct', method: 'oracle' });
    expect(result.repairs.length).toBeGreaterThan(0);
  });

  it('lets the oracle decide on a program whose optional probe is missing', async () => {
    const partial = 'kprobe:no_such_function, tracepoint:syscalls:sys_enter_sync { printf("%d\\n", pid); }';
    const result = await judge('sync-callers', script(partial));
    expect(result.gate.status).not.toBe('accepted');
    expect(['correct', 'incorrect']).toContain(result.judgement);
    expect(JSON.stringify(result.evidence)).toContain('no_such_function');
  });

  it('gives the same answer with the same evidence again', async () => {
    const [first, second] = [
      await judgeFile('kill-signals', 'reference.bt'),
      await judgeFile('kill-signals', 'reference.bt'),
    ];
    expect(second.evidence).toEqual(first.evidence);
  });
});

describe('judgeLines', () => {
  it('answers in input order, keeps bad lines in their place, and leaves prompts without a case unjudged', async () => {
    const reference = await readFile(path.join(casesFolder, 'sync-callers', 'reference.bt'), 'utf8');
    const lines = [
      JSON.stringify({ id: 'good', case: 'sync-callers', framework: 'bpftrace', program: reference }),
      '{"id": "torn", "case": "sync',
      JSON.stringify({ id: 'other', upstreamPrompt: 999, framework: 'bpftrace', program: 'BEGIN { exit(); }' }),
      JSON.stringify({ id: 'by-number', upstreamPrompt: 35, framework: 'bpftrace', program: reference }),
    ];
    const answers: JudgedLine[] = [];
    for await (const answer of judgeLines(readProgramLines(lines.join('\n'), 'p.jsonl'), await readCases(), pool)) {
      answers.push(answer);
    }
    expect(answers).toMatchObject([
      { id: 'good', judgement: 'correct', method: 'oracle', gate: { status: 'accepted' } },
      { id: null, line: 2, judgement: 'unjudged', error: { code: 'config' } },
      { id: 'other', judgement: 'unjudged', method: 'none', gate: { status: 'accepted' } },
      { id: 'by-number', judgement: 'correct', case: 'sync-callers' },
    ]);
    expect(answers[0]).not.toHaveProperty('gate.log');
  });
});
