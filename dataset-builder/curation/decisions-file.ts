import { appendFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { KenError, quote } from '../../ken/errors.ts';
import { decisionSchema, type Decision } from './decision.ts';

/** Every decision in the order in which it was made; a missing file holds none. */
export async function readDecisions(file: string): Promise<Decision[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new KenError('storage', `${file} cannot be read`, { cause: error });
  });
  return text
    .split('\n')
    .map((line, index) => ({ line, place: `${file}:${index + 1}` }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, place }) => {
      try {
        return decisionSchema.parse(JSON.parse(line));
      } catch (cause) {
        throw new KenError('storage', `${place} is no decision: ${quote(line)}`, {
          hint: 'Repair or remove the line: decisions are replayed on every build.',
          cause,
        });
      }
    });
}

export async function appendDecision(file: string, decision: Decision): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await appendFile(file, `${JSON.stringify(decisionSchema.parse(decision))}\n`, { flush: true });
}
