import { mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { KenError, quote } from '../../../ken/errors.ts';
import { projectFolder } from '../../plan/open-catalogue.ts';

/** npm packages of node-llama-cpp by kind of card. */
const packages = {
  cuda: ['@node-llama-cpp/linux-x64-cuda', '@node-llama-cpp/linux-x64-cuda-ext'],
  vulkan: ['@node-llama-cpp/linux-x64-vulkan'],
} as const;

/**
 * `ken models gpu KIND`: puts the build of llama.cpp for a graphics card, which an installation leaves out, into
 * node_modules, in the version that node-llama-cpp names. `npm ci` takes it away again.
 */
export async function fetchGpuBuild(kind: string, folder = projectFolder): Promise<void> {
  if (kind !== 'cuda' && kind !== 'vulkan') {
    throw new KenError('usage', `There is no build for ${quote(kind)}`, { hint: 'Kinds are cuda and vulkan.' });
  }
  const manifest = await readFile(join(folder, 'node_modules', 'node-llama-cpp', 'package.json'), 'utf8');
  const versions = z.object({ optionalDependencies: z.record(z.string(), z.string()) }).parse(JSON.parse(manifest));
  for (const name of packages[kind]) {
    const version = versions.optionalDependencies[name];
    if (version === undefined) throw new KenError('internal', `node-llama-cpp does not name a version of ${name}`);
    console.error(`${name} ${version}`);
    await installPackage(`${name}@${version}`, join(folder, 'node_modules', name));
  }
  console.log(`installed: use gpu: ${kind} or gpu: auto in models.yaml; "ken models check NAME" says what runs`);
}

async function installPackage(wanted: string, target: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'ken-gpu-'));
  try {
    await execa('npm', ['pack', wanted, '--silent', '--pack-destination', work]);
    const [archive] = (await readdir(work)).filter((file) => file.endsWith('.tgz'));
    if (archive === undefined) throw new KenError('missing-tool', `npm did not fetch ${wanted}`);
    // Beside the target, so that it can be renamed into place.
    const unpacked = `${target}.new`;
    await rm(unpacked, { recursive: true, force: true });
    await mkdir(unpacked, { recursive: true });
    await execa('tar', ['-xzf', join(work, archive), '-C', unpacked, '--strip-components=1']);
    await rm(target, { recursive: true, force: true });
    await rename(unpacked, target);
  } catch (error) {
    if (error instanceof KenError) throw error;
    throw new KenError('missing-tool', `${wanted} cannot be fetched with npm`, {
      hint: 'Does npm reach its registry (npm ping)?',
      cause: error,
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
