import { maskedCode } from './lexical-regions.ts';

/**
 * One item of a bpftrace script's outermost level. `definition`: struct, union, enum or typedef; `config`: the
 * configuration block; `function`: fn, subprog or macro; `declaration`: anything that ends with `;`; `probe`: attach
 * points, maybe a predicate, and an action block.
 */
export type ItemKind = 'definition' | 'config' | 'function' | 'declaration' | 'probe';

export interface TopLevelItem {
  kind: ItemKind;
  /** Where the item's own text starts (blanks, comments and preprocessor lines before it are left out). */
  start: number;
  /** The `{` and the place just behind its `}`; both are the item's end when it has no block. */
  blockStart: number;
  blockEnd: number;
}

/** The outermost items in source order. A missing `}` closes at the end of the text. */
export function topLevelItems(text: string, code: string = maskedCode(text)): TopLevelItem[] {
  const items: TopLevelItem[] = [];
  let at = 0;
  for (;;) {
    const start = skipBlank(code, at);
    if (start >= code.length) return items;
    const stop = nextOf(code, start, '{;');
    const header = code.slice(start, stop);
    if (code[stop] !== '{') {
      if (header.trim() !== '') items.push({ kind: 'declaration', start, blockStart: stop, blockEnd: stop });
      at = stop + 1;
      continue;
    }
    const blockEnd = closingBrace(code, stop);
    items.push({ kind: kindOf(header), start, blockStart: stop, blockEnd });
    at = blockEnd;
  }
}

function kindOf(header: string): ItemKind {
  if (/^(struct|union|enum|typedef)\b/.test(header)) return 'definition';
  if (/^config\s*=/.test(header)) return 'config';
  if (/^(fn|subprog|macro)\s/.test(header)) return 'function';
  return 'probe';
}

function closingBrace(code: string, open: number): number {
  let depth = 0;
  for (let index = open; index < code.length; index += 1) {
    if (code[index] === '{') depth += 1;
    if (code[index] === '}') {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return code.length;
}

function skipBlank(code: string, at: number): number {
  let index = at;
  while (index < code.length && /\s/.test(code[index] ?? '')) index += 1;
  return index;
}

function nextOf(code: string, at: number, characters: string): number {
  let index = at;
  while (index < code.length && !characters.includes(code[index] ?? '')) index += 1;
  return index;
}
