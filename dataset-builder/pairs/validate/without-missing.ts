import type { Gate, GateResult } from '../../../ken/kernel/gate-result.ts';
import type { Program } from '../../../ken/program.ts';

/** More alternatives than a tool carries for old and new kernels. */
const rounds = 8;

/**
 * Checks a program as its own loader would load it. Tools carry variants for several kernels (fentry beside kprobe, old
 * and new function names) and load those whose target is there. A BPF C program whose target the kernel does not have is
 * made optional (`SEC("?...")`), and the rest is checked again; `without` names what was left out.
 */
export async function checkWithoutMissing(
  gate: Gate,
  program: Program,
): Promise<{ result: GateResult; without: string[] }> {
  const without: string[] = [];
  let { text } = program;
  for (;;) {
    const result = await gate.check({ framework: program.framework, text });
    const missing = program.framework === 'libbpf' ? missingTarget(result) : undefined;
    if (missing === undefined || without.length === rounds) return { result, without };
    const rest = optional(text, missing);
    if (rest === text) return { result, without };
    text = rest;
    without.push(missing);
  }
}

/** The program whose function is not in the kernel, as libbpf's log names it. */
function missingTarget({ status, probes, log }: GateResult): string | undefined {
  if (status !== 'attach-failed' || probes.length > 0) return undefined;
  return /prog '(\w+)': failed to find kernel BTF type ID/.exec(log)?.[1];
}

/** The text with the section of one function marked as not to be loaded. */
export function optional(text: string, name: string): string {
  const section = new RegExp(
    `SEC\\(\\s*"(?!\\?)([^"\\n]+)"\\s*\\)((?:[^;{}"]*?)(?:BPF_\\w+\\(\\s*${name}\\b|\\b${name}\\s*\\())`,
  );
  return text.replace(section, (_, target: string, head: string) => `SEC("?${target}")${head}`);
}
