import type { Program } from '../../program.ts';
import type { TypeTable } from '../btf/type-table.ts';
import { applyEdits } from '../desugar/edits.ts';
import { placeOf } from '../desugar/source.ts';
import { mutateArgumentOrder, mutateConversions } from './mutators/calls.ts';
import { mutateConditions } from './mutators/conditions.ts';
import { mutateConstants } from './mutators/constants.ts';
import { mutateFields, siblingsFromTypes } from './mutators/fields.ts';
import { mutateOperators } from './mutators/operators.ts';
import { mutateStatements } from './mutators/statements.ts';
import { mutateAggregations, mutateArguments, mutateBuiltins, mutateMaps } from './mutators/swapped-words.ts';
import { mutableSource } from './mutable-source.ts';
import { type Mutant, type Mutation, mutationKinds } from './mutant.ts';

export interface MutateOptions {
  /** Most mutants; they are spread over the kinds of mutation and over the text. Default 40. */
  most?: number;
  /** Types of the target kernel, for members of its structures. */
  kernelTypes?: TypeTable | null;
}

/**
 * Variants of a program that differ from it in one small thing, as a wrong program would. Annotations, strings and
 * comments stay as they are, and so do the lines. The same text gives the same mutants in the same order. A mutant may
 * not compile, and may do the same as the program.
 */
export function mutate({ text, framework }: Program, { most = 40, kernelTypes = null }: MutateOptions = {}): Mutant[] {
  const source = mutableSource(text, framework);
  const names = new Set([...source.code.matchAll(/(?:\.|->)\s*([A-Za-z_]\w*)/g)].map((match) => match[1] ?? ''));
  const mutations = [
    ...mutateOperators(source),
    ...mutateConstants(source),
    ...mutateBuiltins(source),
    ...mutateArguments(source),
    ...(kernelTypes && names.size > 0 ? mutateFields(source, siblingsFromTypes(kernelTypes, names)) : []),
    ...mutateConditions(source),
    ...mutateMaps(source),
    ...mutateAggregations(source),
    ...mutateStatements(source),
    ...mutateArgumentOrder(source),
    ...mutateConversions(source),
  ];
  const chosen = spread(mutations, most).map(({ kind, edits, description }) => ({
    ...{ kind, description, text: applyEdits(text, edits) },
    ...{ line: placeOf(text, edits[0]?.start ?? 0).line, at: edits[0]?.start ?? 0 },
  }));
  const seen = new Set([text]);
  return chosen
    .sort((one, other) => one.at - other.at)
    .filter((mutant) => !seen.has(mutant.text) && seen.add(mutant.text))
    .map(({ kind, line, description, text: mutated }) => ({ kind, line, description, text: mutated }));
}

/** At most so many: every kind gets its turn, and within a kind the places are evenly apart. */
function spread(mutations: readonly Mutation[], most: number): Mutation[] {
  const groups = mutationKinds.map((kind) => mutations.filter((each) => each.kind === kind));
  const shares = groups.map(() => 0);
  let left = Math.min(most, mutations.length);
  while (left > 0) {
    for (const [index, group] of groups.entries()) {
      if (left > 0 && (shares[index] ?? 0) < group.length) {
        shares[index] = (shares[index] ?? 0) + 1;
        left -= 1;
      }
    }
  }
  return groups.flatMap((group, index) => {
    const share = shares[index] ?? 0;
    return Array.from({ length: share }, (_, number) => group[Math.floor((number * group.length) / share)]).flatMap(
      (each) => each ?? [],
    );
  });
}
