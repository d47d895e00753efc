import { InvalidArgumentError } from 'commander';
import type { ViewRequest } from '../../view/run-view.ts';
import type { CliCommand } from '../command.ts';
import { resultsOption } from './results-option.ts';

/** `ken view`: runs, cells, labelling and curation in a browser of this machine. */
export const viewCommand: CliCommand = {
  register(program) {
    program
      .command('view')
      .description('look at runs in the browser, label unjudged programs, review the datasets; 127.0.0.1 only')
      .option('--port <number>', 'port of the page; 0 takes a free one', port, 4317)
      .addOption(resultsOption())
      .option('--labels <file>', 'where the labels of readers are appended (default: labels.jsonl beside the runs)')
      .option('--store <file>', 'where labels that readers agree on may go, such as corpora/labels.jsonl')
      .option('--dataset <folder>', 'built training pairs (default: corpora/pairs/built)')
      .option('--decisions <file>', 'where decisions on pairs are appended (default: corpora/pairs/decisions.jsonl)')
      .option('--contracts <folder>', "a set of contracts (default: the guest kernel's)")
      .action(async (request: ViewRequest) => {
        const { runView } = await import('../../view/run-view.ts');
        await runView(request);
      });
  },
};

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  }
  return Number(text);
}
