import type { IncomingHttpHeaders } from 'node:http';
import { PageFault } from './page-fault.ts';

/** What is looked at of a request, before anything else is. */
export interface RequestHead {
  method: string;
  headers: IncomingHttpHeaders;
}

/**
 * Throws a `PageFault` for a request that no page of ours sent. `Host` must be this server's own name, else a foreign
 * name that was made to point at 127.0.0.1 (DNS rebinding) could read everything. What another site starts may only be
 * a plain navigation. A POST must come from a page of this server; its form also carries the token (`readForm`).
 * Source: Fetch Metadata (W3C), `Origin` (RFC 6454).
 */
export function checkRequest({ method, headers }: RequestHead, port: number): void {
  const host = headers.host ?? '';
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) {
    throw new PageFault(
      421,
      `this server is not called ${JSON.stringify(host.slice(0, 100))}`,
      `Open http://127.0.0.1:${port}/.`,
    );
  }
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') {
    throw new PageFault(405, `the method ${method} is not known here`, 'Use the pages and their forms.');
  }
  const site = headers['sec-fetch-site'];
  const isPost = method === 'POST';
  const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (isForeign && (isPost || headers['sec-fetch-mode'] !== 'navigate')) {
    throw new PageFault(403, 'another site sent this request', 'Use the forms of this viewer.');
  }
  if (isPost && headers.origin !== undefined && headers.origin !== `http://${host}`) {
    throw new PageFault(403, 'another site sent this form', 'Use the forms of this viewer.');
  }
}
