import type { Framework } from '../../program.ts';
import { bareBpftrace, bareLibbpf, isWholeProgram } from './bare-program.ts';
import { choosePiece } from './choose-piece.ts';
import type { Extraction, ExtractionProblem, NoProgram, Piece } from './extraction.ts';
import { fencedBlocks } from './fenced-blocks.ts';
import { inlineCode } from './inline-code.ts';
import { jsonTexts } from './json-texts.ts';
import { mendTypography } from './mend-typography.ts';
import { looksLike, otherFramework } from './recognise.ts';
import { looksLikeRefusal } from './refusal.ts';
import { readableReply } from './readable-reply.ts';
import { shellTexts } from './shell-texts.ts';

/** Characters. The longest program that the gate takes is far shorter. */
const longestReply = 256 * 1024;
const mostPieces = 50;

/**
 * Finds the program in a model's reply: fenced blocks, shell one-liners and here-documents, JSON wrappers, inline code
 * or bare text, with prose around them. A text that is found is given back as it is, without blank lines at its ends;
 * only typographic quotes and invisible characters outside of string literals are mended. Nothing is executed.
 *
 * @param finishReason as the provider gave it; 'length' and 'max_tokens' mean a reply that was cut off.
 */
export function extractProgram(reply: string, framework: Framework, finishReason: string | null = null): Extraction {
  if (finishReason === 'content_filter') return nothing('refusal', 'The provider filtered the answer.');
  if (reply.length > longestReply) {
    return nothing('too-long', `The reply has ${reply.length} characters; ${longestReply} are the limit.`);
  }
  const cutOff = finishReason === 'length' || finishReason === 'max_tokens';
  const { text, openThought } = readableReply(reply);
  if (text.trim() === '') {
    if (cutOff || openThought) return nothing('cut-off', 'The reply ended before any program was written.');
    return nothing('empty', 'The reply was empty.');
  }
  const candidates = piecesOf(text, framework, 0)
    .filter((piece) => looksLike(piece, framework))
    .slice(0, mostPieces);
  const chosen = choosePiece(candidates, framework);
  if (!chosen) return explainNothing(text, framework, cutOff);
  if (chosen.incomplete || (cutOff && !chosen.piece.closed)) {
    return nothing('cut-off', `The reply ends inside the program: ${JSON.stringify(chosen.piece.text.slice(-60))}`);
  }
  const { text: program, mended } = mendTypography(chosen.piece.text, framework);
  return {
    program: { framework, text: program },
    wrapping: chosen.piece.wrapping,
    alternatives: new Set(candidates.map((piece) => piece.text)).size - 1,
    mended,
  };
}

/** Every text in the reply that may be a program. Wrappings nest: JSON may hold Markdown, which may hold a shell line. */
function piecesOf(text: string, framework: Framework, depth: number): Piece[] {
  if (depth > 3) return [];
  const fromJson = jsonTexts(text);
  if (fromJson.length > 0) return fromJson.flatMap((inner) => insideOf(inner, framework, depth));
  const blocks = fencedBlocks(text);
  const fromBlocks = blocks.flatMap((block) => insideBlock(block, framework, depth));
  if (fromBlocks.some((piece) => looksLike(piece, framework))) return fromBlocks;
  const whole = framework === 'bpftrace' ? bareBpftrace(text) : bareLibbpf(text);
  // A whole program may quote a shell command in a comment; then it is the program, not the comment.
  if (whole && isWholeProgram(text, framework)) return [whole];
  const fromShell = shellTexts(text);
  if (fromShell.some((piece) => looksLike(piece, framework))) return fromShell;
  return whole ? [whole] : inlineCode(text);
}

function insideOf(inner: string, framework: Framework, depth: number): Piece[] {
  const pieces = piecesOf(inner, framework, depth + 1);
  return pieces.map((piece) => (piece.wrapping === 'bare' ? { ...piece, wrapping: 'json' } : piece));
}

function insideBlock(block: Piece, framework: Framework, depth: number): Piece[] {
  if (/^(?:markdown|md)$/.test(block.tag)) return piecesOf(`${block.text}\n`, framework, depth + 1);
  if (isWholeProgram(block.text, framework)) return [block];
  const fromJson = jsonTexts(block.text);
  if (fromJson.length > 0) return fromJson.flatMap((inner) => insideOf(inner, framework, depth));
  const fromShell = shellTexts(block.text).filter((piece) => looksLike(piece, framework));
  const introduced = fromShell.map((piece) => ({
    ...piece,
    introduction: block.introduction,
    closed: piece.closed && block.closed,
  }));
  return introduced.length > 0 ? introduced : [block];
}

function explainNothing(text: string, framework: Framework, cutOff: boolean): NoProgram {
  const other = otherFramework(text, framework);
  if (other) return nothing('wrong-framework', `The reply holds a ${other} program instead of a ${framework} program.`);
  if (cutOff) return nothing('cut-off', 'The reply ended before a program was complete.');
  if (looksLikeRefusal(text))
    return nothing('refusal', `The model declined: ${JSON.stringify(text.trim().slice(0, 120))}`);
  return nothing('no-program', `The reply holds no ${framework} program: ${JSON.stringify(text.trim().slice(0, 120))}`);
}

function nothing(problem: ExtractionProblem, detail: string): NoProgram {
  return { program: null, problem, detail };
}
