import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSolver } from '../solver/open-solver.ts';
import type { Solver } from '../solver/solver.ts';
import { ClauseGate, type ProposedClause } from './clause-gate.ts';
import type { Signature } from './language/signature.ts';
import { testingTypes, typeIds } from './testing-types.ts';

const { int, ulong, bool, sockPointer, voidPointer } = typeIds;
const connect = { parameters: [{ name: 'sk', type: sockPointer }], returns: int };
const allocate = { parameters: [{ name: 'size', type: ulong }], returns: voidPointer };

describe('the gate of clauses', () => {
  let solver: Solver;
  beforeAll(async () => {
    solver = await openSolver();
  });
  afterAll(() => solver.close());

  async function reasons(signature: Signature, clauses: ProposedClause[]): Promise<string[]> {
    const answers = await new ClauseGate({ solver, types: testingTypes() }).judge(signature, clauses);
    return answers.map((answer) => (answer.status === 'accepted' ? 'accepted' : answer.reason));
  }

  test.each<[ProposedClause['role'], string, string]>([
    ['pre', 'sk != NULL', 'accepted'],
    ['post', 'ret == 0 || ret >= -4095 && ret < 0', 'accepted'],
    ['pre', 'sk != NULL && sk->sk_state > 0', 'accepted'],
    ['pre', 'sk->sk_state > 0', 'undefined'],
    ['pre', 'sk->sk_missing > 0', 'ill-typed'],
    ['pre', 'sk->sk_buffer != NULL', 'ill-typed'],
    ['pre', 'other != NULL', 'ill-typed'],
    ['pre', 'sk == 5', 'ill-typed'],
    ['pre', 'sk + 1 != NULL', 'ill-typed'],
    ['post', 'ret / 0 == 1', 'ill-typed'],
    ['post', 'ret << 40 == 0', 'ill-typed'],
    ['post', 'ret == ret', 'tautology'],
    ['post', 'ret < 0 && ret > 0', 'unsatisfiable'],
    ['pre', 'ret == 0', 'wrong-role'],
    ['post', 'sk != NULL', 'wrong-role'],
    ['post', 'your_condition_here', 'placeholder'],
    ['post', 'ret == 0;', 'unreadable'],
  ])('%s %s: %s', async (role, text, expected) => {
    expect(await reasons(connect, [{ role, text }])).toEqual([expected]);
  });

  test('each clause counts for those behind it', async () => {
    const clauses: ProposedClause[] = [
      { role: 'pre', text: 'sk != NULL' },
      { role: 'pre', text: 'sk->sk_state == 1' },
      { role: 'pre', text: 'sk->sk_state == 2' },
      { role: 'pre', text: 'sk->sk_state > 0' },
    ];
    expect(await reasons(connect, clauses)).toEqual(['accepted', 'accepted', 'contradicts', 'redundant']);
  });

  test('a postcondition must leave a result for every input', async () => {
    const both: ProposedClause[] = [
      { role: 'post', text: 'size > 10 ==> ret == NULL' },
      { role: 'post', text: 'size > 20 ==> !IS_ERR_OR_NULL(ret)' },
    ];
    expect(await reasons(allocate, both)).toEqual(['accepted', 'not-total']);
    // Only inputs that the preconditions allow count.
    expect(await reasons(allocate, [{ role: 'pre', text: 'size <= 20' }, ...both])).toEqual([
      'accepted',
      'accepted',
      'redundant',
    ]);
  });

  test('a _Bool is 0 or 1, an unsigned value is compared as such', async () => {
    const isOpen = { parameters: [{ name: 'count', type: ulong }], returns: bool };
    expect(await reasons(isOpen, [{ role: 'post', text: 'ret == 0 || ret == 1' }])).toEqual(['tautology']);
    expect(await reasons(isOpen, [{ role: 'pre', text: 'count >= 0' }])).toEqual(['tautology']);
  });

  test('functions that are alike but for names get their own spelling back', async () => {
    const gate = new ClauseGate({ solver, types: testingTypes() });
    const other = { parameters: [{ name: 'socket', type: sockPointer }], returns: int };
    await gate.judge(connect, [{ role: 'pre', text: 'sk!=NULL' }]);
    expect(await gate.judge(other, [{ role: 'pre', text: 'socket!=NULL' }])).toEqual([
      { status: 'accepted', text: 'socket != NULL' },
    ]);
  });
});
