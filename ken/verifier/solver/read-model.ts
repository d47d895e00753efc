import { argumentKey, evaluate } from '../terms/evaluate.ts';
import { type Model, modelOf } from '../terms/model.ts';
import type { Term, Value } from '../terms/term.ts';

/**
 * The model from the values of all variables and applications, which come with arguments before what they are in.
 * Returns what is wrong when the values are no function or have the wrong type.
 */
export function readModel(symbols: readonly Term[], values: readonly Value[]): Model | string {
  const variables = new Map<string, Value>();
  const functions = new Map<string, Map<string, Value>>();
  const known = new Map<Term, Value>();
  if (symbols.length !== values.length) return `${values.length} values for ${symbols.length} symbols`;
  for (const [index, symbol] of symbols.entries()) {
    const value = values[index] ?? false;
    if (!fits(value, symbol.width)) return `the value ${value} for ${symbol.name} of width ${symbol.width}`;
    if (symbol.op === 'variable') {
      if ((variables.get(symbol.name) ?? value) !== value) return `two values for ${symbol.name}`;
      variables.set(symbol.name, value);
    } else {
      const key = argumentKey(symbol.args.map((part) => evaluate(part, { variables, functions }, known)));
      const table = functions.get(symbol.name) ?? new Map<string, Value>();
      functions.set(symbol.name, table);
      if ((table.get(key) ?? value) !== value) return `two values for ${symbol.name}(${key})`;
      table.set(key, value);
    }
  }
  return modelOf({ variables, functions });
}

function fits(value: Value, width: number): boolean {
  if (typeof value === 'boolean') return width === 0;
  return width > 0 && value >= 0n && value >> BigInt(width) === 0n;
}
