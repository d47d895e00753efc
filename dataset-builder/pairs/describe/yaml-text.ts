import { placeOf, type Found } from './candidate.ts';

/** `help:` of every metric in a file of ebpf_exporter, joined when there are several. */
export function yamlHelp(text: string): Found | undefined {
  const helps = [...text.matchAll(/^[ \t]*help:[ \t]*([^\n]+)$/gm)];
  const [first] = helps;
  const last = helps.at(-1);
  if (!first || !last) return undefined;
  const texts = [...new Set(helps.map((found) => unquoted(found[1] ?? '').replace(/\.$/, '')))];
  return {
    text: `${texts.slice(0, 4).join('; ')}.`,
    lines: placeOf(text, first.index, last.index + last[0].length - first.index),
  };
}

/** The top-level `description:` of a YAML file. */
export function yamlDescription(text: string): Found | undefined {
  const found = /^description:[ \t]*(?:[>|][+-]?\n((?:[ \t]+[^\n]*\n?)+)|([^\n]+)$)/m.exec(text);
  if (!found) return undefined;
  return { text: found[1] ?? unquoted(found[2] ?? ''), lines: placeOf(text, found.index, found[0].length) };
}

function unquoted(value: string): string {
  return value.trim().replace(/^["']/, '').replace(/["']$/, '');
}
