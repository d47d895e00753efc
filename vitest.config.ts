import { defineConfig } from 'vitest/config';

/**
 * Two projects: `fast` needs only npm packages; `guest` boots the disposable kernel and runs one file at a time, since
 * two guests already fill two cores. A test that needs the guest is named `*.guest.test.ts`.
 */
const exclude = ['node_modules/**', 'results/**', 'reports/**'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['**/*.test.ts'],
          exclude: [...exclude, '**/*.guest.test.ts'],
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
    ],
  },
});
