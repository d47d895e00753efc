/** One line of the dump with the lines below it that are indented deeper. */
export interface DumpLine {
  /** Without indentation and type. */
  text: string;
  /** Between ` :: [` and `]`; null when the line shows none. */
  type: string | null;
  depth: number;
  children: DumpLine[];
}

/** The literal that `markLoopEnds` puts at the end of a loop's body. */
export const loopEndMarker = 791_204_613;

/**
 * Reads the tree after semantic analysis from what `bpftrace -d ast` of version 0.23 prints: one node a line, indented
 * by one blank a level. `while` is printed with a flaw: what follows the loop keeps the indentation of its body, for the
 * rest of the program. The text that is dumped therefore ends each body of a `while` with a marker. Null when there is no such tree, or
 * when a loop has no marker (it came from a macro).
 */
export function readDump(dump: string): DumpLine | null {
  const lines = programLines(dump);
  if (!lines) return null;
  const root: DumpLine = { text: 'Program', type: null, depth: -1, children: [] };
  const open = [root];
  let [loops, excess] = [0, 0];
  for (const line of lines) {
    const indented = line.length - line.trimStart().length;
    const depth = indented - excess;
    const node = { ...split(line.slice(indented)), depth, children: [] };
    if (node.text === `int: ${loopEndMarker}`) {
      excess += 2;
      continue;
    }
    if (node.text === 'while(') loops += 1;
    while ((open.at(-1) ?? root).depth >= depth && open.length > 1) open.pop();
    (open.at(-1) ?? root).children.push(node);
    open.push(node);
  }
  return excess === 2 * loops ? root : null;
}

function programLines(dump: string): string[] | null {
  const start = dump.indexOf('\nAST after: Semantic\n');
  if (start < 0) return null;
  const next = dump.indexOf('\nAST after: ', start + 1);
  const lines = dump.slice(start, next < 0 ? undefined : next).split('\n');
  // Definitions in C come before the program and are printed as they are.
  return lines.slice(lines.lastIndexOf('Program') + 1).filter((line) => line.trim() !== '');
}

function split(line: string): Pick<DumpLine, 'text' | 'type'> {
  const at = line.lastIndexOf(' :: [');
  if (at < 0 || !line.endsWith(']')) return { text: line.trimEnd(), type: null };
  return { text: line.slice(0, at).trimEnd(), type: line.slice(at + 5, -1) };
}
