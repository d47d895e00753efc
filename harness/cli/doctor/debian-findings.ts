import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { DoctorFinding } from './finding.ts';

const packagesSchema = z.array(z.strictObject({ package: z.string(), probe: z.string(), reason: z.string() }));

/** The list that the set-up installs from. */
const listFile = new URL('../setup/debian-packages.json', import.meta.url);

/** Programs of the host, one finding per Debian package. */
export function debianFindings(environment: NodeJS.ProcessEnv): DoctorFinding[] {
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  return packagesSchema.parse(JSON.parse(readFileSync(listFile, 'utf8'))).map((item) => {
    const found = locate(item.probe, environment['PATH'] ?? '');
    return found === undefined
      ? { name: item.package, state: 'missing', detail: item.reason, mend: `${sudo}apt-get install -y ${item.package}` }
      : { name: item.package, state: 'ok', detail: found };
  });
}

function locate(probe: string, path: string): string | undefined {
  const candidates = isAbsolute(probe)
    ? [probe]
    : [...path.split(delimiter), '/usr/sbin', '/sbin']
        .filter((folder) => folder !== '')
        .map((folder) => join(folder, probe));
  return candidates.find((file) => existsSync(file) && (isAbsolute(probe) || isExecutable(file)));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
