import type { Program } from '../../ken/program.ts';
import { shorten } from './excerpt.ts';
import { programOfCommand } from './recorded-program.ts';
import { readRecordedAttempt } from './recorded-attempt.ts';
import type { ReleasedAnswer, ReleasedFile, UpstreamCounts } from './released-answer.ts';
import { meaningOfReturnCode } from './return-code.ts';
import type { ResultRow } from './row.ts';
import { matchPrompt, type TestPrompt } from './test-prompts.ts';

/** Where a row stands: its position in the file, from 1, and its first line. */
export interface RowPlace {
  file: string;
  row: number;
  line: number;
}

/**
 * Adds a readable row to what is known of its file: as an answer to one request of the test set, or as unusable with the
 * reason. The row was counted as a false negative when it was read.
 */
export function addRow(result: ReleasedFile, prompts: readonly TestPrompt[], row: ResultRow, place: RowPlace): void {
  countRow(result.upstreamCounts, row.returncode);
  const byPosition = prompts[place.row - 1];
  const prompt = row.prompt === undefined ? byPosition : matchPrompt(row.prompt, prompts);
  if (!prompt) {
    const reason =
      row.prompt === undefined
        ? `row ${place.row} has no prompt and the test set only ${prompts.length} requests`
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

function answerOf(row: ResultRow, program: Program, prompt: TestPrompt, place: RowPlace): ReleasedAnswer {
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
