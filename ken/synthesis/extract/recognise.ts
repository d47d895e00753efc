import type { Framework } from '../../program.ts';
import { bareBpftrace } from './bare-program.ts';
import type { Piece } from './extraction.ts';

/**
 * True when a piece may be taken for a program of the framework. A fence that is tagged `bpftrace` is believed, since
 * a wrong program is the gate's business; everything else must look like one.
 */
export function looksLike(piece: Piece, framework: Framework): boolean {
  if (framework === 'libbpf') return isLibbpf(piece.text);
  if (isLibbpf(piece.text) || isBcc(piece.text)) return false;
  if (/^(?:bpftrace|bt)$/.test(piece.tag))
    return piece.text.trim() !== '' && !/^[$#]?\s*(?:sudo\s+)?bpftrace\s/.test(piece.text);
  return bareBpftrace(piece.text) !== null || (piece.wrapping === 'fence' && unknownProbe.test(piece.text));
}

/** `provider:name {` with a provider that does not exist: still a program, which the gate will refuse by name. */
const unknownProbe = /^[ \t]*[a-z_]\w*:[^\s{}][^{}\n]*\n?[ \t]*\{/m;

/** The framework of a program that is not of the framework that was asked for, or null. */
export function otherFramework(text: string, asked: Framework): string | null {
  if (isBcc(text)) return 'BCC (Python)';
  if (asked === 'bpftrace') return isLibbpf(text) ? 'libbpf' : null;
  return bareBpftrace(text) ? 'bpftrace' : null;
}

/** The BPF side has a section; the user-space side includes the skeleton or has a main function. */
function isLibbpf(text: string): boolean {
  return /^[ \t]*SEC[ \t]*\([ \t]*"/m.test(text) && !/\.skel\.h"|^[ \t]*int[ \t]+main[ \t]*\(/m.test(text);
}

function isBcc(text: string): boolean {
  return /^[ \t]*from[ \t]+bcc[ \t]+import\b/m.test(text);
}
