import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { execa } from 'execa';

const folder = mkdtempSync(join(tmpdir(), 'ken-setup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}
interface DebianPackage {
  package: string;
  probe: string;
  reason: string;
}
// Plain JavaScript that must run before any package is there: it has no declarations, so its shapes are named here.
const load = (name: string): Promise<unknown> => import(name);
const { testTotals, totalsLine } = (await load('./test-totals.mjs')) as {
  testTotals: (outcomes: { file: string; status: number }[]) => Totals;
  totalsLine: (totals: Totals) => string;
};
const { missingPackages, debianPackages } = (await load('./debian-packages.mjs')) as {
  missingPackages: (packages: DebianPackage[], path: string) => DebianPackage[];
  debianPackages: DebianPackage[];
};
const { isInstalledAsLocked } = (await load('./npm-packages.mjs')) as {
  isInstalledAsLocked: (folder: string) => boolean;
};
const { checkNode } = (await load('./node-version.mjs')) as { checkNode: (version: string) => void };

function report(name: string, files: Record<string, string[]>): string {
  const file = join(folder, name);
  const testResults = Object.entries(files).map(([status, tests]) => ({
    status,
    assertionResults: tests.map((each) => ({ status: each })),
  }));
  writeFileSync(file, JSON.stringify({ testResults }));
  return file;
}

test('totals of two projects are added and printed as one line', () => {
  const outcomes = [
    { file: report('a.json', { passed: ['passed', 'passed', 'pending'] }), status: 0 },
    { file: report('b.json', { failed: ['failed', 'passed', 'failed', 'todo', 'skipped'] }), status: 1 },
  ];
  expect(totalsLine(testTotals(outcomes))).toBe('3 passed, 2 failed, 3 skipped');
});

test.each([
  ['a report that was not written', join(folder, 'never-written.json'), 1, 0],
  ['a broken report', brokenReport(), 1, 0],
  ['no test at all', report('none.json', {}), 0, 0],
  ['a file that could not be loaded', report('unloaded.json', { failed: [], passed: ['passed'] }), 1, 1],
  ['a failed hook', report('hook.json', { failed: ['skipped'], passed: ['passed'] }), 1, 1],
  ['a status that no test explains', report('unhandled.json', { passed: ['passed'] }), 1, 1],
])('%s is one failure', (_what, file, status, passed) => {
  expect(testTotals([{ file, status }])).toMatchObject({ failed: 1, passed });
});

function brokenReport(): string {
  const file = join(folder, 'broken.json');
  writeFileSync(file, '{"testResults": [');
  return file;
}

test('a package is missing when its program is on no path', () => {
  const packages = [
    { package: 'a', probe: 'sh', reason: 'r' },
    { package: 'b', probe: 'no-such-program-of-ours', reason: 'r' },
    { package: 'c', probe: '/no/such/file', reason: 'r' },
  ];
  expect(missingPackages(packages, '/bin:/usr/bin').map((item) => item.package)).toEqual(['b', 'c']);
  for (const item of debianPackages) expect(item.reason).not.toBe('');
});

test('npm packages are taken as they are when they are those of the lock', () => {
  const project = mkdtempSync(join(folder, 'project-'));
  const write = (path: string, packages: object) => writeFileSync(join(project, path), JSON.stringify({ packages }));
  mkdirSync(join(project, 'node_modules', 'a'), { recursive: true });
  const locked = {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '1.0.0', optional: true },
  };
  write('package-lock.json', locked);
  expect(isInstalledAsLocked(project)).toBe(false);
  write('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
  expect(isInstalledAsLocked(project)).toBe(true);
  write('node_modules/.package-lock.json', { 'node_modules/a': { version: '0.9.0' } });
  expect(isInstalledAsLocked(project)).toBe(false);
  write('package-lock.json', { ...locked, 'node_modules/c': { version: '1.0.0' } });
  write('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
  expect(isInstalledAsLocked(project)).toBe(false);
});

test('an old Node is refused, a newer one is not', () => {
  expect(() => checkNode('20.18.9')).toThrow('20.18.9');
  expect(() => checkNode('18.20.0')).toThrow('too old');
  expect(() => checkNode('20.19.0')).not.toThrow();
  expect(() => checkNode('24.0.0')).not.toThrow();
});

test('an unknown job ends with status 2 and names the jobs', async () => {
  const result = await execa(process.execPath, [join(import.meta.dirname, 'main.mjs'), 'tset'], { reject: false });
  expect(result.exitCode).toBe(2);
  expect(result.stderr).toContain('quickstart, test, bench');
});
