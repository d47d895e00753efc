import { sha256 } from '../../harness/record/cell-key.ts';
import type { Outcome } from '../../harness/record/record.ts';
import { noSeconds } from '../../harness/record/record.ts';
import { RunFolder } from '../../harness/record/run-folder.ts';
import { sampleCell, sampleManifest, sampleTranscript } from '../../harness/record/samples.ts';
import { configurationSchema } from '../../ken/pipeline/configuration.ts';

const cases = Array.from({ length: 100 }, (_, index) => `synthetic-case-${String(index + 1).padStart(3, '0')}`);
const configurations = ['baseline', 'retrieval', 'feedback', 'feedback+symbolic', 'ken'];
const models = ['model-one', 'model-two'];

/**
 * Writes a run of so many synthetic cells (100 cases, 5 configurations, 2 models, the rest trials) with the project's own
 * writer; answers its folder. The same number gives the same records.
 */
export async function writeLargeRun(results: string, cells: number): Promise<string> {
  const systems = configurations.length * models.length;
  const trials = Math.ceil(cells / (cases.length * systems));
  const run = await RunFolder.create(
    results,
    sampleManifest({
      run: `20260101T000000Z-large-${cells}`,
      plannedCells: cells,
      trials,
      cases: cases.map((id) => ({ id, hash: sha256(id), prompt: `Request of ${id}.`, upstreamPrompt: null })),
      configurations: configurations.map((name) => configurationSchema.parse({ name, attempts: 3, feedback: 'gate' })),
      models: models.map((name) => ({
        ...{ name, kind: 'generative', identity: { adapter: 'synthetic' } },
        facts: { prices: { input: 2, output: 8 }, contextTokens: 8192, leaves: 'prompts', receiver: 'models.example' },
      })),
    }),
  );
  let waiting: Promise<unknown>[] = [];
  for (let index = 0; index < cells; index += 1) {
    waiting.push(writeCell(run, index));
    if (waiting.length < 2000) continue;
    await Promise.all(waiting);
    waiting = [];
  }
  await Promise.all(waiting);
  await run.close();
  return run.path;
}

function writeCell(run: RunFolder, index: number): Promise<unknown> {
  const name = cases[index % cases.length] ?? '';
  const system = Math.floor(index / cases.length) % (configurations.length * models.length);
  const configuration = configurations[system % configurations.length] ?? '';
  const model = models[Math.floor(system / configurations.length)] ?? '';
  const trial = 1 + Math.floor(index / (cases.length * configurations.length * models.length));
  const key = sha256(`synthetic ${index}`);
  const chance = Number.parseInt(key.slice(0, 6), 16);
  const outcome: Outcome = (['A', 'A', 'A', 'FP', 'FN', 'FN', 'unjudged'] as const)[chance % 7] ?? 'A';
  const verified = outcome !== 'FN';
  return run.finishCell(
    sampleCell({
      ...{ key, case: name, configuration, model, modelKind: 'generative', trial, outcome },
      gate: verified ? { status: 'accepted', stage: 'done' } : { status: 'rejected', stage: 'verify' },
      judgement: verified
        ? { judgement: outcome === 'A' ? 'correct' : 'incorrect', method: 'oracle', repairs: [] }
        : null,
      attempts: 1 + (chance % 3),
      seconds: { ...noSeconds, retrieval: 0.01, model: (chance % 900) / 100, gate: 2 + (chance % 100) / 50, judge: 3 },
      tokens: { input: 900 + (chance % 500), output: 100 + (chance % 200) },
      programHash: sha256(`program ${chance % 5000}`),
    }),
    sampleTranscript(),
  );
}
