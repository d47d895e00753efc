import os from 'node:os';
import path from 'node:path';

/**
 * Where downloads, images, templates and compiled workloads are kept, shared by all checkouts of one user:
 * `KEN_CACHE`, else `$XDG_CACHE_HOME/ken-workbench`, else `~/.cache/ken-workbench`. Everything in it can be rebuilt.
 */
export function cacheFolder(...parts: string[]): string {
  const base =
    process.env['KEN_CACHE'] ??
    path.join(process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'), 'ken-workbench');
  return path.resolve(base, ...parts);
}
