import type { KernelConfiguration } from '../kernel/configuration.ts';
import { isWordCode } from './scan.ts';
import type { LocalMacros, MacroIndex } from './macro.ts';

export interface ConditionScope {
  configuration: KernelConfiguration;
  local: LocalMacros;
  index: MacroIndex;
  /** The file being read: its own definitions in the index do not count before its own `#define` is reached. */
  file: string;
}

/** Value of a preprocessor expression; null when this reading cannot tell. */
export type ConditionValue = number | null;

/** Names that gcc or Kbuild defines for an x86-64 kernel, and those that it does not. */
const defined = new Set([
  ...['__KERNEL__', '__GNUC__', '__x86_64__', '__linux__', '_LP64', '__LP64__', '__OPTIMIZE__', '__SIZEOF_INT128__'],
  ...['__LITTLE_ENDIAN', '__LITTLE_ENDIAN_BITFIELD', 'CC_USING_FENTRY', 'KBUILD_MODNAME', '__ELF__'],
]);
const undefinedNames = new Set([
  ...['__CHECKER__', '__GENKSYMS__', '__cplusplus', 'MODULE', '__ASSEMBLY__', '__ASSEMBLER__', '__clang__', '__i386__'],
  ...['__arm__', '__aarch64__', '__powerpc__', '__mips__', '__sparc__', '__s390__', '__BIG_ENDIAN_BITFIELD'],
  ...['__BIG_ENDIAN', 'BUILD_VDSO', 'BUILD_VDSO32', 'BUILD_VDSO32_64', 'DEBUG', 'VERBOSE_DEBUG', '__arch_um__'],
]);
const values = new Map<string, number>([
  ...Object.entries({ BITS_PER_LONG: 64, __BITS_PER_LONG: 64, __GNUC__: 14, __GNUC_MINOR__: 2 }),
  ...Object.entries({ GCC_VERSION: 140200, PAGE_SHIFT: 12, PAGE_SIZE: 4096, __SIZEOF_LONG__: 8 }),
  ...Object.entries({ __SIZEOF_POINTER__: 8, HPAGE_SHIFT: 21, THREAD_SIZE: 16384 }),
]);

/** Chain of macros that is followed for one value. */
const deepest = 5;

/** Evaluates what follows `#if` under the target's configuration: 1, 0, another number, or null for "cannot tell". */
export function evaluateCondition(text: string, scope: ConditionScope, depth = 0): ConditionValue {
  return new Evaluation(text.replace(/\/\*.*?\*\//gs, ' ').replace(/\/[/*].*$/s, ''), scope, depth).run();
}

/** Whether a name is defined. */
export function isDefined(name: string, { configuration, local, index, file }: ConditionScope): boolean {
  const known = local.get(name);
  if (known !== undefined) return known !== false;
  if (name.startsWith('CONFIG_')) {
    if (name.endsWith('_MODULE') && !configuration.has(name)) return configuration.get(name.slice(0, -7)) === 'm';
    return configuration.has(name) && configuration.get(name) !== 'm';
  }
  if (defined.has(name)) return true;
  if (undefinedNames.has(name)) return false;
  return index.find(name).some((macro) => macro.file !== file);
}

const levels = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '&': (a, b) => a & b,
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '<=': (a, b) => Number(a <= b),
  '>=': (a, b) => Number(a >= b),
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  '<<': (a, b) => a * 2 ** b,
  '>>': (a, b) => Math.floor(a / 2 ** b),
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? 0 : Math.trunc(a / b)),
  '%': (a, b) => (b === 0 ? 0 : a % b),
};

class Evaluation {
  readonly #text: string;
  readonly #scope: ConditionScope;
  readonly #depth: number;
  #at = 0;

  constructor(text: string, scope: ConditionScope, depth: number) {
    this.#text = text;
    this.#scope = scope;
    this.#depth = depth;
  }

  run(): ConditionValue {
    return this.#choice();
  }

  #choice(): ConditionValue {
    const condition = this.#binary(0);
    if (!this.#take('?')) return condition;
    const yes = this.#choice();
    this.#take(':');
    const no = this.#choice();
    if (condition === null) return null;
    return condition === 0 ? no : yes;
  }

