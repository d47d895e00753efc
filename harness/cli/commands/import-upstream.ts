import type { ImportRequest } from '../../upstream/import-upstream.ts';
import type { CliCommand } from '../command.ts';
import { resultsOption } from './results-option.ts';

/** `ken import-upstream DIR`: runs made of what the paper's authors released. */
export const importUpstreamCommand: CliCommand = {
  register(program) {
    program
      .command('import-upstream')
      .argument('<folder>', "checkout of the paper authors' repository (eunomia-bpf/KEN)")
      .description('make a run of each released result file; `ken judge RUN` then judges its programs here')
      .option('--only <pattern>', 'only files whose path matches this regular expression')
      .addOption(resultsOption('--output <folder>'))
      .option('--json', 'print what was imported, and what could not be, as JSON')
      .action(async (folder: string, options: ImportRequest) => {
        const { importUpstream } = await import('../../upstream/import-upstream.ts');
        await importUpstream(folder, options);
      });
  },
};
