#!/usr/bin/env node
// Runs the TypeScript sources as they are: a checkout needs no build step.
const tsx = await import('tsx/esm/api').catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  console.error(
    'ken: the npm packages are not installed\n  Run: npm ci (npm run quickstart and npm test do it by themselves)',
  );
  process.exitCode = 1;
});
if (tsx) {
  tsx.register();
  const { main } = await import('./main.ts');
  await main(process.argv);
}
