import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildGuestImage } from './guest-image.mjs';
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
  const folderOfReleases = upstreamFolder(words);
  // Before the long part: a wrong folder should show at once.
  const released = folderOfReleases === null ? [] : importReleased(folderOfReleases);
  await buildGuestImage();
  step('quickstart: ken run quickstart');
  const [node, run] = ken('run', 'quickstart');
  const status = await runCommand(node, run, { cwd: projectFolder });
  if (status !== 0 && status !== 3) return status;
  const plan = ask('plan', 'quickstart', '--json');
  const cases = [...new Set(plan.plan.map((cell) => cell.case))].join(',');
  await judgeReleased(released, cases);
  const runs = [plan.run, ...released];
  step('report');
  const folder = join(projectFolder, 'reports', 'quickstart');
  const again = `The records are safe in results/. Try again: npx ken report ${runs.join(' ')}`;
  const [, report] = ken('report', ...runs, '--cases', cases, '--output', folder);
  await mustRun(node, report, again, { cwd: projectFolder, stdio: ['inherit', 'ignore', 'inherit'] });
  console.log(mainTables(readFileSync(join(folder, 'report.md'), 'utf8')));
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
  // npm runs scripts in the project's folder, whatever folder the user typed the command in.
  return index === 0 ? resolve(process.env.INIT_CWD ?? process.cwd(), words[1]) : null;
}

/** Names of the runs that the released files became. */
function importReleased(folder) {
  step(`released outputs in ${folder}`);
  return ask('import-upstream', folder, '--only', releasedFiles, '--json').files.map(({ run }) => run.run);
}

async function judgeReleased(runs, cases) {
  for (const run of runs) {
    step(`ken judge ${run}`);
    const [node, judge] = ken('judge', run, '--cases', cases);
    await mustRun(node, judge, `Scores so far are kept; go on with: npx ken judge ${run}`, { cwd: projectFolder });
  }
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
  const known = stdout.startsWith('{"error":') ? JSON.parse(stdout).error : null;
  if (known) throw Object.assign(new StepError(known.message, known.hint ?? 'npx ken doctor'), { status });
  throw new StepError(`"ken ${words.join(' ')}" ended with status ${status}: ${stdout.trim()}`, 'npx ken doctor');
}

/** The tables of a Markdown report that answer the first question, each with the titles above it. */
function mainTables(markdown) {
  const wanted = /^### (Outcomes|Passed upstream)/;
  const parts = markdown.split(/^(?=#{2,3} )/m);
  return parts
    .filter((part) => wanted.test(part) || part.startsWith('## '))
    .map((part) => {
      const lines = part
        .split('\n')
        .filter((line) => line.startsWith('|') || (line.startsWith('#') && !/^### Out/.test(line)));
      return `\n${lines.join('\n')}`;
    })
    .join('\n');
}
