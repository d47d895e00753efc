import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { listRuns } from '../record/find-runs.ts';
import { readLines } from '../record/read-lines.ts';
import { readRecords } from '../record/read-records.ts';
import { recordPrefix } from '../record/record.ts';
import { readTranscript } from '../record/transcript.ts';

export interface CampaignResult {
  kills: number;
  /** Cells whose record was acknowledged by the process that was then killed (or ended). */
  acknowledged: number;
  /** Acknowledged, but missing afterwards. Must be 0. */
  lost: number;
  /** Cells with more than one record. Must be 0. */
  doubled: number;
  /** Records whose transcript cannot be read. Must be 0. */
  dangling: number;
  /** Cells in the plan, and records at the end. */
  planned: number;
  recorded: number;
}

/**
 * Runs a plan of synthetic cells in a real child process, kills it with SIGKILL at random moments, resumes, and so on;
 * after the last kill it lets the run end. The child prints the key of each acknowledged cell.
 */
export async function killCampaign(kills: number, cells: number, log: (line: string) => void): Promise<CampaignResult> {
  const results = await mkdtemp(join(tmpdir(), 'ken-kill-'));
  try {
    const acknowledged = new Set<string>();
    let killed = 0;
    while (killed < kills) {
      const ended = await runChild(results, cells, acknowledged, Math.random() * 120);
      if (ended) break;
      killed += 1;
      if (killed % 10 === 0) log(`${killed} kills, ${acknowledged.size} of ${cells} cells acknowledged`);
    }
    await runChild(results, cells, acknowledged, null);
    return { kills: killed, ...(await inspect(results, acknowledged)) };
  } finally {
    await rm(results, { recursive: true, force: true });
  }
}

/** True when the child came to its end; false when it was killed, `killAfter` milliseconds after its first sign of life. */
async function runChild(
  results: string,
  cells: number,
  acknowledged: Set<string>,
  killAfter: number | null,
): Promise<boolean> {
  const script = join(import.meta.dirname, 'kill-campaign-child.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, results, String(cells)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const closed = once(child, 'close') as Promise<[number | null, string | null]>;
  if (killAfter !== null) {
    await Promise.race([once(child.stdout, 'data'), closed]);
    await delay(killAfter);
    child.kill('SIGKILL');
  }
  const [status, signal] = await closed;
  for (const line of text.split('\n')) if (/^[0-9a-f]{64}$/.test(line)) acknowledged.add(line);
  if (signal === 'SIGKILL') return false;
  if (status !== 0) throw new Error(`the child of the kill campaign ended with status ${String(status)}`);
  return true;
}

async function inspect(results: string, acknowledged: Set<string>): Promise<Omit<CampaignResult, 'kills'>> {
  const [run, ...others] = await listRuns(results);
  if (!run || others.length > 0) throw new Error(`expected one run, found ${others.length + (run ? 1 : 0)}`);
  const lines = new Map<string, number>();
  const path = join(run.path, 'records.jsonl');
  for await (const { text } of readLines(path)) {
    const { key } = recordPrefix(text, path);
    lines.set(key, (lines.get(key) ?? 0) + 1);
  }
  let dangling = 0;
  for await (const record of readRecords(run.path)) {
    const transcript = record.transcript && (await readTranscript(run.path, record.transcript).catch(() => null));
    if (transcript?.key !== record.key) dangling += 1;
  }
  return {
    acknowledged: acknowledged.size,
    lost: [...acknowledged].filter((key) => !lines.has(key)).length,
    doubled: [...lines.values()].filter((count) => count > 1).length,
    dangling,
    planned: run.manifest.plannedCells,
    recorded: lines.size,
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const kills = Number(process.argv[2] ?? 100);
  const result = await killCampaign(kills, kills * 30, (line) => console.error(line));
  console.log(JSON.stringify(result));
  if (result.lost + result.doubled + result.dangling > 0 || result.recorded !== result.planned) process.exitCode = 1;
}
