import { KenError, quote } from '../../ken/errors.ts';
import type { Fact } from '../../ken/kernel/observation.ts';

/** All facts of one event, in order. */
export function factsOf(facts: readonly Fact[], event: string): Fact[] {
  return facts.filter((fact) => fact.event === event);
}

/** The only fact of an event. Throws KenError('guest') when the workload did not report it: the program is unjudged. */
export function theFact(facts: readonly Fact[], event: string): Fact {
  const [fact] = factsOf(facts, event);
  if (!fact) throw new KenError('guest', `the workload did not report ${quote(event)}`);
  return fact;
}

/** A number of a fact. Throws KenError('guest') when it is missing or no decimal number. */
export function factNumber(fact: Fact, name: string): number {
  const text = factText(fact, name);
  if (!/^-?\d+$/.test(text)) throw new KenError('guest', `the workload reported ${fact.event} ${name}=${quote(text)}`);
  return Number(text);
}

/** A field of a fact as text. Throws KenError('guest') when it is missing. */
export function factText(fact: Fact, name: string): string {
  const text = fact.fields[name];
  if (text === undefined) throw new KenError('guest', `the workload reported ${fact.event} without ${quote(name)}`);
  return text;
}

/** The workload's own account: throws KenError('guest', message) unless the condition holds. */
export function workloadDid(condition: boolean, message: string): void {
  if (!condition) throw new KenError('guest', `the workload did not do what the case needs: ${message}`);
}
