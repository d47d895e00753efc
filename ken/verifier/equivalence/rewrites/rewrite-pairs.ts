import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Framework, Program } from '../../../program.ts';

/** Two programs that mean the same. */
export interface RewritePair {
  name: string;
  left: Program;
  right: Program;
}

/** Line that separates the programs of a file; what follows the name is a comment. */
const separator = /^\/\/ --- (.+)$/m;

/**
 * The pairs of this folder. A file holds several: `// --- name`, one program, `// ===`, the other one.
 */
export async function rewritePairs(): Promise<RewritePair[]> {
  const folder = import.meta.dirname;
  const files = (await readdir(folder)).filter((name) => /\.(?:bt|bpf\.c)$/.test(name)).sort();
  const lists = await Promise.all(
    files.map(async (file) =>
      pairsIn(await readFile(path.join(folder, file), 'utf8'), file, file.endsWith('.bt') ? 'bpftrace' : 'libbpf'),
    ),
  );
  return lists.flat();
}

/** Throws when a pair is not two programs: then the file is wrong. */
export function pairsIn(text: string, file: string, framework: Framework): RewritePair[] {
  const [shared = '', ...parts] = text.split(separator);
  const pairs: RewritePair[] = [];
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const name = parts[index] ?? '';
    const [left, right, more] = (parts[index + 1] ?? '').split(/^\/\/ ===$/m);
    if (left === undefined || right === undefined || more !== undefined) {
      throw new Error(`${file}: ${name} does not hold two programs`);
    }
    const program = (own: string): Program => ({ framework, text: `${shared.trim()}\n${own.trim()}\n` });
    pairs.push({ name: `${file.replace(/\..*$/, '')}: ${name}`, left: program(left), right: program(right) });
  }
  return pairs;
}
