import { join, resolve } from 'node:path';
import { openViewer } from './viewer.ts';

export interface ViewRequest {
  port: number;
  results: string;
  labels?: string;
  store?: string;
  dataset?: string;
  decisions?: string;
  contracts?: string;
}

/** `ken view`: prints the address and serves until it is interrupted. */
export async function runView(request: ViewRequest): Promise<void> {
  const results = resolve(request.results);
  const place = (path: string | undefined): string | null => (path === undefined ? null : resolve(path));
  const viewer = await openViewer(
    {
      results,
      labels: place(request.labels) ?? join(results, 'labels.jsonl'),
      store: place(request.store),
      dataset: place(request.dataset),
      decisions: place(request.decisions),
      contracts: place(request.contracts),
    },
    request.port,
  );
  console.log(viewer.url);
  console.error(`runs of ${results}; Ctrl-C ends it`);
  await new Promise<void>((resolveEnd) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolveEnd());
  });
  await viewer.close();
}
