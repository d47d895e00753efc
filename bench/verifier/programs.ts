import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Program } from '../../ken/program.ts';

export interface NamedProgram {
  name: string;
  program: Program;
}

/** The bpftrace tools of the guest's package, by name. */
export async function tools(folder: string): Promise<NamedProgram[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.bt')).sort();
  return programsOf(files.map((file) => path.join(folder, file)));
}

/** A file is a `.bt`, a `.bpf.c`, or a `.json` with a list of texts that hold C programs between fences. */
export async function programsOf(files: readonly string[]): Promise<NamedProgram[]> {
  const lists = files.map(async (file): Promise<NamedProgram[]> => {
    const text = await readFile(file, 'utf8');
    if (file.endsWith('.json')) return fenced(text);
    const framework = file.endsWith('.c') ? 'libbpf' : 'bpftrace';
    return /\.(bt|c)$/.test(file) ? [{ name: path.basename(file), program: { framework, text } }] : [];
  });
  return (await Promise.all(lists)).flat();
}

/** C programs between fences in the `content` of `data`, as in the dataset of the paper's authors. */
function fenced(text: string): NamedProgram[] {
  const { data } = JSON.parse(text) as { data: { content: string }[] };
  return data.map(({ content }, index) => ({
    name: `program ${index + 1}`,
    program: { framework: 'libbpf', text: /```c?\n([\s\S]*?)```/.exec(content)?.[1] ?? '' },
  }));
}
