import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TermStore } from '../terms/term-store.ts';
import type { Term } from '../terms/term.ts';
import { decideFork } from './decide.ts';
import { hardTerm } from './questions.ts';
import type { Answer, Solver, SolverOptions } from './solver.ts';

/** What every backend must do; each backend's test calls this. */
export function describeSolver(open: (options: SolverOptions) => Promise<Solver>): void {
  const store = new TermStore();
  const [x, y] = [store.variable('x', 64), store.variable('y', 64)];
  const constant = (value: bigint | number, width = 64): Term => store.constant(value, width);
  const kernel = (address: Term): Term => store.apply('kernel', 8, address);

  describe('answers', () => {
    let solver: Solver;
    beforeAll(async () => void (solver = await open({})));
    afterAll(() => solver.close());

    test('sat with a model of every term', async () => {
      const path = [store.ult(x, constant(100)), store.eq(store.add(x, y), constant(7))];
      const extra = store.slt(y, constant(0));
      const answer = await solver.check(path, extra);
      const model = modelOf(answer);
      expect([...path, extra].map((term) => model.value(term))).toEqual([true, true, true]);
      expect(model.variables.get('x')).toBe(BigInt.asUintN(64, 7n - BigInt(model.value(y))));
    });

    test('unsat', async () => {
      const answer = await solver.check([store.ult(x, y), store.ult(y, x)]);
      expect(answer).toEqual({ status: 'unsat' });
    });

    test('Bool variables and functions of Bools', async () => {
      const [p, q] = [store.variable('p', 0), store.variable('q', 0)];
      const chosen = store.apply('choose', 0, p, x);
      const model = modelOf(await solver.check([store.xor(p, q), chosen, store.not(store.apply('choose', 0, q, x))]));
      expect(model.value(p)).not.toBe(model.value(q));
      expect(model.functions.get('choose')?.get(`${model.value(p)},${model.value(x)}`)).toBe(true);
    });

    test('functions: equal arguments give equal values, nested applications have values', async () => {
      const different = store.not(store.eq(kernel(x), kernel(y)));
      expect((await solver.check([different], store.eq(x, y))).status).toBe('unsat');
      const inner = store.zeroExtend(kernel(x), 64);
      const path = [store.eq(kernel(inner), constant(0x5a, 8)), store.eq(kernel(x), constant(3, 8)), different];
      const model = modelOf(await solver.check(path));
      expect(model.functions.get('kernel')?.get('3')).toBe(0x5an);
      expect(path.every((term) => model.holds(term))).toBe(true);
    });

    test('all operations, also divisions by zero, as evaluate has them', async () => {
      const plain = new TermStore({ simplify: false });
      const [a, b] = [plain.variable('a', 12), plain.variable('b', 12)];
      const operations = ['add', 'sub', 'mul', 'udiv', 'urem', 'sdiv', 'srem', 'shl', 'lshr', 'ashr', 'and', 'or', 'xor'] as const; // prettier-ignore
      for (const op of operations) {
        for (const divisor of [0n, 5n, -5n, 13n]) {
          const result = plain.variable(`result ${op} ${divisor}`, 12);
          const path = [plain.eq(a, plain.constant(-100, 12)), plain.eq(b, plain.constant(divisor, 12))];
          const model = modelOf(await solver.check([...path, plain.eq(result, plain[op](a, b))]));
          expect(model.holds(plain.eq(result, plain[op](a, b)))).toBe(true);
          expect((await solver.check(path, plain.not(plain.eq(plain[op](a, b), plain.constant(BigInt(model.value(result)), 12))))).status).toBe('unsat'); // prettier-ignore
        }
      }
    });

    test('a long path that shrinks and grows', async () => {
      const word = (index: number): Term => store.variable(`w${index}`, 8);
      const path = Array.from({ length: 24 }, (_, index) => store.ult(word(index), word(index + 1)));
      const wrap = store.ult(word(24), word(0));
      expect((await solver.check(path)).status).toBe('sat');
      expect((await solver.check(path.slice(0, 6), store.ult(word(6), word(0)))).status).toBe('unsat');
      expect((await solver.check(path.slice(0, 12), wrap)).status).toBe('sat');
      expect((await solver.check([...path.slice(0, 12), ...path.slice(13)], wrap)).status).toBe('sat');
      expect((await solver.check(path.slice(0, 6), store.ult(word(6), word(0)))).status).toBe('unsat');
      expect((await solver.check(path, store.ult(word(24), store.constant(24, 8)))).status).toBe('unsat');
      expect((await solver.check([], wrap)).status).toBe('sat');
    });

    test('no backend is needed for constants and for what was asked before', async () => {
      const { trivial, repeated } = solver.statistics;
      expect((await solver.check([store.true], store.false)).status).toBe('unsat');
      expect((await solver.check([])).status).toBe('sat');
      const [first, second] = [store.ult(x, constant(50)), store.ult(constant(40), x)];
      const answer = await solver.check([first], second);
      expect(await solver.check([second, first, second])).toBe(answer);
      expect([solver.statistics.trivial - trivial, solver.statistics.repeated - repeated]).toEqual([2, 1]);
    });

    test('questions at the same time are answered one after the other', async () => {
      const limits = Array.from({ length: 30 }, (_, index) => constant(index));
      const answers = await Promise.all(
        limits.map((limit) => solver.check([store.ult(x, limit), store.ult(constant(9), x)])),
      );
      expect(answers.map(({ status }) => status)).toEqual(limits.map((_, index) => (index > 10 ? 'sat' : 'unsat')));
    });

    test('terms of another store are not taken for those of the first', async () => {
      const other = new TermStore();
      const word = other.variable('x', 16);
      const path = [
        other.eq(other.apply('kernel', 16, word), other.constant(0x1234, 16)),
        other.eq(word, other.constant(7, 16)),
      ];
      const model = modelOf(await solver.check(path));
      expect(model.functions.get('kernel')?.get('7')).toBe(0x1234n);
      expect((await solver.check([store.eq(kernel(x), constant(1, 8))])).status).toBe('sat');
    });

    test('a deep term', async () => {
      let chosen = x;
      for (let index = 0; index < 300; index++) chosen = store.ite(store.variable(`take ${index}`, 0), chosen, y);
      const wanted = store.eq(store.add(chosen, constant(1)), constant(4));
      const model = modelOf(await solver.check([wanted, store.not(store.eq(y, constant(3)))]));
      expect([model.value(chosen), model.value(x)]).toEqual([3n, 3n]);
    });

    test('a fork asks only for the side that the last model does not decide', async () => {
      const path = [store.ult(x, constant(1000))];
      const last = modelOf(await solver.check(path));
      const before = solver.statistics.checks;
      const condition = store.ult(x, constant(500));
      const fork = await decideFork(solver, path, condition, store.not(condition), last);
      expect([fork.whenTrue.status, fork.whenFalse.status]).toEqual(['sat', 'sat']);
      expect(modelOf(fork.whenTrue).holds(condition)).toBe(true);
      expect(modelOf(fork.whenFalse).holds(condition)).toBe(false);
      expect(solver.statistics.checks - before).toBe(1);
      const impossible = store.ult(x, constant(2000));
      const decided = await decideFork(solver, path, impossible, store.not(impossible), last);
      expect([decided.whenTrue.status, decided.whenFalse.status]).toEqual(['sat', 'unsat']);
    });
  });

  test('a hard question is unknown after its time, and the next one is answered', { timeout: 60_000 }, async () => {
    const solver = await open({ timeoutMilliseconds: 1000 });
    try {
      await solver.check([store.ult(x, y)]);
      expect((await solver.check([hardTerm(store)])).status).toBe('unknown');
      // On a busy machine even an easy question can be out of time; a backend of no use never gets one right.
      let next = await solver.check([store.ult(y, x)]);
      for (let tries = 0; tries < 10 && next.status === 'unknown'; tries++)
        next = await solver.check([store.ult(y, x)]);
      expect(next.status).toBe('sat');
    } finally {
      await solver.close();
    }
  });

  test('more memory than allowed is unknown, and the next question is answered', { timeout: 60_000 }, async () => {
    const solver = await open({ timeoutMilliseconds: 30_000, memoryMegabytes: 48 });
    let product = x;
    for (let index = 0; index < 60; index++) product = store.mul(product, store.variable(`f${index}`, 64));
    const answer = await solver.check([store.eq(product, constant(12_345_677))]);
    expect(answer.status === 'unknown' && answer.reason).toMatch(/memory/);
    expect((await solver.check([store.ult(y, x)])).status).toBe('sat');
    await solver.close();
  });

  test('the backend is replaced after so many questions', { timeout: 60_000 }, async () => {
    const solver = await open({ checksPerBackend: 5 });
    for (let index = 1; index < 400 && solver.statistics.recycled === 0; index++) {
      expect((await solver.check([store.ult(x, y)], store.eq(x, constant(index)))).status).toBe('sat');
      if (index > 5) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(solver.statistics.recycled).toBe(1);
    expect((await solver.check([store.ult(x, y), store.ult(y, x)])).status).toBe('unsat');
    expect(solver.statistics.failures).toBe(0);
    await solver.close();
  });

  test('close ends a question in progress, and no other may follow', { timeout: 60_000 }, async () => {
    const solver = await open({ timeoutMilliseconds: 60_000 });
    await solver.check([store.ult(x, y)]);
    const hard = solver.check([hardTerm(store)]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await solver.close();
    expect((await hard).status).toBe('unknown');
    expect(() => solver.check([])).toThrow(/closed/);
  });

  test('a solver that is closed before it has started', async () => {
    const solver = await open({});
    await solver.close();
    expect(solver.statistics.failures).toBe(0);
  });
}

function modelOf(answer: Answer): Extract<Answer, { status: 'sat' }>['model'] {
  if (answer.status !== 'sat') throw new Error(`expected sat, got ${JSON.stringify(answer)}`);
  return answer.model;
}
