import { bpftraceReadyMarker } from '../output/bpftrace-output.ts';

/** Where the tracer finds its program in the guest. */
export const bpftraceProgram = '/job/program.bt';

/** The shell command that runs bpftrace on the program, with JSON output and the ready marker. */
export function bpftraceCommand(flags: '' | '--dry-run' | '-v --dry-run'): string {
  return `${bpftraceReadyMarker}=1 exec bpftrace -f json ${flags} ${bpftraceProgram}`;
}

/**
 * Tracers that the template holds ready: loaded, linked and with the kernel's types read, in front of opening their
 * program. That is a third of what a run costs, and the same in every run. Other commands start from nothing.
 */
export const prestartedCommands: readonly string[] = [bpftraceCommand(''), bpftraceCommand('--dry-run')];
