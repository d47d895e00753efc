import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { KenError, quote } from '../../ken/errors.ts';
import type { Framework } from '../../ken/program.ts';
import type { CaseDefinition, CaseProgram, Mutant } from './case.ts';
import { readCaseFile } from './read-case-file.ts';

/**
 * Reads one case folder with all its programs. A `KenError('config')` names what is missing: a reference of a framework,
 * the workload, the oracle, a mutant's first line.
 */
export async function readCase(folder: string): Promise<CaseDefinition> {
  const file = await readCaseFile(folder);
  const names = new Set(await readdir(folder));
  const need = (name: string, why: string): void => {
    if (!names.has(name)) throw new KenError('config', `${path.join(folder, name)} is missing: ${why}`);
  };
  if (!file.notExercised) need('oracle.ts', 'every case that the guest can exercise has an oracle');
  if (file.workload.file !== undefined) need(file.workload.file, 'workload.file names it');
  for (const framework of file.frameworks) need(referenceFile[framework], `frameworks names ${framework}`);
  return {
    ...file,
    folder,
    references: await Promise.all(file.frameworks.map((framework) => readProgram(folder, referenceFile[framework]))),
    alternatives: names.has('alternatives') ? await readPrograms(folder, 'alternatives') : [],
    mutants: names.has('mutants')
      ? (await readPrograms(folder, 'mutants')).map((program) => asMutant(folder, program))
      : [],
  };
}

/** The framework that a file name stands for; undefined when it is no program. */
export function frameworkOfFile(name: string): Framework | undefined {
  if (name.endsWith('.bt')) return 'bpftrace';
  return name.endsWith('.c') ? 'libbpf' : undefined;
}

const referenceFile: Record<Framework, string> = { bpftrace: 'reference.bt', libbpf: 'reference.bpf.c' };

async function readPrograms(folder: string, subfolder: string): Promise<CaseProgram[]> {
  const names = (await readdir(path.join(folder, subfolder))).sort();
  return Promise.all(names.map((name) => readProgram(folder, path.join(subfolder, name))));
}

async function readProgram(folder: string, file: string): Promise<CaseProgram> {
  const framework = frameworkOfFile(file);
  if (!framework) {
    throw new KenError(
      'config',
      `${path.join(folder, file)} is no program: its name ends neither with .bt nor with .bpf.c`,
    );
  }
  return { framework, file, text: await readFile(path.join(folder, file), 'utf8') };
}

function asMutant(folder: string, program: CaseProgram): Mutant {
  const firstLine = program.text.split('\n', 1)[0] ?? '';
  const fault = /^\/\/\s*fault:\s*(\S.*)$/.exec(firstLine.trim())?.[1];
  if (fault === undefined) {
    throw new KenError('config', `${path.join(folder, program.file)} begins with ${quote(firstLine)}`, {
      hint: 'The first line of a mutant is `// fault: what is planted`.',
    });
  }
  return { ...program, fault };
}
