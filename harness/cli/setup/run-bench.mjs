import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './project.mjs';
import { runCommand, step, StepError } from './run-command.mjs';

/** `npm run bench`: every bench/*.bench.ts, one after the other, each in its own process. Words choose by name. */
export async function runBench(names) {
  const folder = join(projectFolder, 'bench');
  const files = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.bench.ts'))
        .sort()
    : [];
  const chosen = files.filter((file) => names.length === 0 || names.some((name) => file.includes(name)));
  if (chosen.length === 0)
    throw new StepError(`no measurement ${names.join(' ')} in bench/`, `There are: ${files.join(', ')}`);
  let worst = 0;
  for (const file of chosen) {
    step(`bench/${file}`);
    const status = await runCommand(process.execPath, ['--import', 'tsx', join(folder, file)], { cwd: projectFolder });
    worst = Math.max(worst, status);
  }
  return worst;
}
