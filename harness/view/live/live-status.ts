import { isHeld } from '../../record/lock.ts';
import { duration } from '../../run/progress.ts';
import type { Outcome } from '../../record/record.ts';
import { links } from '../markup/links.ts';
import type { CellRow } from '../runs/cell-row.ts';
import type { RunIndex } from '../runs/run-index.ts';
import { summarise } from '../runs/run-summary.ts';

/** How far a run is; sent as JSON while the page is open. Texts in it are hostile: the page sets them as text. */
export interface LiveStatus {
  /** `running`: a living process holds the run. `finished`: every planned cell has a record. */
  state: 'running' | 'stopped' | 'finished';
  planned: number;
  done: number;
  left: number;
  counts: Record<Outcome, number>;
  /** `12.3 cells/min · 3 min 05 s left`, or why there is none. */
  pace: string;
  latest: LiveCell[];
}

export interface LiveCell {
  href: string;
  outcome: Outcome;
  case: string;
  configuration: string;
  note: string;
  /** Seconds of the system. */
  seconds: string;
}

/** Cells that the pace is taken from, and that the page lists. */
const paceCells = 60;
const listedCells = 15;

export async function liveStatus(name: string, index: RunIndex): Promise<LiveStatus> {
  const { counts } = summarise(index);
  const { plannedCells } = index.manifest;
  const held = await isHeld(index.path);
  const left = Math.max(0, plannedCells - counts.cells);
  const newest = newestRows(index.rows, paceCells);
  const { A, FP, FN, unjudged, error } = counts;
  return {
    state: held ? 'running' : left === 0 ? 'finished' : 'stopped',
    planned: plannedCells,
    done: counts.cells,
    left,
    counts: { A, FP, FN, unjudged, error },
    pace: held ? paceText(newest, left) : '',
    latest: newest.slice(0, listedCells).map((row) => liveCell(name, row)),
  };
}

/**
 * Cells per minute over the newest cells, and the time that the rest takes at that pace. A pause longer than ten minutes
 * (a stopped run that was resumed) begins the count anew.
 */
export function paceText(newestFirst: readonly Pick<CellRow, 'finishedAt'>[], left: number): string {
  const times = newestFirst.map(({ finishedAt }) => finishedAt);
  const pause = times.findIndex((time, position) => position > 0 && (times[position - 1] ?? time) - time > 600_000);
  const recent = pause < 0 ? times : times.slice(0, pause);
  const span = (recent[0] ?? 0) - (recent.at(-1) ?? 0);
  if (recent.length < 3 || span <= 0) return 'the pace shows after a few cells';
  const perMinute = ((recent.length - 1) / span) * 60_000;
  return `${perMinute.toFixed(1)} cells/min · ${left === 0 ? 'last cells' : `${duration((left / perMinute) * 60)} left`}`;
}

function newestRows(rows: readonly CellRow[], count: number): CellRow[] {
  const newest: CellRow[] = [];
  for (const row of rows) {
    if (newest.length === count && row.finishedAt <= (newest.at(-1)?.finishedAt ?? 0)) continue;
    const at = newest.findIndex(({ finishedAt }) => finishedAt < row.finishedAt);
    newest.splice(at < 0 ? newest.length : at, 0, row);
    newest.length = Math.min(newest.length, count);
  }
  return newest;
}

function liveCell(name: string, row: CellRow): LiveCell {
  return {
    href: links.cell(name, row.key),
    outcome: row.outcome,
    case: row.case,
    configuration: row.configuration,
    note: row.error ?? row.judgement ?? row.gate ?? '',
    seconds: row.seconds.toFixed(1),
  };
}
