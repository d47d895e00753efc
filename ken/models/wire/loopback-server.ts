import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

export interface SeenRequest {
  path: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

export type Answer = (response: ServerResponse) => void;

/** A real HTTP server on this machine that plays a provider: it gives the scripted answers in order, then the last one again. */
export async function startLoopbackServer(answers: readonly Answer[]): Promise<LoopbackServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      seen.push({ path: request.url ?? '', headers: request.headers, body });
      answers[Math.min(seen.length, answers.length) - 1]?.(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    seen,
    origin: `http://127.0.0.1:${address.port}`,
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

export interface LoopbackServer {
  seen: SeenRequest[];
  /** Scheme, host and port. */
  origin: string;
  /** The origin with `/v1`. */
  baseUrl: string;
  close(): Promise<void>;
}

/** A chat completion; `change` replaces top-level members of the body. */
export function completion(content: unknown, change: Record<string, unknown> = {}): Answer {
  return json(200, {
    id: 'c1',
    object: 'chat.completion',
    created: 1,
    model: 'tiny-2031',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 7, completion_tokens: 4, total_tokens: 11 },
    ...change,
  });
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return raw(status, JSON.stringify(body), headers);
}

export function raw(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  };
}

/** Closes the connection without an answer. */
export function reset(): Answer {
  return (response) => {
    response.socket?.destroy();
  };
}

/** Promises a longer body than it sends, then closes the connection. */
export function cutOff(body: string): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length + 100 });
    response.write(body, () => response.socket?.destroy());
  };
}

/** Never answers. */
export function hang(): Answer {
  return () => undefined;
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
}
