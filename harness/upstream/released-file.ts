import type { Program } from '../../ken/program.ts';
import { readConcatenatedJson, type JsonPiece } from './concatenated-json.ts';
import type { UpstreamExperiment } from './experiment.ts';
import type { HandMarks } from './hand-marks.ts';
import { labelAnswers } from './label-answers.ts';
import { programOfCommand } from './recorded-program.ts';
import { readRecordedAttempt } from './recorded-attempt.ts';
import { meaningOfReturnCode } from './return-code.ts';
import { readRow, type ResultRow } from './row.ts';
import { matchPrompt, type TestPrompt } from './test-prompts.ts';

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

export interface ReleasedFileSource {
  file: string;
  text: string;
  experiment: UpstreamExperiment;
  prompts: readonly TestPrompt[];
  marks: HandMarks | null;
}

/**
 * Reads one result file to its end. Nothing is dropped in silence: a row ends as an answer or as unusable with a reason,
 * and everything odd that could be understood is a remark.
 */
export function readReleasedFile(source: ReleasedFileSource): ReleasedFile {
  const { file, experiment } = source;
  const result: ReleasedFile = {
    file,
    experiment,
    rowsRead: 0,
    answers: [],
    unusable: [],
    remarks: [],
    missingPrompts: [],
    upstreamCounts: { accurate: 0, falsePositive: 0, falseNegative: 0 },
  };
  for (const piece of readConcatenatedJson(source.text)) addPiece(result, source, piece);
  labelAnswers(result, source.marks);
  reportMissingPrompts(result, source.prompts);
  return result;
}

function addPiece(result: ReleasedFile, source: ReleasedFileSource, piece: JsonPiece): void {
  const { file } = source;
  if (piece.kind === 'stray') {
    result.remarks.push({
      file,
      line: piece.line,
      kind: 'stray-text',
      text: `between two rows: ${shorten(piece.text)}`,
    });
    return;
  }
  result.rowsRead += 1;
  result.upstreamCounts.falseNegative += 1;
  const place = { file, row: result.rowsRead, line: piece.line };
  if (piece.kind === 'unreadable') {
    result.unusable.push({ ...place, kind: 'unreadable', reason: `${piece.reason}: ${shorten(piece.text)}` });
    return;
  }
  if (piece.repair) result.remarks.push({ ...place, kind: 'repaired-row', text: piece.repair });
  const reading = readRow(piece.value);
  if (reading.kind === 'error') {
    result.unusable.push({
      ...place,
      kind: 'error-row',
      reason: `the authors' program failed: ${shorten(reading.message)}`,
    });
  } else if (reading.kind === 'invalid') {
    result.unusable.push({ ...place, kind: 'invalid-row', reason: reading.reason });
  } else {
    addRow(result, source, reading.row, place);
  }
}

function addRow(
  result: ReleasedFile,
  source: ReleasedFileSource,
  row: ResultRow,
  place: { file: string; row: number; line: number },
): void {
  countRow(result.upstreamCounts, row.returncode);
  const byPosition = source.prompts[place.row - 1];
  const prompt = row.prompt === undefined ? byPosition : matchPrompt(row.prompt, source.prompts);
  if (!prompt) {
    const reason =
      row.prompt === undefined
        ? `row ${place.row} has no prompt and the test set only ${source.prompts.length} requests`
        : `its prompt asks for nothing of the test set: ${shorten(row.prompt)}`;
    result.unusable.push({ ...place, kind: 'unknown-prompt', reason });
    return;
  }
  const program = programOfCommand(row.command);
  if (!program) {
    result.unusable.push({ ...place, kind: 'no-program', reason: `no program in the command ${shorten(row.command)}` });
    return;
  }
  const earlier = result.answers.find((answer) => answer.prompt.number === prompt.number);
  if (earlier) {
    const same = earlier.program.text === program.text ? 'the same program' : 'another program';
    const reason = `request ${prompt.number} was answered by row ${earlier.row} already (${same}): two processes wrote to this file`;
    result.unusable.push({ ...place, kind: 'second-answer', reason });
    return;
  }
  if (prompt !== byPosition) {
    const text = `asks for request ${prompt.number}, stands at position ${place.row}`;
    result.remarks.push({ ...place, kind: 'misplaced-row', text });
  }
  result.answers.push(answerOf(row, program, prompt, place));
}

/** Moves a row, counted as a false negative when it was read, to where its return code says. */
function countRow(counts: UpstreamCounts, returnCode: number): void {
  const code = meaningOfReturnCode(returnCode);
  if (!code.passed) return;
  counts.falseNegative -= 1;
  if (code.markedFalsePositive) counts.falsePositive += 1;
  else counts.accurate += 1;
}

function answerOf(
  row: ResultRow,
  program: Program,
  prompt: TestPrompt,
  place: { row: number; line: number },
): ReleasedAnswer {
  const code = meaningOfReturnCode(row.returncode);
  return {
    row: place.row,
    line: place.line,
    prompt,
    matchedBy: row.prompt === undefined ? 'position' : 'text',
    program,
    ...(row.prompt === undefined ? {} : { recordedPrompt: row.prompt }),
    stdout: row.stdout,
    stderr: row.stderr,
    ...readRecordedAttempt(row.prompt ?? ''),
    passed: code.passed,
    returnCode: row.returncode,
    returnCodeMeaning: code.meaning,
    ...(code.markedFalsePositive ? { label: 'false-positive' as const } : {}),
  };
}

function reportMissingPrompts(result: ReleasedFile, prompts: readonly TestPrompt[]): void {
  const answered = new Set(result.answers.map((answer) => answer.prompt.number));
  result.missingPrompts = prompts.map((prompt) => prompt.number).filter((number) => !answered.has(number));
  if (result.missingPrompts.length > 0) {
    const text = `no usable row for ${result.missingPrompts.length} requests: ${result.missingPrompts.join(', ')}`;
    result.remarks.push({ file: result.file, kind: 'missing-prompt', text });
  }
}

function shorten(text: string): string {
  const line = JSON.stringify(text.trim());
  return line.length > 100 ? `${line.slice(0, 100)}..."` : line;
}
