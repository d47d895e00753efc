import type { AnnotationError } from './annotated.ts';
import { withoutComments } from './blank-comments.ts';
import type { Edit } from './edits.ts';
import type { FoundAnnotation } from './find-annotations.ts';
import { closingBracket, type Source } from './source.ts';

interface Lowered {
  /** The conditions, with `old(e)` replaced by a variable. */
  conditions: string[];
  /** Assignments of those variables at the start of the probes. */
  edits: Edit[];
  errors: AnnotationError[];
}

/** `old(e)` is the value of `e` at the start of the probe: it is kept in a variable there. */
export function lowerOld(source: Source, found: readonly FoundAnnotation[]): Lowered {
  const lowered: Lowered = { conditions: [], edits: [], errors: [] };
  let count = 0;
  for (const annotation of found) lowered.conditions.push(lowerOne(annotation));
  return lowered;

  function lowerOne({ condition, body }: FoundAnnotation): string {
    const { text, code, error } = source;
    let result = '';
    let at = condition.start;
    for (const match of code.slice(condition.start, condition.end).matchAll(/(?<![\w$@.])old\s*\(/g)) {
      const start = condition.start + match.index;
      if (start < at) {
        lowered.errors.push(error(start, 'old() cannot stand inside old()'));
        continue;
      }
      const open = start + match[0].length - 1;
      const close = closingBracket(code, open) ?? condition.end;
      const value = withoutComments(text, open + 1, close)
        .replaceAll(/\s+/g, ' ')
        .trim();
      lowered.errors.push(...refusals(value, start));
      count += 1;
      const name = `$__ken_old_${count}`;
      lowered.edits.push({ start: body.start + 1, end: body.start + 1, text: ` ${name} = ${value};` });
      result += withoutComments(text, at, start) + name + text.slice(start, close).replace(/[^\n]/g, '');
      at = close + 1;
    }
    return result + withoutComments(text, at, condition.end);
  }

  function refusals(value: string, start: number): AnnotationError[] {
    if (value === '') return [source.error(start, 'old() is empty')];
    if (!/(?<![\w@])\$[A-Za-z_]/.test(value)) return [];
    const message = 'a variable has no value when the probe starts; old() takes a map, a builtin or an argument';
    return [source.error(start, message)];
  }
}
