import type { GateResult } from '../gate-result.ts';
import type { GuestPool, Job, JobOutcome } from '../guest/job.ts';
import { type CompiledBpf, compileBpf } from '../libbpf/compile-bpf.ts';
import type { Observation } from '../observation.ts';
import { type LibbpfOutput, libbpfReadyMarker, parseLibbpfOutput } from '../output/libbpf-output.ts';
import { classifyLibbpf } from './classify-libbpf.ts';
import { distilClang, distilLoader } from './diagnostic-libbpf.ts';
import { moduleSymbols } from './module-symbols.ts';
import { neededModules, placesOfObject, setupWith } from './needed-modules.ts';
import { notRun, observationOf } from './observation-of.ts';
import type { ObserveOptions } from './observe.ts';
import { faultOf, faultResult, refusedUnread, toolchainOf } from './results.ts';

/** Compile on the host, load and attach every program in the guest, without a workload. */
export async function checkLibbpf(pool: GuestPool, text: string): Promise<GateResult> {
  const prepared = await prepare(pool, text);
  if ('refused' in prepared) return prepared.refused;
  const outcome = await pool.run(jobOf(prepared, { workload: 'true', settleMilliseconds: 0 }));
  return resultOf(pool, prepared, outcome, outputOf(outcome));
}

export async function observeLibbpf(pool: GuestPool, text: string, options: ObserveOptions): Promise<Observation> {
  const prepared = await prepare(pool, text);
  if ('refused' in prepared) return notRun(prepared.refused);
  const outcome = await pool.run(jobOf(prepared, options));
  const output = outputOf(outcome);
  return observationOf(resultOf(pool, prepared, outcome, output), outcome, output.records, output.lost);
}

interface Prepared {
  object: Uint8Array;
  /** Modules that its attach points need. */
  modules: string[];
  compiled: CompiledBpf;
  /** Seconds of the compiler. */
  seconds: number;
}

async function prepare(pool: GuestPool, text: string): Promise<Prepared | { refused: GateResult }> {
  const unread = refusedUnread(text, pool.identity);
  if (unread) return { refused: unread };
  const started = performance.now();
  const compiled = await compileBpf(text, pool.identity);
  const seconds = (performance.now() - started) / 1000;
  if (compiled.object) {
    const modules = neededModules(await moduleSymbols(pool.identity.tree), placesOfObject(compiled.object));
    return { object: compiled.object, modules, compiled, seconds };
  }
  const { log, normalised, clang } = compiled;
  const refused: GateResult = {
    status: 'compile-failed',
    stage: 'compile',
    probes: [],
    log: log.slice(0, 65_536),
    diagnostic: distilClang(log),
    normalised,
    toolchain: toolchainOf(pool.identity, clang),
    seconds,
  };
  return { refused };
}

function jobOf({ object, modules }: Prepared, options: ObserveOptions): Job {
  const { files, setup, workload, settleMilliseconds, deadlines } = options;
  return {
    files: { ...files, '/job/program.o': object },
    tracer: { command: 'exec /ken/ken-load /job/program.o', readyMarker: libbpfReadyMarker },
    workload,
    deadlines: { ...deadlines, ...(settleMilliseconds === undefined ? {} : { settle: settleMilliseconds }) },
    // Records travel as hex, and the maps come last.
    outputLimit: 1024 * 1024,
    ...setupWith(modules, setup),
  };
}

function outputOf({ reply }: JobOutcome): LibbpfOutput {
  return parseLibbpfOutput(reply?.tracer?.stdout ?? '');
}

function resultOf(pool: GuestPool, prepared: Prepared, outcome: JobOutcome, output: LibbpfOutput): GateResult {
  const { compiled, seconds } = prepared;
  const toolchain = toolchainOf(pool.identity, compiled.clang);
  // A program that attached and then brought its guest down passed the gate; the observation names the fault.
  const fault = output.ready || output.failed ? undefined : faultOf(outcome);
  const verdict = fault ? null : classifyLibbpf(output);
  const total = outcome.seconds + seconds;
  if (!verdict) {
    return { ...faultResult(outcome, fault ?? 'protocol', compiled.normalised, toolchain), seconds: total };
  }
  const stderr = outcome.reply?.tracer?.stderr ?? '';
  const log = [compiled.log, output.failed?.log ?? '', ...output.other, stderr]
    .filter((part) => part !== '')
    .join('\n');
  return {
    ...verdict,
    log: log.length > 65_536 ? `${log.slice(0, 16_384)}\n[... cut ...]\n${log.slice(-49_000)}` : log,
    diagnostic: verdict.status === 'accepted' ? '' : distilLoader(output),
    normalised: compiled.normalised,
    toolchain,
    seconds: total,
  };
}
