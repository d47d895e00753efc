import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Bench } from './bench.ts';
import { writeLargeRun } from './large-run/write-large-run.ts';

const sizes = (process.env['CELLS'] ?? '10000 100000').split(' ').map(Number);

/**
 * Big runs fall over in the reader: synthetic runs of 10,000 and 100,000 cells (`CELLS='5000 50000'` for others), read by a
 * resume and by a report, each in a process of its own.
 */
export const largeRun: Bench = {
  name: 'large-run',
  guest: false,
  async run() {
    const lines: string[] = [];
    for (const cells of sizes) {
      const folder = await mkdtemp(join(tmpdir(), 'ken-large-run-'));
      try {
        const started = performance.now();
        const run = await writeLargeRun(join(folder, 'results'), cells);
        const writing = (performance.now() - started) / 1000;
        const scan = await measured('scan', run);
        const report = await measured('report', run, join(folder, 'report'));
        lines.push(
          `${cells} cells, written in ${writing.toFixed(1)} s`,
          `  resume scan ${scan.seconds.toFixed(2)} s (goal for 100000: <= 1), peak ${megabytes(scan.peakBytes)} MB`,
          `  report ${report.seconds.toFixed(1)} s (goal: <= 60), of the CPU ${report.cpuSeconds.toFixed(1)} s, peak ${megabytes(report.peakBytes)} MB (goal: <= 500)`,
        );
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }
    return lines;
  },
};

interface Measured {
  seconds: number;
  cpuSeconds: number;
  peakBytes: number;
}

async function measured(...words: string[]): Promise<Measured> {
  const script = join(import.meta.dirname, 'large-run', 'read-large-run.ts');
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, ...words]);
  return JSON.parse(stdout) as Measured;
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}
