import type { ContractManifest } from '../../../ken/verifier/contracts/contract.ts';

/** Counts of a set as text: recall, prototypes, clauses by rule. */
export function statisticsText({ kernel, source, version, hashes, counts }: ContractManifest): string {
  const of = (name: string): number => counts[name] ?? 0;
  const share = (part: number, whole: number): string => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(2)} %`);
  const compared = of('prototypesEqual') + of('prototypesDifferent');
  const clauses = of('clause:pre') + of('clause:post');
  const rules = Object.entries(counts)
    .filter(([name]) => name.startsWith('rule:'))
    .map(([name, count]) => `  ${name.slice('rule:'.length).padEnd(24)} ${count}`);
  const rejected = Object.entries(counts)
    .filter(([name]) => name.startsWith('rejected:'))
    .map(([name, count]) => `  ${name.slice('rejected:'.length).padEnd(24)} ${count}`);
  return [
    `kernel ${kernel}, source ${source}, set version ${version}, contracts ${hashes.contracts.slice(0, 16)}`,
    `functions in BTF          ${of('functions')}`,
    `found in the source       ${of('withSource')} (${share(of('withSource'), of('functions'))})`,
    `prototypes equal          ${of('prototypesEqual')} of ${compared} (${share(of('prototypesEqual'), compared)})`,
    `false positives           ${of('falsePositives')}`,
    `hookable                  ${of('hookable')}`,
    `tracepoints               ${of('tracepoints')}`,
    `functions of modules      ${of('moduleFunctions')}, found in the source ${of('moduleWithSource')}, with a clause ${of('moduleWithClause')}; ${of('moduleNamesTaken')} names left out`,
    `with a clause             ${of('withClause')} (${share(of('withClause'), of('withSource'))} of those with source)`,
    `written as functions      ${of('written')}, with a clause ${of('writtenWithClause')} (${share(of('writtenWithClause'), of('written'))})`,
    `with a clause or a fact   ${of('withClauseOrFact')}`,
    `with a comment            ${of('withComment')}`,
    `clauses                   ${clauses}: ${of('clause:pre')} pre, ${of('clause:post')} post`,
    ...rules,
    ...(rejected.length === 0 ? [] : ['rejected by the gate', ...rejected]),
  ].join('\n');
}
