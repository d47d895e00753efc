import { lexicalRegions } from '../../kernel/normalise/lexical-regions.ts';

/** The text of a span with its comments blanked: what follows on the line must stay code. */
export function withoutComments(text: string, start: number, end: number): string {
  return lexicalRegions(text)
    .filter((region) => region.end > start && region.start < end)
    .map((region) => {
      const part = text.slice(Math.max(start, region.start), Math.min(end, region.end));
      return region.kind === 'comment' ? part.replace(/[^\n]/g, ' ') : part;
    })
    .join('');
}
