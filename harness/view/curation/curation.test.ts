import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDecisions } from '../../../dataset-builder/curation/decisions-file.ts';
import type { Pair } from '../../../dataset-builder/pairs/build/pair.ts';
import { ContractWriter } from '../../../dataset-builder/contracts/build/write-contracts.ts';
import type { Contract } from '../../../ken/verifier/contracts/contract.ts';
import { hostileText } from '../../report/sample-runs.ts';
import { openSampleViewer } from '../samples.ts';
import type { SampleViewer } from '../samples.ts';

let viewer: SampleViewer;
let dataset: string;
beforeAll(async () => {
  viewer = await openSampleViewer();
  dataset = viewer.options.dataset ?? '';
  await mkdir(dataset);
  await writeFile(join(dataset, 'sources.json'), '[]');
  await writeFile(
    join(dataset, 'pairs.jsonl'),
    ['tools/vague one', 'tools/vague-two'].map((id) => `${JSON.stringify(pair(id))}\n`).join(''),
  );
});
afterAll(() => viewer.close());

const address = '/curation/pairs/tools%2Fvague%20one?reason=vague';
const get = async (path: string): Promise<string> => (await fetch(new URL(path, viewer.url))).text();
const decide = async (fields: Record<string, string>): Promise<Response> => {
  const token = /name="token" value="([^"]+)"/.exec(await get(address))?.[1] ?? '';
  const body = new URLSearchParams({ token, program: sha, author: 'Ada', reason: 'it is one', ...fields });
  return fetch(new URL(address, viewer.url), { method: 'POST', body, redirect: 'manual' });
};

test('the queue lists what is open, harmlessly', async () => {
  const text = await get('/curation/pairs');
  expect(text).toContain('tools/vague one');
  expect(text).toContain('&lt;script&gt;');
  expect(text).not.toContain('<script>alert');
});

test.each([
  [{ action: 'accept 7' }, 'prompt'],
  [{ action: 'edit', prompt: 'short' }, 'prompt'],
  [{ action: 'reject', reason: ' ' }, 'reason'],
  [{ action: 'reject', author: '' }, 'author'],
  [{ action: 'burn' }, 'action'],
  [{ action: 'reject', program: 'b'.repeat(64) }, 'changed'],
])('%j is not taken: %s', async (fields, says) => {
  const response = await decide(fields);
  expect(response.status).toBe(400);
  expect(await response.text()).toContain(says);
  expect(await readDecisions(viewer.options.decisions ?? '')).toEqual([]);
});

test('decisions are appended, lead to the next entry, and leave the queue', async () => {
  const edited = await decide({ action: 'edit', prompt: 'Count the doors that open.' });
  expect(edited.status).toBe(303);
  expect(edited.headers.get('location')).toBe('/curation/pairs/tools%2Fvague-two?reason=vague');
  const before = await readFile(viewer.options.decisions ?? '', 'utf8');
  await decide({ action: 'accept 0' });
  expect((await readFile(viewer.options.decisions ?? '', 'utf8')).startsWith(before)).toBe(true);
  expect(await readDecisions(viewer.options.decisions ?? '')).toMatchObject([
    { action: 'edit', prompt: 'Count the doors that open.', pair: 'tools/vague one', author: 'Ada' },
    { action: 'accept', prompt: hostileText },
  ]);
  expect(await get('/curation/pairs')).not.toContain('tools/vague one');
});

test('rejected and unproven clauses are listed with their reason, the others are not', async () => {
  const folder = viewer.options.contracts ?? '';
  const writer = await ContractWriter.open(folder);
  await writer.write(contract('quiet', []));
  await writer.write(
    contract('noisy', [
      { role: 'post', text: 'ret < 1 <script>', reason: 'tautology', detail: hostileText, provenance: byModel },
    ]),
  );
  await writer.finish({ kernel: 'k', source: 's', hashes: { configuration: 'c', btf: 'b' }, counts: {} });
  const text = await get('/curation/contracts');
  expect(text).toContain('ret &lt; 1 &lt;script&gt;');
  expect(text).toContain('tautology');
  expect(text).toContain('arg0 != 7');
  expect(text).not.toContain('arg0 != 8');
  expect(text).not.toContain('<script>alert');
  expect(await get('/curation/contracts?reason=unproven')).not.toContain('ret &lt; 1');
  expect(await get('/curation/contracts?text=nothing-says-this')).toContain('No clause is listed here');
});

const byModel = { by: 'model' as const, rule: 'm', at: null };

function contract(name: string, rejected: Contract['rejected']): Contract {
  const clause = { role: 'pre' as const, provenance: byModel };
  return {
    ...{ name, kind: 'function', module: null, source: null, hooks: ['kprobe'], missing: {}, attributes: [] },
    prototype: { text: `int ${name}(int arg0)`, btfId: 1, returns: 'int', parameters: [], source: 'equal' },
    ...{ comment: null, facts: [], rejected },
    clauses: [
      { ...clause, id: '1', text: 'arg0 != 8', confidence: 'sound' },
      ...(name === 'quiet' ? [] : [{ ...clause, id: '2', text: 'arg0 != 7', confidence: 'unproven' as const }]),
    ],
  };
}

const sha = 'a'.repeat(64);

function pair(id: string): Pair {
  return {
    ...{ id, framework: 'bpftrace', prompt: null, chosen: null, program: 'BEGIN {}', programSha256: sha, group: id },
    prompts: [{ text: hostileText, origin: 'upstream', from: 'x', vague: 'too short', ungrounded: [] }],
    ...{ hooks: [], programs: [], maps: [], helpers: [], headers: [], alternates: [], syntaxProblem: null },
    licence: { file: 'MIT', repository: { spdx: 'MIT', stated: 'LICENSE' }, kernel: null },
    provenance: {
      ...{ source: 's', pin: 'p', origin: 'pinned', file: 'f', fileSha256: sha, notices: [] },
      lines: { first: 1, last: 1 },
    },
    validation: [
      {
        ...{ program: sha, kernel: 'k', bpftrace: 'b', clang: null, image: 'i', status: 'accepted', verified: true },
        ...{ without: [], reason: null },
      },
    ],
    ...{ split: 'left-out', leftOut: ['no request'] },
  };
}
