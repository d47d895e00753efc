/** A Redis server of a test's own: a free port, nothing on the disk, ended with the test. */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Whether redis-server can be started here; else what to say in the name of a skipped test. */
export const redisMissing: string | null = isInstalled() ? null : 'redis-server is not installed';

export interface TestRedis {
  port: number;
  url: string;
  stop(): Promise<void>;
}

export async function startRedis(words: readonly string[] = []): Promise<TestRedis> {
  const port = await freePort();
  const child = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...words],
    { stdio: ['ignore', 'pipe', 'inherit'], cwd: '/tmp' },
  );
  await ready(child);
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}

async function ready(child: ChildProcess): Promise<void> {
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  for (let waited = 0; !text.includes('Ready to accept connections'); waited += 50) {
    if (child.exitCode !== null || waited > 15_000) throw new Error(`redis-server did not start: ${text}`);
    await delay(50);
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function isInstalled(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
