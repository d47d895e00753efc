import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Model } from '../model.ts';
import { modelContract, sampleRequest } from '../model-contract.ts';
import type { Clock, RetryPolicy } from '../retry/with-retries.ts';
import { cutOff, hang, json, raw, reset, startLoopbackServer } from './loopback-server.ts';
import type { Answer, LoopbackServer } from './loopback-server.ts';

/** What the contract has to know of a provider. */
export interface RemoteUnderTest {
  /** A good answer; `change` replaces top-level members of its body, or of its last line. */
  answer(text: string, change?: Record<string, unknown>): Answer;
  finishReason: string;
  /** A success by its status whose body ends too early. */
  truncated: Answer;
  /** Answers whose usage is missing or nonsense. */
  wrongUsage: Answer[];
  /** How the provider says that a prompt is over the context. */
  tooLong: Answer;
  make(
    options: { server: LoopbackServer; key: string; retry: Partial<RetryPolicy>; clock: Clock },
    change: Record<string, unknown>,
  ): Model;
}

export interface Played {
  model: Model;
  server: LoopbackServer;
  /** Milliseconds that the model waited between its tries; nothing is waited for real. */
  waits: number[];
}

/**
 * What every adapter of a remote provider promises, beyond `modelContract`, when its server misbehaves: no wrong answer,
 * no endless wait, no key in a message. The returned `play` opens a model over scripted answers for further tests.
 */
export function remoteContract(remote: RemoteUnderTest): {
  play: (answers: Answer[], change?: Record<string, unknown>) => Promise<Played>;
} {
  const servers: LoopbackServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });
  const play = async (answers: Answer[], change: Record<string, unknown> = {}): Promise<Played> => {
    const server = await startLoopbackServer(answers);
    servers.push(server);
    const waits: number[] = [];
    const clock: Clock = {
      now: () => Date.parse('2031-05-01T12:00:00Z'),
      sleep: (milliseconds) => {
        waits.push(milliseconds);
        return Promise.resolve();
      },
    };
    return { model: remote.make({ server, key: 'secret-key', retry: { retries: 2 }, clock }, change), server, waits };
  };

  // The provider's classes are loaded at the first call, which takes a while on a busy machine.
  beforeAll(async () => {
    await (await play([remote.answer('ready')])).model.ask(sampleRequest());
  }, 120_000);

  describe('contract', () => {
    modelContract(async () => (await play([remote.answer('BEGIN { exit(); }')])).model);
  });

  describe('a server that misbehaves', () => {
    test('text, usage, finish reason and served model are read', async () => {
      const { model } = await play([remote.answer('BEGIN {}')]);
      expect(await model.ask(sampleRequest())).toEqual({
        text: 'BEGIN {}',
        usage: { inputTokens: 7, outputTokens: 4 },
        finishReason: remote.finishReason,
        servedModel: 'tiny-2031',
        seconds: 0,
        retries: [],
        recorded: false,
      });
    });

    test.each([
      ['rate-limit', json(429, { error: { message: 'slow down' } })],
      ['overloaded', raw(529, 'busy')],
      ['server-error', raw(500, 'boom')],
      ['server-error', raw(502, '<html>bad gateway</html>')],
      ['connection', reset()],
      ['connection', cutOff('{"half":')],
      ['invalid-reply', raw(200, '')],
      ['invalid-reply', raw(200, '<html>welcome</html>')],
      ['invalid-reply', json(200, { hello: 'world' })],
      ['invalid-reply', remote.truncated],
    ])('%s is tried again, then answered', async (kind, failure) => {
      const { model, server, waits } = await play([failure, failure, remote.answer('BEGIN {}')]);
      const reply = await model.ask(sampleRequest());
      expect(reply.text).toBe('BEGIN {}');
      expect(reply.retries.map(({ reason }) => reason.split(':')[0])).toEqual([kind, kind]);
      expect([server.seen.length, waits.length]).toEqual([3, 2]);
    });

    test('Retry-After is waited for', async () => {
      const { model, waits } = await play([json(429, {}, { 'retry-after': '7' }), remote.answer('x')]);
      await model.ask(sampleRequest());
      expect(waits).toEqual([7000]);
    });

    test('what never ends is no answer', async () => {
      const { model } = await play([raw(500, 'boom')]);
      await expect(model.ask(sampleRequest())).rejects.toMatchObject({
        code: 'provider',
        message: expect.stringContaining('failed 3 times') as string,
      });
    });

    test('a hang is a timeout, which is tried again', async () => {
      const { model } = await play([hang(), remote.answer('late')], { timeoutSeconds: 1 });
      expect(await model.ask(sampleRequest())).toMatchObject({
        text: 'late',
        retries: [{ reason: 'timeout: no answer in 1 s' }],
      });
    });

    test('an abort ends a hanging call', async () => {
      const { model, server } = await play([hang()]);
      const stop = new AbortController();
      const asked = model.ask(sampleRequest({ signal: stop.signal }));
      const waitForServer = setInterval(() => {
        if (server.seen.length === 1) stop.abort();
      }, 5);
      await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
      clearInterval(waitForServer);
      expect(server.seen).toHaveLength(1);
    });

    test.each(remote.wrongUsage.map((answer, index) => [index + 1, answer] as const))(
      'usage that is wrong (%i) is unknown, and the answer stays',
      async (_, answer) => {
        const { model } = await play([answer]);
        expect(await model.ask(sampleRequest())).toMatchObject({ text: 'x', usage: null });
      },
    );

    test('a refused key is not tried again, and not repeated', async () => {
      const { model, server } = await play([json(401, { error: { message: 'bad key secret-key' } })]);
      const error: unknown = await model.ask(sampleRequest()).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'provider' });
      expect(String(error)).not.toContain('secret-key');
      expect(server.seen).toHaveLength(1);
    });

    test('a prompt over the context is said so, once', async () => {
      const { model, server } = await play([remote.tooLong]);
      await expect(model.ask(sampleRequest())).rejects.toMatchObject({
        code: 'provider',
        message: expect.stringContaining('too-long') as string,
        hint: expect.stringContaining('longer context') as string,
      });
      expect(server.seen).toHaveLength(1);
    });

    test('a prompt that is surely over contextTokens is not sent', async () => {
      const { model, server } = await play([remote.answer('x')], { contextTokens: 300, maxTokens: 200 });
      const messages = [{ role: 'user' as const, content: 'x'.repeat(700) }];
      await expect(model.ask(sampleRequest({ messages }))).rejects.toThrow(/200 are kept for the answer/);
      expect(server.seen).toHaveLength(0);
    });
  });
  return { play };
}
