import { execa } from 'execa';
import { KenError } from '../../errors.ts';

/** Debian packages that bring the host tools which the image builder and the guest need. */
const packageOf: Readonly<Record<string, string>> = {
  'qemu-system-x86_64': 'qemu-system-x86',
  clang: 'clang',
  'dpkg-deb': 'dpkg',
  'apt-get': 'apt',
  'apt-cache': 'apt',
  '/usr/lib/apt/apt-helper': 'apt',
  zstd: 'zstd',
  xz: 'xz-utils',
  tar: 'tar',
  ld: 'binutils',
  nm: 'binutils',
  depmod: 'kmod',
  modprobe: 'kmod',
};

export interface ToolOptions {
  cwd?: string;
  environment?: Record<string, string>;
  signal?: AbortSignal;
}

/**
 * Runs a host tool to its end and returns its standard output.
 * Throws `missing-tool` naming the Debian package when it is not installed, `image` with its message when it fails.
 */
export async function runTool(tool: string, args: readonly string[], options: ToolOptions = {}): Promise<string> {
  const result = await execa(tool, args, {
    reject: false,
    env: { LC_ALL: 'C', PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`, ...options.environment },
    stdin: 'ignore',
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
  });
  if (result.code === 'ENOENT') throw missingTool(tool);
  if (result.failed) {
    const reason = result.stderr.trim().split('\n').slice(-8).join('\n') || result.shortMessage;
    throw new KenError('image', `${tool} ${args.slice(0, 4).join(' ')} failed: ${reason}`);
  }
  return result.stdout;
}

export function missingTool(tool: string): KenError {
  const name = packageOf[tool] ?? tool;
  return new KenError('missing-tool', `${JSON.stringify(tool)} is not installed`, {
    hint: `Install it with: apt-get install -y ${name} (as root), then try again. 'ken doctor' lists everything that is missing.`,
  });
}
