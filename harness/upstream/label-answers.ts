import type { HandMarks } from './hand-marks.ts';
import type { ReleasedFile } from './released-answer.ts';

/**
 * Labels what passed. A code of -2 in the rows is the mark itself, so a README counts only for files without one; a mark
 * on a program that never passed is a remark. Programs that passed unmarked are called accurate only in labelled files.
 */
export function labelAnswers(result: ReleasedFile, marks: HandMarks | null): void {
  const { file } = result;
  const markedRows = result.answers.filter((answer) => answer.label === 'false-positive').map((answer) => answer.row);
  for (const position of marks?.falsePositives ?? []) {
    const answer = result.answers.find((candidate) => candidate.row === position);
    if (answer?.label === 'false-positive') continue;
    if (markedRows.length === 0 && answer?.passed) {
      answer.label = 'false-positive';
      result.upstreamCounts.falsePositive += 1;
      result.upstreamCounts.accurate -= 1;
      continue;
    }
    const why = !answer
      ? 'is not there'
      : answer.passed
        ? 'is not the row that was marked'
        : `has return code ${answer.returnCode}`;
    const text = `the README calls row ${position} a false positive, which ${why}`;
    result.remarks.push({ file, row: position, kind: 'mark-disagrees', text });
  }
  if (markedRows.length === 0 && !marks?.labelled) return;
  for (const answer of result.answers) if (answer.passed) answer.label ??= 'accurate';
}
