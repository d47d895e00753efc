import { defineConfig } from 'vitest/config';

/**
 * Three projects: `fast` needs only npm packages; `guest` boots the disposable kernel and runs one file at a time, since
 * two guests already fill two cores; `browser` needs a Chromium and is skipped without one. A test that needs the guest is
 * named `*.guest.test.ts`, one that needs the browser `*.browser.test.ts`.
 */
const exclude = ['node_modules/**', 'results/**', 'reports/**'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['**/*.test.ts'],
          exclude: [...exclude, '**/*.guest.test.ts', '**/*.browser.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'guest',
          include: ['**/*.guest.test.ts'],
          exclude,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['**/*.browser.test.ts'],
          exclude,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
