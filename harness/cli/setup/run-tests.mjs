import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildGuestImage } from './guest-image.mjs';
import { projectFolder } from './project.mjs';
import { runCommand, step } from './run-command.mjs';
import { testTotals, totalsLine } from './test-totals.mjs';

/**
 * `npm test`: type check, linter, fast tests, guest tests. Everything is run even when an earlier part failed. The last
 * line is `N passed, N failed, N skipped` over both vitest projects, where the type check and the linter count as a test
 * each. Without the host's packages the guest tests are left out, and said so.
 */
export async function runTests(missingPackages) {
  const reports = mkdtempSync(join(tmpdir(), 'ken-tests-'));
  try {
    const checks = [
      await check('type check', 'typescript/bin/tsc', ['--noEmit']),
      await check('linter', 'eslint/bin/eslint.js', ['.']),
    ];
    const files = [await vitest('fast', reports)];
    const unable = missingPackages.map((item) => item.package).join(', ');
    if (unable === '') {
      await buildGuestImage();
      files.push(await vitest('guest', reports));
    }
    const totals = testTotals(files);
    for (const passed of checks) totals[passed ? 'passed' : 'failed'] += 1;
    if (unable !== '') console.log(`guest tests left out: not installed: ${unable}`);
    console.log(totalsLine(totals));
    return totals.failed === 0 ? 0 : 1;
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

async function check(title, script, words) {
  step(title);
  const status = await runCommand(process.execPath, [join(projectFolder, 'node_modules', script), ...words], {
    cwd: projectFolder,
  });
  return status === 0;
}

async function vitest(project, folder) {
  step(`${project} tests`);
  const file = join(folder, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const script = join(projectFolder, 'node_modules', 'vitest', 'vitest.mjs');
  const status = await runCommand(process.execPath, [script, 'run', '--project', project, ...reporters], {
    cwd: projectFolder,
  });
  if (status !== 0) step(`${project} tests ended with status ${status}`);
  return file;
}
