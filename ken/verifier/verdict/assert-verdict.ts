import type { TracerActions } from '../compile/tracer-actions.ts';
import type { Failure } from '../counterexample/failure.ts';
import { replay } from '../counterexample/replay.ts';
import type { Annotation } from '../desugar/annotated.ts';
import type { Finding, StopReason } from '../executor/exploration.ts';
import type { BpfObject } from '../elf/object.ts';
import type { Counterexample, Verdict } from '../verification.ts';
import type { AssertFinding } from './assert-search.ts';

/** An assert's verdict before it gets its place in the text. */
export interface Decision {
  verdict: Verdict;
  bound?: number;
  reason: string;
  counterexample: Counterexample | null;
}

export interface DecisionParts {
  object: BpfObject;
  actions: TracerActions;
  /** The same failure with a model that explains it better. */
  plausible: (failure: Failure) => Promise<Failure>;
  /** Puts a failure into the source's words. */
  describe: (failure: Failure, annotation: Annotation) => Counterexample;
  /** Names the place of a finding for a reason. */
  place: (finding: Finding) => string;
}

/**
 * Decides one assert. A failure from the program's own start is `refuted` when a concrete replay fails too. Without any
 * failure it is proved, unless the search was cut short, nothing reaches it, or the compiler had undefined behaviour to
 * exploit before it.
 */
export async function decideAssert(
  finding: AssertFinding,
  annotation: Annotation,
  parts: DecisionParts,
): Promise<Decision> {
  const failure = finding.reachable[0];
  if (failure) return decideFailure(failure, finding, annotation, parts);
  if (finding.possible) return decidePossible(finding, finding.possible, annotation, parts);
  if (finding.stopped.length > 0) return undecided(finding.stopped);
  if (!finding.reached) {
    const reason = 'no path reaches it: the assumptions before it contradict each other, or it is dead code';
    return { verdict: 'vacuous', reason, counterexample: null };
  }
  return { verdict: 'proved', reason: '', counterexample: null, ...undermined(finding, parts) };
}

async function decideFailure(
  failure: Failure,
  finding: AssertFinding,
  annotation: Annotation,
  { object, actions, describe, plausible }: DecisionParts,
): Promise<Decision> {
  const shown = await plausible(failure);
  const counterexample = describe(shown, annotation);
  const symbols = failure.sequence.map(({ symbol }) => symbol);
  const replayed = replay({ object, actions }, symbols, shown.mark.model, finding.id);
  return replayed.confirmed
    ? { verdict: 'refuted', reason: '', counterexample }
    : { verdict: 'unconfirmed', reason: `it fails in the model, but ${replayed.reason}`, counterexample };
}

/** Fails from arbitrary map contents, and from no history that was tried. */
function decidePossible(
  finding: AssertFinding,
  failure: Failure,
  annotation: Annotation,
  parts: DecisionParts,
): Decision {
  if (finding.bound === 0 || finding.stopped.length > 0) {
    const why = describeStops([...finding.stopped, ...finding.boundStopped]);
    return {
      verdict: 'unconfirmed',
      reason: `it fails for some content of the maps, and whether the program can reach that is not known${why === '' ? '' : `: ${why}`}`,
      counterexample: parts.describe(failure, annotation),
    };
  }
  const bounded: Decision = { verdict: 'proved-bounded', bound: finding.bound, reason: '', counterexample: null };
  return { ...bounded, ...undermined(finding, parts) };
}

/** Division by zero and the like are undefined for the compiler: it may have dropped the check as impossible to fail. */
function undermined({ undefinedBehaviour }: AssertFinding, { place }: DecisionParts): Partial<Decision> {
  const [fault] = undefinedBehaviour;
  if (!fault) return {};
  return {
    verdict: 'unknown',
    reason: `undefined behaviour is possible on the way (${fault.kind}${place(fault)}), so the compiler may have removed this check; rule it out with an if or an assume`,
  };
}

function undecided(stops: readonly StopReason[]): Decision {
  const outside = stops.some(({ kind }) => kind === 'unsupported' || kind === 'rejected');
  return { verdict: outside ? 'unsupported' : 'unknown', reason: describeStops(stops), counterexample: null };
}

/** The distinct reasons, at most three. */
export function describeStops(stops: readonly StopReason[]): string {
  const distinct = [...new Set(stops.map(({ kind, reason }) => `${words[kind]} ${reason}`))];
  const more = distinct.length > 3 ? ` and ${distinct.length - 3} more reasons` : '';
  return distinct.slice(0, 3).join('; ') + more;
}

const words: Record<StopReason['kind'], string> = {
  limit: 'limit reached:',
  unknown: 'the solver gave no answer:',
  unsupported: 'not supported:',
  rejected: "the kernel's verifier refuses the program:",
};
