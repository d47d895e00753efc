import { spawn } from 'node:child_process';

/** A step that failed: what was run, and what the user can do. `main.mjs` prints both and ends with status 1. */
export class StepError extends Error {
  constructor(message, hint) {
    super(message);
    this.hint = hint;
  }
}

/**
 * Runs a command in the project's folder with the terminal's own input and output, and resolves to its exit status.
 * The terminal sends Ctrl-C to the whole group, so this process only waits for the child to end; a SIGTERM is handed on.
 */
export function runCommand(command, words, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { stdio: 'inherit', env: plainEnvironment(), ...options });
    const handOn = () => child.kill('SIGTERM');
    const wait = () => undefined;
    process.on('SIGTERM', handOn);
    process.on('SIGINT', wait);
    const done = () => {
      process.off('SIGTERM', handOn);
      process.off('SIGINT', wait);
    };
    child.on('error', (error) => {
      done();
      reject(new StepError(`cannot start ${command}: ${error.message}`, `Install ${command}, then try again.`));
    });
    child.on('close', (status, signal) => {
      done();
      resolve(status ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1));
    });
  });
}

/** CI wants lines without colours; vitest would print them all the same. */
function plainEnvironment() {
  return process.env.CI ? { ...process.env, NO_COLOR: '1' } : process.env;
}

/** As runCommand, but a status other than 0 is a StepError that names the command. An interruption keeps its status. */
export async function mustRun(command, words, hint, options = {}) {
  const status = await runCommand(command, words, options);
  if (status === 0) return;
  const error = new StepError(`"${[command, ...words].join(' ')}" ended with status ${status}`, hint);
  if (status === 130 || status === 143) error.status = status;
  throw error;
}

/** One line that says what happens now. */
export function step(text) {
  console.error(process.env.CI || !process.stderr.isTTY ? `setup: ${text}` : `\u001b[1m▸ ${text}\u001b[0m`);
}
