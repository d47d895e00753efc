import type { GateStage, GateStatus, ProbeReport } from '../gate-result.ts';
import type { LibbpfOutput } from '../output/libbpf-output.ts';

export interface LibbpfVerdict {
  status: Exclude<GateStatus, 'guest-fault'>;
  stage: GateStage;
  probes: ProbeReport[];
}

/** What the loader's lines say of a program; null when it did not get to say it. */
export function classifyLibbpf({ programs, ready, failed }: LibbpfOutput): LibbpfVerdict | null {
  const probes = programs.map(({ name, attached, reason }): ProbeReport => {
    return { name, attached, ...(reason === undefined ? {} : { reason }) };
  });
  if (ready) {
    const complete = probes.every((probe) => probe.attached);
    return complete
      ? { status: 'accepted', stage: 'done', probes }
      : { status: 'partially-attached', stage: 'attach', probes };
  }
  switch (failed?.stage) {
    case undefined:
      return null;
    case 'open':
      return { status: 'compile-failed', stage: 'compile', probes };
    case 'policy':
      return { status: 'rejected', stage: 'verify', probes };
    case 'attach':
      return { status: 'attach-failed', stage: 'attach', probes };
    default:
      return { ...loadFailure(failed?.log ?? ''), probes };
  }
}

/** libbpf refuses some objects before the kernel sees them, and looks up the targets of BTF-based probes while loading. */
function loadFailure(log: string): Pick<LibbpfVerdict, 'status' | 'stage'> {
  if (/BEGIN PROG LOAD LOG/.test(log)) return { status: 'rejected', stage: 'verify' };
  if (/failed to find kernel BTF type ID|failed to find BTF info for|find_kernel_btf_id/.test(log)) {
    return { status: 'attach-failed', stage: 'attach' };
  }
  if (/missing BPF prog type|failed to guess program type|unrecognized ELF section name/.test(log)) {
    return { status: 'compile-failed', stage: 'compile' };
  }
  return { status: 'rejected', stage: 'verify' };
}
