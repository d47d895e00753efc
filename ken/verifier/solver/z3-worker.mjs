// The thread of worker-backend.ts: Z3's C interface, driven by the queries of backend.ts. Plain JavaScript, since a worker
// thread of a process that loads TypeScript on the fly does not load it on the fly in every version of Node.
//
// Every node made is counted as used (inc_ref) until the thread ends: one that is not can be freed under Z3's feet, which
// it reports as "ASSERTION VIOLATION" before it goes on with wrong answers.
import { parentPort, workerData } from 'node:worker_threads';
import z3Solver from 'z3-solver';
import { watchOutput } from './watch-output.mjs';

const { listen, broken } = watchOutput();
const { Z3 } = await z3Solver.init({ print: listen, printErr: listen });
Z3.global_param_set('memory_max_size', String(workerData.memoryMegabytes));
const configuration = Z3.mk_config();
const context = Z3.mk_context_rc(configuration);
Z3.del_config(configuration);
const solver = Z3.mk_solver(context);
Z3.solver_inc_ref(context, solver);
const parameters = Z3.mk_params(context);
Z3.params_inc_ref(context, parameters);
Z3.params_set_uint(context, parameters, Z3.mk_string_symbol(context, 'timeout'), workerData.timeoutMilliseconds);
Z3.solver_set_params(context, solver, parameters);

const terms = [];
const functions = [];
const sorts = new Map();
const operations = {
  true: () => Z3.mk_true(context),
  false: () => Z3.mk_false(context),
  not: ([a]) => Z3.mk_not(context, a),
  and: (args) => Z3.mk_and(context, args),
  ite: ([condition, a, b]) => Z3.mk_ite(context, condition, a, b),
  '=': ([a, b]) => Z3.mk_eq(context, a, b),
  concat: ([a, b]) => Z3.mk_concat(context, a, b),
  extract: ([a], [high, low]) => Z3.mk_extract(context, high, low, a),
  zero_extend: ([a], [added]) => Z3.mk_zero_ext(context, added, a),
  sign_extend: ([a], [added]) => Z3.mk_sign_ext(context, added, a),
};
for (const name of [
  'ult',
  'slt',
  'add',
  'sub',
  'mul',
  'udiv',
  'urem',
  'sdiv',
  'srem',
  'and',
  'or',
  'xor',
  'shl',
  'lshr',
  'ashr',
]) {
  const make = Z3[`mk_bv${name}`];
  operations[`bv${name}`] = ([a, b]) => make(context, a, b);
}

// The first check compiles much of the module; it is done before anybody waits.
define({ kind: 'symbol', number: 0, width: 64 });
define({ kind: 'constant', number: 1, width: 64, value: 6n });
define({ kind: 'operation', number: 2, width: 64, operator: 'bvmul', indices: [], args: [0, 0] });
define({ kind: 'operation', number: 3, width: 0, operator: 'bvult', indices: [], args: [1, 2] });
await answer({ pop: 0, definitions: [], path: [3], extra: null, values: [0] });
Z3.solver_pop(context, solver, 1);
terms.length = 0;

parentPort.on('message', async (query) => {
  let reply;
  try {
    reply = await answer(query);
  } catch (error) {
    reply = { status: 'failed', reason: `z3 failed: ${error instanceof Error ? error.message : String(error)}` };
  }
  const report = broken();
  if (report !== undefined) reply = { status: 'failed', reason: `z3 reports a broken assertion: ${report}` };
  parentPort.postMessage(reply);
});
parentPort.postMessage('ready');

async function answer(query) {
  if (query.pop > 0) Z3.solver_pop(context, solver, query.pop);
  for (const definition of query.definitions) define(definition);
  for (const number of query.path) {
    Z3.solver_push(context, solver);
    Z3.solver_assert(context, solver, terms[number]);
  }
  Z3.solver_push(context, solver);
  if (query.extra !== null) Z3.solver_assert(context, solver, terms[query.extra]);
  expectNoError();
  const result = await Z3.solver_check(context, solver);
  const reply = { status: 'unsat', bytes: Number(Z3.get_estimated_alloc_size()) };
  if (result === 1) {
    reply.status = 'sat';
    reply.values = readValues(query.values);
  } else if (result === 0) {
    reply.status = 'unknown';
    reply.reason = Z3.solver_get_reason_unknown(context, solver);
  }
  Z3.solver_pop(context, solver, 1);
  expectNoError();
  return reply;
}

function define(definition) {
  const node = build(definition);
  expectNoError();
  if (definition.kind === 'function') {
    Z3.inc_ref(context, Z3.func_decl_to_ast(context, node));
    functions[definition.number] = node;
  } else {
    Z3.inc_ref(context, node);
    terms[definition.number] = node;
  }
}

function build(definition) {
  const symbol = () => Z3.mk_int_symbol(context, definition.number);
  const args = () => definition.args.map((number) => terms[number]);
  switch (definition.kind) {
    case 'constant':
      return Z3.mk_numeral(context, definition.value.toString(), sort(definition.width));
    case 'symbol':
      return Z3.mk_const(context, symbol(), sort(definition.width));
    case 'function':
      return Z3.mk_func_decl(context, symbol(), definition.parameters.map(sort), sort(definition.width));
    case 'call':
      return Z3.mk_app(context, functions[definition.function], args());
    default:
      return operations[definition.operator](args(), definition.indices);
  }
}

function sort(width) {
  let known = sorts.get(width);
  if (known === undefined) {
    known = width === 0 ? Z3.mk_bool_sort(context) : Z3.mk_bv_sort(context, width);
    Z3.inc_ref(context, Z3.sort_to_ast(context, known));
    sorts.set(width, known);
  }
  return known;
}

function readValues(numbers) {
  const model = Z3.solver_get_model(context, solver);
  Z3.model_inc_ref(context, model);
  const values = numbers.map((number) => {
    const value = Z3.model_eval(context, model, terms[number], true);
    if (value === null) throw new Error(`the model has no value for the term ${number}`);
    Z3.inc_ref(context, value);
    const isBool = Z3.is_eq_sort(context, Z3.get_sort(context, value), sort(0));
    const read = isBool ? Z3.get_bool_value(context, value) === 1 : BigInt(Z3.get_numeral_string(context, value));
    Z3.dec_ref(context, value);
    return read;
  });
  Z3.model_dec_ref(context, model);
  return values;
}

function expectNoError() {
  const code = Z3.get_error_code(context);
  if (code !== 0) throw new Error(Z3.get_error_msg(context, code));
}
