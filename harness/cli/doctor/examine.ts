import { debianFindings } from './debian-findings.ts';
import type { DoctorFinding } from './finding.ts';
import { guestFindings } from './guest-findings.ts';
import { machineFindings } from './machine-findings.ts';
import { modelFindings } from './model-findings.ts';

/** Looks at everything that the workbench needs, changes nothing, and starts no guest. */
export async function examine(environment: NodeJS.ProcessEnv = process.env): Promise<DoctorFinding[]> {
  return [
    ...(await machineFindings()),
    ...debianFindings(environment),
    ...(await guestFindings()),
    ...(await modelFindings(environment)),
  ];
}
