import type { Annotation } from '../desugar/annotated.ts';
import type { ProgramFunction } from '../compile/compiled.ts';
import type { TypeTable } from '../btf/type-table.ts';
import type { Counterexample, CounterexampleEvent } from '../verification.ts';
import type { Failure } from './failure.ts';
import { nameEvent } from './name-event.ts';
import type { ProbeNames } from './probe-names.ts';

/** Puts a failing path into the words of the source: each event of the history with the inputs that matter. */
export function describeFailure(
  { sequence, path, mark }: Failure,
  annotation: Annotation,
  namesOf: (probe: ProgramFunction) => ProbeNames,
  types: TypeTable | null,
): Counterexample {
  const condition = path.condition.slice(0, mark.conditionLength);
  const events = sequence.map((probe, index): CounterexampleEvent => ({
    probe: probe.target,
    inputs: nameEvent(path, index + 1, { condition, model: mark.model }, namesOf(probe), types),
  }));
  return { events, message: messageOf(events, annotation) };
}

/** Values that one event contributes to the message. */
const mostValues = 4;

function messageOf(events: readonly CounterexampleEvent[], { line, text }: Annotation): string {
  const steps: { what: string; times: number }[] = [];
  for (const event of events) {
    const what = describeEvent(event);
    const last = steps.at(-1);
    if (last?.what === what) last.times += 1;
    else steps.push({ what, times: 1 });
  }
  const history = steps.map(({ what, times }) => (times === 1 ? what : `${what} (${times} times)`)).join(', then ');
  return `assert(${text}) in line ${line} fails: ${history}`;
}

function describeEvent({ probe, inputs }: CounterexampleEvent): string {
  const values = inputs
    .filter(({ decisive }) => decisive)
    .slice(0, mostValues)
    .map(({ name, value, type }) => `${name} = ${value}${type === undefined ? '' : ` (${type})`}`);
  return values.length === 0 ? probe : `${probe} with ${values.join(', ')}`;
}
