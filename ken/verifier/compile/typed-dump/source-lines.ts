import { lexicalRegions, maskedCode } from '../../../kernel/normalise/lexical-regions.ts';
import { topLevelItems } from '../../../kernel/normalise/top-level.ts';
import type { TypedNode } from '../typed-tree.ts';

/**
 * Gives the nodes of a program their lines. The dump has none, but it lists names in the order of the source: in each
 * probe the longest common subsequence of the names of both tells which node stands where. Nodes that the compiler added
 * or took from a macro are in no line of their own; they get that of the node around them.
 */
export function giveLines(program: TypedNode, text: string): void {
  const items = topLevelItems(text).filter(({ kind }) => kind === 'probe');
  const probes = program.children.filter(({ kind }) => kind === 'probe');
  if (items.length !== probes.length) return;
  const lineAt = lineFinder(text);
  for (const [index, probe] of probes.entries()) {
    const item = items[index];
    if (!item) continue;
    const nodes = namedNodes(probe);
    const words = wordsOf(text, item.start, item.blockEnd);
    for (const [node, word] of aligned(nodes, words)) node.line = lineAt(word);
    inherit(probe, lineAt(item.start));
  }
}

interface Named {
  node: TypedNode;
  name: string;
}

interface Word {
  name: string;
  at: number;
}

const ownFirst: readonly TypedNode['kind'][] = [
  'variable',
  'map',
  'builtin',
  'integer',
  'identifier',
  'call',
  'string',
];

/** In the order of the source: a member comes behind its structure, everything else before what is below it. */
function namedNodes(root: TypedNode): Named[] {
  const found: Named[] = [];
  const visit = (node: TypedNode): void => {
    if (ownFirst.includes(node.kind)) found.push({ node, name: node.kind === 'string' ? '"' : node.text });
    for (const child of node.children) visit(child);
    if (node.kind === 'field') found.push({ node, name: node.text });
    if (node.kind === 'jump') found.push({ node, name: node.text });
  };
  visit(root);
  return found;
}

function wordsOf(text: string, start: number, end: number): Word[] {
  const words: Word[] = [];
  const regions = lexicalRegions(text);
  const code = maskedCode(text, regions);
  for (const region of regions) {
    if (region.end <= start || region.start >= end) continue;
    if (region.kind === 'string') words.push({ name: '"', at: region.start });
    if (region.kind !== 'code') continue;
    const from = Math.max(start, region.start);
    const part = code.slice(from, Math.min(end, region.end));
    for (const match of part.matchAll(/[$@]?\w+|[$@]/g)) words.push({ name: match[0], at: from + match.index });
  }
  return words;
}

/** Cells of the table; a longer probe is matched greedily. */
const largestTable = 8_000_000;

function aligned(nodes: readonly Named[], words: readonly Word[]): [TypedNode, number][] {
  if ((nodes.length + 1) * (words.length + 1) > largestTable) return greedy(nodes, words);
  const width = words.length + 1;
  const lengths = new Uint16Array((nodes.length + 1) * width);
  for (let i = nodes.length - 1; i >= 0; i -= 1) {
    for (let j = words.length - 1; j >= 0; j -= 1) {
      const same = nodes[i]?.name === words[j]?.name;
      const skip = Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
      lengths[i * width + j] = same ? Math.max(skip, 1 + (lengths[(i + 1) * width + j + 1] ?? 0)) : skip;
    }
  }
  const pairs: [TypedNode, number][] = [];
  for (let i = 0, j = 0; i < nodes.length && j < words.length;) {
    const [node, word] = [nodes[i], words[j]];
    const here = lengths[i * width + j] ?? 0;
    if (node && word && node.name === word.name && here === 1 + (lengths[(i + 1) * width + j + 1] ?? 0)) {
      pairs.push([node.node, word.at]);
      i += 1;
      j += 1;
    } else if (here === (lengths[i * width + j + 1] ?? 0)) j += 1;
    else i += 1;
  }
  return pairs;
}

function greedy(nodes: readonly Named[], words: readonly Word[]): [TypedNode, number][] {
  const pairs: [TypedNode, number][] = [];
  let at = 0;
  for (const { node, name } of nodes) {
    const found = words.findIndex((word, index) => index >= at && index < at + 200 && word.name === name);
    if (found < 0) continue;
    pairs.push([node, words[found]?.at ?? 0]);
    at = found + 1;
  }
  return pairs;
}

/** A node without a name is where the first named node below it is; without one, where the node around it is. */
function inherit(node: TypedNode, outer: number): void {
  node.line ??= firstLine(node) ?? outer;
  for (const child of node.children) inherit(child, node.line);
}

function firstLine(node: TypedNode): number | undefined {
  for (const child of node.children) {
    const line = child.line ?? firstLine(child);
    if (line !== undefined) return line;
  }
  return undefined;
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
