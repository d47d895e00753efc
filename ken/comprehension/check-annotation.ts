import { lexicalRegions } from '../kernel/normalise/lexical-regions.ts';
import type { Program } from '../program.ts';
import { desugar } from '../verifier/desugar/desugar.ts';
import type { Verifier } from '../verifier/verifier.ts';

/**
 * Null when an annotated program can be verified in place of its candidate, else what is wrong, for the model: the
 * annotations cannot be read, there is no assert, the program itself was changed, or it does not compile.
 */
export async function checkAnnotation(
  candidate: Program,
  annotated: Program,
  verifier: Pick<Verifier, 'check'>,
): Promise<string | null> {
  const desugared = desugar(annotated.text, annotated.framework);
  if (desugared.status === 'invalid') {
    return desugared.errors.map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`).join('\n');
  }
  if (!desugared.annotations.some(({ kind }) => kind === 'assert')) return 'The program has no assert statement.';
  const difference = firstDifference(candidate.text, desugared.original);
  if (difference !== null) {
    return `The program was changed; only assume and assert statements may be added. It differs at: ${difference}`;
  }
  const compiled = await verifier.check(annotated);
  return compiled.status === 'ready' ? null : compiled.diagnostic;
}

/** Compares what is left without comments and white space. Gives the candidate's text at the first difference. */
function firstDifference(candidate: string, original: string): string | null {
  const left = tokens(candidate);
  const right = tokens(original);
  if (left === right) return null;
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  return JSON.stringify(left.slice(at, at + 40));
}

/** Code without white space, strings and directives as they are, no comments. */
function tokens(text: string): string {
  return lexicalRegions(text)
    .map(({ kind, start, end }) => {
      const part = text.slice(start, end);
      if (kind === 'comment') return '';
      return kind === 'code' ? part.replace(/\s+/g, '') : part;
    })
    .join('');
}
