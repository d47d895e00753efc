import type Parser from 'tree-sitter';
import type { Fact, Provenance } from '../../../ken/verifier/contracts/contract.ts';
import { scalarType } from '../../../ken/verifier/contracts/language/signature.ts';
import type { TypeTable } from '../../../ken/verifier/btf/type-table.ts';
import type { Prototype } from '../functions/prototypes.ts';
import type { DerivedClause } from './analysis.ts';
import { conditionText } from './condition-text.ts';
import type { Entry } from './read-entry.ts';
import { argumentsOf, calledName, operand } from './syntax.ts';

type Place = (at: number) => string;
type Constant = (name: string) => number | undefined;

/** Longer ones help nobody. */
const longestCondition = 400;

/** Clauses that the first statements of a function give. */
export function clausesOfEntry(
  entry: Entry,
  prototype: Prototype,
  types: TypeTable,
  place: Place,
  constant: Constant,
): DerivedClause[] {
  const clauses: DerivedClause[] = [];
  const add = (
    role: 'pre' | 'post',
    text: string,
    rule: string,
    at: number,
    confidence: 'sound' | 'convention',
  ): void => {
    if (text.length > longestCondition) return;
    clauses.push({ role, text, confidence, provenance: { by: 'static', rule, at: place(at) } });
  };
  for (const { parameter, at, guards } of entry.followed) {
    add('pre', unless(guards, `${parameter} != NULL`), 'entry-dereference', at, 'sound');
  }
  for (const { condition, at, macro, guards } of entry.asserted) {
    add('pre', unless(guards, `!(${condition})`), macro, at, macro === 'BUG_ON' ? 'sound' : 'convention');
  }
  const returns = prototype.returns === 0 ? null : scalarType(types, prototype.returns);
  for (const { condition, before, value, at } of entry.guards) {
    const result = returns && value ? resultText(value, returns.kind === 'pointer', constant) : null;
    if (result === null) continue;
    const reached = before.length === 0 ? `(${condition})` : `!(${before.join(' || ')}) && (${condition})`;
    add('post', `${reached} ==> ${result}`, 'guard', at, 'sound');
  }
  return clauses;
}

/** Calls that state what a function needs, as facts. */
export function contextFacts({ context }: Entry, place: Place): Fact[] {
  return context.map(({ call, argument, at }) => {
    const provenance: Provenance = { by: 'static', rule: call, at: place(at) };
    if (call === 'might_sleep' || call === 'might_fault' || call === 'might_sleep_if') {
      return { kind: 'sleeps', subject: '', value: 'may sleep: it is never called in atomic context', provenance };
    }
    if (call === 'ASSERT_RTNL')
      return { kind: 'lock-held', subject: 'rtnl_mutex', value: 'held by the caller', provenance };
    const isLock =
      /^(?:lockdep_assert_(?:held|rq_held|once)|assert_spin_locked|lockdep_sock_is_held|sock_owned_by_me)/.test(call);
    return isLock
      ? { kind: 'lock-held', subject: argument, value: 'held by the caller', provenance }
      : { kind: 'context', subject: argument, value: call, provenance };
  });
}

function unless(guards: readonly string[], condition: string): string {
  return guards.length === 0 ? condition : `!(${guards.map((guard) => `(${guard})`).join(' || ')}) ==> ${condition}`;
}

/** What `return value` says of `ret`; null when the value is no constant. */
function resultText(value: Parser.SyntaxNode, isPointer: boolean, constant: Constant): string | null {
  const expression = operand(value);
  if (!expression) return null;
  if (isPointer && expression.type === 'call_expression' && calledName(expression) === 'ERR_PTR') {
    const error = operand(argumentsOf(expression)[0] ?? null)?.text ?? '';
    return /^-\s*E[A-Z0-9]+$/.test(error) ? 'IS_ERR(ret)' : null;
  }
  const text = conditionText(expression, { parameters: new Set(), constant, isMacro: () => true });
  if (text === null || /[=<>|&^!]/.test(text)) return null;
  if (isPointer) return text === 'NULL' || text === '0' ? 'ret == NULL' : null;
  return text === 'NULL' ? null : `ret == ${text}`;
}
