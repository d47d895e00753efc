import type { AnnotationError } from './annotated.ts';
import { checkCondition } from './check-condition.ts';
import { closingBracket, type Source, type Span } from './source.ts';

/** An annotation in the author's text. */
export interface FoundAnnotation {
  kind: 'assert' | 'assume';
  /** From the first letter to behind the `;` (or to the `)` of a last statement without one). */
  start: number;
  end: number;
  open: number;
  /** Between the parentheses. */
  condition: Span;
  /** The probe body that it stands in. */
  body: Span;
}

const names = { bpftrace: /(?<![\w$@.])(?:s?assert|assume)\s*\(/g, libbpf: /(?<![\w.])ken_(?:assert|assume)\s*\(/g };

/** Finds the annotations and everything that is wrong with them. */
export function findAnnotations(source: Source): { found: FoundAnnotation[]; errors: AnnotationError[] } {
  const found: FoundAnnotation[] = [];
  const errors: AnnotationError[] = inDirectives(source);
  let from = 0;
  for (const match of source.code.matchAll(names[source.framework])) {
    if (match.index < from) continue;
    const result = readAnnotation(source, match.index, match[0]);
    from = 'message' in result ? match.index + match[0].length : result.end;
    if ('message' in result) errors.push(result);
    else {
      found.push(result);
      errors.push(...checkCondition(source, result.condition));
    }
  }
  return { found, errors };
}

function readAnnotation(source: Source, start: number, head: string): FoundAnnotation | AnnotationError {
  const { code, framework, error } = source;
  const name = head.replace(/\s*\($/, '');
  const open = start + head.length - 1;
  const body = source.bodies.find((span) => start > span.start && start < span.end);
  if (!body) {
    const place = framework === 'bpftrace' ? 'the body of a probe' : 'the body of a function';
    return error(start, `${name}() stands outside ${place}; it is a statement of its own there`);
  }
  const close = closingBracket(code, open);
  if (close === null || close >= body.end) return error(start, `the parenthesis of ${name}( is never closed`);
  if (!startsStatement(code.slice(body.start, start), framework)) {
    return error(start, `${name}() is used inside an expression; it is a statement of its own`);
  }
  const semicolon = /^\s*;/.exec(code.slice(close + 1))?.[0].length;
  const last = framework === 'bpftrace' && /^\s*\}/.test(code.slice(close + 1));
  if (semicolon === undefined && !last) {
    return error(close, `";" is missing after ${name}(...); it is a statement of its own, not part of an expression`);
  }
  const kind = name.endsWith('assume') ? 'assume' : 'assert';
  return { kind, start, end: close + 1 + (semicolon ?? 0), open, condition: { start: open + 1, end: close }, body };
}

function startsStatement(before: string, framework: Source['framework']): boolean {
  const text = before.trimEnd();
  if (/[{};]$/.test(text)) return true;
  return framework === 'libbpf' && /(?:[):]|\b(?:else|do))$/.test(text);
}

/** A macro could hide an annotation, or change what one means. */
function inDirectives({ directives, text, framework, error }: Source): AnnotationError[] {
  const pattern = framework === 'bpftrace' ? /\b(?:s?assert|assume)\b(?!\.)/ : /\bken_(?:assert|assume)\b/;
  return directives.flatMap(({ start, end }) => {
    const at = text.slice(start, end).search(pattern);
    return at < 0 ? [] : [error(start + at, 'an annotation cannot be part of a macro')];
  });
}
