import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { brokenAssertion, type Backend, type BackendLimits, type Query, type Reply } from './backend.ts';
import { readValues, writeQuery, writeValues } from './smt-lib.ts';

/**
 * Z3 as a child that reads SMT-LIB from its standard input. It ends when that input closes, so it does not outlive this
 * process for longer than the question that it is working on.
 */
export function startNativeBackend(
  limits: BackendLimits,
  command: readonly [string, ...string[]] = ['z3', '-in'],
): Backend {
  const [program, ...args] = command;
  const child = spawn(program, [...args, `-memory:${limits.memoryMegabytes}`], { stdio: ['pipe', 'pipe', 'pipe'] });
  const gone = once(child, 'exit').catch(() => undefined);
  let output = '';
  let sentinels = 0;
  let failure: string | undefined;
  let popPending = false;
  let killing = false;
  let waiting: ((text: string | undefined) => void) | undefined;

  const fail = (reason: string): void => {
    failure ??= reason;
    waiting?.(undefined);
  };
  child.on('error', (error) => fail(`z3 could not be started: ${error.message}`));
  child.on('close', (code, signal) => fail(`z3 ended with ${signal ?? `exit code ${code ?? '?'}`}${quoted(output)}`));
  child.stdin.on('error', () => undefined); // A broken pipe is followed by `close`, which says more.
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output.includes(brokenAssertion)) fail(`z3 reports a broken assertion${quoted(output)}`);
    else if (output.length > maximumOutput) fail(`z3 printed more than ${maximumOutput} characters`);
    else if (output.includes(sentinel(sentinels))) waiting?.(output);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => fail(`z3 wrote to its error stream${quoted(text)}`));
  hold(false);

  const options = `(set-option :print-success false)\n(set-option :global-declarations true)\n(set-option :timeout ${limits.timeoutMilliseconds})`;
  const ready = ask(options).then(({ text, failed }) => {
    if (failed !== undefined) throw new Error(failed);
    if (text !== '') throw new Error(`z3 answered its options with${quoted(text)}`);
  });
  ready.catch(() => undefined); // Whoever uses the backend awaits it; a backend dropped while it starts has no user.

  return { ready, run, kill };

  async function run(query: Query): Promise<Reply> {
    const check = await ask(`${popPending ? '(pop 1)\n' : ''}${writeQuery(query)}`);
    popPending = true;
    if (check.failed !== undefined) return { status: 'failed', reason: check.failed };
    switch (check.text) {
      case 'unsat':
        return { status: 'unsat', bytes: 0 };
      case 'unknown':
        return unknown();
      case 'sat':
        return query.values.length === 0 ? { status: 'sat', values: [], bytes: 0 } : satisfiable(query);
      default:
        return broken(`z3 answered a question with${quoted(check.text)}`);
    }
  }

  async function satisfiable({ values: wanted }: Query): Promise<Reply> {
    const { text, failed } = await ask(writeValues(wanted));
    if (failed !== undefined) return { status: 'failed', reason: failed };
    const values = readValues(text, wanted.length);
    return values ? { status: 'sat', values, bytes: 0 } : broken(`z3 answered with no model but${quoted(text)}`);
  }

  async function unknown(): Promise<Reply> {
    const { text, failed } = await ask('(get-info :reason-unknown)');
    if (failed !== undefined) return { status: 'failed', reason: failed };
    return { status: 'unknown', reason: /"(.*)"/.exec(text)?.[1] ?? text, bytes: 0 };
  }

  /** Sends commands and waits for all that is printed in answer to them. */
  async function ask(commands: string): Promise<{ text: string; failed?: string }> {
    if (failure !== undefined) return { text: '', failed: failure };
    hold(true);
    output = '';
    const text = await new Promise<string | undefined>((resolve) => {
      waiting = resolve;
      child.stdin.write(`${commands}\n(echo "${sentinel(++sentinels)}")\n`);
    });
    waiting = undefined;
    hold(false);
    if (text === undefined) return { text: '', failed: lastFailure() };
    return { text: text.slice(0, text.indexOf(sentinel(sentinels))).trim() };
  }

  function lastFailure(): string {
    return failure ?? 'z3 failed';
  }

  function broken(reason: string): Reply {
    fail(reason);
    return { status: 'failed', reason };
  }

  /** The child keeps this process alive only while a question is open. */
  function hold(held: boolean): void {
    const streams = [child.stdin, child.stdout, child.stderr] as unknown as { ref(): void; unref(): void }[];
    for (const handle of [child, ...streams]) {
      if (held || killing) handle.ref();
      else handle.unref();
    }
  }

  async function kill(): Promise<void> {
    // From now on until it is gone: a question that ends here must not let this process go first.
    killing = true;
    hold(true);
    fail('the backend was stopped');
    child.kill('SIGKILL');
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
    if (child.pid !== undefined) await gone;
  }
}

const maximumOutput = 16_000_000;

function sentinel(number: number): string {
  return `answered-${number};`;
}

function quoted(text: string): string {
  return text.trim() === '' ? '' : `: ${JSON.stringify(text.trim().slice(0, 200))}`;
}
