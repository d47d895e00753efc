import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { modelEntrySchemas } from '../model-entry.ts';
import type { LlamaCppEntry } from '../model-entry.ts';
import { pullModel } from './pull-model.ts';
import { writeTinyGguf } from './tiny-gguf.ts';

let folder = '';
let server: Server;
let origin = '';
let content: Buffer = Buffer.alloc(0);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ken-pull-'));
  await writeTinyGguf(path.join(folder, 'original.gguf'), { seed: 3 });
  content = await readFile(path.join(folder, 'original.gguf'));
  // Serves parts of the file, as the downloader asks for them.
  server = createServer((request, response) => {
    if (request.url !== '/tiny.gguf') return void response.writeHead(404).end('not here');
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const [from, to] = [Number(range?.[1] ?? 0), Number(range?.[2] || content.length - 1)];
    const part = content.subarray(from, to + 1);
    response.writeHead(range ? 206 : 200, {
      'content-length': part.length,
      'accept-ranges': 'bytes',
      ...(range && { 'content-range': `bytes ${from}-${to}/${content.length}` }),
    });
    response.end(request.method === 'HEAD' ? undefined : part);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

/** The schema wants https; a server of this machine has none. */
const entryFor = (file: string, source: string | undefined): LlamaCppEntry => ({
  ...modelEntrySchemas['llama-cpp'].parse({ name: 'tiny', adapter: 'llama-cpp', file }),
  ...(source === undefined ? {} : { source }),
});

// The downloader is slow to load and to start.
test('fetches the file whole, and keeps one that is there', { timeout: 120_000 }, async () => {
  const seen: number[] = [];
  const entry = entryFor('sub/tiny.gguf', `${origin}/tiny.gguf`);
  const pulled = await pullModel(entry, folder, ({ done }) => seen.push(done));
  expect(await readFile(pulled.path)).toEqual(content);
  expect(pulled).toMatchObject({ path: path.join(folder, 'sub', 'tiny.gguf'), bytes: content.length });
  expect(Math.max(...seen)).toBe(content.length);
  const before = await stat(pulled.path);
  expect(await pullModel(entry, folder, () => undefined)).toEqual(pulled);
  expect((await stat(pulled.path)).mtimeMs).toBe(before.mtimeMs);
});

test('a file that the server does not have is named', { timeout: 120_000 }, async () => {
  await expect(pullModel(entryFor('none.gguf', `${origin}/none.gguf`), folder, () => undefined)).rejects.toMatchObject({
    code: 'provider',
    message: expect.stringContaining('/none.gguf') as string,
  });
});

test('an entry without a source says where the file belongs', async () => {
  await expect(pullModel(entryFor('x.gguf', undefined), folder, () => undefined)).rejects.toMatchObject({
    code: 'usage',
    hint: expect.stringContaining(path.join(folder, 'x.gguf')) as string,
  });
});
