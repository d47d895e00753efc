import { projectFolder } from '../../plan/open-catalogue.ts';
import type { PlanOptions } from '../../plan/plan.ts';
import type { RunSummary } from '../execute-plan.ts';
import { announcementOf, codeIdentity } from './announcement.ts';
import { connectQueue } from './connect.ts';
import { executeOnQueue } from './execute-on-queue.ts';
import type { QueueRunOptions } from './execute-on-queue.ts';

/** `ken run EXPERIMENT --queue URL`: announces the run and writes down what the workers send. */
export async function runOnQueue(
  url: string,
  options: Omit<QueueRunOptions, 'server' | 'announcement'> & { limit: PlanOptions['limit'] },
): Promise<RunSummary> {
  const { limit, ...others } = options;
  const code = await codeIdentity(projectFolder);
  const announcement = announcementOf(options.plan, { run: options.run.manifest.run, code, limit });
  const server = await connectQueue(url);
  try {
    return await executeOnQueue({ ...others, server, announcement });
  } finally {
    await server.close();
  }
}
