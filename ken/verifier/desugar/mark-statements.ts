import { type AnnotationError, markerMaps } from './annotated.ts';
import type { Edit } from './edits.ts';
import type { FoundAnnotation } from './find-annotations.ts';
import { lowerOld } from './old-values.ts';
import type { Source } from './source.ts';

/** The edits that turn annotations into marked branches; the n-th annotation has the id n. */
export function markStatements(
  source: Source,
  found: readonly FoundAnnotation[],
): { edits: Edit[]; errors: AnnotationError[] } {
  if (source.framework === 'libbpf')
    return { edits: found.map((each, index) => markC(source, each, index + 1)), errors: [] };
  const lowered = lowerOld(source, found);
  const statements = found.map((each, index) => markBpftrace(source, each, index + 1, lowered.conditions[index] ?? ''));
  return { edits: [...declarations(source, found), ...lowered.edits, ...statements], errors: lowered.errors };
}

/** ken_annotations.h does the rest. */
function markC(_source: Source, { kind, start, open }: FoundAnnotation, id: number): Edit {
  return { start, end: open + 1, text: `__ken_${kind}(${id}, ` };
}

function markBpftrace(source: Source, annotation: FoundAnnotation, id: number, condition: string): Edit {
  const { kind, start, end, open } = annotation;
  const { text } = source;
  const lineBreaks = (from: number, to: number): string => text.slice(from, to).replace(/[^\n]/g, '');
  // Not `if (!(...))`: bpftrace negates no pointers.
  const head = `if (${lineBreaks(start, open)}${condition}) { } else {`;
  const tail = lineBreaks(annotation.condition.end, end);
  const mark = (marker: keyof typeof markerMaps): string => `${markerMaps[marker]}[${id}] = 1;`;
  if (kind === 'assert') return { start, end, text: `${head} ${mark('fail')} } ${mark('reach')}${tail}` };
  // bpftrace has no return in a for loop; the marker alone ends the path there as well.
  const leave = insideFor(source, annotation) ? '' : ' return;';
  return { start, end, text: `${head} ${mark('cut')}${leave} }${tail}` };
}

/**
 * A map whose first use stands in a for loop may be unknown to bpftrace when it checks the loop. Dead code at the start of
 * such a probe makes the markers known; nothing of it is left in the object.
 */
function declarations(source: Source, found: readonly FoundAnnotation[]): Edit[] {
  const bodies = new Set(found.filter((each) => insideFor(source, each)).map(({ body }) => body.start + 1));
  const uses = Object.values(markerMaps).map((map) => `${map}[0] = 1;`);
  return [...bodies].map((start) => ({ start, end: start, text: ` if (0) { ${uses.join(' ')} }` }));
}

function insideFor({ code }: Source, { body, start }: FoundAnnotation): boolean {
  const open: number[] = [];
  for (let at = body.start; at < start; at += 1) {
    if (code[at] === '{') open.push(at);
    if (code[at] === '}') open.pop();
  }
  return open.some((at) => /\bfor\s*\([^{}]*\)\s*$/.test(code.slice(body.start, at)));
}
