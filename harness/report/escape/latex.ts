import { visibleLine } from './visible.ts';

const commands: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  _: '\\_',
  '%': '\\%',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': '\\textquotedbl{}',
  "'": '\\textquotesingle{}',
  '`': '\\textasciigrave{}',
  '-': '{-}',
  '–': '--',
  '’': "'",
};

/** Text for LaTeX in text mode; nothing in it can start a command. Needs `textcomp` (part of the kernel since 2020) and T1. */
export function latex(text: string): string {
  return Array.from(
    visibleLine(text).replace(/⟨(U\+[0-9A-F]+)⟩/g, '[$1]'),
    (char) => commands[char] ?? ascii(char),
  ).join('');
}

/** A character that pdfLaTeX's fonts may lack becomes its number, so that a hostile text cannot stop the typesetting. */
function ascii(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x7f || (code >= 0xa1 && code <= 0xff)) return char;
  return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
}
