import { cacheFolder } from '../kernel/image/cache-folder.ts';

/** Where the contracts of a kernel are kept; `kernel` is its `uname -r`. */
export function contractFolder(kernel: string): string {
  return cacheFolder('contracts', kernel);
}
