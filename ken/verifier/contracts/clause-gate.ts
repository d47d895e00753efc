import type { Solver } from '../solver/solver.ts';
import { substitute } from '../terms/substitute.ts';
import { freeVariables } from '../terms/traverse.ts';
import { TermStore } from '../terms/term-store.ts';
import type { Term } from '../terms/term.ts';
import type { TypeTable } from '../btf/type-table.ts';
import type { ClauseRole, Rejected } from './contract.ts';
import { type Expression, resultName, showExpression } from './language/expression.ts';
import { parseExpression } from './language/parse-expression.ts';
import { scalarType, type Signature } from './language/signature.ts';
import { translate } from './language/translate.ts';

/** A clause as somebody proposes it. */
export interface ProposedClause {
  role: ClauseRole;
  text: string;
}

export type GateAnswer =
  /** `text` is the clause in the language's own spelling. */
  { status: 'accepted'; text: string } | { status: 'rejected'; reason: Rejected['reason']; detail: string };

export interface GateOptions {
  solver: Solver;
  types: TypeTable;
}

/**
 * The gate that every clause passes, whoever proposed it: it can be read, agrees with BTF, is satisfiable, not a
 * tautology, defined wherever the preconditions hold, consistent with and not implied by the clauses before it, and a
 * postcondition leaves a result for every input (totality).
 */
export class ClauseGate {
  readonly #solver: Solver;
  readonly #types: TypeTable;
  /** Verdicts by the shape of the question: most contracts are alike but for names. */
  readonly #known = new Map<string, GateAnswer[]>();
  #store = new TermStore();

  constructor({ solver, types }: GateOptions) {
    this.#solver = solver;
    this.#types = types;
  }

