import { placeOf, type Found } from './candidate.ts';

/** The first heading of a README (Markdown, Org or reStructuredText), without numbers of lessons. */
export function readmeTitle(text: string): Found | undefined {
  const heading = /^(?:#\s+|\*\s+|#\+TITLE:\s*)(.+)$/im.exec(text);
  if (!heading) return undefined;
  const title = (heading[1] ?? '')
    .replace(/^.*?(?:lesson|tutorial|example)\s*\d*\s*[:：-]\s*/i, '')
    .replace(/^eBPF[^:]*:\s*/i, '');
  return { text: title, lines: placeOf(text, heading.index, heading[0].length) };
}

/** The first paragraph under the heading that names the program. */
export function readmeSection(text: string, name: string): Found | undefined {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const section = new RegExp(`^#{1,4}\\s+\`?${escaped}\`?\\s*\\n([\\s\\S]*?)(?=^#{1,4}\\s|(?![\\s\\S]))`, 'im').exec(
    text,
  );
  const paragraph = /^[A-Za-z`*][^\n]*(?:\n(?!\s*\n|\`\`\`)[^\n]+)*/m.exec(section?.[1] ?? '');
  if (!section || !paragraph) return undefined;
  return { text: firstSentences(paragraph[0]), lines: placeOf(text, section.index, section[0].length) };
}

/** `summary:` or `description:` of the YAML at the start of a Markdown file. */
export function frontMatter(text: string): Found | undefined {
  const front = /^---\n([\s\S]*?)\n---/.exec(text);
  const line = /^(?:summary|description):\s*["']?(.+?)["']?\s*$/m.exec(front?.[1] ?? '');
  return front && line ? { text: line[1] ?? '', lines: placeOf(text, front.index, front[0].length) } : undefined;
}

function firstSentences(paragraph: string): string {
  return paragraph.replace(/\s+/g, ' ').match(/^.*?[.!?](?=\s|$)(?:.*?[.!?](?=\s|$))?/)?.[0] ?? paragraph;
}
