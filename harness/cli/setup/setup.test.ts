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
  testTotals: (files: string[]) => Totals;
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

function report(name: string, fields: object): string {
  const file = join(folder, name);
  const empty = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
  writeFileSync(file, JSON.stringify({ ...empty, ...fields }));
  return file;
}

test('totals of two projects are added and printed as one line', () => {
  const files = [
    report('a.json', { numPassedTests: 5, numPendingTests: 1 }),
    report('b.json', { numPassedTests: 2, numFailedTests: 3, numTodoTests: 1 }),
  ];
  expect(totalsLine(testTotals(files))).toBe('7 passed, 3 failed, 2 skipped');
});

test('a missing report and a file that could not be loaded are failures', () => {
  const broken = report('broken.json', {
    numPassedTests: 4,
    testResults: [
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: [{}] },
    ],
  });
  expect(testTotals([broken, join(folder, 'never-written.json')])).toEqual({ passed: 4, failed: 2, skipped: 0 });
});

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
