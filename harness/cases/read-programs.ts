import { readFile } from 'node:fs/promises';
import { KenError, quote } from '../../ken/errors.ts';
import { frameworks, type Framework, type Program } from '../../ken/program.ts';
import { frameworkOfFile } from './read-case.ts';

/** Reads every file before anything starts, so that a wrong name costs nothing. Throws `usage` with the name quoted. */
export function readPrograms(
  files: readonly string[],
  framework: string | undefined,
): Promise<{ file: string; program: Program }[]> {
  return Promise.all(
    files.map(async (file) => {
      return { file, program: { framework: frameworkFor(file, framework), text: await readText(file) } };
    }),
  );
}

function frameworkFor(file: string, given: string | undefined): Framework {
  const known = given === undefined ? frameworkOfFile(file) : frameworks.find((name) => name === given);
  if (known) return known;
  if (given !== undefined) {
    throw new KenError('usage', `there is no framework ${quote(given)}`, { hint: `Use ${frameworks.join(' or ')}.` });
  }
  throw new KenError('usage', `is ${quote(file)} a bpftrace script or BPF C?`, {
    hint: 'Name it .bt or .c, or give --framework bpftrace or --framework libbpf.',
  });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new KenError('usage', `${quote(file)} cannot be read: ${code ?? String(error)}`, {
      cause: error,
      hint: 'Give the path of a program that exists.',
    });
  }
}
