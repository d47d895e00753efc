import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { KenError } from '../../../ken/errors.ts';
import { visibleLine } from '../../report/escape/visible.ts';
import { faultPage } from '../markup/fault-page.ts';
import type { Viewer } from '../viewer.ts';
import { checkRequest } from './check-request.ts';
import { PageFault } from './page-fault.ts';
import { readForm } from './read-form.ts';
import { page } from './reply.ts';
import type { Reply } from './reply.ts';
import { route } from './routes.ts';
import { securityHeaders } from './security-headers.ts';

/**
 * The viewer's server, not yet listening. Every answer goes through here: the request is checked first, faults become
 * pages, and all of them carry the security headers.
 */
export function createViewerServer(viewer: Viewer): Server {
  const server = createServer((request, response) => {
    void answer(request, viewer, server)
      .then((reply) => send(reply, request, response))
      .catch((error: unknown) => {
        console.error('the viewer could not answer:', error);
        response.destroy();
      });
  });
  return server;
}

async function answer(request: IncomingMessage, viewer: Viewer, server: Server): Promise<Reply> {
  try {
    const { method = '', headers } = request;
    checkRequest({ method, headers }, portOf(server));
    const url = addressOf(request.url ?? '/');
    const form = method === 'POST' ? await readForm(request, viewer.token) : null;
    return await route(url, form, viewer);
  } catch (error) {
    if (error instanceof PageFault) return page(faultPage(error.status, error.message, error.hint), error.status);
    if (error instanceof KenError) {
      return page(faultPage(500, error.message, error.hint ?? 'Mend it and load the page again.'), 500);
    }
    console.error(`the viewer failed at ${visibleLine(request.url ?? '')}:`, error);
    const message = error instanceof Error ? error.message : String(error);
    return page(faultPage(500, message, 'The terminal of the viewer shows where it happened.'), 500);
  }
}

/** The path decides; a host in the request line is ignored, since `Host` was checked. */
function addressOf(text: string): URL {
  const path = text.startsWith('/') ? `/${text.replace(/^\/+/, '')}` : '/';
  return new URL(path, 'http://viewer.invalid');
}

function send(reply: Reply, request: IncomingMessage, response: ServerResponse): void {
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body, 'utf8') : reply.body;
  response.writeHead(reply.status, {
    ...securityHeaders,
    'Content-Type': reply.type,
    'Content-Length': body.length,
    ...(reply.location !== undefined && { Location: reply.location }),
    ...(reply.download !== undefined && { 'Content-Disposition': `attachment; filename="${reply.download}"` }),
    // What is left of a refused body is not read.
    ...(request.complete ? {} : { Connection: 'close' }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function portOf(server: Server): number {
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}
