import type { GateResult } from '../../ken/kernel/gate-result.ts';
import { printable } from './printable.ts';

/** A gate result as a block for the terminal. Everything that a program may have written is stripped of control characters. */
export function formatGateResult(file: string, result: GateResult): string {
  const { status, stage, fault, seconds, probes, normalised, diagnostic, toolchain } = result;
  const where = status === 'accepted' ? '' : ` at stage ${stage}${fault === undefined ? '' : ` (${fault})`}`;
  const attached = probes.filter((probe) => probe.attached).length;
  const lines = [
    `${file}: ${status}${where}, ${attached} of ${probes.length} probes attached, ${seconds.toFixed(1)} s`,
  ];
  for (const probe of probes.filter((each) => !each.attached)) {
    lines.push(`  not attached: ${probe.name}${probe.reason === undefined ? '' : `: ${probe.reason}`}`);
  }
  for (const change of normalised) lines.push(`  changed: ${change}`);
  if (diagnostic !== '') lines.push(...diagnostic.split('\n').map((line) => `  | ${line}`));
  const compiler = toolchain.clang === undefined ? `bpftrace ${toolchain.bpftrace}` : `clang ${toolchain.clang}`;
  lines.push(`  kernel ${toolchain.kernel}, ${compiler}, image ${toolchain.image}`);
  return lines.map(printable).join('\n');
}