  /** Judges the clauses of one function in their order; each one accepted counts for those behind it. */
  async judge(signature: Signature, proposed: readonly ProposedClause[]): Promise<GateAnswer[]> {
    const key = shapeOf(this.#types, signature, proposed);
    const known = key === null ? undefined : this.#known.get(key);
    const answers = known ?? (await this.#judgeAll(signature, proposed));
    if (key !== null && !known) this.#known.set(key, answers);
    // Names differ between functions of one shape.
    return answers.map((answer, index) => {
      if (answer.status === 'rejected') return answer;
      const parsed = parseExpression(proposed[index]?.text ?? '');
      return parsed.status === 'parsed' ? { status: 'accepted', text: showExpression(parsed.expression) } : answer;
    });
  }

  async #judgeAll(signature: Signature, proposed: readonly ProposedClause[]): Promise<GateAnswer[]> {
    // A store never shrinks.
    if (this.#store.size > 200_000) this.#store = new TermStore();
    const contract = new FunctionContract(this.#store, this.#solver, this.#types, signature);
    const answers: GateAnswer[] = [];
    for (const clause of proposed) answers.push(await contract.add(clause));
    return answers;
  }
}

type Check = [terms: readonly Term[], wanted: 'sat' | 'unsat', reason: Rejected['reason'], detail: string];

/** The accepted clauses of one function, as terms. */
class FunctionContract {
  readonly #store: TermStore;
  readonly #solver: Solver;
  readonly #types: TypeTable;
  readonly #signature: Signature;
  readonly #variables = new Map<string, Term>();
  readonly #pre: Term[] = [];
  readonly #post: Term[] = [];

  constructor(store: TermStore, solver: Solver, types: TypeTable, signature: Signature) {
    this.#store = store;
    this.#solver = solver;
    this.#types = types;
    this.#signature = signature;
  }

  async add({ role, text }: ProposedClause): Promise<GateAnswer> {
    if (isPlaceholder(text)) return rejected('placeholder', 'it is a placeholder, not a condition');
    const parsed = parseExpression(text);
    if (parsed.status === 'invalid') return rejected('unreadable', parsed.reason);
    const { expression } = parsed;
    const translated = translate(expression, {
      store: this.#store,
      types: this.#types,
      signature: this.#signature,
      variable: (input, width) => this.#variable(input, width),
    });
    if (translated.status === 'ill-typed') return rejected('ill-typed', translated.reason);
    const { condition, defined, readsResult } = translated.translation;
    if (role === 'pre' && readsResult) return rejected('wrong-role', 'a precondition cannot read the result');
    if (role === 'post' && !readsResult) return rejected('wrong-role', 'a postcondition says something of the result');
    const answer = await this.#decide(role, expression, condition, defined);
    if (answer.status === 'accepted') (role === 'pre' ? this.#pre : this.#post).push(condition);
    return answer;
  }

  async #decide(role: ClauseRole, expression: Expression, condition: Term, defined: Term): Promise<GateAnswer> {
    const store = this.#store;
    const negated = store.not(condition);
    const before = [...this.#pre, ...this.#post];
    const checks: Check[] = [
      [[condition], 'sat', 'unsatisfiable', 'nothing satisfies it'],
      [[negated], 'sat', 'tautology', 'everything of these types satisfies it'],
      [[...this.#pre, store.not(defined)], 'unsat', 'undefined', 'it follows a pointer that may be NULL or an error'],
    ];
    // For the first clause these are the questions above.
    if (before.length > 0) {
      checks.push([[...before, condition], 'sat', 'contradicts', 'it contradicts the clauses before it']);
      checks.push([[...before, negated], 'sat', 'redundant', 'the clauses before it imply it']);
    }
    for (const [terms, wanted, reason, detail] of checks) {
      const { status } = await this.#solver.check(terms);
      if (status === 'unknown') return rejected('undecided', `the solver could not decide whether ${detail}`);
      if (status !== wanted) return rejected(reason, detail);
    }
    if (role === 'post') {
      const total = await this.#leavesResults(condition);
      if (total !== 'yes')
        return total === 'no'
          ? rejected('not-total', 'for some input it leaves no result')
          : rejected('undecided', 'whether it leaves a result for every input');
    }
    return { status: 'accepted', text: showExpression(expression) };
  }

  /**
   * For every input that satisfies the preconditions, is there a result that satisfies all postconditions? Results are
   * guessed and added until one of them fits each input, or an input is found for which none does.
   */
  async #leavesResults(condition: Term): Promise<'yes' | 'no' | 'unknown'> {
    const store = this.#store;
    const result = this.#variables.get(resultName);
    if (!result) return 'yes';
    const post = store.all([...this.#post, condition]);
    // It is satisfiable, and says the same of every input.
    if (freeVariables([post]).every((variable) => variable === result)) return 'yes';
    const guesses: bigint[] = [];
    for (let round = 0; round < 40; round++) {
      const refuted = guesses.map((guess) =>
        store.not(substitute(store, post, new Map([[result, store.constant(guess, result.width)]]))),
      );
      const hard = await this.#solver.check([...this.#pre, ...refuted]);
      if (hard.status === 'unsat') return 'yes';
      if (hard.status === 'unknown') return 'unknown';
      const inputs = new Map(
        [...this.#variables.values()]
          .filter((variable) => variable !== result)
          .map((variable) => [variable, store.constant(hard.model.value(variable) as bigint, variable.width)]),
      );
      const fitting = await this.#solver.check([substitute(store, post, inputs)]);
      if (fitting.status === 'unsat') return 'no';
      if (fitting.status === 'unknown') return 'unknown';
      guesses.push(fitting.model.value(result) as bigint);
    }
    return 'unknown';
  }

  #variable(input: string, width: number): Term {
    const known = this.#variables.get(input);
    if (known) return known;
    // Numbered by first use, so that functions that are alike ask the solver the same question.
    const name = input === resultName ? `ret_${width}` : `v${this.#variables.size}_${width}`;
    const variable = this.#store.variable(name, width);
    this.#variables.set(input, variable);
    return variable;
  }
}

/** What generators write when they have nothing to say. */
function isPlaceholder(text: string): boolean {
  return /your_?condition|placeholder|todo|fixme|condition_?here|^\s*(?:true|1|none|n\/a|null|any)?\s*$/i.test(text);
}

/** Equal for functions whose clauses differ in names only; null when members are read, which depend on structs. */
function shapeOf(types: TypeTable, signature: Signature, proposed: readonly ProposedClause[]): string | null {
  const texts = proposed.map(({ role, text }) => `${role} ${text}`).join(';');
  if (texts.includes('->') || texts.includes('.') || texts.length > 4000) return null;
  const order = new Map<string, number>();
  const renamed = texts.replace(/\b[A-Za-z_]\w*\b/g, (word) => {
    const parameter = signature.parameters.find(({ name }) => name === word);
    if (!parameter) return word;
    const number = order.get(word) ?? order.size;
    order.set(word, number);
    return `#${number}:${scalarKey(types, parameter.type)}`;
  });
  return `${scalarKey(types, signature.returns)}|${renamed}`;
}

function scalarKey(types: TypeTable, id: number): string {
  const type = id === 0 ? null : scalarType(types, id);
  if (!type) return 'none';
  return type.kind === 'pointer' ? 'p' : `${type.signed ? 's' : 'u'}${type.bits}`;
}

function rejected(reason: Rejected['reason'], detail: string): GateAnswer {
  return { status: 'rejected', reason, detail };
}
