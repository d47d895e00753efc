import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { KenError } from '../../ken/errors.ts';
import { createViewerServer } from './http/server.ts';
import { RunIndexes } from './runs/run-indexes.ts';
import { PairQueue } from './curation/pair-queue.ts';
import { ContractQueue } from './curation/contract-queue.ts';

export interface ViewerOptions {
  /** Folder of the runs. */
  results: string;
  /** Where readers' labels are appended. */
  labels: string;
  /** Where labels that readers agree on go, in the judge's format; null: nowhere. */
  store: string | null;
  /** Folder of the built pairs; null: the checkout's. */
  dataset: string | null;
  /** Where decisions on pairs are appended; null: the checkout's. */
  decisions: string | null;
  /** Folder of a set of contracts; null: the guest kernel's. */
  contracts: string | null;
}

/** What the pages share: places, caches, and the token that every form of this start carries. */
export interface Viewer {
  options: ViewerOptions;
  token: string;
  indexes: RunIndexes;
  pairs: PairQueue;
  contracts: ContractQueue;
  now: () => Date;
}

export interface OpenViewer {
  url: string;
  close(): Promise<void>;
}

/** Starts the viewer on 127.0.0.1; port 0 takes a free one. A `KenError('usage')` when the port is taken. */
export async function openViewer(options: ViewerOptions, port = 0): Promise<OpenViewer> {
  const indexes = new RunIndexes(options.results);
  const server = createViewerServer({
    options,
    token: randomBytes(24).toString('base64url'),
    indexes,
    pairs: new PairQueue(options),
    contracts: new ContractQueue(options.contracts),
    now: () => new Date(),
  });
  const taken = await listen(server, port);
  // Read while the browser is being opened. What goes wrong is said by the first page, which does the same again.
  void indexes.list().catch(() => undefined);
  return {
    url: `http://127.0.0.1:${taken}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const hint = 'Choose another one with --port, or leave it out for a free one.';
      reject(
        error.code === 'EADDRINUSE' || error.code === 'EACCES'
          ? new KenError('usage', `port ${port} cannot be used: ${error.message}`, { hint, cause: error })
          : error,
      );
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
}
