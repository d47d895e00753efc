import { eventOf } from '../helpers/input-names.ts';
import type { FinishedPath } from '../executor/exploration.ts';
import type { Solver } from '../solver/solver.ts';
import type { Model } from '../terms/model.ts';
import type { Term } from '../terms/term.ts';
import type { TermStore } from '../terms/term-store.ts';
import { leavesOf } from './relevant-leaves.ts';

/** Start of the kernel's direct mapping on x86-64 (Documentation/arch/x86/x86_64/mm.rst). */
const kernelMemory = 0xffff_8880_0000_0000n;
/** Process ids end here by default on 64-bit machines (/proc/sys/kernel/pid_max). */
const processLimit = 1n << 22n;
/** Wishes that are tried one by one when they cannot all be met. */
const mostWishes = 12;

/**
 * A model of the condition that looks like life where it can: pointers into kernel memory, process ids that exist,
 * clocks that run. A solver's own choice is often 0 everywhere, which explains a failure badly. The given model when
 * nothing better is found.
 */
export async function plausibleModel(
  condition: readonly Term[],
  { reads }: Pick<FinishedPath, 'reads'>,
  model: Model,
  { store, solver }: { store: TermStore; solver: Solver },
): Promise<Model> {
  const wishes = wishesFor(condition, reads, store).slice(0, mostWishes);
  if (wishes.length === 0) return model;
  const all = await solver.check(condition, conjunction(store, wishes));
  if (all.status === 'sat') return all.model;
  let best = model;
  const granted: Term[] = [];
  for (const wish of wishes) {
    const answer = await solver.check(condition, conjunction(store, [...granted, wish]));
    if (answer.status !== 'sat') continue;
    granted.push(wish);
    best = answer.model;
  }
  return best;
}

function wishesFor(condition: readonly Term[], reads: FinishedPath['reads'], store: TermStore): Term[] {
  const bases = reads.filter(({ space }) => space === 'kernel').map(({ address }) => baseOf(address));
  const pointers = new Set(bases.filter((base) => base.width === 64 && base.op !== 'constant'));
  const wishes = [...pointers].flatMap((pointer) => {
    const aligned = store.eq(store.extract(2, 0, pointer), store.constant(0n, 3));
    const high = store.ule(store.constant(kernelMemory, 64), pointer);
    return [store.and(high, store.and(aligned, store.ult(pointer, store.constant(kernelMemory + (1n << 40n), 64))))];
  });
  for (const leaf of leavesOf(condition)) {
    const name = leaf.op === 'variable' ? eventOf(leaf.name)?.name : undefined;
    if (name === 'pid_tgid') {
      for (const half of [store.extract(63, 32, leaf), store.extract(31, 0, leaf)]) {
        const some = store.not(store.eq(half, store.constant(0n, 32)));
        wishes.push(store.and(some, store.ult(half, store.constant(processLimit, 32))));
      }
    } else if (name?.startsWith('comm!') === true && name !== 'comm!0') {
      continue;
    } else if (name === 'comm!0') {
      wishes.push(store.and(store.ule(store.constant(0x61n, 8), leaf), store.ule(leaf, store.constant(0x7an, 8))));
    } else if (name !== undefined && /^(?:ktime|boottime)!/.test(name) && leaf.width === 64) {
      wishes.push(store.ule(store.constant(1_000_000_000n, 64), leaf));
    }
  }
  return wishes;
}

/** An address without the constant that was added. */
function baseOf(address: Term): Term {
  const [first, second] = address.args;
  return address.op === 'add' && second?.op === 'constant' && first ? first : address;
}

function conjunction(store: TermStore, terms: readonly Term[]): Term {
  return terms.reduce((all, term) => store.and(all, term), store.true);
}
