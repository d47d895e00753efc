import type { Program } from '../../ken/program.ts';
import type { UpstreamExperiment } from './experiment.ts';
import type { TestPrompt } from './test-prompts.ts';

/** A program that the authors released, with what their gate and their hands said of it. */
export interface ReleasedAnswer {
  /** Position of the row in its file, from 1, and its first line. */
  row: number;
  line: number;
  prompt: TestPrompt;
  /** How the request was found. `position`: the row holds no prompt. */
  matchedBy: 'text' | 'position';
  program: Program;
  /** Full recorded prompt of the last attempt; undefined in early files. */
  recordedPrompt?: string;
  stdout: string;
  stderr: string;
  /** Which attempt of the feedback loop gave the program, from 1, and whether its prompt named the right probe. */
  attempt: number;
  hinted: boolean;
  passed: boolean;
  returnCode: number;
  returnCodeMeaning: string;
  /** What a person said of a program that passed. Undefined where nobody did. */
  label?: 'accurate' | 'false-positive';
}

/** A row that cannot be used, with its position from 1 and its first line. */
export interface UnusableRow {
  file: string;
  row: number;
  line: number;
  kind: 'error-row' | 'unreadable' | 'invalid-row' | 'no-program' | 'unknown-prompt' | 'second-answer';
  reason: string;
}

/** Something odd that could be understood. */
export interface Remark {
  file: string;
  row?: number;
  line?: number;
  kind: 'repaired-row' | 'stray-text' | 'misplaced-row' | 'missing-prompt' | 'mark-disagrees';
  text: string;
}

/** `rowsRead` = `answers.length` + `unusable.length`, always. */
export interface ReleasedFile {
  /** Path from the evaluation folder, with `/`. */
  file: string;
  experiment: UpstreamExperiment;
  rowsRead: number;
  answers: ReleasedAnswer[];
  unusable: UnusableRow[];
  remarks: Remark[];
  /** Requests of the test set that no usable row of the file answers. */
  missingPrompts: number[];
  /**
   * The authors' own way of counting: every row, by its return code and the marks of their hands, misplaced and doubled
   * ones included. A row without a result verified nothing, which is a false negative.
   */
  upstreamCounts: UpstreamCounts;
}

export interface UpstreamCounts {
  accurate: number;
  falsePositive: number;
  falseNegative: number;
}
