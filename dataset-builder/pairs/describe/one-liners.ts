import { tidy } from './tidy.ts';

export interface OneLiner {
  program: string;
  description: string;
  lines: { first: number; last: number };
}

/**
 * `bpftrace -e '...'` in Markdown or HTML with the text right before it: a comment line in the block (`# Files opened by
 * process`), a heading, or the last sentence of the paragraph. One without such a text is left out.
 */
export function oneLiners(text: string): OneLiner[] {
  const plain = text.includes('<pre') ? plainOfHtml(text) : text;
  const lines = plain.split('\n');
  const found: OneLiner[] = [];
  for (const [index, line] of lines.entries()) {
    const start = /(?:^|[\s#$>`])(?:sudo )?bpftrace\s+(?:-\w\s+(?!')\S+\s+)*-e\s+'/.exec(line);
    if (!start) continue;
    const { program, last } = readQuoted(lines, index, start.index + start[0].length);
    const description = program === undefined ? undefined : textBefore(lines, index);
    if (program !== undefined && description !== undefined) {
      found.push({ program: program.trim(), description, lines: { first: index + 1, last: last + 1 } });
    }
  }
  return found;
}

/** A shell string in single quotes, perhaps over several lines. */
function readQuoted(lines: readonly string[], index: number, from: number): { program?: string; last: number } {
  let part = (lines[index] ?? '').slice(from);
  const parts: string[] = [];
  for (let at = index; at < Math.min(lines.length, index + 40); at += 1) {
    if (at > index) part = lines[at] ?? '';
    const end = part.indexOf("'");
    if (end >= 0) return { program: [...parts, part.slice(0, end)].join('\n'), last: at };
    parts.push(part);
  }
  return { last: index };
}

function textBefore(lines: readonly string[], index: number): string | undefined {
  for (let at = index - 1; at >= Math.max(0, index - 4); at -= 1) {
    const line = (lines[at] ?? '').trim();
    if (line === '' || /^```/.test(line)) continue;
    if (/bpftrace\s+-e|^[@{}\[]/.test(line)) return undefined;
    const text = line.replace(/^#+\s*(?:\d+(?:\.\d+)*\.?\s*)?/, '').replace(/^(?:Lesson|Example)\s*\d*[.:]\s*/i, '');
    const sentence = text.split(/(?<=[.!?])\s+/).at(-1) ?? text;
    return tidy(sentence.replace(/:$/, '.'));
  }
  return undefined;
}

function plainOfHtml(html: string): string {
  return html
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1>|(?![\s\S]))/gi, ' ')
    .replace(/<\/?(?:p|h\d|li|div|pre|br)\b[^<>]*>/gi, '\n')
    .replace(/<[^<>]+>/g, '')
    .replace(
      /&(lt|gt|amp|quot|#39|apos|nbsp);/g,
      (_, name: string) => ({ lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ' })[name] ?? "'",
    );
}
