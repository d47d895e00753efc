import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import fc from 'fast-check';
import { readLines } from './read-lines.ts';
import { scanLines } from './scan-lines.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ken-scan-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('sees the same lines at the same places as a full reader, also across chunks, and leaves a torn tail out', async () => {
  const line = fc.oneof(
    fc.stringMatching(/^[ -~]{0,30}$/),
    fc.integer({ min: 100_000, max: 300_000 }).map((length) => 'x'.repeat(length)),
  );
  const file = join(folder, 'lines');
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 8 }), line, async (lines, tail) => {
      await writeFile(file, lines.map((text) => `${text}\n`).join('') + tail);
      const seen: [string, number, number][] = [];
      await scanLines(file, 20, (head, { offset, length }) => seen.push([head, offset, length]));
      const expected: [string, number, number][] = [];
      for await (const { text, pointer } of readLines(file)) {
        expected.push([text.slice(0, 20), pointer.offset, pointer.length]);
      }
      expect(seen).toEqual(expected);
      expect(seen).toHaveLength(lines.length);
    }),
    { numRuns: 30 },
  );
});

test('a file that is not there has no lines', async () => {
  await scanLines(join(folder, 'missing'), 10, () => expect.unreachable());
});
