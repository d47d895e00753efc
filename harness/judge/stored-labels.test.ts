import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseDefinition } from '../cases/case.ts';
import { programIdentity } from './program-identity.ts';
import { storeLabels } from './store-labels.ts';
import { readStoredLabels } from './stored-labels.ts';

const text = 'kprobe:f { @ = count(); }';
const program = programIdentity({ framework: 'bpftrace', text });
const line = { case: 'sync-callers', program, label: 'correct', readers: 2, why: 'counts what was asked' };

describe('stored labels', () => {
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ken-labels-'));
    file = path.join(folder, 'labels.jsonl');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are found by case and program, whatever the layout', async () => {
    await writeFile(file, `${JSON.stringify(line)}\n`);
    const labels = await readStoredLabels(file);
    const spaced = { framework: 'bpftrace' as const, text: `// mine\n${text}\n` };
    expect(labels.find('sync-callers', spaced)?.label).toBe('correct');
    expect(labels.find('tcp-connect', spaced)).toBeUndefined();
    expect(labels.find('sync-callers', { framework: 'bpftrace', text: 'kprobe:g { @ = count(); }' })).toBeUndefined();
  });

  it('refuses lines that say nothing certain', async () => {
    await writeFile(file, `${JSON.stringify({ ...line, label: 'ambiguous' })}\n`);
    await expect(readStoredLabels(file)).rejects.toThrow(/line 1.*label/);
    await writeFile(file, `${JSON.stringify(line)}\n${JSON.stringify({ ...line, label: 'incorrect' })}\n`);
    await expect(readStoredLabels(file)).rejects.toThrow(/line 2.*labelled correct above/);
    await writeFile(file, '{');
    await expect(readStoredLabels(file)).rejects.toThrow(/line 1 is not JSON/);
  });

  it('are added once, without the ambiguous ones', async () => {
    await rm(file);
    const cases = [{ id: 'sync-callers', upstreamPrompt: 35 }] as CaseDefinition[];
    const labelled = (label: 'correct' | 'incorrect' | 'ambiguous', upstreamPrompt: number, body: string) => ({
      ...{ id: 'p', framework: 'bpftrace' as const, reasons: ['why'] },
      ...{ label, upstreamPrompt, program: body },
    });
    const programs = [
      labelled('correct', 35, text),
      labelled('ambiguous', 35, 'BEGIN {}'),
      labelled('correct', 2, text),
    ];
    expect(await storeLabels(programs, cases, file)).toBe(1);
    expect(await storeLabels(programs, cases, file)).toBe(0);
    expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(1);
    await expect(storeLabels([labelled('incorrect', 35, text)], cases, file)).rejects.toThrow(/labelled correct above/);
  });
});

describe('the committed labels', () => {
  it('can be read', async () => {
    expect(await readStoredLabels()).toBeDefined();
  });
});
