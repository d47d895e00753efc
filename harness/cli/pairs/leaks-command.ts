import { datasetFiles } from '../../../dataset-builder/pairs/build/dataset-files.ts';
import { readBuild } from '../../../dataset-builder/pairs/build/write-build.ts';
import { readCases } from '../../cases/catalogue.ts';
import { auditCases, writeLeaks, type Leaks } from '../../cases/leaks.ts';
import { corporaFolder } from './build-command.ts';

export interface LeaksFlags {
  write?: true;
  out?: string;
  json?: true;
}

/** `ken pairs leaks`: every case against the entries of a build and the fixed examples. */
export async function runLeaks({ write, out, json }: LeaksFlags): Promise<string> {
  const { pairs } = await readBuild(datasetFiles(corporaFolder, out).built);
  const cases = await readCases();
  const leaks = await auditCases(cases, pairs);
  if (write) await writeLeaks(leaks);
  return json ? JSON.stringify(leaks, null, 2) : format(leaks);
}

function format({ cases }: Leaks): string {
  const entries = Object.entries(cases);
  const width = Math.max(0, ...entries.map(([id]) => id.length));
  const count = (leak: string): number => entries.filter(([, entry]) => entry.leak === leak).length;
  return [
    ...entries.map(([id, { leak, nearest }]) => {
      const first = nearest[0];
      const why = first ? `${first.id} (request ${first.prompt}, program ${first.shingles}, hooks ${first.hooks})` : '';
      return `${id.padEnd(width)}  ${leak.padEnd(9)}  ${why}`;
    }),
    '',
    `same-task ${count('same-task')}, near ${count('near')}, none ${count('none')} of ${entries.length} cases`,
  ].join('\n');
}
