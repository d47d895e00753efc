import type { BpfObject } from '../../elf/object.ts';
import { openSolver } from '../../solver/open-solver.ts';
import { TermStore } from '../../terms/term-store.ts';
import type { Exploration, ExplorationOptions, FinishedPath, Start } from '../exploration.ts';
import { explore } from '../explore.ts';
import { assemble } from './assemble.ts';

/** Explores the first function of an object, or a text, with a solver of its own. For tests. */
export async function exploreText(
  program: string | BpfObject,
  options: Partial<ExplorationOptions> & { start?: Start; function?: string } = {},
): Promise<Exploration> {
  const object = typeof program === 'string' ? assemble({ main: program }) : program;
  const solver = options.solver ?? (await openSolver());
  const name = options.function ?? object.functions[0]?.name ?? '';
  try {
    return await explore({ object, kernelTypes: null }, name, options.start ?? 'arbitrary', {
      store: new TermStore(),
      ...options,
      solver,
    });
  } finally {
    if (!options.solver) await solver.close();
  }
}

/** What each path returns under its own model, as signed numbers, sorted. */
export function returnedValues({ paths }: Pick<Exploration, 'paths'>): (bigint | null)[] {
  return paths.map((path) => returnedIn(path)).sort((a, b) => Number((a ?? 0n) - (b ?? 0n)));
}

export function returnedIn({ returned, model }: FinishedPath): bigint | null {
  return returned === null ? null : BigInt.asIntN(64, BigInt(model.value(returned)));
}