  #binary(level: number): ConditionValue {
    const operators = levels[level];
    if (!operators) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = this.#operator(operators);
      if (operator === null) return left;
      left = combine(operator, left, this.#binary(level + 1));
    }
  }

  #operator(operators: readonly string[]): string | null {
    this.#space();
    for (const operator of operators) {
      if (!this.#text.startsWith(operator, this.#at)) continue;
      const next = this.#text[this.#at + operator.length] ?? '';
      if (operator.length === 1 && (next === operator || next === '=') && '|&<>'.includes(operator)) continue;
      this.#at += operator.length;
      return operator;
    }
    return null;
  }

  #unary(): ConditionValue {
    if (this.#take('(')) {
      const value = this.#choice();
      this.#take(')');
      return value;
    }
    const operator = ['!', '-', '~', '+'].find((sign) => this.#take(sign));
    if (operator !== undefined) {
      const value = this.#unary();
      if (value === null) return null;
      return { '!': Number(value === 0), '-': -value, '~': ~value, '+': value }[operator] ?? null;
    }
    return this.#primary();
  }

  #primary(): ConditionValue {
    const rest = this.#text.slice(this.#at);
    const taken = (length: number): void => void (this.#at += length);
    const test = /^defined\s*(?:\(\s*(\w+)\s*\)|(\w+))/.exec(rest);
    if (test) {
      taken(test[0].length);
      return Number(isDefined(test[1] ?? test[2] ?? '', this.#scope));
    }
    const option = /^(IS_ENABLED|IS_BUILTIN|IS_MODULE|IS_REACHABLE)\s*\(\s*(\w+)\s*\)/.exec(rest);
    if (option) {
      taken(option[0].length);
      const value = this.#scope.configuration.get(option[2] ?? '');
      if (option[1] === 'IS_MODULE') return Number(value === 'm');
      return Number(option[1] === 'IS_ENABLED' ? value !== undefined : value === 'y');
    }
    const number = /^(0[xX][\da-fA-F]+|\d+)[uUlL]*/.exec(rest);
    if (number) {
      taken(number[0].length);
      return Number(number[1]);
    }
    const word = /^\w+/.exec(rest)?.[0];
    if (word === undefined) {
      taken(1);
      return null;
    }
    taken(word.length);
    this.#space();
    if (this.#text[this.#at] !== '(') return this.#valueOf(word);
    this.#skipCall();
    // Attributes and built-ins: gcc has the usual ones.
    return word === '__has_attribute' || word === '__has_builtin' ? 1 : null;
  }

  #valueOf(name: string): ConditionValue {
    if (/^true$/i.test(name)) return 1;
    if (/^false$/i.test(name)) return 0;
    const { configuration, local, index, file } = this.#scope;
    const here = local.get(name);
    if (here === false) return 0;
    if (here === undefined && name.startsWith('CONFIG_')) {
      const value = configuration.get(name);
      if (value === undefined || value === 'm') return 0;
      if (value === 'y') return 1;
      return /^(0x[\da-f]+|\d+)$/i.test(value) ? Number(value) : null;
    }
    if (here === undefined && values.has(name)) return values.get(name) ?? null;
    const macro = here ?? index.find(name).find((each) => each.file !== file);
    if (!macro) return defined.has(name) ? null : 0;
    if (macro.parameters !== null || macro.body === '' || macro.body === name) return null;
    if (this.#depth >= deepest || macro.body.length > 120) return null;
    return evaluateCondition(macro.body, this.#scope, this.#depth + 1);
  }

  #skipCall(): void {
    let depth = 0;
    for (; this.#at < this.#text.length; this.#at++) {
      if (this.#text[this.#at] === '(') depth++;
      else if (this.#text[this.#at] === ')' && --depth === 0) break;
    }
    this.#at++;
  }

  #take(sign: string): boolean {
    this.#space();
    if (!this.#text.startsWith(sign, this.#at)) return false;
    if (sign === '!' && this.#text[this.#at + 1] === '=') return false;
    this.#at += sign.length;
    return true;
  }

  #space(): void {
    while (
      this.#at < this.#text.length &&
      !isWordCode(this.#text.charCodeAt(this.#at)) &&
      /\s/.test(this.#text[this.#at] ?? '')
    ) {
      this.#at++;
    }
  }
}

/** Three-valued: one known side may decide. */
function combine(operator: string, left: ConditionValue, right: ConditionValue): ConditionValue {
  if (operator === '||') {
    if (left || right) return 1;
    return left === null || right === null ? null : 0;
  }
  if (operator === '&&') {
    if (left === 0 || right === 0) return 0;
    return left === null || right === null ? null : 1;
  }
  return left === null || right === null ? null : (operations[operator]?.(left, right) ?? null);
}
