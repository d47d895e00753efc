import { ken } from './project.mjs';
import { mustRun, step } from './run-command.mjs';

/** Builds the guest image and its template, or finds them in the cache. */
export async function buildGuestImage() {
  step('guest image: ken image build (one to three minutes the first time)');
  const [node, words] = ken('image', 'build');
  await mustRun(node, words, 'The message above says what to do; `npx ken doctor` shows all that is missing.', {
    stdio: ['inherit', 'ignore', 'inherit'],
  });
}
