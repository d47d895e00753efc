import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { Backend, BackendLimits, Query, Reply } from './backend.ts';

/**
 * The WebAssembly build of Z3 in a worker thread of its own, so that it can be ended in mid-query with all its memory and
 * its threads. The thread keeps this process alive only while a question is open.
 */
export function startWorkerBackend(
  limits: BackendLimits,
  script = new URL('./z3-worker.mjs', import.meta.url),
): Backend {
  // The worker is plain JavaScript: it needs none of the loaders or inspectors of this process. It watches its own output.
  const worker = new Worker(script, { workerData: limits, stdout: true, stderr: true, execArgv: [] });
  let failure: string | undefined;
  let killing = false;
  let waiting: ((message: unknown) => void) | undefined;

  const fail = (reason: string): void => {
    failure ??= reason;
    waiting?.(undefined);
  };
  worker.on('message', (message: unknown) => waiting?.(message));
  worker.on('messageerror', (error) => fail(`the solver's message cannot be read: ${error.message}`));
  worker.on('error', (error) =>
    fail(`the solver's thread failed: ${error instanceof Error ? error.message : String(error)}`),
  );
  worker.on('exit', (code) => fail(`the solver's thread ended with code ${code}`));

  const ready = receive().then((message) => {
    if (message !== 'ready') throw new Error(failure ?? `the solver's thread began with ${JSON.stringify(message)}`);
  });
  ready.catch(() => undefined); // Whoever uses the backend awaits it; a backend dropped while it starts has no user.

  return {
    ready,
    async run(query) {
      await ready.catch((error: unknown) => fail(String(error)));
      if (failure !== undefined) return { status: 'failed', reason: failure };
      const answer = receive();
      worker.postMessage(query satisfies Query);
      return readReply(await answer);
    },
    async kill() {
      // From now on until it is gone: a question that ends here must not let this process go first.
      killing = true;
      worker.ref();
      fail('the backend was stopped');
      await worker.terminate();
    },
  };

  async function receive(): Promise<unknown> {
    worker.ref();
    const message = await new Promise<unknown>((resolve) => {
      waiting = resolve;
      if (failure !== undefined) resolve(undefined);
    });
    waiting = undefined;
    if (!killing) worker.unref();
    return message;
  }

  function readReply(message: unknown): Reply {
    if (failure !== undefined) return { status: 'failed', reason: failure };
    const reply = replySchema.safeParse(message);
    if (reply.success) return reply.data;
    return {
      status: 'failed',
      reason: `the solver's thread answered with ${JSON.stringify(reply.error.issues).slice(0, 300)}`,
    };
  }
}

const bytes = z.number().nonnegative();
const replySchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('sat'), values: z.array(z.union([z.bigint(), z.boolean()])), bytes }),
  z.object({ status: z.literal('unsat'), bytes }),
  z.object({ status: z.literal('unknown'), reason: z.string(), bytes }),
  z.object({ status: z.literal('failed'), reason: z.string() }),
]);
