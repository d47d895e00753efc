import { spawn } from 'node:child_process';

/** A step that failed: what was run, and what the user can do. `main.mjs` prints both and ends with status 1. */
export class StepError extends Error {
  constructor(message, hint) {
    super(message);
    this.hint = hint;
  }
}

/** Plain output: no colours, no live lines. */
const isPlain = Boolean(process.env.CI) || !process.stderr.isTTY;

/**
 * Runs a command with the terminal's own input and output, and resolves to its exit status. The terminal sends Ctrl-C to
 * the whole group, so this process only waits for the child to end; without a terminal, and for SIGTERM, it hands the
 * signal on. An interrupted command is a StepError with status 130 or 143, so that no further step begins.
 */
export function runCommand(command, words, options = {}) {
  return new Promise((resolve, reject) => {
    const env = { ...(options.env ?? process.env), ...(isPlain && { NO_COLOR: '1' }) };
    const child = spawn(command, words, { stdio: 'inherit', ...options, env });
    let interruption = null;
    const onSignal = (signal) => {
      interruption = signal;
      if (signal === 'SIGTERM' || !process.stdin.isTTY) child.kill(signal);
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
    const done = () => {
      process.off('SIGTERM', onSignal);
      process.off('SIGINT', onSignal);
    };
    child.on('error', (error) => {
      done();
      reject(new StepError(`cannot start ${command}: ${error.message}`, `Install ${command}, then try again.`));
    });
    child.on('close', (status, signal) => {
      done();
      const cause = interruption ?? signal;
      if (cause === 'SIGINT' || cause === 'SIGTERM') reject(interrupted(cause));
      else resolve(status ?? 1);
    });
  });
}

function interrupted(signal) {
  const error = new StepError(`interrupted by ${signal}`, 'The same command goes on where this one ended.');
  return Object.assign(error, { status: signal === 'SIGINT' ? 130 : 143 });
}

/** As runCommand, but a status other than 0 is a StepError that names the command. */
export async function mustRun(command, words, hint, options = {}) {
  const status = await runCommand(command, words, options);
  if (status !== 0) throw new StepError(`"${[command, ...words].join(' ')}" ended with status ${status}`, hint);
}

/** One line that says what happens now. */
export function step(text) {
  console.error(isPlain ? `setup: ${text}` : `\u001b[1m▸ ${text}\u001b[0m`);
}
