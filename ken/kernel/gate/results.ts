import type { GateResult, GuestFault, Toolchain } from '../gate-result.ts';
import type { GuestIdentity, JobOutcome } from '../guest/job.ts';

/** A longer text is no program that a person or a model wrote; compiling it would only take the guest's time. */
const longestText = 256 * 1024;

/** A text that no compiler needs to see, refused with the reason; null for any other. */
export function refusedUnread(text: string, identity: GuestIdentity): GateResult | null {
  const reason = reasonToRefuse(text);
  if (reason === null) return null;
  return {
    status: 'compile-failed',
    stage: 'compile',
    probes: [],
    log: reason,
    diagnostic: reason,
    normalised: [],
    toolchain: toolchainOf(identity),
    seconds: 0,
  };
}

function reasonToRefuse(text: string): string | null {
  if (text.trim() === '') return 'ERROR: the program is empty';
  const nul = text.indexOf('\0');
  if (nul >= 0) return `ERROR: line ${text.slice(0, nul).split('\n').length} holds a NUL byte`;
  const bytes = Buffer.byteLength(text);
  return bytes > longestText
    ? `ERROR: the program has ${bytes} bytes; more than ${longestText} are not compiled`
    : null;
}

export function toolchainOf({ kernel, bpftrace, image }: GuestIdentity, clang?: string): Toolchain {
  return { kernel, bpftrace, image, ...(clang === undefined ? {} : { clang }) };
}

/** The fault that a job's end stands for; none when the tracer had its say. */
export function faultOf({ reply, fault }: JobOutcome): GuestFault | undefined {
  // bpftrace itself ends with 255 when a load or an attach fails; no signal has the number 127.
  const ownExit = fault === 'tracer-crash' && reply?.tracer?.exit === 255;
  if (fault && !ownExit) return fault;
  if (!reply) return 'protocol';
  if (reply.end === 'ready-timeout' || (reply.end === 'total-timeout' && !reply.ready)) return 'hang';
  if (reply.end === 'setup-failed') return 'setup-failed';
  if (reply.end === 'flood') return 'output-flood';
  return undefined;
}

export function faultResult(
  { reply, faultDetail, seconds }: JobOutcome,
  fault: GuestFault,
  normalised: string[],
  toolchain: Toolchain,
): GateResult {
  const detail = faultDetail ?? `the job ended as ${reply?.end ?? 'unknown'}`;
  return {
    status: 'guest-fault',
    stage: 'guest',
    fault,
    probes: [],
    log: `${detail}\n${reply?.tracer?.stderr ?? ''}`.slice(0, 65_536),
    diagnostic: `The program brought its guest down (${fault}): ${detail}`.slice(0, 2000),
    normalised,
    toolchain,
    seconds,
  };
}
