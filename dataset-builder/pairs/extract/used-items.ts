import type { CSyntax } from '../../../ken/verifier/lints/c-tree/parse-c.ts';
import { isTooDeep, parseC } from '../../../ken/verifier/lints/c-tree/parse-c.ts';
import { hasOpenComment } from './open-comment.ts';

/**
 * Drops from a header's text the macros, types and functions that nothing uses: `others` is all the text that the header
 * serves. Whatever defines no name, places something in a section or is not understood stays.
 */
export async function usedItems(header: string, others: string): Promise<string> {
  if (hasOpenComment(header)) return header;
  const root = await parseC(header);
  if (isTooDeep(root)) return header;
  let items = root.children
    .filter((node) => node.type !== 'comment')
    .map((node) => itemOf(header.slice(node.startIndex, node.endIndex), node))
    .filter(({ text }) => text.trim() !== '' && text.trim() !== ';');
  const outside = countWords(others);
  const defined = new Set(items.flatMap(({ names }) => names));
  for (let round = 0; round < roundLimit; round += 1) {
    const uses = new Map([...defined].map((name) => [name, outside.get(name) ?? 0]));
    for (const { words } of items) {
      for (const [word, count] of words) if (defined.has(word)) uses.set(word, (uses.get(word) ?? 0) + count);
    }
    const kept = items.filter(
      (item) => item.names.length === 0 || item.names.some((name) => usedElsewhere(name, item, uses)),
    );
    if (kept.length === items.length) break;
    items = kept;
  }
  return items.map(({ text }) => text.trimEnd()).join('\n');
}

/** Longer chains of definitions are no program's; what is left of them does no harm. */
const roundLimit = 100;

interface Item {
  text: string;
  /** What it defines; empty when it must stay. */
  names: string[];
  words: Map<string, number>;
}

function itemOf(text: string, node: CSyntax): Item {
  const names =
    /\bSEC\s*\(|__ksym|__kconfig/.test(text) && node.type !== 'preproc_function_def' && node.type !== 'preproc_def'
      ? keptNames(text)
      : definedNames(node);
  return { text: closed(text, node.type), names, words: countWords(text) };
}

/** The `;` behind a bare type is a node of its own; a directive ends with its line. */
function closed(text: string, type: string): string {
  if (type.startsWith('preproc')) return `${text.trimEnd()}\n`;
  return type.endsWith('_specifier') ? `${text};` : text;
}

/** Kernel functions and configuration values are declared by name only; a map or a licence is needed by nobody else. */
function keptNames(text: string): string[] {
  const declared = /(\w+)\s*\([^;]*\)[^;{]*__ksym/.exec(text)?.[1] ?? /(\w+)\s+__k(?:sym|config)/.exec(text)?.[1];
  return declared === undefined ? [] : [declared];
}

function definedNames(node: CSyntax): string[] {
  switch (node.type) {
    case 'preproc_def':
    case 'preproc_function_def':
      return [node.childForFieldName('name')?.text ?? ''].filter(Boolean);
    case 'function_definition':
      return [declaredName(node.childForFieldName('declarator'))].filter((name) => name !== '');
    case 'declaration':
    case 'type_definition':
    case 'struct_specifier':
    case 'union_specifier':
    case 'enum_specifier':
      return typeNames(node);
    case 'preproc_ifdef':
    case 'preproc_if':
    case 'preproc_else':
      return node.namedChildren.slice(1).flatMap(definedNames);
    default:
      return [];
  }
}

function declaredName(node: CSyntax | null): string {
  if (!node) return '';
  if (node.type === 'identifier' || node.type === 'type_identifier') return node.text;
  const inner = node.childForFieldName('declarator');
  return inner ? declaredName(inner) : (node.descendantsOfType(['identifier', 'type_identifier'])[0]?.text ?? '');
}

function typeNames(node: CSyntax): string[] {
  const tags = [node, ...node.descendantsOfType(['struct_specifier', 'union_specifier', 'enum_specifier'])]
    .filter((inner) => inner.childForFieldName('body') !== null)
    .map((inner) => inner.childForFieldName('name')?.text);
  const enumerators = node.descendantsOfType('enumerator').map((inner) => inner.childForFieldName('name')?.text);
  const declared =
    node.type === 'declaration' || node.type === 'type_definition'
      ? node.childrenForFieldName('declarator').map(declaredName)
      : [];
  return [...tags, ...enumerators, ...declared].filter((name) => name !== undefined && name !== '') as string[];
}

function usedElsewhere(name: string, item: Item, uses: ReadonlyMap<string, number>): boolean {
  return (uses.get(name) ?? 0) > (item.words.get(name) ?? 0);
}

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [word] of text.matchAll(/[A-Za-z_]\w*/g)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
