import { installDebianPackages, installCommand } from './debian-packages.mjs';
import { buildGuestImage } from './guest-image.mjs';
import { checkNode } from './node-version.mjs';
import { installNpmPackages } from './npm-packages.mjs';
import { runBench } from './run-bench.mjs';
import { StepError } from './run-command.mjs';
import { runQuickstart } from './quickstart.mjs';
import { runTests } from './run-tests.mjs';

// The front door: `npm run quickstart`, `npm test`, `npm run bench`. Plain JavaScript without packages, since it runs
// before they are there. Every step looks first whether its work is done.

const jobs = {
  quickstart: async (words, missing) => {
    stopIfMissing(missing);
    return runQuickstart(words);
  },
  test: (_words, missing) => runTests(missing),
  bench: async (words, missing) => {
    stopIfMissing(missing);
    await buildGuestImage();
    return runBench(words);
  },
};

async function main([name, ...words]) {
  const job = jobs[name];
  if (!job)
    throw Object.assign(new StepError(`no job "${name}"`, `There are: ${Object.keys(jobs).join(', ')}`), { status: 2 });
  checkNode();
  await installNpmPackages();
  return job(words, await installDebianPackages());
}

function stopIfMissing(missing) {
  if (missing.length === 0) return;
  throw new StepError('the guest kernel cannot be run without these packages', `Run: ${installCommand(missing)}`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`setup: ${error.message}`);
  if (error instanceof StepError) console.error(`  ${error.hint}`);
  else console.error(error.stack);
  process.exitCode = error.status ?? 1;
}
