/** A comment's text without its frame, and what kernel-doc says of parameters and result (Documentation/doc-guide/kernel-doc.rst). */
export interface CommentText {
  text: string;
  /** Parameter -> description, one line each. */
  parameters: Record<string, string>;
  returns: string | null;
}

export function readComment(comment: string): CommentText {
  const lines = comment
    .replace(/^\/\*\*?/, '')
    .replace(/\*\/$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd());
  const parameters: Record<string, string> = {};
  const returned: string[] = [];
  let current: string | null = null;
  let inReturns = false;
  for (const line of lines) {
    const parameter = /^\s*@(\w+|\.\.\.)\s*:\s*(.*)$/.exec(line);
    const result = /^\s*(?:Returns?|RETURNS?|Return value)\s*:\s*(.*)$/.exec(line);
    if (parameter) {
      current = parameter[1] ?? '';
      inReturns = false;
      parameters[current] = parameter[2] ?? '';
    } else if (result) {
      current = null;
      inReturns = true;
      returned.push(result[1] ?? '');
    } else if (line.trim() === '' || /^\s*\w[\w ]*:\s*$/.test(line)) {
      current = null;
      inReturns = false;
    } else if (inReturns) returned.push(line.trim());
    else if (current !== null) parameters[current] = `${parameters[current] ?? ''} ${line.trim()}`.trim();
  }
  const returns = returned.join(' ').trim();
  return { text: lines.join('\n').trim(), parameters, returns: returns === '' ? null : returns };
}
