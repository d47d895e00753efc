import { describe, expect, test } from 'vitest';
import { readHandMarks, marksOfFile } from './hand-marks.ts';
import { readReleasedFile } from './released-file.ts';
import { readTestPrompts } from './test-prompts.ts';

const prompts = readTestPrompts('Count forks by parent\nList new sockets\nCount writes by process\nShow timers\n');
const experiment = { configuration: 'few-shot', model: 'gpt-4', trial: 1 };

const command = (program: string) => `sudo timeout --preserve-status -s 2 20 bpftrace -e ${program}`;
const row = (program: string, returncode: number, prompt?: string) =>
  JSON.stringify({ command: command(program), stdout: 'out', stderr: '', returncode, ...(prompt ? { prompt } : {}) });
/** A page as the authors' script made it: boilerplate, the request, an example that holds the words of another request. */
const page = (request: string, retry = '') =>
  `\nPlease write a tracer for the following user request:\n\n### User Request\n\n${request}\n\nExample: Count writes by process\n${retry}`;

function read(text: string, readme = '') {
  const file = 'records/few_shot_4.0.json';
  return readReleasedFile({ file, text, experiment, prompts, marks: marksOfFile(file, readHandMarks(readme)) });
}

describe('rows and requests', () => {
  test('a row without a prompt is matched by its position', () => {
    const result = read(row('A', 0) + row('B', 1));
    expect(result.answers.map(({ prompt, matchedBy, program }) => [prompt.number, matchedBy, program.text])).toEqual([
      [1, 'position', 'A'],
      [2, 'position', 'B'],
    ]);
    expect(result.missingPrompts).toEqual([3, 4]);
  });

  test('a row with a prompt is matched by what was asked, not by position or by the examples', () => {
    const result = read(
      [row('A', 0, page('List  new\nsockets')), row('B', 0, page('Count forks by parent'))].join('\n'),
    );
    expect(result.answers.map(({ prompt, matchedBy }) => [prompt.number, matchedBy])).toEqual([
      [2, 'text'],
      [1, 'text'],
    ]);
    expect(result.remarks.filter((remark) => remark.kind === 'misplaced-row')).toHaveLength(2);
  });

  test('a second answer to a request is reported with the row that counts', () => {
    const result = read(row('A', 0, page('Show timers')) + row('B', 0, page('Show timers')));
    expect(result.answers).toHaveLength(1);
    expect(result.unusable).toMatchObject([{ row: 2, kind: 'second-answer' }]);
    expect(result.unusable[0]?.reason).toContain('row 1');
  });

  test('every row ends as an answer or as unusable with a reason', () => {
    const rows = [
      row('A', 0, page('Show timers')),
      '{"error": "context too long"}',
      row('B', 0, page('Bake a cake')),
      '{"command": 7, "returncode": 0}',
      row('', 255, page('List new sockets')),
      '{"command": "x"',
      row('C', 1, page('Count forks by parent')),
    ];
    const result = read(rows.join('\n'));
    expect(result.rowsRead).toBe(7);
    expect(result.answers).toHaveLength(2);
    expect(result.unusable.map(({ row: position, kind }) => [position, kind])).toEqual([
      [2, 'error-row'],
      [3, 'unknown-prompt'],
      [4, 'invalid-row'],
      [5, 'no-program'],
      [6, 'unreadable'],
    ]);
    expect(result.answers.length + result.unusable.length).toBe(result.rowsRead);
  });
});

describe('programs', () => {
  test('C text is a libbpf program', () => {
    const text = JSON.stringify({
      command: '#include "vmlinux.h"\nint x;',
      returncode: 0,
      prompt: page('Show timers'),
    });
    expect(read(text).answers[0]?.program).toEqual({ framework: 'libbpf', text: '#include "vmlinux.h"\nint x;' });
  });

  test('line breaks and quotes of a script stay as they are', () => {
    const program = 'BEGIN\n{\n\tprintf("hit\\n -e ");\n}';
    expect(read(row(program, 0)).answers[0]?.program).toEqual({ framework: 'bpftrace', text: program });
  });

  test('attempt and hints come from the last recorded prompt', () => {
    const retry = 'This is your trail 2 out of 3 trails.\nHere is some hints for you to help you write the program: x';
    const [first, second] = read(
      row('A', 0, page('Show timers')) + row('B', 0, page('List new sockets', retry)),
    ).answers;
    expect(first).toMatchObject({ attempt: 1, hinted: false });
    expect(second).toMatchObject({ attempt: 3, hinted: true });
  });
});

describe('what the authors said', () => {
  const readme =
    '# runs\n\n## few shot with gpt 4 test with 4 prompts\n\n- "returncode": 0, count 2\n\nfalse positive: 1 3\n';

  test('-2 is a pass that a person marked, a signal or 255 is a failure', () => {
    const result = read(row('A', -2) + row('B', -6) + row('C', 255) + row('D', 0));
    expect(result.answers.map(({ passed, label }) => [passed, label])).toEqual([
      [true, 'false-positive'],
      [false, undefined],
      [false, undefined],
      [true, 'accurate'],
    ]);
    expect(result.upstreamCounts).toEqual({ accurate: 1, falsePositive: 1, falseNegative: 2 });
  });

  test('a README marks by position; a mark on a program that failed is a remark', () => {
    const result = read(row('A', 0) + row('B', 0) + row('C', 1), readme);
    expect(result.answers.map(({ label }) => label)).toEqual(['false-positive', 'accurate', undefined]);
    expect(result.remarks).toContainEqual(expect.objectContaining({ kind: 'mark-disagrees', row: 3 }));
    expect(result.upstreamCounts).toEqual({ accurate: 1, falsePositive: 1, falseNegative: 1 });
  });

  test('marks in the rows win over a README that names others', () => {
    const result = read(row('A', 0) + row('B', -2), readme);
    expect(result.answers.map(({ label }) => label)).toEqual(['accurate', 'false-positive']);
    expect(result.remarks.filter((remark) => remark.kind === 'mark-disagrees').map((remark) => remark.row)).toEqual([
      1, 3,
    ]);
  });

  test('programs of a file that nobody labelled have no label', () => {
    expect(read(row('A', 0)).answers[0]?.label).toBeUndefined();
  });

  test('doubled rows and errors count as the authors counted them', () => {
    const text = row('A', 0, page('Show timers')) + row('B', 0, page('Show timers')) + '{"error":"x"}';
    expect(read(text).upstreamCounts).toEqual({ accurate: 2, falsePositive: 0, falseNegative: 1 });
  });
});
