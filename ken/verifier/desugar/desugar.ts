import type { Framework } from '../../program.ts';
import {
  type Annotation,
  type AnnotationError,
  type DesugarOptions,
  type DesugarResult,
  reservedPrefix,
} from './annotated.ts';
import { findAnnotations, type FoundAnnotation } from './find-annotations.ts';
import { markStatements } from './mark-statements.ts';
import { opaqueHistograms } from './opaque-histograms.ts';
import { type Edit, applyEdits } from './edits.ts';
import { placeOf, readSource, type Source } from './source.ts';

/** Bytes of UTF-8. */
const longestText = 64 * 1024;
const mostErrors = 20;

/**
 * Turns the annotations of a program into code that the stock compiler takes, see `annotated.ts`. The text keeps its
 * lines. A program without annotations comes back as it was. Faults of the text are a result, never thrown.
 */
export function desugar(text: string, framework: Framework, options: DesugarOptions = {}): DesugarResult {
  const unreadable = refusedUnread(text);
  if (unreadable) return { status: 'invalid', errors: [unreadable] };
  const source = readSource(text, framework);
  const { found, errors } = findAnnotations(source);
  const marked = markStatements(source, found);
  const all = [...reservedNames(source), ...errors, ...marked.errors];
  if (all.length > 0) return { status: 'invalid', errors: all.slice(0, mostErrors) };
  const opaque = options.opaqueHistograms ? opaqueHistograms(source) : { edits: [], assumptions: [] };
  const kept = [...headerEdits(source), ...opaque.edits];
  return {
    status: 'desugared',
    text: applyEdits(text, [...kept, ...marked.edits]),
    annotations: found.map((annotation, index) => describe(source, annotation, index + 1)),
    original: applyEdits(text, [...kept, ...found.map((annotation) => removal(source, annotation))]),
    assumptions: opaque.assumptions,
  };
}

function refusedUnread(text: string): AnnotationError | null {
  const bytes = Buffer.byteLength(text);
  if (bytes > longestText) {
    return { line: 1, column: 1, message: `the text has ${bytes} bytes; at most ${longestText} are read` };
  }
  const nul = text.indexOf('\0');
  return nul < 0 ? null : { ...placeOf(text, nul), message: 'the text holds a NUL byte' };
}

/** The verifier's own names would let a program forge its markers. */
function reservedNames({ text, code, directives, error }: Source): AnnotationError[] {
  const hidden = directives.map(({ start, end }) => ({ start, part: text.slice(start, end) }));
  return [{ start: 0, part: code }, ...hidden].flatMap(({ start, part }) =>
    [...part.matchAll(new RegExp(reservedPrefix, 'gi'))].map(({ index }) =>
      error(start + index, `names with ${reservedPrefix} are reserved for the verifier`),
    ),
  );
}

function describe({ text }: Source, { kind, start, condition }: FoundAnnotation, id: number): Annotation {
  return { kind, id, ...placeOf(text, start), text: text.slice(condition.start, condition.end).trim() };
}

/** Blanks, so that everything else stays where it is. In C a `;` stays: the annotation may be the body of an `if`. */
function removal({ text, framework }: Source, { start, end }: FoundAnnotation): Edit {
  const blank = text.slice(start, end).replace(/[^\n]/g, ' ');
  return { start, end, text: framework === 'libbpf' ? `${blank.slice(0, -1)};` : blank };
}

/** The compiler reads the header by itself. */
function headerEdits({ framework, text, directives }: Source): Edit[] {
  if (framework !== 'libbpf') return [];
  return directives
    .filter(({ start, end }) => /^#\s*include\s*[<"]ken_annotations\.h[>"]/.test(text.slice(start, end)))
    .map(({ start, end }) => ({ start, end, text: text.slice(start, end).replace(/[^\n]/g, ' ') }));
}
