import type { AnnotationError } from './annotated.ts';
import { withoutComments } from './blank-comments.ts';
import type { Edit } from './edits.ts';
import type { FoundAnnotation } from './find-annotations.ts';
import { behindFirstValues } from './first-value.ts';
import { closingBracket, type Source, type Span } from './source.ts';

interface Lowered {
  /** The conditions, with `old(e)` replaced by a variable. */
  conditions: string[];
  /** Assignments of those variables. */
  edits: Edit[];
  errors: AnnotationError[];
}

/**
 * `old(e)` is the value of `e` at the start of the probe, or where its variables have just got their first values: it is
 * kept in a variable there.
 */
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
      const place = placeFor(value, start, body);
      if (typeof place !== 'number') lowered.errors.push(place);
      count += 1;
      const name = `$__ken_old_${count}`;
      if (typeof place === 'number') lowered.edits.push({ start: place, end: place, text: ` ${name} = ${value};` });
      result += withoutComments(text, at, start) + name + text.slice(start, close).replace(/[^\n]/g, '');
      at = close + 1;
    }
    return result + withoutComments(text, at, condition.end);
  }

  function placeFor(value: string, start: number, body: Span): number | AnnotationError {
    if (value === '') return source.error(start, 'old() is empty');
    const variables = [...value.matchAll(/(?<![\w@])\$[A-Za-z_]\w*/g)].map(([name]) => name);
    const found = behindFirstValues(source, variables, body, start);
    if ('place' in found) return found.place;
    const message =
      `old(${value}) needs the first value of ${found.name}, which gets none before this place in this block; ` +
      'old() takes maps, builtins, arguments, and variables that the same block or one around it has assigned';
    return source.error(start, message);
  }
}
