import type { Term } from './term.ts';

const infix: Partial<Record<Term['op'], string>> = {
  and: '&&',
  eq: '==',
  ult: '<u',
  slt: '<s',
  add: '+',
  sub: '-',
  mul: '*',
  udiv: '/u',
  urem: '%u',
  sdiv: '/s',
  srem: '%s',
  bitAnd: '&',
  bitOr: '|',
  bitXor: '^',
  shl: '<<',
  lshr: '>>u',
  ashr: '>>s',
};

/** Short text of a term for messages, in the manner of C; what lies deeper than `depth` is `...`. */
export function show(term: Term, depth = 6): string {
  const { op, args, width, low } = term;
  if (op === 'true' || op === 'false') return op;
  if (op === 'constant') return term.value < 10n ? term.value.toString() : `0x${term.value.toString(16)}`;
  if (op === 'variable') return term.name;
  if (depth <= 0) return '...';
  const shown = args.slice(0, 16).map((part) => show(part, depth - 1));
  if (args.length > shown.length) shown.push('...');
  const [a = '', b = '', c = ''] = shown;
  switch (op) {
    case 'apply':
      return `${term.name}(${shown.join(', ')})`;
    case 'not':
      return `!${a}`;
    case 'ite':
      return `(${a} ? ${b} : ${c})`;
    case 'extract':
      return width === 1 ? `${a}[${low}]` : `${a}[${low + width - 1}:${low}]`;
    case 'concat':
      return `{${shown.join(', ')}}`;
    case 'zeroExtend':
      return `u${width}(${a})`;
    case 'signExtend':
      return `s${width}(${a})`;
    default:
      return `(${a} ${infix[op] ?? op} ${b})`;
  }
}
