import { describeFailure } from '../counterexample/describe-failure.ts';
import type { Failure } from '../counterexample/failure.ts';
import { plausibleModel } from '../counterexample/plausible-model.ts';
import { probeNames, type ProbeNames } from '../counterexample/probe-names.ts';
import { tracepointFormats } from '../counterexample/tracepoint-formats.ts';
import { tracerActions } from '../compile/tracer-actions.ts';
import type { ProgramFunction } from '../compile/compiled.ts';
import type { Exploration, ExplorationOptions } from '../executor/exploration.ts';
import { passes, type AssertVerdict, type Lint, type Verification } from '../verification.ts';
import { decideAssert } from './assert-verdict.ts';
import { searchAsserts, searchLimits, type SearchLimits } from './assert-search.ts';
import { programVerdict } from './program-verdict.ts';
import type { VerificationInput } from './verification-input.ts';

export interface VerifyParts {
  /** Why the annotations may have changed the program, or null. */
  changed: (input: VerificationInput) => Promise<string | null>;
  exploration: ExplorationOptions;
  search?: SearchLimits;
  /** Checks that need no annotation. */
  lints: (input: VerificationInput, explorations: readonly Exploration[]) => Promise<Lint[]>;
  /** Line of the author's text for a site, as text for a reason: ` in line 4`. */
  place: (input: VerificationInput, site: { function: string; instruction: number }) => string;
  /** Asserts whose check the compiler may have removed, by annotation id, with the reason. */
  unsafe: (input: VerificationInput) => Promise<Map<number, string>>;
}

/** Verdicts of every assert of a program that compiled, in the order of the text. */
export async function verifyLoaded(
  input: VerificationInput,
  parts: VerifyParts,
): Promise<Omit<Verification, 'seconds' | 'compileSeconds'>> {
  const { asserts: found, explorations } = await searchAsserts(input, parts.exploration, parts.search ?? searchLimits);
  const namesOf = cachedNames(input);
  const decided: AssertVerdict[] = [];
  const proved = new Map<number, number>();
  for (const annotation of input.annotations) {
    const finding = found.get(annotation.id);
    if (annotation.kind !== 'assert' || !finding) continue;
    const { line, column, text } = annotation;
    const decision = await decideAssert(finding, annotation, {
      object: input.object,
      actions: tracerActions(input.compiled),
      plausible: (failure) => withPlausibleModel(failure, parts.exploration),
      describe: (failure) => describeFailure(failure, annotation, namesOf, input.kernelTypes),
      place: ({ site }) => parts.place(input, site),
    });
    decided.push({ line, column, text, ...decision });
    if (passes(decision.verdict)) proved.set(decided.length - 1, annotation.id);
  }
  if (proved.size > 0) {
    const unsafe = await parts.unsafe(input);
    for (const [index, id] of proved) {
      const [each, reason] = [decided[index], unsafe.get(id)];
      if (each && reason !== undefined) decided[index] = withoutProof(each, reason);
    }
  }
  const changed = decided.some(({ verdict }) => passes(verdict)) ? await parts.changed(input) : null;
  const asserts = changed === null ? decided : decided.map((each) => withoutProof(each, changed));
  const assumed = new Map(explorations.flatMap(({ assumptions }) => assumptions.map(({ id, text }) => [id, text])));
  return {
    ...programVerdict(asserts),
    asserts,
    lints: await parts.lints(input, explorations),
    changed: changed ?? '',
    assumptions: [...assumedTexts(input, asserts), ...input.assumptions, ...assumed.values()],
    statistics: {
      paths: sum(explorations, ({ statistics }) => statistics.paths),
      instructions: sum(explorations, ({ statistics }) => statistics.instructions),
      solverChecks: sum(explorations, ({ statistics }) => statistics.checks),
    },
  };
}

async function withPlausibleModel(failure: Failure, options: ExplorationOptions): Promise<Failure> {
  const { path, mark } = failure;
  const condition = path.condition.slice(0, mark.conditionLength);
  return { ...failure, mark: { ...mark, model: await plausibleModel(condition, path, mark.model, options) } };
}

/** A proof about another program is no proof, nor is one of a check that is not there. */
function withoutProof(each: AssertVerdict, reason: string): AssertVerdict {
  if (!passes(each.verdict)) return each;
  const { line, column, text } = each;
  return { line, column, text, verdict: 'unknown', reason, counterexample: null };
}

/** What the author assumed, and how far a bounded proof reaches. */
function assumedTexts({ annotations }: VerificationInput, asserts: readonly AssertVerdict[]): string[] {
  const own = annotations.filter(({ kind }) => kind === 'assume').map(({ line, text }) => `Line ${line}: ${text}`);
  const bounds = asserts.flatMap(({ bound }) => (bound === undefined ? [] : [bound]));
  if (bounds.length === 0) return own;
  const bound = Math.min(...bounds);
  return [
    ...own,
    `At most ${bound === 1 ? '1 event happens' : `${bound} events happen`} after BEGIN, from empty maps.`,
  ];
}

function cachedNames(input: VerificationInput): (probe: ProgramFunction) => ProbeNames {
  const known = new Map<ProgramFunction, ProbeNames>();
  return (probe) => {
    const names = known.get(probe) ?? probeNames({ probe, ...namingSources(input) });
    known.set(probe, names);
    return names;
  };
}

function namingSources({ compiled, kernelTypes, text, identity }: VerificationInput) {
  return { tree: compiled.tree, kernelTypes, text, tracepointFormat: tracepointFormats(identity) };
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
