/**
 * A worker process of the tests: cells of the sample plan, run without guest and model. Arguments: URL, longest
 * milliseconds of a cell, key of a cell that kills the process.
 */
import { sampleCatalogue } from '../../plan/samples.ts';
import type { CellRunner } from '../cell-runner.ts';
import { listenForInterruption } from '../interruption.ts';
import { syntheticRunner } from '../synthetic-runner.ts';
import { planOfAnnouncement } from './announcement.ts';
import { connectQueue } from './connect.ts';
import { testTiming } from './samples.ts';
import { workOnQueue } from './work-on-queue.ts';

const [url = '', milliseconds = '0', deadly = ''] = process.argv.slice(2);
const { drain, abort } = listenForInterruption(() => undefined);
const server = await connectQueue(url, {});
const base = syntheticRunner({ concurrency: deadly === '' ? 3 : 1, milliseconds: Number(milliseconds) });
const runner: CellRunner = {
  ...base,
  run: async (cell, context) => {
    if (cell.key === deadly) process.kill(process.pid, 'SIGKILL');
    return base.run(cell, context);
  },
};
await workOnQueue({
  server,
  drain,
  abort,
  timing: testTiming,
  note: (text) => console.log(text),
  open: (announcement) => Promise.resolve({ plan: planOfAnnouncement(announcement, sampleCatalogue), runner }),
});
await server.close();
