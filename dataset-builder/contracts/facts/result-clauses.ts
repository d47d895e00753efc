import { errorName } from '../../../ken/verifier/contracts/language/errno.ts';
import { type Intervals, valuesOf } from './intervals.ts';
import { pointerClass, type Value } from './value.ts';

/**
 * The condition on `ret` that a value says; null when it says nothing. An unsigned result is compared as such: negative
 * numbers can then only be named one by one.
 */
export function resultClause(value: Value | null, unsigned: boolean): string | null {
  if (value === null || value.kind === 'anything') return null;
  if (unsigned && value.kind === 'integers' && value.set.some(([low, high]) => low < 0 && low !== high)) {
    const values = valuesOf(value.set, 24);
    return values === null ? null : integerClause(values.map((each) => [each, each] as const));
  }
  return value.kind === 'pointer' ? pointerClause(value.classes) : integerClause(value.set);
}

function pointerClause(classes: number): string | null {
  const { null: isNull, error, valid } = pointerClass;
  switch (classes) {
    case isNull:
      return 'ret == NULL';
    case error:
      return 'IS_ERR(ret)';
    case valid:
      return '!IS_ERR_OR_NULL(ret)';
    case isNull | error:
      return 'IS_ERR_OR_NULL(ret)';
    case isNull | valid:
      return '!IS_ERR(ret)';
    case error | valid:
      return 'ret != NULL';
    default:
      return null;
  }
}

function integerClause(set: Intervals): string | null {
  const parts = set.map(([low, high]) => {
    if (low === high) return `ret == ${numberText(low)}`;
    if (low === -Infinity || low === -(2 ** 31)) return high === Infinity ? null : `ret <= ${high}`;
    if (high === Infinity) return `ret >= ${low}`;
    return `ret >= ${low} && ret <= ${high}`;
  });
  if (parts.some((part) => part === null) || parts.length === 0) return null;
  return parts.length === 1
    ? (parts[0] ?? null)
    : parts.map((part) => (part?.includes('&&') ? `(${part})` : part)).join(' || ');
}

function numberText(value: number): string {
  const error = value < 0 && value > -134 ? errorName(-value) : undefined;
  return error === undefined ? String(value) : `-${error}`;
}
