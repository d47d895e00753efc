import { constants } from '../normalise/constants.ts';
import type { TypeSource } from './fit-headers.ts';

/**
 * Macros of the kernel's headers that are not in its BTF, which clang's messages name as undeclared. A name that the
 * text defines itself is left to it.
 */
export function missingMacros(log: string, text: string, source: TypeSource): [string, string][] {
  const missing = new Set<string>();
  for (const found of log.matchAll(
    /undeclared identifier '([A-Za-z_]\w*)'|undeclared function '(\w+)'|declaration of function '(\w+)'/g,
  )) {
    missing.add(found[1] ?? found[2] ?? found[3] ?? '');
  }
  return [...missing].flatMap((name): [string, string][] => {
    const value = macroOf(name, source);
    const own = new RegExp(`#[ \\t]*define[ \\t]+${name}\\b`).test(text);
    return value === undefined || own ? [] : [[name, value]];
  });
}

const ownMacros: ReadonlyMap<string, string> = new Map([
  ['NULL', '((void *)0)'],
  ['TASK_COMM_LEN', '16'],
  ['PERF_MAX_STACK_DEPTH', '127'],
  ['IFNAMSIZ', '16'],
  ['ETH_ALEN', '6'],
  ['ETH_HLEN', '14'],
  ['TC_ACT_UNSPEC', '(-1)'],
  ['TC_ACT_OK', '0'],
  ['TC_ACT_SHOT', '2'],
  ['INT_MAX', '0x7fffffff'],
  ['UINT_MAX', '0xffffffffU'],
  ['UINT64_MAX', '0xffffffffffffffffULL'],
  ['ULLONG_MAX', '0xffffffffffffffffULL'],
  ['offsetof', '__builtin_offsetof'],
]);

function macroOf(name: string, source: TypeSource): string | undefined {
  if (source === 'user-space-headers' && name === 'true') return '1';
  if (source === 'user-space-headers' && name === 'false') return '0';
  const own = ownMacros.get(name);
  if (own !== undefined) return own;
  const value = constants.get(name);
  return value === undefined ? undefined : value < 0 ? `(${value})` : String(value);
}
