import type { CellRecord } from '../record/record.ts';
import type { RunSummary } from './execute-plan.ts';

/** Every output of a run is one of these: progress for people, plain lines for logs, JSON lines for programs. */
export interface RunReporter {
  /** Before the first cell. */
  start(summary: RunSummary): void;
  /** After a cell is on the disk. */
  cellEnd(record: CellRecord, summary: RunSummary): void;
  /** Something that people should know: a torn tail that was cut, a signal that came. */
  note(text: string): void;
  /** After the last cell, also when the run was interrupted. */
  end(summary: RunSummary): void;
}

/** Passes everything on to several reporters. */
export function combineReporters(...reporters: RunReporter[]): RunReporter {
  return {
    start: (summary) => reporters.forEach((reporter) => reporter.start(summary)),
    cellEnd: (record, summary) => reporters.forEach((reporter) => reporter.cellEnd(record, summary)),
    note: (text) => reporters.forEach((reporter) => reporter.note(text)),
    end: (summary) => reporters.forEach((reporter) => reporter.end(summary)),
  };
}
