import { placeOf, type Found } from './candidate.ts';

/** `help:` of every metric in a file of ebpf_exporter, joined when there are several. */
export function yamlHelp(text: string): Found | undefined {
  const helps = [...text.matchAll(/^\s*help:\s*["']?(.+?)["']?\s*$/gm)];
  const [first] = helps;
  const last = helps.at(-1);
  if (!first || !last) return undefined;
  const texts = [...new Set(helps.map((found) => (found[1] ?? '').replace(/\.$/, '')))];
  return {
    text: `${texts.slice(0, 4).join('; ')}.`,
    lines: placeOf(text, first.index, last.index + last[0].length - first.index),
  };
}

/** The top-level `description:` of a YAML file. */
export function yamlDescription(text: string): Found | undefined {
  const found = /^description:\s*(?:[>|][+-]?\n((?:[ \t]+[^\n]*\n?)+)|["']?(.+?)["']?\s*$)/m.exec(text);
  return found ? { text: found[1] ?? found[2] ?? '', lines: placeOf(text, found.index, found[0].length) } : undefined;
}
