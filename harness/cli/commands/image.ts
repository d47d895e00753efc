import type { Command } from 'commander';
import type { CliCommand } from '../command.ts';

const say = (message: string): void => console.error(`image: ${message}`);

/** `ken image`: the disposable guest's kernel and root file system. */
export const imageCommand: CliCommand = {
  register(program: Command): void {
    const image = program
      .command('image')
      .description('the guest image: kernel, tools and agent from locked Debian packages');
    image
      .command('build')
      .description('build the image and its template, or find them in the cache')
      .option('--mirror <address>', "Debian mirror (default: the one of this machine's apt configuration)")
      .option('--json', 'print the identity as JSON')
      .action(async (options: { mirror?: string; json?: boolean }) => {
        const { buildImage } = await import('../../../ken/kernel/image/build.ts');
        const { prepareTemplate } = await import('../../../ken/kernel/guest/template.ts');
        const built = await buildImage({ ...options, progress: say });
        const template = await prepareTemplate(built, { progress: say });
        if (options.json) console.log(JSON.stringify({ ...built, template: template.folder }));
        else console.log(`kernel ${built.kernel}, bpftrace ${built.bpftrace}, image ${built.hash}`);
      });
    image
      .command('lock')
      .description("resolve the recipe against the mirror's current packages and write packages.lock.json anew")
      .option('--mirror <address>', "Debian mirror (default: the one of this machine's apt configuration)")
      .action(async (options: { mirror?: string }) => {
        const { relock } = await import('../../../ken/kernel/image/relock.ts');
        const lock = await relock(options);
        console.log(`${lock.packages.length} packages locked`);
      });
  },
};
