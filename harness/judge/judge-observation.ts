import { KenError } from '../../ken/errors.ts';
import type { GuestFault } from '../../ken/kernel/gate-result.ts';
import type { Observation } from '../../ken/kernel/observation.ts';
import type { Framework } from '../../ken/program.ts';
import { quoteText } from './evidence.ts';
import type { JudgeResult } from './judge-result.ts';
import type { Finding, Oracle } from './oracle.ts';

/**
 * A judgement of one observation. `again`: the guest or the workload failed, which may not be the program's doing; only
 * if a repeat in a fresh guest fails too does the judgement stand.
 */
export type Decision = Pick<JudgeResult, 'judgement' | 'method' | 'evidence'> & { again: boolean };

/**
 * Decides from one run. Not run because the gate refused it: incorrect, by the gate. A fault that the program brought
 * about (panic, power-off, memory, ...): incorrect, by the gate. A flood of output or an ignored stop: the oracle decides
 * on what was kept, since a loud tracer may still be a right one. Failures of set-up, workload or protocol: undecided.
 */
export function judgeObservation(oracle: Oracle, framework: Framework, observation: Observation): Decision {
  const { gate } = observation;
  const fault = observation.fault ?? gate.fault;
  if (fault !== undefined && !keepsOutput(fault)) {
    return isProgramsDoing(fault)
      ? { judgement: 'incorrect', method: 'gate', evidence: [faultFinding(fault, observation)], again: true }
      : undecided('the guest works', `${fault} ${describeEnd(observation)}`);
  }
  if (!canRun(gate.status) && fault === undefined) {
    return { judgement: 'incorrect', method: 'gate', evidence: [gateFinding(observation)], again: false };
  }
  if (!observation.ran || observation.workload === null) {
    return undecided('the workload runs', `it was not started: ${describeEnd(observation)}`);
  }
  if (observation.workload.exit !== 0) {
    const { exit, signal, stderr } = observation.workload;
    return undecided('the workload succeeds', `exit ${exit}, signal ${signal}: ${quoteText(stderr)}`);
  }
  return askOracle(oracle, framework, observation, fault);
}

/** The statuses whose program runs: a missing probe may not matter for the meaning, so the oracle decides. */
export const canRun = (status: Observation['gate']['status']): boolean =>
  status === 'accepted' || status === 'partially-attached';

function askOracle(
  oracle: Oracle,
  framework: Framework,
  observation: Observation,
  fault: GuestFault | undefined,
): Decision {
  let findings: Finding[];
  try {
    findings = oracle({ framework, observation, facts: observation.facts });
  } catch (error) {
    if (error instanceof KenError && error.code === 'guest')
      return undecided("the workload's account is complete", error.message);
    throw error;
  }
  if (findings.length === 0) throw new KenError('internal', 'an oracle made no finding');
  const correct = findings.every(({ holds }) => holds);
  const evidence = [...notes(observation, fault), ...findings];
  return { judgement: correct ? 'correct' : 'incorrect', method: 'oracle', evidence, again: false };
}

/** Things that a reader must know beside the oracle's findings. */
function notes(observation: Observation, fault: GuestFault | undefined): Finding[] {
  const found: Finding[] = [];
  if (observation.gate.status === 'partially-attached') {
    const missing = observation.gate.probes.filter(({ attached }) => !attached).map(({ name }) => quoteText(name));
    found.push({ holds: true, claim: `judged without probes that did not attach: ${missing.slice(0, 8).join(', ')}` });
  }
  if (fault !== undefined)
    found.push({ holds: true, claim: `judged by the output that was kept before the fault ${fault}` });
  if (observation.lost > 0) found.push({ holds: true, claim: `the tracer lost ${observation.lost} events` });
  return found;
}

function gateFinding({ gate }: Observation): Finding {
  const reason = gate.diagnostic || gate.log;
  return { holds: false, claim: `the gate accepts the program (${gate.status})`, evidence: quoteText(reason) };
}

function faultFinding(fault: GuestFault, observation: Observation): Finding {
  return {
    holds: false,
    claim: 'the program leaves the guest working',
    evidence: `${fault} ${describeEnd(observation)}`,
  };
}

function undecided(claim: string, evidence: string): Decision {
  return { judgement: 'unjudged', method: 'none', evidence: [{ holds: false, claim, evidence }], again: true };
}

function describeEnd(observation: Observation): string {
  return quoteText(observation.gate.diagnostic || observation.setup?.stderr || observation.kernelLog);
}

/** Faults after which what the tracer printed is still there, and is all that its user would have seen. */
const keepsOutput = (fault: GuestFault): boolean => fault === 'output-flood' || fault === 'ignored-stop';

const isProgramsDoing = (fault: GuestFault): boolean => fault !== 'setup-failed' && fault !== 'protocol';
