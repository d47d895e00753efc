import type { Piece } from './extraction.ts';

const opener = /(?<!<)<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|(\\?)(\w+))/;
/** A here-document goes into a command; a shift or a C++ stream does not. */
const command = /\b(?:cat|tee|bpftrace|clang|bash|sh)\b/;

/**
 * The bodies of a shell text's here-documents, as the shell would pass them on, without expanding anything: with an
 * unquoted delimiter a backslash before `$`, a backtick or a backslash goes, and one before a line feed joins the lines.
 */
export function hereDocuments(text: string): Piece[] {
  const pieces: Piece[] = [];
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const match = opener.exec(lines[index] ?? '');
    if (!match || !command.test(lines[index] ?? '')) continue;
    const [, dash = '', single, double, backslash, plain] = match;
    const delimiter = single ?? double ?? plain ?? '';
    const body: string[] = [];
    let closed = false;
    for (index += 1; index < lines.length; index += 1) {
      const line = dash ? (lines[index] ?? '').replace(/^\t+/, '') : (lines[index] ?? '');
      closed = line === delimiter || (dash === '' && line.trim() === delimiter);
      if (closed) break;
      body.push(line);
    }
    const literal = plain === undefined || backslash === '\\';
    const content = literal ? body.join('\n') : body.join('\n').replace(/\\([$`\\])|\\\n/g, '$1');
    pieces.push({ text: content.trimEnd(), wrapping: 'heredoc', closed, tag: '', introduction: '' });
  }
  return pieces;
}
