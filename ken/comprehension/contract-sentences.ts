import type { Program } from '../program.ts';
import type { ContractStore } from '../verifier/contracts/contract-store.ts';
import { contractsOfHook, type FoundContract, hooksOf } from './find-contracts.ts';

/** Sentences that a prompt may hold; the most telling come first. */
const most = 60;

/** What the contracts say of the functions and events that a program hooks, one sentence each, for a model. */
export function contractSentences(program: Program, store: ContractStore): string[] {
  const seen = new Set<string>();
  const found: FoundContract[] = [];
  for (const hook of hooksOf(program)) {
    for (const each of contractsOfHook(hook, store)) {
      if (seen.has(each.contract.name)) continue;
      seen.add(each.contract.name);
      found.push(each);
    }
  }
  return found.flatMap(sentencesOf).slice(0, most);
}

function sentencesOf({ contract, through }: FoundContract): string[] {
  const { name, prototype, clauses, facts, comment } = contract;
  const about = through === '' ? name : `${name} (${through})`;
  const known = clauses.filter(({ confidence }) => confidence !== 'refuted');
  return [
    `${about} is ${prototype.text}.`,
    ...known.map(
      ({ role, text, confidence }) =>
        `${name}, when it ${role === 'pre' ? 'is entered' : 'returns'}: ${text}${confidence === 'unproven' ? ' (not proved)' : ''}.`,
    ),
    ...facts
      .filter(({ kind }) => kind !== 'flag')
      .slice(0, 6)
      .map(({ kind, subject, value }) => `${name}, ${kind}${subject === '' ? '' : ` of ${subject}`}: ${value}.`),
    ...(comment && comment.text !== ''
      ? [`${name} is described as: ${comment.text.replace(/\s+/g, ' ').slice(0, 300)}`]
      : []),
  ];
}
