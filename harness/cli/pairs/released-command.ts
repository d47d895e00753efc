import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { collectPrograms } from '../../../dataset-builder/pairs/build/collect-programs.ts';
import { datasetFiles } from '../../../dataset-builder/pairs/build/dataset-files.ts';
import { mapReleased, type ReleasedMapping } from '../../../dataset-builder/pairs/build/map-released.ts';
import { readSources } from '../../../dataset-builder/pairs/sources/read-sources.ts';
import { KenError } from '../../../ken/errors.ts';
import { frameworks, type Framework } from '../../../ken/program.ts';
import { corporaFolder, givenFolders } from './build-command.ts';

const releasedSchema = z.array(z.object({ request: z.string(), bpf: z.string() }));
/** As for duplicates: above it the two are the same program. */
const same = 0.8;

/** `ken pairs released`: which of our entries the released training programs are, and from which release. */
export async function runReleased(folder: string, flags: { source?: string[]; json?: true }): Promise<string> {
  const sources = await readSources(datasetFiles(corporaFolder).sources);
  const given = givenFolders(flags.source ?? [], new Set(sources.map(({ id }) => id)));
  const progress = (message: string): void => console.error(`ken: ${message}`);
  const { programs } = await collectPrograms(sources, { given, fetch: true, progress });
  const released = (await Promise.all(frameworks.map((framework) => readReleased(folder, framework)))).flat();
  const mapping = await mapReleased(released, programs);
  return flags.json ? JSON.stringify(mapping, null, 2) : format(mapping);
}

async function readReleased(
  folder: string,
  framework: Framework,
): Promise<{ framework: Framework; request: string; program: string }[]> {
  const file = path.join(folder, framework, 'output.json');
  try {
    const entries = releasedSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    return entries.map(({ request, bpf }) => ({ framework, request, program: bpf }));
  } catch (cause) {
    throw new KenError('usage', `${file} holds no released training pairs`, {
      cause,
      hint: 'Give the folder `dataset` of the released files: it holds bpftrace/output.json and libbpf/output.json.',
    });
  }
}

function format(mapping: readonly ReleasedMapping[]): string {
  return [
    ...mapping.map(({ framework, request, nearest }) => {
      const where = nearest
        ? `${nearest.shingles.toFixed(3)} ${nearest.entry} in ${nearest.source} (${nearest.pin})`
        : 'nothing alike';
      return `${framework.padEnd(8)} ${where}  <- ${request.slice(0, 70)}`;
    }),
    '',
    ...frameworks.map((framework) => {
      const own = mapping.filter((entry) => entry.framework === framework);
      const at = (level: number): number => own.filter(({ nearest }) => (nearest?.shingles ?? 0) >= level).length;
      const releases = new Map<string, number>();
      for (const { nearest } of own) {
        if (nearest && nearest.shingles >= same) releases.set(nearest.source, (releases.get(nearest.source) ?? 0) + 1);
      }
      const from = [...releases].map(([source, count]) => `${source} ${count}`).join(', ');
      return `${framework}: ${own.length} released; found with tokens alike >= 0.98: ${at(0.98)}, >= 0.95: ${at(0.95)}, >= ${same}: ${at(same)}, >= 0.5: ${at(0.5)}${from === '' ? '' : `; from ${from}`}`;
    }),
  ].join('\n');
}
