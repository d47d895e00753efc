/**
 * The process that reads a large run: `scan RUN` or `report RUN OUTPUT`. Prints seconds, CPU
 * seconds and peak memory as JSON. */
import { finishedCells } from '../../harness/record/read-records.ts';
import { writeReport } from '../../harness/report/write-report.ts';

const [what = '', run = '', output = ''] = process.argv.slice(2);
const started = performance.now();
if (what === 'scan') await finishedCells(run);
else await writeReport([run], output);
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, peakBytes: process.resourceUsage().maxRSS * 1024 }),
);
