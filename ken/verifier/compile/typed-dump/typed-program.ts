import { attachPoints } from '../../../kernel/gate/attach-points.ts';
import type { TypedNode } from '../typed-tree.ts';
import { type DumpLine, readDump } from './dump-lines.ts';
import { giveLines } from './source-lines.ts';
import { block, typedNode } from './typed-node.ts';

/**
 * The typed tree of a program from the dump of `bpftrace -d ast`. `text` is the text that bpftrace read: probes are
 * counted in it, since the dump does not tell `a {} b { ... }` from `a, b { ... }`, and lines are found in it. Null when
 * the dump cannot be read without a guess.
 */
export function typedProgram(dump: string, text: string): TypedNode | null {
  const root = readDump(dump);
  if (!root) return null;
  const functions = root.children.filter((line) => line.text.startsWith('subprog: ')).map(typedNode);
  const probes = groupProbes(root.children.filter(isAttachPoint), text).map(probeNode);
  const program: TypedNode = { ...nothing('program', ''), children: [...functions, ...probes] };
  giveLines(program, text);
  return program;
}

function isAttachPoint({ text }: DumpLine): boolean {
  return text !== 'config' && !text.startsWith('subprog: ') && !text.startsWith('map decl: ');
}

/** Attach points of the dump, those of one probe together. */
function groupProbes(lines: readonly DumpLine[], text: string): DumpLine[][] {
  const points = attachPoints(text);
  const groups: DumpLine[][] = [];
  let before: number | undefined;
  for (const [index, line] of lines.entries()) {
    // Where the source cannot be counted, a probe ends with the first attach point that has something below it.
    const probe = points.length === lines.length ? points[index]?.probe : undefined;
    const continues = probe === undefined ? groups.at(-1)?.at(-1)?.children.length === 0 : probe === before;
    if (continues) groups.at(-1)?.push(line);
    else groups.push([line]);
    before = probe;
  }
  return groups;
}

function probeNode(group: readonly DumpLine[]): TypedNode {
  const points = group.map(({ text }) => nothing('attach-point', text));
  const below = group.flatMap(({ children }) => children);
  const predicate = below[0]?.text === 'pred' ? [typedNode(below[0])] : [];
  return { ...nothing('probe', ''), children: [...points, ...predicate, block(below.slice(predicate.length))] };
}

function nothing(kind: TypedNode['kind'], text: string): TypedNode {
  return { kind, text, type: null, addressSpace: null, children: [] };
}
