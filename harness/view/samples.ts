/** A viewer on sample runs with hostile text in every field, for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleBaselineRun, sampleReplayRun } from '../report/sample-runs.ts';
import { openViewer } from './viewer.ts';
import type { OpenViewer, ViewerOptions } from './viewer.ts';

export interface SampleViewer extends OpenViewer {
  folder: string;
  options: ViewerOptions;
  /** Names of the runs: with an unjudged cell, and imported. */
  runs: { baseline: string; replay: string };
}

export async function openSampleViewer(changes: Partial<ViewerOptions> = {}): Promise<SampleViewer> {
  const folder = await mkdtemp(join(tmpdir(), 'ken-view-'));
  const results = join(folder, 'results');
  await sampleBaselineRun(results);
  await sampleReplayRun(results);
  const options: ViewerOptions = {
    results,
    labels: join(folder, 'labels.jsonl'),
    store: join(folder, 'stored.jsonl'),
    dataset: join(folder, 'no-dataset'),
    decisions: join(folder, 'decisions.jsonl'),
    contracts: join(folder, 'no-contracts'),
    ...changes,
  };
  const viewer = await openViewer(options);
  return {
    ...viewer,
    folder,
    options,
    runs: { baseline: '20260101T000000Z-sample-0001', replay: '20260101T000000Z-upstream-0002' },
    close: async () => {
      await viewer.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
