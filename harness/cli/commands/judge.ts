import { statSync } from 'node:fs';
import type { CliCommand } from '../command.ts';

interface JudgeOptions {
  case?: string;
  programs?: string;
  framework?: string;
  labels?: string;
  answers?: string;
  prompts?: string;
  store?: string;
  cases?: string;
  output?: string;
  equivalence?: true;
  storedLabels?: boolean;
  json?: true;
}

/** `ken judge`: is a program right? One file, a file of programs, or every program of a run. */
export const judgeCommand: CliCommand = {
  register(program) {
    program
      .command('judge')
      .argument('[file-or-run]', 'a program (with --case), or a run whose programs are judged again')
      .description(
        'run programs beside the workload of their case in fresh guests, and say correct, incorrect or unjudged',
      )
      .option('--case <id>', 'the case that the file answers')
      .option('--framework <name>', 'bpftrace or libbpf; by default from the file name')
      .option(
        '--programs <file>',
        'judge JSON lines {id, case | upstreamPrompt, framework, program}; answers in the same order',
      )
      .option(
        '--labels <file>',
        'how far the judge agrees with the labels of JSON lines {id, promptIndex, program, label}',
      )
      .option('--answers <file>', 'with --labels: answers of an earlier `ken judge --json`, instead of judging now')
      .option('--prompts <file>', 'with --labels: the released test set, to find requests by their wording')
      .option('--store <file>', 'with --labels: append them to this file of stored labels, and judge nothing')
      .option('--cases <ids>', 'only these cases of a run, joined by commas')
      .option('--output <folder>', 'folder of the runs')
      .option('--equivalence', 'also compare each program symbolically with the references of its case')
      .option('--no-stored-labels', 'do not ask corpora/labels.jsonl about what nothing else decides')
      .option('--json', 'print JSON')
      .action(async (argument: string | undefined, options: JudgeOptions) => {
        if (options.labels !== undefined) {
          const { runAgreement } = await import('../../judge/agreement/run-agreement.ts');
          return runAgreement({ ...options, labels: options.labels, json: options.json ?? false });
        }
        if (argument !== undefined && options.case === undefined && options.programs === undefined && isRun(argument)) {
          const { judgeRunAction } = await import('../judge-run-command.ts');
          return judgeRunAction(argument, options);
        }
        const { runJudge } = await import('../../judge/run-judge.ts');
        await runJudge(argument, options);
      });
  },
};

/** A folder, or a name that is no file: the name of a run. */
function isRun(argument: string): boolean {
  if (/\.(bt|c)$/.test(argument)) return false;
  return !(statSync(argument, { throwIfNoEntry: false })?.isFile() ?? false);
}
