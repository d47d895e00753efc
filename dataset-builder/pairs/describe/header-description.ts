import { leadingComment } from '../extract/leading-comment.ts';
import type { Found } from './candidate.ts';

/**
 * The first paragraph of the comment that a file begins with: `name.bt  Does this.`, perhaps wrapped. Paragraphs about
 * copyright, licence and use are passed over; the program's own name is taken off.
 */
export function headerDescription(text: string, name: string): Found | undefined {
  const { lines } = leadingComment(text);
  let paragraph: typeof lines = [];
  const paragraphs = [paragraph];
  for (const line of lines) {
    const breaks = line.text === '' || notDescribing.test(line.text);
    if (!breaks) paragraph.push(line);
    else if (paragraph.length > 0) paragraphs.push((paragraph = []));
  }
  for (const candidate of paragraphs) {
    const [first] = candidate;
    const last = candidate.at(-1);
    if (!first || !last || isLegal(candidate.map((line) => line.text).join(' '))) continue;
    const joined = candidate.map((line) => line.text).join(' ');
    const described = withoutName(joined, name);
    if (described.split(/\s+/).length >= 3) return { text: described, lines: { first: first.line, last: last.line } };
  }
  return undefined;
}

const notDescribing =
  /^(?:spdx-|copyright|\(c\)|licen[sc]e|usage\b|for linux, uses|author|example|see also|#|\d{2}-\w{3}-\d{4}|requires? |\*\s*$|vim:)/i;

function isLegal(text: string): boolean {
  return /licen[sc]e|spdx|redistribut|warranty|permission|copyright|GNU General/i.test(text);
}

function withoutName(text: string, name: string): string {
  const first = /^[\w.-]+/.exec(text)?.[0] ?? '';
  const bare = first.replace(/\.(?:bt|bpf\.c|c)$/, '');
  const named = bare === name || first !== bare;
  return (named ? text.slice(first.length) : text).replace(/^[\s:-]+/, '').trim();
}
