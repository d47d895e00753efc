import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { connectQueue } from './connect.ts';
import { freePort, redisMissing, startRedis } from './redis-for-tests.ts';

test('an address where nobody listens is named, with what to do', async () => {
  const port = await freePort();
  const error = await refusal(`redis://ken:secret@127.0.0.1:${port}`);
  expect(error).toMatchObject({
    code: 'storage',
    message: expect.stringContaining(`the queue "redis://ken:***@127.0.0.1:${port}" cannot be reached`) as string,
    hint: expect.stringContaining('redis-server') as string,
  });
  expect(JSON.stringify([error?.message, error?.hint])).not.toContain('secret');
});

test('a server that is no Redis is told from one that is away', async () => {
  const web = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
  await once(web, 'listening');
  const { port } = web.address() as AddressInfo;
  const error = await refusal(`redis://127.0.0.1:${port}`);
  expect(error?.message).toMatch(/does not speak the protocol of Redis/);
  web.close();
});

const passwords = 'a password that is asked for, a wrong one, a server that forgets: each is told apart';
test.skipIf(redisMissing !== null)(
  redisMissing === null ? passwords : `${passwords}: skipped, ${redisMissing}`,
  async () => {
    const locked = await startRedis(['--requirepass', 'open sesame']);
    const at = `127.0.0.1:${locked.port}`;
    expect((await refusal(`redis://${at}`))?.message).toBe(`the queue "redis://${at}" refuses the user or password`);
    const wrong = await refusal(`redis://:guess@${at}`);
    expect(wrong?.message).toBe(`the queue "redis://:***@${at}" refuses the user or password`);
    const right = await connectQueue(`redis://${at}`, { KEN_QUEUE_PASSWORD: 'open sesame' });
    await right.close();
    await locked.stop();
    const forgetful = await startRedis(['--maxmemory', '50mb', '--maxmemory-policy', 'allkeys-lru']);
    expect((await refusal(forgetful.url))?.message).toContain('throws data away when it is full: maxmemory-policy');
    expect((await refusal(`${forgetful.url}/99`))?.message).toContain('has no database of this number');
    await forgetful.stop();
  },
);

async function refusal(url: string): Promise<KenError | null> {
  try {
    await (await connectQueue(url, {})).close();
    return null;
  } catch (error) {
    if (error instanceof KenError) return error;
    throw error;
  }
}
