import type { Framework } from '../../program.ts';
import { balanced, bareBpftrace } from './bare-program.ts';
import type { Piece } from './extraction.ts';

/**
 * Chooses among several programs of one reply: complete before incomplete, then one that is not introduced as the
 * earlier or wrong one, then one that we can read, then one that is no excerpt of another; among equals the first.
 */
export function choosePiece(
  pieces: readonly Piece[],
  framework: Framework,
): { piece: Piece; incomplete: boolean } | null {
  let best: { piece: Piece; incomplete: boolean; penalty: number } | null = null;
  for (const piece of pieces) {
    const incomplete = isIncomplete(piece, framework);
    const penalty =
      (incomplete ? 8 : 0) +
      (introducedAsWrong(piece) ? 4 : 0) +
      (isDoubtful(piece, framework) ? 2 : 0) +
      (isExcerpt(piece, pieces) ? 1 : 0);
    if (!best || penalty < best.penalty) best = { piece, incomplete, penalty };
  }
  return best;
}

/** Only an open wrapping can mean a reply that was cut off; a closed one with a missing brace is the model's mistake. */
function isIncomplete(piece: Piece, framework: Framework): boolean {
  if (piece.closed) return false;
  if (piece.wrapping === 'shell') return true;
  if (framework === 'libbpf') return !balanced(piece.text);
  const bare = bareBpftrace(piece.text);
  return !bare?.closed || bare.text !== piece.text.trim();
}

function introducedAsWrong({ introduction }: Piece): boolean {
  return /\b(?:original|previous|earlier|before|wrong|incorrect|broken|instead of|fails?|failed|faulty|your (?:program|code|script|version))\b[^.]*:\s*\**\s*$/i.test(
    introduction,
  );
}

/** Taken for a program only by its outline, in a fence without a telling tag. */
function isDoubtful(piece: Piece, framework: Framework): boolean {
  return framework === 'bpftrace' && !/^(?:bpftrace|bt)$/.test(piece.tag) && bareBpftrace(piece.text) === null;
}

function isExcerpt(piece: Piece, pieces: readonly Piece[]): boolean {
  const text = squeeze(piece.text);
  return pieces.some(
    (other) => other !== piece && squeeze(other.text).length > text.length && squeeze(other.text).includes(text),
  );
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
