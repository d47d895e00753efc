import type { Contract } from '../../../ken/verifier/contracts/contract.ts';
import type { FoundFunctions } from '../functions/find-functions.ts';
import type { Prototype } from '../functions/prototypes.ts';
import type { KernelInput } from './kernel-input.ts';

/** What was counted while a set was built. */
export type BuildCounts = Record<string, number>;

export function newCounts(found: FoundFunctions, prototypes: ReadonlyMap<string, readonly Prototype[]>): BuildCounts {
  return { files: found.files, bytes: found.bytes, btfNames: prototypes.size };
}

/** Adds one finished contract to the counts. */
export function countContract(
  counts: BuildCounts,
  { source, prototype, clauses, rejected, facts, comment, hooks }: Contract,
): void {
  const add = (name: string, by = 1): void => void (counts[name] = (counts[name] ?? 0) + by);
  add('functions');
  if (source) add('withSource');
  if (source?.origin === 'assembly') add('assembly');
  if (source && prototype.source === 'equal') add('prototypesEqual');
  if (source && prototype.source === 'different') add('prototypesDifferent');
  if (source?.origin === 'c') add('written');
  if (source?.origin === 'c' && clauses.length > 0) add('writtenWithClause');
  if (clauses.length > 0) add('withClause');
  if (clauses.length > 0 || facts.length > 0) add('withClauseOrFact');
  if (comment) add('withComment');
  if (hooks.length > 0) add('hookable');
  for (const { role, provenance } of clauses) {
    add(`clause:${role}`);
    add(`rule:${provenance.rule}`);
  }
  for (const { reason } of rejected) add(`rejected:${reason}`);
}

/** Functions of modules are counted apart: shares of the kernel's own stay comparable. */
export function countModule(counts: BuildCounts, { source, clauses, hooks }: Contract): void {
  const add = (name: string): void => void (counts[name] = (counts[name] ?? 0) + 1);
  add('moduleFunctions');
  if (source) add('moduleWithSource');
  if (clauses.length > 0) add('moduleWithClause');
  if (hooks.length > 0) add('moduleHookable');
}

/** Definitions that must exist out of line by what the source says, and do not: a wrong branch of an `#if`. */
export function falsePositives(
  found: FoundFunctions,
  { symbols }: KernelInput,
  prototypes: ReadonlyMap<string, readonly Prototype[]>,
  compiled: ReadonlySet<string>,
): number {
  let wrong = 0;
  for (const [name, definitions] of found.byName) {
    if (prototypes.has(name) || symbols.text?.has(name) === true) continue;
    wrong += definitions.filter(
      (each) =>
        compiled.has(each.file) &&
        !each.isStatic &&
        !each.isInline &&
        each.macro === null &&
        !each.attributes.some((text) => /init|exit|inline/.test(text)),
    ).length;
  }
  return wrong;
}
