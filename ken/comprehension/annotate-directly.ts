import type { Verifier } from '../verifier/verifier.ts';
import type { ContractStore } from '../verifier/contracts/contract-store.ts';
import { checkAnnotation } from './check-annotation.ts';
import type { Comprehension } from './comprehension.ts';
import { placeContracts } from './place-contracts.ts';

export interface DirectComprehensionParts {
  verifier: Pick<Verifier, 'check'>;
  contracts: ContractStore;
}

/**
 * Contracts written into the candidate without a model (`comprehension: direct`), an ablation that the paper's section
 * 3.4 mentions. Where a program follows no pointer of its hooks there is nothing to assert, hence nothing is proved.
 */
export function directComprehension({ verifier, contracts }: DirectComprehensionParts): Comprehension {
  return {
    async comprehend({ candidate }) {
      const { annotated, annotations } = placeContracts(candidate, contracts);
      if (!annotations.some(({ kind }) => kind === 'assert')) {
        return {
          annotated: null,
          problem: 'the contracts leave nothing to assert: the program follows no pointer of its hooks',
          turns: [],
        };
      }
      const problem = await checkAnnotation(candidate, annotated, verifier);
      if (problem === null) return { annotated, turns: [] };
      return {
        annotated: null,
        problem: `the program does not compile with its contracts: ${problem.split('\n')[0] ?? ''}`,
        turns: [],
      };
    },
  };
}
