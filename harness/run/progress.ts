import { systemSeconds } from '../record/record.ts';
import type { CellRecord } from '../record/record.ts';
import type { RunSummary } from './execute-plan.ts';
import type { RunReporter } from './run-reporter.ts';

export interface ProgressOptions {
  /** One line that is drawn over itself, or plain lines. */
  terminal: boolean;
  columns?: number;
  write: (text: string) => void;
  /** Milliseconds; for rate and time left. */
  now: () => number;
}

/** Progress on standard error: one line per cell, and on a terminal a live line with rate and time left below them. */
export function progressReporter(options: ProgressOptions): RunReporter {
  const { terminal, write, now } = options;
  let startedAt = now();
  let finishedHere = 0;
  const failures = new Map<string, number>();
  const clear = terminal ? '\r\u001b[2K' : '';
  const draw = (summary: RunSummary): void => {
    if (terminal)
      write(`${clear}${liveLine(summary, finishedHere, now() - startedAt).slice(0, (options.columns ?? 80) - 1)}`);
  };
  return {
    start(summary) {
      startedAt = now();
      write(`${summary.planned} cells: ${summary.done} done before, ${summary.left} to do\n`);
      draw(summary);
    },
    cellEnd(record, summary) {
      finishedHere += 1;
      if (record.error) {
        const failure = `${record.error.cause}: ${oneLine(record.error.message)}`;
        failures.set(failure, (failures.get(failure) ?? 0) + 1);
      }
      const counted = `[${summary.done + summary.errors}/${summary.planned}]`;
      const rest = terminal ? '' : ` · ${timeLeft(summary, finishedHere, now() - startedAt)}`;
      write(`${clear}${counted} ${cellLine(record)}${rest}\n`);
      draw(summary);
    },
    note(text) {
      write(`${clear}${text}\n`);
    },
    end(summary) {
      const left = summary.left > 0 ? `, ${summary.left} left (run the same command again to go on)` : '';
      write(
        `${clear}${summary.done} done, ${summary.errors} with errors${left} in ${duration((now() - startedAt) / 1000)}\n`,
      );
      for (const [failure, count] of failures) write(`  ${count} × ${failure}\n`);
    },
  };
}

function cellLine(record: CellRecord): string {
  const what = record.error
    ? `error (${record.error.cause}: ${oneLine(record.error.message)})`
    : record.outcome.padEnd(2);
  const trial = record.trial > 1 ? ` · trial ${record.trial}` : '';
  const used = `${(systemSeconds(record) + record.seconds.judge).toFixed(1)} s`;
  return `${what} ${record.case} · ${record.configuration} · ${record.model}${trial} · ${used}`;
}

function liveLine(summary: RunSummary, finishedHere: number, elapsed: number): string {
  const width = 20;
  const done = summary.done + summary.errors;
  const filled = summary.planned === 0 ? width : Math.round((width * done) / summary.planned);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`;
  return `${bar} ${done}/${summary.planned} · ${timeLeft(summary, finishedHere, elapsed)}`;
}

/** Rate and time left, from the cells that this process finished. */
export function timeLeft(summary: Pick<RunSummary, 'left'>, finishedHere: number, elapsedMilliseconds: number): string {
  if (finishedHere === 0 || elapsedMilliseconds <= 0) return 'time left unknown';
  const perMinute = (finishedHere / elapsedMilliseconds) * 60_000;
  return `${perMinute.toFixed(1)} cells/min · ${duration((summary.left / perMinute) * 60)} left`;
}

/** `42 s`, `3 min 05 s`, `2 h 03 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

/** Control characters of a message would move the cursor; they are dropped here. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').slice(0, 160);
}
