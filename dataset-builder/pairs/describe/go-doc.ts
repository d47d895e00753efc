import { placeOf, type Found } from './candidate.ts';

/** The comment of a Go program before `package main`: "This program demonstrates ...". */
export function goDoc(text: string): Found | undefined {
  const comment = /((?:^\/\/(?!go:|\s*\+build)[^\n]*\n)+)(?:^\/\/go:[^\n]*\n|\s)*^package main/m.exec(text);
  const paragraph = (comment?.[1] ?? '').replace(/^\/\/[ \t]?/gm, '').split(/\n\s*\n/)[0];
  return comment && paragraph
    ? { text: paragraph, lines: placeOf(text, comment.index, (comment[1] ?? '').length) }
    : undefined;
}
