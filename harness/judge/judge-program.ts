import { observe } from '../../ken/kernel/gate/observe.ts';
import type { GuestPool } from '../../ken/kernel/guest/job.ts';
import { repairLanguageDrift } from '../../ken/kernel/normalise/language-drift.ts';
import type { Observation } from '../../ken/kernel/observation.ts';
import { tracepointFormats } from '../../ken/verifier/counterexample/tracepoint-formats.ts';
import type { Program } from '../../ken/program.ts';
import type { CaseDefinition } from '../cases/case.ts';
import { loadOracle } from '../cases/load-oracle.ts';
import { prepareWorkload } from '../cases/workload-files.ts';
import { canRun, judgeObservation, type Decision } from './judge-observation.ts';
import { agreement, compareWithReferences } from './compare-with-references.ts';
import { mendDataLocations } from './data-locations.ts';
import { repairKernelDrift, traceableFunctions } from './kernel-drift.ts';
import { decideOtherwise, type FurtherMethods } from './further-methods.ts';
import type { JudgeResult } from './judge-result.ts';
import { judgeUnexercised } from './judge-unexercised.ts';

/**
 * Runs a program beside a case's workload in a fresh guest and asks the case's oracle. The gate's answer is of that very
 * run. A program that this version of bpftrace refuses for language reasons only is repaired and its meaning judged,
 * while `gate` keeps the strict answer. A fault of the guest and a failed workload are repeated once: then a program that
 * brings its guest down is `incorrect`, and one whose workload or set-up failed is `unjudged`. A case that the guest cannot
 * exercise is judged by the gate and its attach points alone. What is then undecided is put to the further methods.
 */
export async function judgeProgram(
  definition: CaseDefinition,
  program: Program,
  pool: GuestPool,
  further: FurtherMethods = {},
): Promise<JudgeResult> {
  const started = performance.now();
  const judged = definition.notExercised
    ? await judgeUnexercisedProgram(definition, definition.notExercised, program, pool)
    : await judgeExercised(definition, program, pool);
  const opinion = further.tools ? await compareWithReferences(definition, program, further.tools) : null;
  const decided = decideOtherwise(judged, definition, program, opinion, further);
  const { gate, judgement, method, evidence, repairs } = decided;
  return {
    ...{ gate, judgement, method, evidence, repairs },
    ...(opinion ? { equivalence: { ...opinion, agrees: agreement(judged.judgement, opinion) } } : {}),
    seconds: (performance.now() - started) / 1000,
  };
}

type Judged = Omit<JudgeResult, 'seconds' | 'equivalence'>;

async function judgeExercised(definition: CaseDefinition, program: Program, pool: GuestPool): Promise<Judged> {
  const first = await judgeOnce(definition, program, pool);
  return first.again ? await judgeAgain(definition, program, pool, first) : first;
}

async function judgeUnexercisedProgram(
  definition: CaseDefinition,
  notExercised: NonNullable<CaseDefinition['notExercised']>,
  program: Program,
  pool: GuestPool,
): Promise<Judged> {
  const { gate } = await observeCase(definition, program, pool);
  return { gate, ...judgeUnexercised(notExercised, program, gate), repairs: [] };
}

async function judgeAgain(
  definition: CaseDefinition,
  program: Program,
  pool: GuestPool,
  first: Decision,
): Promise<Omit<JudgeResult, 'seconds'>> {
  const second = await judgeOnce(definition, program, pool);
  const reason = first.evidence.find(({ holds }) => !holds);
  const note = { holds: true, claim: `repeated in a fresh guest, because before: ${reason?.evidence ?? 'it failed'}` };
  return { ...second, evidence: [note, ...second.evidence] };
}

async function judgeOnce(
  definition: CaseDefinition,
  program: Program,
  pool: GuestPool,
): Promise<Omit<JudgeResult, 'seconds'> & Decision> {
  const oracle = await loadOracle(definition.folder);
  const strict = await observeCase(definition, program, pool);
  const decision = judgeObservation(oracle, program.framework, strict);
  const repaired = decision.judgement === 'incorrect' ? repair(program, strict, pool) : null;
  if (repaired) {
    const observation = await observeCase(definition, repaired.program, pool);
    if (canRun(observation.gate.status)) {
      const { repairs } = repaired;
      return { ...judgeObservation(oracle, program.framework, observation), gate: strict.gate, repairs };
    }
  }
  return { ...decision, gate: strict.gate, repairs: [] };
}

/** One program, one workload, one clone. */
async function observeCase(definition: CaseDefinition, program: Program, pool: GuestPool): Promise<Observation> {
  const { files, command } = await prepareWorkload(definition, pool.identity);
  return observe(pool, program, {
    files,
    workload: command,
    settleMilliseconds: definition.settleSeconds * 1000,
    deadlines: { workload: definition.deadlineSeconds * 1000 },
    ...(definition.setup === undefined ? {} : { setup: definition.setup }),
  });
}

/**
 * What this version of bpftrace refuses for reasons of its language only or reads wrongly, and functions that this kernel
 * has under another name: each repair works on what the one before it left.
 */
function repair(program: Program, { gate }: Observation, pool: GuestPool): Repaired | null {
  if (program.framework !== 'bpftrace' || gate.status === 'guest-fault') return null;
  const steps: ((text: string) => { text: string; repairs: string[] } | null)[] = [
    (text) => (canRun(gate.status) ? null : repairLanguageDrift(text, gate.log)),
    (text) => (gate.status === 'accepted' ? null : repairKernelDrift(text, traceableFunctions(pool.identity))),
    (text) => mendDataLocations(text, tracepointFormats(pool.identity)),
  ];
  let text = program.text;
  const repairs: string[] = [];
  for (const step of steps) {
    const mended = step(text);
    if (!mended) continue;
    text = mended.text;
    repairs.push(...mended.repairs);
  }
  return repairs.length > 0 ? { program: { ...program, text }, repairs } : null;
}

interface Repaired {
  program: Program;
  repairs: string[];
}
