import type { GateResult } from '../gate-result.ts';
import type { GuestPool, Job, JobOutcome } from '../guest/job.ts';
import { bpftraceCommand, bpftraceProgram, keepFunctionList } from '../guest/prestarted.ts';
import { normaliseScript, type NormalisedScript } from '../normalise/normalise-includes.ts';
import type { Observation } from '../observation.ts';
import { bpftraceReadyMarker, parseBpftraceOutput } from '../output/bpftrace-output.ts';
import { type AttachPoint, attachPoints } from './attach-points.ts';
import { classifyBpftrace } from './classify-bpftrace.ts';
import { distilBpftrace } from './diagnostic.ts';
import { notRun, observationOf } from './observation-of.ts';
import type { ObserveOptions } from './observe.ts';
import { moduleSymbols } from './module-symbols.ts';
import { neededModules, placesOfScript, setupWith } from './needed-modules.ts';
import { faultOf, faultResult, refusedUnread, toolchainOf } from './results.ts';

/** Compile, load and attach every probe, without a workload. */
export async function checkBpftrace(pool: GuestPool, text: string): Promise<GateResult> {
  const refused = refusedUnread(text, pool.identity);
  if (refused) return refused;
  const script = normaliseScript(text);
  const points = attachPoints(text);
  const modules = await modulesFor(pool, points);
  const outcome = await pool.run(jobOf(script, modules, '--dry-run', {}));
  return withVerifierLog(pool, script, modules, resultOf(pool, script, points, outcome, true));
}

export async function observeBpftrace(pool: GuestPool, text: string, options: ObserveOptions): Promise<Observation> {
  const refused = refusedUnread(text, pool.identity);
  if (refused) return notRun(refused);
  const script = normaliseScript(text);
  const points = attachPoints(text);
  const modules = await modulesFor(pool, points);
  const outcome = await pool.run(jobOf(script, modules, '', options));
  const gate = await withVerifierLog(pool, script, modules, resultOf(pool, script, points, outcome, false));
  const { records, lost } = parseBpftraceOutput(outcome.reply?.tracer?.stdout ?? '');
  return observationOf(gate, outcome, records, lost);
}

async function modulesFor(pool: GuestPool, points: readonly AttachPoint[]): Promise<string[]> {
  return neededModules(await moduleSymbols(pool.identity.tree), placesOfScript(points));
}

function jobOf(
  script: NormalisedScript,
  modules: readonly string[],
  flags: Parameters<typeof bpftraceCommand>[0],
  options: Partial<ObserveOptions>,
): Job {
  const { files, workload, settleMilliseconds, deadlines } = options;
  const { setup } = setupWith(modules, options.setup);
  return {
    files: { ...files, [bpftraceProgram]: script.text },
    tracer: { command: bpftraceCommand(flags), readyMarker: bpftraceReadyMarker },
    deadlines: { ...deadlines, ...(settleMilliseconds === undefined ? {} : { settle: settleMilliseconds }) },
    // A set-up may have loaded modules, also through what it mounts.
    ...(setup === undefined ? {} : { setup: `{ ${setup}\n} && { ${keepFunctionList}; }` }),
    ...(workload === undefined ? {} : { workload }),
  };
}

function resultOf(
  pool: GuestPool,
  script: NormalisedScript,
  points: readonly AttachPoint[],
  outcome: JobOutcome,
  dryRun: boolean,
): GateResult {
  const tracer = outcome.reply?.tracer ?? null;
  const output = parseBpftraceOutput(tracer?.stdout ?? '');
  const toolchain = toolchainOf(pool.identity);
  // A program that attached and then brought its guest down passed the gate; the observation names the fault.
  const fault = output.ready ? undefined : faultOf(outcome);
  if (!tracer || fault) return faultResult(outcome, fault ?? 'protocol', script.changes, toolchain);
  const verdict = classifyBpftrace({ points, output, stderr: tracer.stderr, exit: tracer.exit, dryRun });
  return {
    ...verdict,
    log: tracer.stderr.slice(0, 65_536),
    diagnostic: verdict.status === 'accepted' ? '' : distilBpftrace(tracer.stderr, script.originalLine),
    normalised: script.changes,
    toolchain,
    seconds: outcome.seconds,
  };
}

/** bpftrace shows the verifier's log only when asked, and asking slows every run: so a second run, after a rejection. */
async function withVerifierLog(
  pool: GuestPool,
  script: NormalisedScript,
  modules: readonly string[],
  result: GateResult,
): Promise<GateResult> {
  if (result.status !== 'rejected') return result;
  const outcome = await pool.run(jobOf(script, modules, '-v --dry-run', {}));
  const log = outcome.reply?.tracer?.stderr ?? '';
  const seconds = result.seconds + outcome.seconds;
  if (log === '') return { ...result, seconds };
  return { ...result, log: log.slice(0, 65_536), diagnostic: distilBpftrace(log, script.originalLine), seconds };
}
