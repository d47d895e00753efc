import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ken, projectFolder } from './project.mjs';
import { mustRun, runCommand, step, StepError } from './run-command.mjs';

/** The released files that stand beside ours: the baseline of Tables 1 and 3, and KEN. */
const releasedFiles = 'records/(few_shot_4\\.0|vec_db_with_examples_3trails_and_smt-gpt-4)\\.json$';

/**
 * `npm run quickstart [-- --upstream DIR]`: the 12 cases with the retrieval baseline, judged in the guest, and the
 * report of it. With a checkout of the paper authors' repository, their GPT-4 baseline and KEN outputs of these cases are
 * judged too. A second start goes on where the first ended; when all is done only the report is written anew.
 */
export async function runQuickstart(words) {
  const upstream = upstreamFolder(words);
  step('quickstart: ken run quickstart');
  const [node, run] = ken('run', 'quickstart');
  const status = await runCommand(node, run, { cwd: projectFolder });
  if (status !== 0 && status !== 3) return status;
  const plan = ask('plan', 'quickstart', '--json');
  const cases = [...new Set(plan.plan.map((cell) => cell.case))].join(',');
  const runs = [plan.run, ...(upstream === null ? [] : await judgeReleased(upstream, cases))];
  step('report');
  const folder = join(projectFolder, 'reports', 'quickstart');
  const again = `The records are safe in results/. Try again: npx ken report ${runs.join(' ')}`;
  const [, report] = ken('report', ...runs, '--cases', cases, '--output', folder);
  await mustRun(node, report, again, { cwd: projectFolder, stdio: ['inherit', 'ignore', 'inherit'] });
  console.log(`\n${firstTable(readFileSync(join(folder, 'report.md'), 'utf8'))}`);
  if (status === 3) console.log('Some cells are errors; the same command repeats them.');
  console.log(`\nReport: ${join(folder, 'report.html')}`);
  return status;
}

function upstreamFolder(words) {
  const index = words.indexOf('--upstream');
  const known = words.length === 0 || (index === 0 && words.length === 2);
  if (!known)
    throw Object.assign(
      new StepError(`unknown words: ${words.join(' ')}`, 'Use: npm run quickstart [-- --upstream DIR]'),
      { status: 2 },
    );
  return index === 0 ? words[1] : null;
}

async function judgeReleased(folder, cases) {
  step(`released outputs in ${folder}`);
  const { files } = ask('import-upstream', folder, '--only', releasedFiles, '--json');
  for (const { run } of files) {
    const [node, judge] = ken('judge', run.run, '--cases', cases);
    await mustRun(node, judge, `Scores so far are kept; go on with: npx ken judge ${run.run}`, { cwd: projectFolder });
  }
  return files.map(({ run }) => run.run);
}

/** Answer of a `ken` command that prints JSON; its progress goes to the terminal. */
function ask(...words) {
  const [node, all] = ken(...words);
  const { status, stdout } = spawnSync(node, all, {
    cwd: projectFolder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status === 0) return JSON.parse(stdout);
  throw new StepError(`"ken ${words.join(' ')}" ended with status ${status}: ${stdout.trim()}`, 'npx ken doctor');
}

/** The outcome table of a Markdown report. */
function firstTable(markdown) {
  const lines = markdown.split('\n');
  const start = lines.findIndex((line) => line.startsWith('|'));
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  return start < 0 ? '' : lines.slice(start, length < 0 ? undefined : start + length).join('\n');
}
