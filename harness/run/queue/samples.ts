/** Short times for tests of the queue, and an announcement of a sample plan. */
import type { Plan } from '../../plan/plan.ts';
import { announcementOf } from './announcement.ts';
import type { Announcement, CodeIdentity } from './announcement.ts';
import type { QueueTiming } from './queue-timing.ts';

export const testTiming: QueueTiming = {
  pollMilliseconds: 20,
  lockMilliseconds: 600,
  stalledMilliseconds: 200,
  retryMilliseconds: 20,
  tries: 3,
  lostWorkers: 20,
};

export const sampleCode: CodeIdentity = { version: '0.1.0', packages: 'abc', commit: 'c0ffee' };

export function sampleAnnouncement(plan: Plan, run = 'sample-run'): Announcement {
  return announcementOf(plan, { run, code: sampleCode, limit: undefined });
}
