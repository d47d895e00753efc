import { KenError, quote } from '../errors.ts';
import type { Configuration } from './configuration.ts';

/**
 * Throws `KenError('config')` for a switch whose part of KEN is not built yet. Ignoring one would put a figure into a
 * table under a name that it did not earn.
 */
export function refuseUnbuilt(configuration: Configuration): void {
  const { name } = configuration;
  const unbuilt = unbuiltParts(configuration);
  if (unbuilt.length === 0) return;
  throw new KenError(
    'config',
    `Configuration ${quote(name)} asks for parts that are not built yet: ${unbuilt.join(', ')}`,
    {
      hint: 'Use hints: none and probeSearch: false.',
    },
  );
}

/** Switches of a configuration whose parts are not built yet, as they are written: `hints: human`. */
export function unbuiltParts({ hints, probeSearch }: Configuration): string[] {
  return [hints === 'none' ? null : `hints: ${hints}`, probeSearch ? 'probeSearch: true' : null].filter(
    (part) => part !== null,
  );
}
