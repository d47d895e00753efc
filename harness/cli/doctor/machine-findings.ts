import { createHash } from 'node:crypto';
import { access, constants, readFile, statfs } from 'node:fs/promises';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../../ken/kernel/image/cache-folder.ts';
import { projectFolder } from '../../plan/open-catalogue.ts';
import type { DoctorFinding } from './finding.ts';

const neededMemoryGigabytes = 3;
const neededDiskGigabytes = 4;

/** Node, npm packages, memory, disk, KVM. */
export async function machineFindings(): Promise<DoctorFinding[]> {
  return [
    { name: 'Node', state: 'ok', detail: process.versions.node },
    await npmFinding(),
    memoryFinding(os.totalmem(), os.availableParallelism()),
    await diskFinding(),
    await kvmFinding(),
  ];
}

/** The set-up leaves the hash of the lock file that it installed from; without one they were installed by hand. */
async function npmFinding(): Promise<DoctorFinding> {
  const lock = createHash('sha256').update(await readFile(join(projectFolder, 'package-lock.json')));
  const stamp = await readFile(join(projectFolder, 'node_modules', '.ken-lock-hash'), 'utf8').catch(() => null);
  if (stamp === null) return { name: 'npm packages', state: 'ok', detail: 'installed by hand' };
  if (stamp === lock.digest('hex')) return { name: 'npm packages', state: 'ok', detail: 'as the lock file says' };
  return { name: 'npm packages', state: 'missing', detail: 'of an older lock file', mend: 'npm ci' };
}

export function memoryFinding(bytes: number, cores: number): DoctorFinding {
  const gigabytes = bytes / 2 ** 30;
  const detail = `${gigabytes.toFixed(1)} GiB, ${cores} cores`;
  if (gigabytes >= neededMemoryGigabytes) return { name: 'memory', state: 'ok', detail };
  return {
    name: 'memory',
    state: 'missing',
    detail: `${detail}; ${neededMemoryGigabytes} GiB are needed for two guests`,
  };
}

async function diskFinding(): Promise<DoctorFinding> {
  const folder = cacheFolder();
  const { bavail, bsize } = await statfs(await nearestFolder(folder));
  const gigabytes = (bavail * bsize) / 2 ** 30;
  const detail = `${gigabytes.toFixed(1)} GiB free for ${folder}`;
  if (gigabytes >= neededDiskGigabytes) return { name: 'disk', state: 'ok', detail };
  const mend = 'KEN_CACHE=/a/larger/disk npx ken image build';
  return { name: 'disk', state: 'missing', detail: `${detail}; ${neededDiskGigabytes} GiB are needed`, mend };
}

async function nearestFolder(folder: string): Promise<string> {
  const there = await access(folder).then(
    () => true,
    () => false,
  );
  return there || dirname(folder) === folder ? folder : nearestFolder(dirname(folder));
}

/** KVM is never needed: only TCG has virtual time. Whether it works shows its self-test, which a run makes when asked. */
async function kvmFinding(): Promise<DoctorFinding> {
  const usable = await access('/dev/kvm', constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  return usable
    ? {
        name: 'KVM',
        state: 'ok',
        detail: '/dev/kvm can be opened; used only with KEN_ACCELERATOR=kvm or auto, after a self-test',
      }
    : { name: 'KVM', state: 'optional', detail: 'none; guests run under TCG, which is the default anyway' };
}
