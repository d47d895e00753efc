import type { Gate, GateResult } from '../../../ken/kernel/gate-result.ts';
import type { Pair, Validation } from '../build/pair.ts';
import { checkWithoutMissing } from './without-missing.ts';

export interface ValidateOptions {
  gate: Gate;
  /** Hash of the image: what it has seen already is not run again. */
  image: string;
  /** Wall-clock milliseconds after which no further program is started. */
  budget: number;
  clock: () => number;
  /** Keeps the outcome before the next program starts. */
  keep: (validation: Validation) => Promise<void>;
  /** Told after each program: how many are done, how many there are, programs per minute. */
  progress: (done: number, total: number, perMinute: number, pair: Pair, validation: Validation) => void;
}

/**
 * Compiles, loads and attaches the programs that this image has not seen; described ones come first. What is done is kept
 * at once, so it can be stopped at any time. Returns how many are left. A fault of the guest is kept as such, and tried
 * again in the next check.
 */
export async function validatePairs(
  pairs: readonly Pair[],
  options: ValidateOptions,
): Promise<{ done: number; left: number }> {
  const { gate, image, budget, clock, keep, progress } = options;
  const waiting = [
    ...unseen(pairs, image).filter(({ prompt }) => prompt !== null),
    ...unseen(pairs, image).filter(({ prompt }) => prompt === null),
  ];
  const started = clock();
  let done = 0;
  for (const pair of waiting) {
    if (clock() - started > budget) break;
    const validation = await checked(gate, pair);
    await keep(validation);
    done += 1;
    progress(done, waiting.length, (done * 60_000) / Math.max(1, clock() - started), pair, validation);
  }
  return { done, left: waiting.length - done };
}

async function checked(gate: Gate, pair: Pair): Promise<Validation> {
  const { result, without } = await checkWithoutMissing(gate, { framework: pair.framework, text: pair.program });
  return validationOf(pair, result, without);
}

function unseen(pairs: readonly Pair[], image: string): Pair[] {
  return pairs.filter(
    ({ syntaxProblem, validation }) =>
      syntaxProblem === null && !validation.some((known) => known.image === image && known.status !== 'guest-fault'),
  );
}

export function validationOf({ programSha256, framework }: Pair, result: GateResult, without: string[]): Validation {
  const { status, toolchain, probes } = result;
  return {
    program: programSha256,
    kernel: toolchain.kernel,
    bpftrace: toolchain.bpftrace,
    clang: toolchain.clang ?? null,
    image: toolchain.image,
    status,
    verified: isVerified(framework, result),
    without,
    reason:
      status === 'accepted'
        ? null
        : (probes.find(({ attached }) => !attached)?.reason ?? firstLine(result)).slice(0, 200),
  };
}

/**
 * libbpf loads every program of an object before the first is attached: when probes are reported, the verifier has
 * accepted them all. bpftrace loads each probe where it attaches it.
 */
function isVerified(framework: Pair['framework'], { status, probes }: GateResult): boolean {
  if (status === 'accepted') return true;
  return framework === 'libbpf' && (status === 'partially-attached' || status === 'attach-failed') && probes.length > 0;
}

function firstLine({ diagnostic, fault }: GateResult): string {
  return (
    fault ??
    diagnostic
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ??
    'no reason was given'
  );
}
