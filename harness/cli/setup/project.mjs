import { fileURLToPath } from 'node:url';

/** The checkout. */
export const projectFolder = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

/** The command line of `ken`, for a child process of this Node. */
export const ken = (...words) => [process.execPath, [`${projectFolder}/harness/cli/ken.mjs`, ...words]];
