import type { DescribeRule } from '../sources/source-file.ts';

/** A text of a source that may say what a program is for. */
export interface DescriptionCandidate {
  text: string;
  rule: DescribeRule['rule'] | 'text-before';
  file: string;
  /** Lines of the file, from 1. */
  lines: { first: number; last: number };
}

/** Text and place within one file. */
export type Found = Pick<DescriptionCandidate, 'text' | 'lines'>;

/** Where a piece of a text stands. */
export function placeOf(text: string, start: number, length: number): Found['lines'] {
  const first = text.slice(0, start).split('\n').length;
  return { first, last: first + text.slice(start, start + length).split('\n').length - 1 };
}
