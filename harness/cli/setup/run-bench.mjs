import { projectFolder } from './project.mjs';
import { runCommand, step } from './run-command.mjs';

/** `npm run bench [-- NAME...]`: the measurements of bench/, all or by name. */
export function runBench(names) {
  step('bench');
  const script = `${projectFolder}/bench/main.ts`;
  return runCommand(process.execPath, ['--import', 'tsx', script, ...names], { cwd: projectFolder });
}
