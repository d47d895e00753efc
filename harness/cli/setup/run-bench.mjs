import { projectFolder } from './project.mjs';
import { runCommand, step } from './run-command.mjs';

/** `npm run bench [-- NAME...]`: all measurements of the guest, or those that are named. */
export function runBench(names) {
  step('bench/main.ts');
  return runCommand(process.execPath, ['--import', 'tsx', 'bench/main.ts', ...names], { cwd: projectFolder });
}
