import { InvalidArgumentError, Option } from 'commander';
import type { LearningEngine } from '../../../ken/memory/lesson.ts';
import type { Framework } from '../../../ken/program.ts';
import type { CliCommand } from '../command.ts';

/** `ken memory`: what models are shown, where it comes from, and how well it is found. */
export const memoryCommand: CliCommand = {
  register(program) {
    const memory = program.command('memory').description('the pairs that models are shown, as memory.yaml says');
    memory
      .command('status')
      .description('train set, embeddings, store and what was learned')
      .action(async () => {
        const { runMemoryStatus } = await import('../memory/run-memory.ts');
        console.log(await runMemoryStatus());
      });
    memory
      .command('nearest')
      .argument('<request>', 'a request in English')
      .description('the most similar pairs, with the cosine of the requests')
      .addOption(new Option('--framework <name>', 'of the pairs').choices(['bpftrace', 'libbpf']).default('bpftrace'))
      .option('--count <number>', 'how many', count, 2)
      .option('--learned', 'with the programs that were learned')
      .action(async (request: string, flags: { framework: Framework; count: number; learned?: true }) => {
        const { runNearest } = await import('../memory/run-memory.ts');
        console.log(await runNearest(request, flags));
      });
    memory
      .command('reset')
      .description('forget what `ken synth --learning` learned; the train set stays, and so do runs')
      .addOption(new Option('--only <engine>', 'of one engine').choices(['synthesis', 'comprehension']))
      .action(async (flags: { only?: LearningEngine }) => {
        const { runReset } = await import('../memory/run-memory.ts');
        console.log(await runReset(flags));
      });
    memory
      .command('quality')
      .description(
        'hit rate at 2 and mean reciprocal rank of the pairs that people call relevant to the comparable cases',
      )
      .option('--released <folder>', 'the released files: also their requests over their pairs, beside their logs')
      .option('--json', 'print JSON')
      .action(async (flags: { released?: string; json?: true }) => {
        const { runQuality } = await import('../memory/run-memory.ts');
        console.log(await runQuality(flags));
      });
  },
};

function count(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 to 999.');
  return Number(text);
}
