import type { SynthRequest } from '../../synth/run-synth.ts';
import type { CliCommand } from '../command.ts';

/** `ken synth "REQUEST"`: one request, one verified program. */
export const synthCommand: CliCommand = {
  register(program) {
    program
      .command('synth')
      .description(
        'write a program for a request, prove it, check it in the guest kernel; loads nothing on this machine',
      )
      .argument('<request>', 'what the program should do, in English')
      .option('--model <name>', 'a model of models.yaml', 'gpt-4')
      .option('--framework <name>', 'bpftrace or libbpf', 'bpftrace')
      .option('--attempts <n>', 'rounds of the feedback loop', '3')
      .option('--comprehension <kind>', 'where the asserts come from: llm, direct, or off (nothing is proved)', 'llm')
      .option('--examples <n>', 'similar training pairs that the model sees, 0 to 8', '2')
      .option('--seed <n>', 'seed of sampling', '1')
      .option('--learning', 'know what earlier requests taught, and learn from this one (`ken memory reset` forgets)')
      .option('--output <file>', 'write the program there')
      .option('--json', 'print one JSON value; asks nothing')
      .addHelpText('after', '\nExit status: 0 a verified program; 1 none; 2 usage.')
      .action(async (request: string, options: SynthRequest) => {
        const { runSynth } = await import('../../synth/run-synth.ts');
        await runSynth(request, options);
      });
  },
};
