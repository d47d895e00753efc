import type { Term } from '../../terms/term.ts';

/** The values of `symbolic + base` are `rest` modulo `step`, a power of two up to 4096. */
export function alignmentOf(symbolic: Term, base: number): { step: number; rest: number } {
  let step = 1;
  let constant = base;
  for (const part of summands(symbolic)) if (part.op === 'constant') constant += Number(part.value & 4095n);
  const zeros = Math.min(12, ...summands(symbolic).map((part) => (part.op === 'constant' ? 12 : lowZeros(part))));
  step <<= zeros;
  return { step, rest: ((constant % step) + step) % step };
}

function summands(term: Term): Term[] {
  const parts: Term[] = [];
  for (let rest = [term], next = rest.pop(); next; next = rest.pop()) {
    if (next.op === 'add') rest.push(...next.args);
    else parts.push(next);
  }
  return parts;
}

/** How many low bits of a term are surely zero. */
function lowZeros(term: Term, depth = 0): number {
  const [first, second, third] = term.args;
  const below = (part: Term | undefined): number => (part && depth < 20 ? lowZeros(part, depth + 1) : 0);
  switch (term.op) {
    case 'constant':
      return zerosOf(term.value);
    case 'shl':
      return second?.op === 'constant' ? Number(second.value) + below(first) : below(first);
    case 'mul':
      return below(first) + below(second);
    case 'add':
    case 'sub':
    case 'bitOr':
    case 'bitXor':
      return Math.min(below(first), below(second));
    case 'bitAnd':
      return Math.max(below(first), below(second));
    case 'ite':
      return Math.min(below(second), below(third));
    case 'zeroExtend':
    case 'signExtend':
      return below(first);
    case 'concat': {
      const last = term.args.at(-1);
      return last?.op === 'constant' && last.value === 0n ? last.width : below(last);
    }
    default:
      return 0;
  }
}

function zerosOf(value: bigint): number {
  let zeros = 0;
  while (zeros < 12 && ((value >> BigInt(zeros)) & 1n) === 0n) zeros++;
  return zeros;
}
