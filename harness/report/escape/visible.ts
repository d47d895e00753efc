/**
 * Makes hostile text harmless to look at: control characters (the escape of ANSI sequences among them), invisible and
 * direction-changing characters become `⟨U+202E⟩`. Newline and tab stay. Every sink of a report calls this before its
 * own escaping.
 */
export function visible(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .replace(
      /[\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu,
      codePoint,
    );
}

/** `visible`, on one line: for table cells and headings. */
export function visibleLine(text: string): string {
  return visible(text).replace(/[\n\t]+/g, ' ');
}

function codePoint(char: string): string {
  return `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
