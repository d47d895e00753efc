import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256 } from '../../record/cell-key.ts';
import { programIdentity } from '../../judge/program-identity.ts';
import { readStoredLabels } from '../../judge/stored-labels.ts';
import { agreedLabels, readerPairs, replayLabels } from './agreement.ts';
import type { LabelEvent } from './label-event.ts';
import { appendLabel, readLabels } from './labels-file.ts';
import { storeAgreedLabels } from './store-agreed.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ken-labels-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const program = { framework: 'bpftrace' as const, text: 'BEGIN { print(1); }' };
const event = (reader: string, label: LabelEvent['label'], changes: Partial<LabelEvent> = {}): LabelEvent => ({
  ...{ v: 1, case: 'fork-events', program: programIdentity(program), text: sha256(program.text) },
  ...{ framework: 'bpftrace', label, reader, why: `${reader} says so`, at: '2026-01-01T00:00:00.000Z' },
  ...changes,
});

test('labels are only added; a torn tail is cut, a foreign line is named', async () => {
  const file = join(folder, 'deep', 'labels.jsonl');
  expect(await readLabels(file)).toEqual([]);
  await appendLabel(file, event('Ada', 'correct'));
  const before = await readFile(file, 'utf8');
  await appendFile(file, '{"v":1,"case":"half');
  await appendLabel(file, event('Bob', 'incorrect'));
  expect((await readFile(file, 'utf8')).startsWith(before)).toBe(true);
  expect((await readLabels(file)).map(({ reader }) => reader)).toEqual(['Ada', 'Bob']);
  await appendFile(file, '{"case":"x","program":"y","label":"correct","readers":2,"why":"z"}\n');
  await expect(readLabels(file)).rejects.toThrow(/line 3 is no label of a reader/);
});

test('the last label of a reader counts; agreement needs two who say the same and nobody who differs', () => {
  const agreed = (...events: LabelEvent[]): unknown[] => agreedLabels(replayLabels(events));
  expect(agreed(event('Ada', 'correct'))).toEqual([]);
  expect(agreed(event('Ada', 'correct'), event('Ada', 'correct'))).toEqual([]);
  expect(agreed(event('Ada', 'correct'), event('Bob', 'incorrect'))).toEqual([]);
  expect(agreed(event('Ada', 'ambiguous'), event('Bob', 'ambiguous'))).toEqual([]);
  expect(agreed(event('Ada', 'correct'), event('Bob', 'incorrect'), event('Ada', 'incorrect'))).toMatchObject([
    { case: 'fork-events', label: 'incorrect', readers: 2 },
  ]);
  expect(agreed(event('Ada', 'correct'), event('Bob', 'correct'), event('Cy', 'incorrect'))).toEqual([]);
});

test("agreement of every two readers, with kappa on what both labelled: Cohen's own table", () => {
  const table = [
    [88, 14, 18],
    [10, 40, 10],
    [2, 6, 12],
  ];
  const words = ['correct', 'incorrect', 'ambiguous'] as const;
  const events = table.flatMap((row, first) =>
    row.flatMap((count, second) =>
      Array.from({ length: count }, (_, number) => {
        const program = sha256(`${first} ${second} ${number}`);
        return [
          event('Ada', words[first] ?? 'correct', { program }),
          event('Bob', words[second] ?? 'correct', { program }),
        ];
      }).flat(),
    ),
  );
  const alone = event('Ada', 'correct', { program: sha256('only Ada') });
  const [pair] = readerPairs(replayLabels([...events, alone]));
  expect(pair?.readers).toEqual(['Ada', 'Bob']);
  expect(pair?.kappa.items).toBe(200);
  expect(pair?.kappa.observed).toBeCloseTo(0.7, 12);
  expect(pair?.kappa.kappa).toBeCloseTo(29 / 59, 12);
});

test('the judge finds an agreed label by its program, in any layout; a contradiction writes nothing', async () => {
  const file = join(folder, 'stored.jsonl');
  const agreed = agreedLabels(replayLabels([event('Ada', 'incorrect'), event('Bob', 'incorrect')]));
  expect(await storeAgreedLabels(file, agreed)).toBe(1);
  expect(await storeAgreedLabels(file, agreed)).toBe(0);
  const stored = await readStoredLabels(file);
  expect(stored.find('fork-events', { ...program, text: 'BEGIN {\n  print(1); } // shown' })?.label).toBe('incorrect');
  expect(stored.find('other-case', program)).toBeUndefined();
  const before = await readFile(file, 'utf8');
  const other = { ...event('Ada', 'correct'), readers: 2 };
  const { case: caseId, program: identity, label, readers, why } = other;
  await expect(
    storeAgreedLabels(file, [
      { case: caseId, program: identity, label: label === 'ambiguous' ? 'correct' : label, readers, why },
    ]),
  ).rejects.toThrow(/calls a program of fork-events incorrect/);
  expect(await readFile(file, 'utf8')).toBe(before);
});

test('a file of single labels is not taken for stored labels', async () => {
  const file = join(folder, 'labels.jsonl');
  await writeFile(file, '{"case":"x"}\n');
  await expect(storeAgreedLabels(file, [])).rejects.toThrow(/line 1 is no stored label/);
});
