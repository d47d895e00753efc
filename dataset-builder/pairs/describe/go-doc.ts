import { placeOf, type Found } from './candidate.ts';

/** The comment of a Go program before `package main`: "This program demonstrates ...". */
export function goDoc(text: string): Found | undefined {
  const before = text.slice(0, /^package main/m.exec(text)?.index ?? 0).split('\n');
  let end = before.length;
  while (end > 0 && /^(?:\/\/go:.*|\s*)$/.test(before[end - 1] ?? '')) end -= 1;
  let start = end;
  while (start > 0 && /^\/\/(?!go:|\s*\+build)/.test(before[start - 1] ?? '')) start -= 1;
  const comment = before.slice(start, end).join('\n');
  const paragraph = comment.replace(/^\/\/[ \t]?/gm, '').split(/\n[ \t]*\n/)[0];
  const at = before.slice(0, start).reduce((sum, line) => sum + line.length + 1, 0);
  return paragraph ? { text: paragraph, lines: placeOf(text, at, comment.length + 1) } : undefined;
}
