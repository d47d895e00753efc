import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KenError, quote } from '../../../ken/errors.ts';
import { openAppendLog } from '../../record/append-log.ts';
import { labelEventSchema } from './label-event.ts';
import type { LabelEvent } from './label-event.ts';

/** Every label in the order in which it was given; a missing file holds none. A `KenError('config')` names a bad line. */
export async function readLabels(file: string): Promise<LabelEvent[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return '';
    throw new KenError('storage', `${file} cannot be read`, { cause });
  });
  return text.split('\n').flatMap((line, position) => {
    if (line.trim() === '') return [];
    try {
      return [labelEventSchema.parse(JSON.parse(line))];
    } catch (cause) {
      throw new KenError('config', `${file}, line ${position + 1} is no label of a reader: ${quote(line)}`, {
        hint: 'Labels that readers agree on are another format: name that file with --store. Mend or remove the line.',
        cause,
      });
    }
  });
}

/** Adds one label; it is on the disk when this resolves. */
export async function appendLabel(file: string, event: LabelEvent): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const { log } = await openAppendLog(file);
  try {
    await log.append(JSON.stringify(labelEventSchema.parse(event)));
  } finally {
    await log.close();
  }
}
