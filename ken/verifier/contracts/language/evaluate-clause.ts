import type { TypeTable } from '../../btf/type-table.ts';
import { substitute } from '../../terms/substitute.ts';
import { TermStore } from '../../terms/term-store.ts';
import type { Term } from '../../terms/term.ts';
import type { Expression } from './expression.ts';
import type { Signature } from './signature.ts';
import { translate } from './translate.ts';

/** Whether a clause holds for concrete values; null: it reads something that has no value here. */
export type ClauseTest = (values: Readonly<Record<string, bigint>>) => boolean | null;

/** Makes a test of a clause: for observations of a running kernel, and for mutants. Null when it is ill-typed. */
export function clauseTest(expression: Expression, signature: Signature, types: TypeTable): ClauseTest | null {
  const store = new TermStore();
  const inputs = new Map<string, Term>();
  const variable = (input: string, width: number): Term => {
    const known = inputs.get(input) ?? store.variable(input, width);
    inputs.set(input, known);
    return known;
  };
  const translated = translate(expression, { store, types, signature, variable });
  if (translated.status === 'ill-typed') return null;
  const { condition } = translated.translation;
  return (values) => {
    const replacements = new Map<Term, Term>();
    for (const [input, term] of inputs) {
      const value = values[input];
      if (value !== undefined) replacements.set(term, store.constant(value, term.width));
    }
    const result = substitute(store, condition, replacements);
    return result === store.true ? true : result === store.false ? false : null;
  };
}
