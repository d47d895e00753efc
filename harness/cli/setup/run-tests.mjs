import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installCommand } from './debian-packages.mjs';
import { buildGuestImage } from './guest-image.mjs';
import { projectFolder } from './project.mjs';
import { runCommand, step, StepError } from './run-command.mjs';
import { testTotals, totalsLine } from './test-totals.mjs';

/** Quick checks before the tests: what is said, the package's own script, its words. */
const checks = [
  ['type check', 'typescript/bin/tsc', ['--noEmit']],
  ['linter', 'eslint/bin/eslint.js', ['.']],
  ['formatter', 'prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']],
];

/**
 * `npm test`: type check, linter, formatter, fast, browser and guest tests. Everything is run even when an earlier part failed.
 * The last line is `N passed, N failed, N skipped` over the vitest projects; a failed check is one failure more. Without
 * the host's packages the guest tests are left out: that is said, and they count as skipped.
 */
export async function runTests(missing) {
  const reports = mkdtempSync(join(tmpdir(), 'ken-tests-'));
  try {
    const failedChecks = [];
    for (const [name, script, words] of checks) {
      step(name);
      if ((await runPackage(script, words)) !== 0) failedChecks.push(name);
    }
    const outcomes = [await runProject('fast', reports), await runProject('browser', reports)];
    const unable = await whyNoGuest(missing);
    if (unable === null) outcomes.push(await runProject('guest', reports));
    const totals = testTotals(outcomes);
    if (unable !== null) totals.skipped += await countTests('guest', reports);
    totals.failed += failedChecks.length + (unable?.failed ? 1 : 0);
    if (failedChecks.length > 0) console.log(`failed: ${failedChecks.join(', ')}`);
    if (unable !== null) console.log(`guest tests left out: ${unable.reason}`);
    console.log(totalsLine(totals));
    return totals.failed === 0 ? 0 : 1;
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

/** Null when guests can be run. An image that cannot be built is a failure, a package that nobody installed is none. */
async function whyNoGuest(missing) {
  if (missing.length > 0) {
    const names = missing.map((item) => item.package).join(', ');
    return { failed: false, reason: `not installed: ${names}. Run: ${installCommand(missing)}` };
  }
  try {
    await buildGuestImage();
    return null;
  } catch (error) {
    if (!(error instanceof StepError) || error.status !== undefined) throw error;
    return { failed: true, reason: `${error.message}. ${error.hint}` };
  }
}

async function runProject(project, folder) {
  step(`${project} tests`);
  const file = join(folder, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const status = await runPackage('vitest/vitest.mjs', ['run', '--project', project, ...reporters]);
  if (status !== 0) step(`${project} tests ended with status ${status}`);
  return { file, status };
}

/** Tests of a project that is not run: their files are loaded, nothing in them is started. */
async function countTests(project, folder) {
  const file = join(folder, `${project}-list.json`);
  await runPackage('vitest/vitest.mjs', ['list', '--project', project, `--json=${file}`]);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).length : 0;
}

function runPackage(script, words) {
  return runCommand(process.execPath, [join(projectFolder, 'node_modules', script), ...words], { cwd: projectFolder });
}
