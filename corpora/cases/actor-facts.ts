import { KenError, quote } from '../../ken/errors.ts';
import type { Fact } from '../../ken/kernel/observation.ts';

/** The facts of one event that one actor (the field `actor`: a process of the workload) reported, in order. */
export function factsBy(facts: readonly Fact[], event: string, actor: string): Fact[] {
  return facts.filter((fact) => fact.event === event && fact.fields['actor'] === actor);
}

/** The first of them. Throws KenError('guest') when there is none: the workload did not do it, the program is unjudged. */
export function factBy(facts: readonly Fact[], event: string, actor: string): Fact {
  const [fact] = factsBy(facts, event, actor);
  if (!fact) throw new KenError('guest', `the workload did not report ${quote(event)} by ${quote(actor)}`);
  return fact;
}
