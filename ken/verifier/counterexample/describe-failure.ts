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

function messageOf(events: readonly CounterexampleEvent[], { line, text }: Annotation): string {
  const told = events.filter(({ inputs }, index) => inputs.length > 0 || index === events.length - 1);
  const described = told.map(({ probe, inputs }, index) => {
    const values = inputs.map(({ name, value, type }) => `${name} = ${value}${type === undefined ? '' : ` (${type})`}`);
    const first = events.length > 1 ? `${index === told.length - 1 ? 'then' : 'first'} ${probe}` : probe;
    return values.length === 0 ? first : `${first} with ${values.join(', ')}`;
  });
  return `assert(${text}) in line ${line} fails: ${described.join('; ')}`;
}
