import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { askModel } from '../../../dataset-builder/pairs/describe/ask-model.ts';
import { datasetFiles } from '../../../dataset-builder/pairs/build/dataset-files.ts';
import { readModelPrompts } from '../../../dataset-builder/pairs/build/written-prompts.ts';
import { readBuild } from '../../../dataset-builder/pairs/build/write-build.ts';
import { cacheFolder } from '../../../ken/kernel/image/cache-folder.ts';
import { findModel, readModelsFile } from '../../../ken/models/models-file.ts';
import { openModel } from '../../../ken/models/open-model.ts';
import { corporaFolder } from './build-command.ts';

export interface DescribeFlags {
  model: string;
  limit: number;
  all?: true;
  out?: string;
}

/**
 * `ken pairs describe`: lets a model write requests for verified programs that have none (or for all). What is written is
 * kept at once, so that it can be stopped; programs that were described by this model are not asked for again.
 */
export async function runDescribe({ model: name, limit, all, out }: DescribeFlags): Promise<string> {
  const files = datasetFiles(corporaFolder, out);
  const folder = path.dirname(corporaFolder);
  const entry = findModel(await readModelsFile(path.join(folder, 'models.yaml')), name);
  const model = await openModel(entry, {
    folder,
    environment: process.env,
    cache: { folder: cacheFolder('responses'), mode: 'read-write' },
  });
  const known = new Set(
    (await readModelPrompts(files.modelPrompts)).map((prompt) => `${prompt.model} ${prompt.program}`),
  );
  const waiting = (await readBuild(files.built)).pairs
    .filter(
      ({ prompt, validation }) => all === true || (prompt === null && validation.some(({ verified }) => verified)),
    )
    .filter(({ programSha256 }) => !known.has(`${name} ${programSha256}`))
    .slice(0, limit);
  let written = 0;
  try {
    for (const [index, pair] of waiting.entries()) {
      const answer = await askModel(pair, model, 1);
      if (answer.status === 'written') {
        await appendFile(files.modelPrompts, `${JSON.stringify(answer.prompt)}\n`, { flush: true });
        written += 1;
      }
      const text = answer.status === 'written' ? answer.prompt.text : `refused, ${answer.reason}: ${answer.text}`;
      console.error(`${index + 1}/${waiting.length} ${pair.id}: ${text}`);
    }
  } finally {
    await model.close();
  }
  return `${written} of ${waiting.length} answers were kept; the next \`ken pairs build\` takes them in`;
}
