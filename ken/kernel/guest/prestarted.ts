import { bpftraceReadyMarker } from '../output/bpftrace-output.ts';

/** Where the tracer finds its program in the guest. */
export const bpftraceProgram = '/job/program.bt';

const functionList = '/run/ken/traceable';
const modulesOfList = '/run/ken/modules';

/**
 * Keeps a copy of the list of traceable functions, which the kernel makes up anew for each reader in a fifth of the
 * time of a whole run. Does nothing when the loaded modules are those of the copy.
 */
export const keepFunctionList = [
  `cmp -s /proc/modules ${modulesOfList}`,
  `{ cat /proc/modules > ${modulesOfList} && cat /sys/kernel/tracing/available_filter_functions > ${functionList}; }`,
].join(' || ');

/** The shell command that runs bpftrace on the program, with JSON output and the ready marker. */
export function bpftraceCommand(flags: '' | '--dry-run' | '-v --dry-run'): string {
  const settings = `${bpftraceReadyMarker}=1 BPFTRACE_AVAILABLE_FUNCTIONS_TEST=${functionList}`;
  return `${settings} exec bpftrace -f json ${flags} ${bpftraceProgram}`;
}

/**
 * Tracers that the template holds ready: loaded, linked and with the kernel's types read, in front of opening their
 * program. That is a third of what a run costs, and the same in every run. Other commands start from nothing.
 */
export const prestartedCommands: readonly string[] = [bpftraceCommand(''), bpftraceCommand('--dry-run')];
