import type { CliCommand } from '../command.ts';

/** `ken models`: what models.yaml names, whether it answers, and the files of local ones. */
export const modelsCommand: CliCommand = {
  register(program) {
    const models = program.command('models').description('list, check and fetch the models of models.yaml');
    models
      .command('list')
      .description('every model with its adapter, context, prices, and what text leaves this machine; asks nobody')
      .option('--json', 'print JSON')
      .action(async ({ json }: { json?: true }) => {
        const { listModels } = await import('../models/list-models.ts');
        console.log(await listModels(json ?? false));
      });
    models
      .command('check')
      .argument('[names...]', 'models; by default all that need no further set-up')
      .description('ask each model one short question; status 1 when one does not answer')
      .option('--json', 'print one JSON line for each model')
      .action(async (names: string[], { json }: { json?: true }) => {
        const { checkModels } = await import('../models/check-models.ts');
        if (!(await checkModels(names, json ?? false))) process.exitCode = 1;
      });
    models
      .command('pull')
      .argument('<names...>', 'models of the adapter llama-cpp')
      .description('fetch GGUF files into the folder of models (KEN_MODELS, else in the cache)')
      .action(async (names: string[]) => {
        const { pullModels } = await import('../models/pull-models.ts');
        await pullModels(names);
      });
    models
      .command('gpu')
      .argument('<kind>', 'cuda or vulkan')
      .description('fetch the build of llama.cpp for a graphics card into node_modules (70 to 540 MB)')
      .action(async (kind: string) => {
        const { fetchGpuBuild } = await import('../models/fetch-gpu-build.ts');
        await fetchGpuBuild(kind);
      });
  },
};
