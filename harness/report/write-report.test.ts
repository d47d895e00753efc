import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RunFolder } from '../record/run-folder.ts';
import { sampleCell, sampleManifest, sampleToolchain, sampleTranscript } from '../record/samples.ts';
import { openScores } from '../record/scores.ts';
import { collectRuns } from './collect.ts';
import { validateChart } from './figures/render-figure.ts';
import { warnings } from './run-facts.ts';
import { sampleBaselineRun, sampleReplayRun } from './sample-runs.ts';
import { plainValue } from './tables/plain-value.ts';
import { allTables } from './tables/all-tables.ts';
import { parseFormats, writeReport } from './write-report.ts';

let folder: string;
let runs: string[];
let output: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ken-report-'));
  runs = [await sampleBaselineRun(join(folder, 'results')), await sampleReplayRun(join(folder, 'results'))];
  output = join(folder, 'report');
  await writeReport(runs, output);
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const read = (name: string): Promise<string> => readFile(join(output, name), 'utf8');

test('Markdown, LaTeX and CSV are as agreed', async () => {
  await expect(await read('report.md')).toMatchFileSnapshot('golden/report.md');
  await expect(await read('report.tex')).toMatchFileSnapshot('golden/report.tex');
  await expect(await read('tables/run-here-outcomes.csv')).toMatchFileSnapshot('golden/run-here-outcomes.csv');
  await expect(await read('tables/recorded-gates.csv')).toMatchFileSnapshot('golden/recorded-gates.csv');
  await expect(await read('tables/recorded-exposure.csv')).toMatchFileSnapshot('golden/recorded-exposure.csv');
  await expect(await read('tables/run-here-comparisons.csv')).toMatchFileSnapshot('golden/run-here-comparisons.csv');
});

