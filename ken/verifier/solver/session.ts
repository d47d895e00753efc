import { KenError } from '../../errors.ts';
import type { Model } from '../terms/model.ts';
import { modelOf } from '../terms/model.ts';
import type { Term } from '../terms/term.ts';
import type { Backend, BackendLimits, Reply } from './backend.ts';
import { readModel } from './read-model.ts';
import { Remembered } from './remembered.ts';
import { Stack } from './stack.ts';
import type { Answer, BackendName, Solver, SolverStatistics } from './solver.ts';

export interface SessionOptions extends BackendLimits {
  backend: BackendName;
  checksPerBackend: number;
  start: (limits: BackendLimits) => Backend;
}

/** Definitions after which a backend is replaced, so that its memory does not grow with the number of questions. */
const definitionsPerBackend = 500_000;
/** A backend that takes longer than this to start has failed. */
const startMilliseconds = 30_000;

/** A solver over one backend at a time, which it watches, replaces when it fails or has grown, and never believes. */
export class Session implements Solver {
  readonly statistics: SolverStatistics;
  readonly #options: SessionOptions;
  readonly #remembered = new Remembered();
  #stack: Stack;
  #successor: Stack | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#stack = this.#fresh();
    this.statistics = {
      backend: options.backend,
      checks: 0,
      trivial: 0,
      repeated: 0,
      sat: 0,
      unsat: 0,
      unknown: 0,
      milliseconds: 0,
      longestMilliseconds: 0,
      failures: 0,
      recycled: 0,
    };
  }

  check(path: readonly Term[], extra?: Term): Promise<Answer> {
    if (this.#closed) throw new KenError('internal', 'a question to a solver that is closed');
    const answer = this.#queue.then(() => this.#answer(path, extra));
    this.#queue = answer.catch(() => undefined);
    return answer;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([this.#stack.backend.kill(), this.#successor?.backend.kill()]);
    await this.#queue;
  }

  async #answer(path: readonly Term[], extra: Term | undefined): Promise<Answer> {
    this.statistics.checks++;
    const answer = await this.#decide(
      path.filter((term) => term.op !== 'true'),
      extra?.op === 'true' ? undefined : extra,
    );
    this.statistics[answer.status]++;
    return answer;
  }

  async #decide(path: readonly Term[], extra: Term | undefined): Promise<Answer> {
    const all = extra ? [...path, extra] : path;
    if (all.some((term) => term.op === 'false')) {
      this.statistics.trivial++;
      return { status: 'unsat' };
    }
    if (all.length === 0) {
      this.statistics.trivial++;
      return { status: 'sat', model: modelOf({ variables: new Map(), functions: new Map() }) };
    }
    const known = this.#remembered.get(all);
    if (known) {
      this.statistics.repeated++;
      return known;
    }
    const answer = await this.#ask(path, extra);
    if (answer.status !== 'unknown') this.#remembered.set(all, answer);
    return answer;
  }

  async #ask(path: readonly Term[], extra: Term | undefined): Promise<Answer> {
    if (this.#closed) return { status: 'unknown', reason: 'the solver was closed' };
    const stack = this.#stack;
    const started = await within(
      startMilliseconds,
      stack.backend.ready.then(() => 'ready', String),
    );
    if (started !== 'ready') return this.#failed(`the solver did not start: ${started ?? 'it took too long'}`);
    const begin = performance.now();
    const limit = this.#options.timeoutMilliseconds * 1.5 + 300;
    const { query, symbols } = stack.enter(path, extra);
    const reply = (await within(limit, stack.backend.run(query))) ?? overdue(limit);
    const milliseconds = performance.now() - begin;
    this.statistics.milliseconds += milliseconds;
    this.statistics.longestMilliseconds = Math.max(this.statistics.longestMilliseconds, milliseconds);
    if (reply.status === 'failed') return this.#failed(reply.reason);
    if (reply.status === 'sat') {
      const model = readModel(symbols, reply.values);
      if (typeof model === 'string') return this.#failed(model);
      const wrong = firstWrong(model, path, extra);
      if (wrong) return this.#failed(`the solver's model does not satisfy the term ${wrong.id}`);
      this.#watchGrowth(reply.bytes);
      return { status: 'sat', model };
    }
    this.#watchGrowth(reply.bytes);
    return reply.status === 'unsat' ? { status: 'unsat' } : { status: 'unknown', reason: reply.reason };
  }

  /** The backend is faulty: it is replaced, and the question stays open. */
  async #failed(reason: string): Promise<Answer> {
    if (this.#closed) return { status: 'unknown', reason: 'the solver was closed' };
    this.statistics.failures++;
    const old = this.#stack;
    this.#stack = this.#successor ?? this.#fresh();
    this.#successor = undefined;
    await old.backend.kill();
    return { status: 'unknown', reason };
  }

  /** A successor is started in time and takes over when it is ready. */
  #watchGrowth(bytes: number): void {
    const { checksPerBackend, memoryMegabytes } = this.#options;
    const grown =
      this.#stack.checks >= checksPerBackend ||
      this.#stack.definitions >= definitionsPerBackend ||
      bytes > (memoryMegabytes * 1_048_576) / 2;
    if (!grown || this.#successor || this.#closed) return;
    const successor = this.#fresh();
    this.#successor = successor;
    const takeOver = async (): Promise<void> => {
      if (this.#closed || this.#successor !== successor) return;
      const old = this.#stack;
      this.#stack = successor;
      this.#successor = undefined;
      this.statistics.recycled++;
      await old.backend.kill();
    };
    // Through the queue, so that it happens between two questions.
    void successor.backend.ready.then(
      () => (this.#queue = this.#queue.then(takeOver)),
      () => (this.#successor = undefined),
    );
  }

  #fresh(): Stack {
    const { start, timeoutMilliseconds, memoryMegabytes } = this.#options;
    return new Stack(start({ timeoutMilliseconds, memoryMegabytes }));
  }
}

function firstWrong(model: Model, path: readonly Term[], extra: Term | undefined): Term | undefined {
  return path.find((term) => !model.holds(term)) ?? (extra && !model.holds(extra) ? extra : undefined);
}

function overdue(milliseconds: number): Reply {
  return { status: 'failed', reason: `timeout: no answer within ${Math.round(milliseconds)} ms` };
}

/** The value, or undefined when it takes longer. */
async function within<Result>(milliseconds: number, value: Promise<Result>): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}
