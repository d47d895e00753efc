import { afterAll, beforeAll, expect, test } from 'vitest';
import { ClauseGate } from '../../../ken/verifier/contracts/clause-gate.ts';
import { testingTypes, typeIds } from '../../../ken/verifier/contracts/testing-types.ts';
import type { Signature } from '../../../ken/verifier/contracts/language/signature.ts';
import { openSolver } from '../../../ken/verifier/solver/open-solver.ts';
import type { Solver } from '../../../ken/verifier/solver/solver.ts';
import { judgeClauses } from '../build/judge-clauses.ts';
import { FunctionParser } from '../functions/parse-file.ts';
import { readPrototypes } from '../functions/prototypes.ts';
import { testingTree } from '../testing-tree.ts';
import { Analysis } from './analysis.ts';
import { resultClause } from './result-clauses.ts';
import { Results } from './results.ts';
import type { SlotType } from './value.ts';

const { int, unsigned, long, sockPointer } = typeIds;
const functions: Record<string, Signature> = {
  f: {
    parameters: [
      { name: 'sk', type: sockPointer },
      { name: 'n', type: int },
    ],
    returns: int,
  },
  g: { parameters: [{ name: 'n', type: int }], returns: int },
  wide: { parameters: [{ name: 'n', type: unsigned }], returns: long },
  find: { parameters: [{ name: 'sk', type: sockPointer }], returns: sockPointer },
};
const slots: Record<string, SlotType> = {
  f: { kind: 'integer', bits: 32, signed: true, boolean: false },
  g: { kind: 'integer', bits: 32, signed: true, boolean: false },
  wide: { kind: 'integer', bits: 64, signed: true, boolean: false },
  find: { kind: 'pointer' },
};

let solver: Solver;
beforeAll(async () => {
  solver = await openSolver();
});
afterAll(() => solver.close());

/** The clauses of function `f` (or another) in a text, after the gate. */
async function clausesOf(text: string, name = 'f'): Promise<string[]> {
  const types = testingTypes(functions);
  const reader = await testingTree({ 'kernel/a.c': text });
  const analysis = new Analysis(reader, types, readPrototypes(types));
  new FunctionParser(reader).parse('kernel/a.c', (definition) => analysis.visit(definition));
  const all = [...analysis.byFunction].map(([found, facts]) => ({ found, ...facts }));
  const results = new Results(
    all.map(({ body }) => body),
    new Map(all.map(({ body }) => [body, slots[body.name] ?? null])),
    () => ({ kind: 'anything' }),
  );
  results.compute();
  const one = all.find(({ found }) => found.name === name);
  if (!one) return ['not analysed'];
  const result = resultClause(results.of(one.body), false);
  const derived = [
    ...one.clauses,
    ...(result === null
      ? []
      : [
          {
            role: 'post' as const,
            text: result,
            confidence: 'sound' as const,
            provenance: { by: 'static' as const, rule: 'result', at: null },
          },
        ]),
  ];
  const { clauses, rejected } = await judgeClauses(new ClauseGate({ solver, types }), one.prototype, derived);
  expect(rejected).toEqual([]);
  return clauses.map((clause) => clause.text);
}

const f = (body: string): string => `int f(struct sock *sk, int n)\n{\n${body}\n}\n`;

test.each<[string, string, string[]]>([
  [
    'error codes',
    f('int err = -EINVAL;\nif (n > 1) err = -ENOMEM;\nreturn err;'),
    ['ret == -EINVAL || ret == -ENOMEM'],
  ],
  ['a negative error is handed on', f('int err = other(n);\nif (err < 0) return err;\nreturn 0;'), ['ret <= 0']],
  ['a mask', f('return n & 7;'), ['ret >= 0 && ret <= 7']],
  ['a callee', `int g(int n)\n{\nreturn n ? -EIO : 0;\n}\n${f('return g(n);')}`, ['ret == -EIO || ret == 0']],
  ['what follows a pointer', f('sk->sk_state = 1;\nreturn n;'), ['sk != NULL']],
  ['a guard', f('if (n < 0) return -EINVAL;\nreturn other(n);'), ['n < 0 ==> ret == -EINVAL']],
  ['a pointer behind a guard', f('if (!n) return 0;\nreturn sk->sk_state;'), ['!!n ==> sk != NULL', '!n ==> ret == 0']],
  ['BUG_ON', f('BUG_ON(n > 5);\nreturn n;'), ['!(n > 5)']],
  ['a cast by a macro', f('struct sock *s = first_sk(sk);\nreturn s->sk_state;'), ['sk != NULL']],
  ['a constant of a header', f('return MAX_PORTS;'), ['ret == 64']],
])('derives: %s', async (_, text, expected) => {
  expect(await clausesOf(text)).toEqual(expected);
});

test.each<[string, string]>([
  ['a counter', f('int i = 0;\nwhile (n) i = i + 1;\nreturn i;')],
  ['a step', f('int i = 0;\ni++;\nreturn i;')],
  ['an address that is taken', f('int err = 0;\nfill(&err);\nreturn err;')],
  ['a macro that assigns', f('int err = 0;\nSET_TO(err, n);\nreturn err;')],
  ['a macro that returns', f('RETURN_IF(n);\nreturn 0;')],
  [
    'a macro of the file that assigns a name it is not given',
    `#define FAIL() do { err = read_it(); } while (0)\n${f('int err = 0;\nFAIL();\nreturn err;')}`,
  ],
  ['a macro that nobody defines', f('CHECK_IT(n);\nreturn 0;')],
  ['an unsigned local', 'long wide(unsigned int n)\n{\nunsigned int err = -EINVAL;\nreturn err;\n}\n'],
  ['an array of a struct, of which only the address is used', f('use(sk->sk_buffer);\nreturn n;')],
  ['the address of a member', f('use(&sk->sk_state);\nreturn n;')],
  ['sizeof', f('use(sizeof(sk->sk_state));\nreturn n;')],
  ['the second operand of &&', f('if (n && sk->sk_state) use(n);\nreturn n;')],
  ['a parameter that has changed', f('sk = other_sk(n);\nreturn sk->sk_state;')],
  ['a static local', f('static int state = 0;\nreturn state;')],
  ['assembly', f('int x = 0;\nasm volatile("nop" : "=r" (x));\nreturn x;')],
  ['a branch that returns before', f('if (global) return 0;\nreturn sk->sk_state;')],
])('says nothing of: %s', async (_, text) => {
  const name = text.includes('wide(') ? 'wide' : 'f';
  expect(await clausesOf(text, name)).toEqual([]);
});

test('a pointer that a loop macro moves may be anything', async () => {
  const text =
    'struct sock *find(struct sock *sk)\n{\nstruct sock *p;\nlist_for_each(p, sk) {\nif (p->sk_state) return p;\n}\nreturn NULL;\n}\n';
  expect(await clausesOf(text, 'find')).toEqual([]);
});
