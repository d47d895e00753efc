import { errorNumbers } from '../../../ken/verifier/contracts/language/errno.ts';
import { enumeratorsOf } from '../../../ken/verifier/contracts/language/enumerators.ts';
import type { TypeTable } from '../../../ken/verifier/btf/type-table.ts';
import type { ReadFile } from '../preprocess/file-reader.ts';
import type { MacroKnowledge } from './macro-effects.ts';

/** What a name stands for in a file: an error, an enumerator, or a macro whose body is plainly a number. */
export class Constants {
  readonly #macros: MacroKnowledge;
  readonly #enumerators: ReadonlyMap<string, bigint>;

  constructor(macros: MacroKnowledge, types: TypeTable) {
    this.#macros = macros;
    this.#enumerators = enumeratorsOf(types);
  }

  /** Undefined when it is no constant, or when definitions disagree. */
  valueOf(name: string, read: ReadFile): number | undefined {
    const error = errorNumbers.get(name);
    if (error !== undefined) return error;
    const macros = this.#macros.definitions(read, name);
    if (macros.length > 0) {
      const values = new Set(macros.map((macro) => (macro.parameters === null ? literalValue(macro.body) : undefined)));
      const [value] = values;
      return values.size === 1 ? value : undefined;
    }
    const enumerator = this.#enumerators.get(name);
    return enumerator === undefined ? undefined : Number(enumerator);
  }
}

/** The value of `12`, `-1`, `(-ENOMEM)`, `0x10UL`, `(1 << 4)`; undefined for anything else. */
export function literalValue(text: string): number | undefined {
  let body = text.trim();
  while (/^\([^()]*\)$/.test(body)) body = body.slice(1, -1).trim();
  const sign = /^-\s*(.*)$/.exec(body);
  if (sign) {
    const value = literalValue(sign[1] ?? '');
    return value === undefined ? undefined : -value;
  }
  const shift = /^1[uUlL]*\s*<<\s*(\d+)$/.exec(body);
  if (shift && Number(shift[1]) < 31) return 2 ** Number(shift[1]);
  const number = /^(0[xX][\da-fA-F]+|[1-9]\d*|0)[uUlL]*$/.exec(body);
  if (number) {
    const value = Number(number[1]);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  return errorNumbers.get(body);
}
