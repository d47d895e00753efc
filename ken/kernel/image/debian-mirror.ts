import { KenError } from '../../errors.ts';
import { runTool } from './tool.ts';

/**
 * Base address of a Debian mirror: the option or `KEN_DEBIAN_MIRROR`, else the first mirror of the machine's own apt
 * configuration whose label is "Debian". No address is written into the project.
 */
export async function debianMirror(option?: string): Promise<string> {
  const given = option ?? process.env['KEN_DEBIAN_MIRROR'];
  if (given) return checked(given);
  const targets = await runTool('apt-get', [
    'indextargets',
    '--format',
    '$(LABEL)\t$(REPO_URI)',
    'Created-By: Packages',
  ]);
  const line = targets.split('\n').find((target) => target.startsWith('Debian\t'));
  if (line === undefined) {
    throw new KenError('image', "this machine's apt configuration names no Debian mirror", {
      hint: 'Run apt-get update, or give the mirror: --mirror URL or KEN_DEBIAN_MIRROR=URL.',
    });
  }
  return checked(line.slice('Debian\t'.length));
}

function checked(address: string): string {
  if (!/^(https?|file|copy|mirror\+\S+):/.test(address)) {
    throw new KenError('usage', `${JSON.stringify(address)} is not the address of a Debian mirror`, {
      hint: 'Give an address that apt understands, such as the one in /etc/apt/sources.list.d/.',
    });
  }
  return address.endsWith('/') ? address : `${address}/`;
}