test('the same run folders, elsewhere on the disk, give the same bytes', { timeout: 60_000 }, async () => {
  const moved = await Promise.all(
    runs.map(async (run, index) => {
      const target = join(folder, `moved-${index}`);
      await cp(run, target, { recursive: true });
      return target;
    }),
  );
  const again = join(folder, 'again');
  await writeReport(moved, again);
  const files = (await readdir(output, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(20);
  for (const { parentPath, name } of files) {
    const path = join(parentPath, name);
    const other = path.replace(output, again);
    expect((await readFile(path)).equals(await readFile(other)), path).toBe(true);
  }
});

test('the HTML file asks for nothing, runs nothing, and its policy allows its own style only', async () => {
  const page = await read('report.html');
  expect(page).not.toMatch(/<script|<iframe|<object|<embed|<link|<base|<form|<img/i);
  expect(page).not.toMatch(/<[^>]*\s(on[a-z]+|style|src|srcset|action)\s*=/i);
  expect([...page.matchAll(/\s(?:href|xlink:href)="([^"#][^"]*)"/g)]).toEqual([]);
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
  const hash = createHash('sha256').update(style, 'utf8').digest('base64');
  expect(page).toContain(
    `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
  );
});

test('every link of the HTML file has its target, no id occurs twice', async () => {
  const page = await read('report.html');
  const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
  expect(new Set(ids).size).toBe(ids.length);
  const links = [...page.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
  expect(links.length).toBeGreaterThan(24);
  expect(links.filter((link) => !ids.includes(link))).toEqual([]);
});

test('hostile text reaches no sink unescaped', async () => {
  for (const name of ['report.html', 'report.md', 'report.tex', 'tables/cells.csv']) {
    expect(await read(name), name).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/);
  }
  const page = await read('report.html');
  expect(page).toContain('&lt;/script&gt;&lt;script&gt;alert(1)');
  expect(page).toContain('⟨U+202E⟩gpj.exe ⟨U+001B⟩[31mred');
});

test('the drill-down holds request, program, prompt, reply, gate log and evidence of every cell', async () => {
  const page = await read('report.html');
  expect(page.match(/<div class="body" id="cell-/g)).toHaveLength(24);
  for (const part of [
    'Program</h5>',
    'What the judge saw',
    'Prompt</summary>',
    '>Reply',
    'Gate: accepted',
    'try later',
  ]) {
    expect(page).toContain(part);
  }
});

test('unjudged cells and errors are in no share', async () => {
  const [here] = allTables(await collectRuns(runs));
  const outcome = here?.tables.find((table) => table.id === 'outcomes');
  const names = outcome?.columns.map((column) => column.name) ?? [];
  const row = outcome?.rows.find(([first]) => first?.kind === 'text' && first.text === 'zero-shot') ?? [];
  const value = (name: string): string => {
    const found = row[names.indexOf(name)];
    return found ? plainValue(found) : '';
  };
  expect(value('cells')).toBe('6');
  expect(value('accurate')).toBe('1/5 · 20 % (4–62)');
  expect(value('errors')).toBe('1');
  expect(value('accurate_of_all')).toMatch(/^1\/6/);
});

test('results of different prompts, kernels or images never share a table; both are named', async () => {
  const base = await oneCellRun('mix-a', {}, {});
  const prompts = await oneCellRun('mix-b', { promptVersion: 'p2' }, {});
  const kernel = await oneCellRun('mix-c', {}, { kernel: '6.1.0-other' });
  await expect(collectRuns([base, prompts])).rejects.toThrow('different prompt version: p1 (mix-a) and p2 (mix-b)');
  await expect(collectRuns([base, kernel])).rejects.toThrow(
    /kernel 6\.12\.0-sample.*\(mix-a\) and kernel 6\.1\.0-other/,
  );
});

test('results that rest on different contracts never share a table; a run that uses none stands beside both', async () => {
  const resting = (name: string, hash: string) =>
    oneCellRun(name, {}, {}, { contracts: { kernel: '6.12', version: '1', hash } });
  const [base, same, other] = [
    await resting('contracts-a', 'a'.repeat(64)),
    await resting('contracts-b', 'a'.repeat(64)),
    await resting('contracts-c', 'b'.repeat(64)),
  ];
  const without = await oneCellRun('contracts-none', {}, {}, { contracts: null });
  await expect(collectRuns([base, other])).rejects.toThrow(
    'different contracts: aaaaaaaaaaaa (contracts-a) and bbbbbbbbbbbb (contracts-c)',
  );
  expect((await collectRuns([base, same, without])).runs).toHaveLength(3);
});

test('a report of a configuration that learns says that the order of the cases matters', async () => {
  const learning = { configurations: [{ name: 'learns', framework: 'bpftrace', attempts: 1, learning: 'on' }] };
  const learned = await collectRuns([await oneCellRun('learned', { configuration: 'learns' }, {}, learning)]);
  expect(warnings(learned).join(' ')).toMatch(/^learns learned from case to case.*this order only/);
  expect(warnings(await collectRuns([await oneCellRun('plain', {}, {})])).join(' ')).not.toContain('learned');
});

test('two runs of the same experiment stand side by side; further trials of a system join it', async () => {
  const first = await oneCellRun('side-a', {}, {});
  const second = await oneCellRun('side-b', { key: 'b'.repeat(64) }, {});
  const trial2 = await oneCellRun('side-c', { key: 'c'.repeat(64), trial: 2 }, {});
  const apart = (await collectRuns([first, second])).groups[0]?.systems.map((system) => system.label);
  expect(apart).toEqual(['zero-shot · side-a', 'zero-shot · side-b']);
  const joined = (await collectRuns([first, trial2])).groups[0]?.systems;
  expect(joined?.map((system) => [system.label, system.cells.length])).toEqual([['zero-shot', 2]]);
});

test('a newer score replaces the first judgement, and the report names the judge', async () => {
  const run = await oneCellRun('scored', {}, {});
  const scores = await openScores(run, '7');
  await scores.append({
    v: 1,
    key: 'a'.repeat(64),
    judgeVersion: '7',
    outcome: 'FP',
    gate: { status: 'accepted', stage: 'done' },
    judgement: { judgement: 'incorrect', method: 'oracle', repairs: [] },
    evidence: [{ holds: false, claim: 'reports the port', evidence: 'port 41030' }],
    log: '',
    seconds: 1,
    toolchain: sampleToolchain,
    at: '2026-01-02T00:00:00.000Z',
  });
  await scores.close();
  const data = await collectRuns([run]);
  expect(data.runs[0]?.judgeVersion).toBe('7');
  expect(data.groups[0]?.systems[0]?.cells[0]).toMatchObject({ outcome: 'FP', judgement: { judgement: 'incorrect' } });
});

test('only the cases that were asked for are shown, and the report says how many are not', async () => {
  const data = await collectRuns(runs, { cases: ['tcp-connect', 'fork-events'] });
  expect(data.groups.map((group) => group.cases)).toEqual([
    ['fork-events', 'tcp-connect'],
    ['fork-events', 'tcp-connect'],
  ]);
  expect(warnings(data)).toContain('4 cases of these runs are not shown.');
  await expect(collectRuns(runs, { cases: ['tcp-conect'] })).rejects.toThrow('no record of the case "tcp-conect"');
});

test('a chart specification with an unknown name is refused by its place', async () => {
  const broken = { data: { name: 'x' }, mark: 'bar', encoding: { xx: { field: 'a', type: 'nominal' } } };
  await expect(validateChart(broken, 'bad.vl.json')).rejects.toThrow(/bad\.vl\.json is not a valid Vega-Lite.*xx/);
});

test('formats are chosen by name; a run without records and a wrong format are usage errors', async () => {
  expect(parseFormats('csv, md')).toEqual(['md', 'csv']);
  expect(() => parseFormats('md,pdf')).toThrow('unknown report format "pdf"');
  const empty = await RunFolder.create(join(folder, 'results'), sampleManifest({ run: 'empty' }));
  await empty.close();
  await expect(collectRuns([empty.path])).rejects.toThrow('no records in');
});

async function oneCellRun(
  name: string,
  cell: Parameters<typeof sampleCell>[0],
  toolchain: Partial<typeof sampleToolchain>,
  manifest: Parameters<typeof sampleManifest>[0] = {},
): Promise<string> {
  const run = await RunFolder.create(join(folder, 'results'), sampleManifest({ run: name, ...manifest }));
  await run.finishCell(sampleCell({ toolchain: { ...sampleToolchain, ...toolchain }, ...cell }), sampleTranscript());
  await run.close();
  return run.path;
}
