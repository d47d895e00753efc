import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostileText } from '../report/sample-runs.ts';
import { readRecords } from '../record/read-records.ts';
import { openSampleViewer } from './samples.ts';
import type { SampleViewer } from './samples.ts';

let viewer: SampleViewer;
beforeAll(async () => {
  viewer = await openSampleViewer();
});
afterAll(() => viewer.close());

const get = async (path: string): Promise<{ status: number; text: string; headers: Headers }> => {
  const response = await fetch(new URL(path, viewer.url), { redirect: 'manual' });
  return { status: response.status, text: await response.text(), headers: response.headers };
};

async function everyPage(): Promise<string[]> {
  const cells: string[] = [];
  for (const run of Object.values(viewer.runs)) {
    cells.push(`/runs/${run}`, `/runs/${run}/live`, `/runs/${run}/live.json`);
    for await (const { key } of readRecords(join(viewer.options.results, run))) cells.push(`/runs/${run}/cells/${key}`);
  }
  const label = (await get('/label/next?reader=Ada')).headers.get('location') ?? '';
  const { baseline } = viewer.runs;
  return [
    '/',
    ...cells,
    `/compare?first=${baseline}:retrieval&second=${baseline}:zero-shot`,
    '/label',
    label,
    '/label/agreement',
    '/curation/pairs',
    '/curation/contracts',
    `/runs/${encodeURIComponent(hostileText)}`,
    `/runs/${baseline}?text=${encodeURIComponent(hostileText)}&outcome=${encodeURIComponent(hostileText)}`,
    `/label/next?reader=${encodeURIComponent(`<script>x</script>${hostileText}`.slice(0, 50))}`,
  ];
}

