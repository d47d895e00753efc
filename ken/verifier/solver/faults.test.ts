import { expect, test } from 'vitest';
import { TermStore } from '../terms/term-store.ts';
import type { Backend, BackendLimits, Reply } from './backend.ts';
import { startNativeBackend } from './native-backend.ts';
import { Session } from './session.ts';
import { startWorkerBackend } from './worker-backend.ts';

const store = new TermStore();
const x = store.variable('x', 64);
const path = [store.ult(x, store.constant(5, 64))];

/** A session whose first backend is faulty and whose second one answers `unsat`. */
function sessionOf(first: (limits: BackendLimits) => Backend, timeoutMilliseconds = 10_000): Session {
  let started = 0;
  return new Session({
    backend: 'native',
    timeoutMilliseconds,
    memoryMegabytes: 256,
    checksPerBackend: 100,
    start: (limits) => (started++ === 0 ? first(limits) : fake({ status: 'unsat', bytes: 0 })),
  });
}

function fake(reply: Reply): Backend {
  return { ready: Promise.resolve(), run: () => Promise.resolve(reply), kill: () => Promise.resolve() };
}

async function expectReplaced(session: Session, reason: RegExp): Promise<void> {
  const answer = await session.check(path);
  expect(answer.status === 'unknown' && answer.reason).toMatch(reason);
  expect(await session.check(path)).toEqual({ status: 'unsat' });
  expect(session.statistics.failures).toBe(1);
  await session.close();
}

test.each<[string, Reply, RegExp]>([
  ['a model that does not satisfy the path', { status: 'sat', values: [5n], bytes: 0 }, /does not satisfy/],
  ['a value of the wrong type', { status: 'sat', values: [true], bytes: 0 }, /the value true for x/],
  ['a value that is too large', { status: 'sat', values: [1n << 64n], bytes: 0 }, /of width 64/],
  ['a model without values', { status: 'sat', values: [], bytes: 0 }, /0 values for 1 symbols/],
  ['a failure', { status: 'failed', reason: 'broken' }, /broken/],
])('%s is unknown, and the backend is replaced', async (_name, reply, reason) => {
  await expectReplaced(
    sessionOf(() => fake(reply)),
    reason,
  );
});

/** A solver of shell commands: answers its options, then reads the question's lines and runs `script`. */
function shell(script: string): string {
  return `while read -r line; do case "$line" in *echo*) echo "$line" | cut -d'"' -f2; break;; esac; done; ${script}`;
}
const readQuestion = 'while read -r line; do case "$line" in *check-sat*) break;; esac; done;';

test.each<[string, string, RegExp]>([
  ['a crash before the first answer', 'exit 3', /exit code 3/],
  ['a crash in mid-query', `${readQuestion} kill -9 $$`, /SIGKILL/],
  ['garbage', `${readQuestion} echo hello; read -r line; echo "$line" | cut -d'"' -f2; exec sleep 9`, /hello/],
  ['an answer with an error', `${readQuestion} echo '(error "x")'; echo sat; read -r line; echo "$line" | cut -d'"' -f2; exec sleep 9`, /error/], // prettier-ignore
  ['a broken assertion', `${readQuestion} echo 'ASSERTION VIOLATION'; echo 'File: ast.cpp'; echo unsat; exec sleep 9`, /broken assertion/], // prettier-ignore
  [
    'a broken assertion on the error stream',
    `${readQuestion} echo 'ASSERTION VIOLATION' >&2; exec sleep 9`,
    /ASSERTION/,
  ],
  ['silence', `${readQuestion} exec sleep 9`, /timeout/],
])('native: %s is unknown, and the backend is replaced', async (name, script, reason) => {
  await expectReplaced(
    sessionOf((limits) => startNativeBackend(limits, ['sh', '-c', shell(script)]), name === 'silence' ? 300 : 10_000),
    reason,
  );
});

test('native: a program that is not there', async () => {
  await expectReplaced(
    sessionOf((limits) => startNativeBackend(limits, ['no-such-solver'])),
    /could not be started/,
  );
});

function workerOf(source: string): (limits: BackendLimits) => Backend {
  const script = new URL(
    `data:text/javascript,import { parentPort } from 'node:worker_threads'; ${encodeURIComponent(source)}`,
  );
  return (limits) => startWorkerBackend(limits, script);
}

/** A worker that watches its output as the real one does. */
function watching(print: string): string {
  return `import { Worker } from 'node:worker_threads';
    const { watchOutput } = await import('${new URL('watch-output.mjs', import.meta.url).href}');
    const { broken } = watchOutput();
    parentPort.postMessage('ready');
    parentPort.on('message', () => {
      ${print};
      setInterval(() => broken() && parentPort.postMessage({ status: 'failed', reason: 'broken: ' + broken() }), 20);
    });`;
}

test.each<[string, string, RegExp]>([
  ['a crash at the start', `throw new Error('no module');`, /no module/],
  ['a wrong greeting', `parentPort.postMessage('hello');`, /hello/],
  [
    'a crash in mid-query',
    `parentPort.postMessage('ready'); parentPort.on('message', () => process.exit(4));`,
    /code 4/,
  ],
  ['garbage', `parentPort.postMessage('ready'); parentPort.on('message', () => parentPort.postMessage({ status: 'maybe' }));`, /answered with/], // prettier-ignore
  ['a broken assertion', watching(`console.log('ASSERTION VIOLATION')`), /broken: ASSERTION VIOLATION/],
  ['a broken assertion on the error stream', watching(`console.error('ASSERTION VIOLATION')`), /broken: ASSERTION/],
  ['a broken assertion in a thread below', watching(`new Worker("console.log('ASSERTION VIOLATION')", { eval: true })`), /broken: ASSERTION/], // prettier-ignore
  ['a busy loop', `parentPort.postMessage('ready'); parentPort.on('message', () => { for (;;); });`, /timeout/],
])('worker: %s is unknown, and the backend is replaced', async (name, source, reason) => {
  await expectReplaced(sessionOf(workerOf(source), name === 'a busy loop' ? 300 : 10_000), reason);
});
