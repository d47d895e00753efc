import type { Framework } from '../../program.ts';
import { lexicalRegions, maskedCode } from '../../kernel/normalise/lexical-regions.ts';
import { topLevelItems } from '../../kernel/normalise/top-level.ts';
import type { AnnotationError } from './annotated.ts';
import { maskedC } from './c-regions.ts';

export interface Span {
  start: number;
  end: number;
}

/** A program text as the desugarer reads it. */
export interface Source {
  framework: Framework;
  text: string;
  /** Same length and lines, everything but code blanked. */
  code: string;
  /** Preprocessor lines. */
  directives: Span[];
  /** Where statements may stand: probe bodies with their braces, or everything between the outermost braces of C. */
  bodies: Span[];
  error: (at: number, message: string) => AnnotationError;
}

export function readSource(text: string, framework: Framework): Source {
  const error = (at: number, message: string): AnnotationError => ({ ...placeOf(text, at), message });
  if (framework === 'libbpf') {
    const { code, directives } = maskedC(text);
    return { framework, text, code, directives, bodies: outerBraces(code), error };
  }
  const regions = lexicalRegions(text);
  const code = maskedCode(text, regions);
  const bodies = topLevelItems(text, code)
    .filter(({ kind }) => kind === 'probe')
    .map(({ blockStart, blockEnd }) => ({ start: blockStart, end: blockEnd }));
  return { framework, text, code, directives: regions.filter(({ kind }) => kind === 'directive'), bodies, error };
}

/** Both from 1. */
export function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}

function outerBraces(code: string): Span[] {
  const spans: Span[] = [];
  let depth = 0;
  for (let at = 0; at < code.length; at += 1) {
    if (code[at] === '{') {
      if (depth === 0) spans.push({ start: at, end: code.length });
      depth += 1;
    }
    if (code[at] === '}' && depth > 0) {
      depth -= 1;
      const last = spans.at(-1);
      if (depth === 0 && last) last.end = at + 1;
    }
  }
  return spans;
}

/** Where the bracket at `open` closes; null when it does not. */
export function closingBracket(code: string, open: number): number | null {
  const [left, right] = code[open] === '(' ? ['(', ')'] : ['{', '}'];
  let depth = 0;
  for (let at = open; at < code.length; at += 1) {
    if (code[at] === left) depth += 1;
    if (code[at] === right) depth -= 1;
    if (depth === 0) return at;
  }
  return null;
}
