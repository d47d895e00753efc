import type { Framework } from '../../program.ts';
import { topLevelItems } from '../../kernel/normalise/top-level.ts';
import { findAnnotations } from '../desugar/find-annotations.ts';
import { readSource, type Span } from '../desugar/source.ts';

/** A program text as the mutators see it. */
export interface MutableSource {
  framework: Framework;
  text: string;
  /** Same length and lines; blank wherever nothing may be mutated: strings, comments, annotations, attach points. */
  code: string;
  /** Bodies of probes or functions, with their braces. */
  bodies: Span[];
  /** Predicates of bpftrace probes, without their slashes. */
  predicates: Span[];
}

export function mutableSource(text: string, framework: Framework): MutableSource {
  const source = readSource(text, framework);
  const annotations = findAnnotations(source).found;
  const bodies =
    framework === 'libbpf' ? source.bodies.filter(({ start }) => isFunction(source.code, start)) : source.bodies;
  const predicates = framework === 'bpftrace' ? predicatesOf(text, source.code) : [];
  const open = [...bodies, ...predicates].sort((one, other) => one.start - other.start);
  let code = '';
  for (const { start, end } of open)
    code += blank(source.code.slice(code.length, start)) + source.code.slice(start, end);
  code += blank(source.code.slice(code.length));
  for (const { start, end } of annotations)
    code = code.slice(0, start) + blank(code.slice(start, end)) + code.slice(end);
  return { framework, text, code, bodies, predicates };
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/** Not a structure, a map or an initialiser. */
function isFunction(code: string, open: number): boolean {
  return /\)\s*$/.test(code.slice(0, open));
}

function predicatesOf(text: string, code: string): Span[] {
  return topLevelItems(text, code).flatMap(({ kind, start, blockStart }) => {
    if (kind !== 'probe') return [];
    // Behind the last attach point, a slash after white space opens a predicate; one before the brace closes it.
    const found = /\s(\/)([^]*)\/\s*$/.exec(code.slice(start, blockStart));
    if (!found) return [];
    const from = start + found.index + found[0].indexOf('/') + 1;
    return [{ start: from, end: from + (found[2]?.length ?? 0) }];
  });
}
