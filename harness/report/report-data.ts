import type { Exposure, Manifest } from '../record/manifest.ts';
import type {
  CellRecord,
  GateSummary,
  JudgementSummary,
  ModelKind,
  Outcome,
  ToolchainRecord,
} from '../record/record.ts';
import type { Score } from '../record/scores.ts';

/** A cell as the report shows it: its record, with the newest score in place of the first judgement. */
export interface ReportCell {
  record: CellRecord;
  /** Index in `ReportData.runs`. */
  run: number;
  score: Score | null;
  outcome: Outcome;
  /** Null also when a later judgement has made up for it. */
  error: NonNullable<CellRecord['error']> | null;
  gate: GateSummary | null;
  judgement: JudgementSummary | null;
  /** Seconds of the judgement that counts. */
  judgeSeconds: number;
  /** Id of its place in the HTML file. */
  anchor: string;
}

/** What is compared: a configuration with a model in a framework. One row of every table. */
export interface System {
  id: string;
  /** What tells it apart from the others of its group: `retrieval+feedback`, `retrieval+feedback · gpt-4`. */
  label: string;
  configuration: string;
  model: string;
  modelKind: ModelKind;
  framework: string;
  /** Name of its run when two runs hold the same system with the same trials; else null. */
  run: string | null;
  cells: ReportCell[];
}

/** Systems that may stand in one table: the same prompts, kernel and toolchain. */
export interface ReportGroup {
  id: 'run-here' | 'recorded';
  title: string;
  promptVersion: string;
  toolchain: ToolchainRecord | null;
  systems: System[];
  /** Ids of cases, in the order of the manifests. */
  cases: string[];
  /** Split and leak class by id of the case, where the runs say it. */
  exposure: ReadonlyMap<string, Exposure>;
}

export interface ReportRun {
  manifest: Manifest;
  /** Folder it was read from. */
  path: string;
  /** Version of the judge whose scores are used, when the run was judged again. */
  judgeVersion: string | null;
  /** Cells of the plan without any record. */
  missing: number;
}

export interface ReportData {
  runs: ReportRun[];
  /** Cases that the reader asked to leave out. */
  casesLeftOut: number;
  groups: ReportGroup[];
}

/** How the kind of a model is written in tables. */
export const kindLabels: Record<ModelKind, string> = {
  generative: 'generative',
  replay: 'replay',
  baseline: 'baseline',
};

/** The same, for people who do not know the words. */
export const kindMeanings: Record<ModelKind, string> = {
  generative: 'a language model that was asked during the run',
  replay: 'answers that were recorded elsewhere',
  baseline: 'no language model at all',
};
