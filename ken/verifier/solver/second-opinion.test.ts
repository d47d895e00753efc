import { expect, test } from 'vitest';
import { TermStore } from '../terms/term-store.ts';
import { Session } from './session.ts';
import { SecondOpinion } from './second-opinion.ts';
import type { Backend, Reply } from './backend.ts';

const store = new TermStore();
const path = [store.ult(store.variable('x', 64), store.constant(5, 64))];

function session(reply: Reply): Session {
  const backend: Backend = {
    ready: Promise.resolve(),
    run: () => Promise.resolve(reply),
    kill: () => Promise.resolve(),
  };
  const limits = { timeoutMilliseconds: 1000, memoryMegabytes: 100, checksPerBackend: 100 };
  return new Session({ ...limits, backend: 'native', start: () => backend });
}

const unsat: Reply = { status: 'unsat', bytes: 0 };
const unknown: Reply = { status: 'unknown', reason: 'timeout', bytes: 0 };

test('the second solver is asked what the first does not know', async () => {
  let opened = 0;
  const solver = new SecondOpinion(session(unknown), () => (opened++, session(unsat)));
  expect(opened).toBe(0);
  expect(await solver.check(path)).toEqual({ status: 'unsat' });
  expect(await solver.check(path)).toEqual({ status: 'unsat' });
  expect(opened).toBe(1);
  expect(solver.statistics).toMatchObject({ checks: 2, unsat: 2, unknown: 0 });
  await solver.close();
});

test('an answer of the first is not asked again', async () => {
  const solver = new SecondOpinion(session(unsat), () => expect.unreachable());
  expect(await solver.check(path)).toEqual({ status: 'unsat' });
  expect(solver.statistics).toMatchObject({ checks: 1, unsat: 1 });
  await solver.close();
});

test('what both do not know stays unknown, with both reasons', async () => {
  const solver = new SecondOpinion(session(unknown), () => session({ ...unknown, reason: 'incomplete' }));
  const answer = await solver.check(path);
  expect(answer).toEqual({ status: 'unknown', reason: 'timeout; native does not know either: incomplete' });
  expect(solver.statistics).toMatchObject({ checks: 1, unknown: 1 });
  await solver.close();
});
