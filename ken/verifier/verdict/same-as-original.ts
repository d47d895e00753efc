import type { Compiler } from '../compile/compiler.ts';
import { compareProgramSides } from '../equivalence/compare-programs.ts';
import type { ExplorationOptions } from '../executor/exploration.ts';
import type { BpfObject } from '../elf/object.ts';
import type { Compiled } from '../compile/compiled.ts';
import type { VerificationInput } from './verification-input.ts';

export interface SameAsOriginalParts {
  compiler: Pick<Compiler, 'compile'>;
  load: (compiled: Compiled) => Promise<BpfObject>;
  exploration: ExplorationOptions;
}

/**
 * Whether the annotated program shows the same as the program without its annotations, where no assume is violated.
 * Null when that is proved, else why the verdicts may be about another program.
 */
export async function differsFromOriginal(
  { compiled, object, kernelTypes, original }: VerificationInput,
  { compiler, load, exploration }: SameAsOriginalParts,
): Promise<string | null> {
  const plain = await compiler.compile({ framework: compiled.framework, text: original });
  if (plain.status === 'compile-failed') return 'without its annotations the program does not compile';
  if (plain.status === 'unsupported') return plain.reason;
  const left = { compiled, object, kernelTypes };
  const right = { compiled: plain, object: await load(plain), kernelTypes };
  const { result, reason } = await compareProgramSides(left, right, {
    exploration,
    tolerances: { headers: false, mapNames: false, cutPaths: true },
    limits: { events: 1 },
    namesOf: () => ({ input: () => null, mentions: () => false }),
  });
  return result === 'equivalent' ? null : `the annotated program may do something else than the original: ${reason}`;
}