test('no page lets hostile text through, and each has the policy', async () => {
  const pages = await everyPage();
  expect(pages.length).toBeGreaterThan(30);
  for (const path of pages) {
    const { text, headers, status } = await get(path);
    expect(status, path).toBeLessThan(500);
    expect(text, path).not.toMatch(/<script(?! src="\/assets\/view\.js" defer>)/);
    expect(text, path).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(text, path).not.toMatch(/ (?:on\w+|style)=["']/i);
    expect(text, path).not.toMatch(/(?:src|href|action)="(?!\/|#main")/);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(policy).not.toMatch(/unsafe|\*|data:|https?:/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  }
});

test('a cell shows its hostile program, escaped', async () => {
  const { text } = await get(`/runs/${viewer.runs.baseline}?text=shared-memory&configuration=retrieval`);
  const cell = /href="(\/runs\/[^"]*\/cells\/[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const shown = await get(cell);
  expect(shown.text).toContain('&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(shown.text).toContain('⟨U+202E⟩gpj.exe ⟨U+001B⟩[31mred');
  expect(shown.text).toContain('Attempt 1 of 1');
});

describe('addresses', () => {
  test.each([
    ['/runs/nothing', 404, 'there is no run'],
    ['/runs/..%2f..%2fetc', 404, 'there is no run'],
    ['/runs/%2e%2e/%2e%2e/etc', 404, 'no page'],
    ['/runs/%00', 404, 'there is no run'],
    ['/runs/%zz', 400, 'not well written'],
    ['/assets/..%2f..%2f..%2fpackage.json', 404, 'there is no file'],
    ['/assets/view.css/..%2f', 404, 'no page'],
    ['/nowhere', 404, 'no page'],
    ['/label/next', 400, 'name of its reader'],
    [`/label/${'0'.repeat(32)}?reader=Ada`, 404, 'no such unjudged program'],
    ['/compare?first=/etc&second=..', 200, 'there is no run'],
  ])('%s is answered %i', async (path, status, says) => {
    const found = await get(path);
    expect(found.status).toBe(status);
    expect(found.text).toContain(says);
  });

  test('a path that the client did not tidy up reaches nothing either', async () => {
    const { hostname, port } = new URL(viewer.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () =>
        socket.write(
          `GET /runs/../../../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
        ),
      );
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 404/);
    expect(answer).not.toContain('root:');
  });

  test('a cell of another run or with a wrong key is not found', async () => {
    expect((await get(`/runs/${viewer.runs.baseline}/cells/${'0'.repeat(64)}`)).status).toBe(404);
    expect((await get(`/runs/${viewer.runs.baseline}/cells/..%2f..%2fmanifest.json`)).status).toBe(404);
  });

  test('a folder whose manifest is damaged is listed with the reason and hides nothing', async () => {
    const damaged = join(viewer.options.results, 'damaged');
    await mkdir(damaged);
    await writeFile(join(damaged, 'manifest.json'), '{"v":1');
    const { status, text } = await get('/');
    expect(status).toBe(200);
    expect(text).toContain('cannot be read');
    expect(text).toContain(viewer.runs.replay);
  });
});

describe('what is refused', () => {
  const send = (headers: Record<string, string>, method = 'GET', body = ''): Promise<number> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(viewer.url);
      const sent = request({ hostname, port, method, path: '/label/store', headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  test('foreign hosts, foreign forms, forms without the token, other bodies', async () => {
    const own = new URL(viewer.url).host;
    expect(await send({ host: 'evil.example' })).toBe(421);
    expect(await send({ host: own, origin: 'http://evil.example', ...form }, 'POST', 'token=x')).toBe(403);
    expect(await send({ host: own, ...form }, 'POST', 'token=x')).toBe(403);
    expect(await send({ host: own, 'content-type': 'text/plain' }, 'POST', 'token=x')).toBe(415);
    expect(await send({ host: own, ...form }, 'POST', `why=${'x'.repeat(70_000)}`)).toBe(413);
    expect(await send({ host: own }, 'PUT')).toBe(405);
  });
});

test('HEAD has the headers and no body', async () => {
  const response = await fetch(viewer.url, { method: 'HEAD' });
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('style sheet and script are served with their types', async () => {
  for (const [name, type] of [
    ['report.css', 'text/css'],
    ['view.css', 'text/css'],
    ['view.js', 'text/javascript'],
    ['icon.svg', 'image/svg+xml'],
  ]) {
    const { status, headers } = await get(`/assets/${name ?? ''}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain(type);
  }
});

test('pages without data say which command makes it', async () => {
  expect((await get('/curation/pairs')).text).toContain('ken pairs build');
  expect((await get('/curation/contracts')).text).toContain('ken contracts build');
  const empty = await openSampleViewer({ results: join(viewer.folder, 'none') });
  try {
    expect(await (await fetch(empty.url)).text()).toContain('ken run quickstart');
  } finally {
    await empty.close();
  }
});

describe('labelling', () => {
  const tokenOf = (text: string): string => /name="token" value="([^"]+)"/.exec(text)?.[1] ?? '';
  const post = (path: string, fields: Record<string, string>): Promise<Response> =>
    fetch(new URL(path, viewer.url), { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  const label = async (reader: string, word: string, why: string): Promise<Response> => {
    const item = (await get(`/label/next?reader=${reader}`)).headers.get('location') ?? '';
    const { text } = await get(item);
    return post(item.split('?')[0] ?? '', { token: tokenOf(text), reader, label: word, why });
  };

  test('a reader sees the program and nothing of who made it or what others say', async () => {
    expect((await label('Bea', 'incorrect', 'It counts nothing.')).status).toBe(303);
    const item = (await get('/label/next?reader=Cleo')).headers.get('location') ?? '';
    const { text } = await get(item);
    expect(text).toContain('gpj.exe');
    for (const hidden of [
      'retrieval+feedback',
      'retrieval-baseline',
      viewer.runs.baseline,
      'Bea',
      'It counts nothing',
    ]) {
      expect(text).not.toContain(hidden);
    }
  });

  test('two readers who agree make a label that the judge reads, once', async () => {
    await label('Cleo', 'incorrect', 'No output at all.');
    expect((await get('/label/next?reader=Cleo')).text).toContain('has labelled all 1');
    const lines = (await readFile(viewer.options.labels, 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(2);
    const { text } = await get('/label/agreement');
    expect(text).toContain('100.0 %');
    for (let time = 0; time < 2; time += 1) {
      expect((await post('/label/store', { token: tokenOf(text) })).status).toBe(303);
    }
    const stored = (await readFile(viewer.options.store ?? '', 'utf8')).trim().split('\n');
    expect(stored).toHaveLength(1);
    expect(JSON.parse(stored[0] ?? '')).toMatchObject({ case: 'sync-callers', label: 'incorrect', readers: 2 });
    expect((await get('/label/agreed.jsonl')).text).toBe(`${stored[0] ?? ''}\n`);
  });

  test('a label without a reason is not taken', async () => {
    const before = await readFile(viewer.options.labels, 'utf8');
    expect((await label('Dana', 'correct', '  ')).status).toBe(400);
    expect(await readFile(viewer.options.labels, 'utf8')).toBe(before);
  });
});
