import { StepError } from './run-command.mjs';

const oldest = [20, 19];

/** Refuses a Node that the packages do not run on. */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  throw new StepError(
    `Node ${version} is too old; ${oldest.join('.')} or newer is needed`,
    'Install a newer Node (Debian 13 has one: apt-get install nodejs npm).',
  );
}
