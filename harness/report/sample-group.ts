/** Groups of cells without any file: for tests of tables and figures. */
import type { CellRecord } from '../record/record.ts';
import { sampleCell, sampleManifest } from '../record/samples.ts';
import { sha256 } from '../record/cell-key.ts';
import type { Manifest } from '../record/manifest.ts';
import type { ReportCell, ReportData, ReportGroup, System } from './report-data.ts';

type Changes = Parameters<typeof sampleCell>[0];

/** One system; a cell for each entry, of cases `case-1`, `case-2`, ... */
export function sampleSystem(configuration: string, cells: readonly Changes[]): System {
  const { model, modelKind, framework } = sampleCell();
  return {
    ...{ id: configuration, label: configuration, configuration, model, modelKind, framework, run: null },
    cells: cells.map((changes, index) => {
      const name = `case-${index + 1}`;
      const key = sha256(`${configuration} ${name}`);
      return sampleReportCell({ key, configuration, case: name, ...changes });
    }),
  };
}

export function sampleReportCell(changes: Changes = {}): ReportCell {
  const record: CellRecord = { v: 1, ...sampleCell(changes), transcript: null };
  const { outcome, gate, judgement, error = null, key } = record;
  const anchor = `cell-1-${key.slice(0, 16)}`;
  return { ...{ record, run: 0, score: null, outcome, error, gate, judgement, anchor }, judgeSeconds: 3 };
}

export function sampleGroup(systems: System[], id: ReportGroup['id'] = 'run-here'): ReportGroup {
  const cases = [...new Set(systems.flatMap(({ cells }) => cells.map(({ record }) => record.case)))];
  return { id, title: 'Sample', promptVersion: 'p1', toolchain: null, systems, cases, exposure: new Map() };
}

export function sampleData(groups: ReportGroup[], manifest: Partial<Manifest> = {}): ReportData {
  const run = { manifest: sampleManifest(manifest), path: '', judgeVersion: null, missing: 0 };
  return { runs: [run], casesLeftOut: 0, groups };
}
