import { addRow } from './add-row.ts';
import { readConcatenatedJson, type JsonPiece } from './concatenated-json.ts';
import { shorten } from './excerpt.ts';
import type { UpstreamExperiment } from './experiment.ts';
import type { HandMarks } from './hand-marks.ts';
import { labelAnswers } from './label-answers.ts';
import type { ReleasedFile } from './released-answer.ts';
import { readRow } from './row.ts';
import type { TestPrompt } from './test-prompts.ts';

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
    addRow(result, source.prompts, reading.row, place);
  }
}

function reportMissingPrompts(result: ReleasedFile, prompts: readonly TestPrompt[]): void {
  const answered = new Set(result.answers.map((answer) => answer.prompt.number));
  result.missingPrompts = prompts.map((prompt) => prompt.number).filter((number) => !answered.has(number));
  if (result.missingPrompts.length > 0) {
    const text = `no usable row for ${result.missingPrompts.length} requests: ${result.missingPrompts.join(', ')}`;
    result.remarks.push({ file: result.file, kind: 'missing-prompt', text });
  }
}
