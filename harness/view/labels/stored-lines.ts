import { z } from 'zod';
import { KenError, quote } from '../../../ken/errors.ts';

/** What is needed of a line to know that a program has a label; the judge checks the rest when it reads the file. */
const lineSchema = z.object({ case: z.string(), program: z.string(), label: z.enum(['correct', 'incorrect']) });

/** `<case> <program>` -> label of a file of stored labels. */
export function parseStoredLabels(text: string, file: string): Map<string, 'correct' | 'incorrect'> {
  const known = new Map<string, 'correct' | 'incorrect'>();
  for (const [position, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      const label = lineSchema.parse(JSON.parse(line));
      known.set(`${label.case} ${label.program}`, label.label);
    } catch (cause) {
      throw new KenError('config', `${file}, line ${position + 1} is no stored label: ${quote(line)}`, {
        hint: 'The file of single labels is another format: name that one with --labels.',
        cause,
      });
    }
  }
  return known;
}
