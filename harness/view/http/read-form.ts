import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { PageFault } from './page-fault.ts';

/** Largest form: a decision with a long reason is a few KB. */
const largestForm = 64 * 1024;

/**
 * The fields of a form. It must hold the token of this server's pages; a `PageFault` otherwise, and for what is too large
 * or no form.
 */
export async function readForm(request: IncomingMessage, token: string): Promise<URLSearchParams> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim();
  if (type !== 'application/x-www-form-urlencoded') {
    throw new PageFault(415, 'this is not a form of the viewer', 'Use the forms of this viewer.');
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestForm) {
      throw new PageFault(413, `the form is larger than ${largestForm / 1024} KB`, 'Write a shorter text.');
    }
    chunks.push(chunk);
  }
  const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  if (!isSame(form.get('token') ?? '', token)) {
    throw new PageFault(
      403,
      'the form is of an earlier start of the viewer',
      'Go back, reload the page, send it again.',
    );
  }
  return form;
}

/** Takes the same time wherever the two differ. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
