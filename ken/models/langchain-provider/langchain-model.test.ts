import { afterEach, describe, expect, test } from 'vitest';
import { modelEntrySchemas } from '../model-entry.ts';
import type { Model } from '../model.ts';
import { modelContract, sampleRequest } from '../model-contract.ts';
import { completion, hang, json, raw, reset, startLoopbackServer } from '../wire/loopback-server.ts';
import type { Answer, LoopbackServer } from '../wire/loopback-server.ts';
import { langChainModel } from './langchain-model.ts';

const servers: LoopbackServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** The provider `openai`, pointed at this machine: its package is the one that is installed. */
async function play(
  answers: Answer[],
  change: Record<string, unknown> = {},
): Promise<{ model: Model; server: LoopbackServer; waits: number[] }> {
  const server = await startLoopbackServer(answers);
  servers.push(server);
  const waits: number[] = [];
  const entry = modelEntrySchemas.langchain.parse({
    name: 'tiny',
    adapter: 'langchain',
    provider: 'openai',
    model: 'tiny-1',
    timeoutSeconds: 10,
    parameters: { configuration: { baseURL: server.baseUrl } },
    ...change,
  });
  const clock = {
    now: () => 0,
    sleep: (milliseconds: number) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
  };
  return { model: langChainModel({ entry, key: 'secret-key', retry: { retries: 2 }, clock }), server, waits };
}

describe('contract', () => {
  modelContract(async () => (await play([completion('BEGIN { exit(); }')])).model);
});

test('sends key and parameters, and reads usage and finish reason', async () => {
  const { model, server } = await play([completion('BEGIN {}')], { temperature: 0.5, maxTokens: 9 });
  expect(await model.ask(sampleRequest())).toMatchObject({
    text: 'BEGIN {}',
    usage: { inputTokens: 7, outputTokens: 4 },
    finishReason: 'stop',
  });
  expect(server.seen[0]?.headers.authorization).toBe('Bearer secret-key');
  expect(server.seen[0]?.body).toMatchObject({
    model: 'tiny-1',
    temperature: 0.5,
    max_tokens: 9,
    messages: sampleRequest().messages,
  });
});

test('no usage is null', async () => {
  const { model } = await play([completion('x', { usage: undefined })]);
  expect((await model.ask(sampleRequest())).usage).toBeNull();
});

test.each([
  ['rate-limit', json(429, {}, { 'retry-after': '3' })],
  ['overloaded', raw(503, 'down')],
  ['server-error', raw(500, 'boom')],
  ['connection', reset()],
  ['invalid-reply', raw(200, '{not json')],
])('tries again after %s', async (kind, failure) => {
  const { model, waits } = await play([failure, completion('BEGIN {}')]);
  const reply = await model.ask(sampleRequest());
  expect(reply.retries.map(({ reason }) => reason.split(':')[0])).toEqual([kind]);
  expect(waits).toHaveLength(1);
  if (kind === 'rate-limit') expect(waits).toEqual([3000]);
});

test('gives up at once on a refused key, without repeating it', async () => {
  const { model, server } = await play([json(401, { error: { message: 'bad key secret-key' } })]);
  const error: unknown = await model.ask(sampleRequest()).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'provider' });
  expect(String(error)).not.toContain('secret-key');
  expect(server.seen).toHaveLength(1);
});

test('a server that hangs is a timeout', async () => {
  const { model } = await play([hang(), completion('late')], { timeoutSeconds: 1 });
  expect(await model.ask(sampleRequest())).toMatchObject({
    text: 'late',
    retries: [{ reason: 'timeout: no answer in 1 s' }],
  });
});

test.each(['mistralai', 'nonsense'])('a provider that cannot be loaded (%s) is named', async (provider) => {
  const { model } = await play([], { provider });
  await expect(model.ask(sampleRequest())).rejects.toMatchObject({
    code: 'missing-tool',
    message: expect.stringContaining(`"${provider}"`) as string,
  });
});
