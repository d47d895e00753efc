import type { Program } from '../../ken/program.ts';

/**
 * The program inside a recorded command. bpftrace scripts follow `bpftrace -e ` without shell quoting, since the authors
 * passed them as one argument; everything else that was recorded is the C text of a libbpf program.
 */
export function programOfCommand(command: string): Program | null {
  const script = /^sudo timeout (?:\S+ )*?bpftrace -e (.*)$/s.exec(command)?.[1];
  if (script !== undefined) return script.trim() === '' ? null : { framework: 'bpftrace', text: script };
  return looksLikeC(command) ? { framework: 'libbpf', text: command } : null;
}

function looksLikeC(text: string): boolean {
  return /^[ \t]*#[ \t]*(include|define)\b/m.test(text) || /\bSEC\s*\(/.test(text);
}
