import { createServer } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { modelEntrySchemas } from '../model-entry.ts';
import type { OpenAiCompatibleEntry } from '../model-entry.ts';
import type { Model } from '../model.ts';
import { sampleRequest } from '../model-contract.ts';
import { systemClock } from '../retry/system-clock.ts';
import type { Clock, RetryPolicy } from '../retry/with-retries.ts';
import { completion, hang, json, raw, reset, startLoopbackServer } from '../wire/loopback-server.ts';
import type { Answer, LoopbackServer } from '../wire/loopback-server.ts';
import { remoteContract } from '../wire/remote-contract.ts';
import { openAiCompatibleModel } from './openai-compatible-model.ts';

const servers: LoopbackServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

interface Playing {
  model: Model;
  server: LoopbackServer;
  /** Milliseconds that the model waited between its tries; nothing is waited for real. */
  waits: number[];
}

function entryFor(server: LoopbackServer, change: Record<string, unknown>): OpenAiCompatibleEntry {
  return modelEntrySchemas['openai-compatible'].parse({
    name: 'tiny',
    adapter: 'openai-compatible',
    model: 'tiny-1',
    baseUrl: server.baseUrl,
    timeoutSeconds: 10,
    ...change,
  });
}

async function play(
  answers: Answer[],
  change: Record<string, unknown> = {},
  retry: Partial<RetryPolicy> = {},
): Promise<Playing> {
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
  const entry = entryFor(server, change);
  return { model: openAiCompatibleModel({ entry, key: 'secret-key', retry, clock }), server, waits };
}

remoteContract({
  answer: completion,
  finishReason: 'stop',
  truncated: raw(200, '{"choices":[{"message":{"content":"BEG'),
  wrongUsage: [completion('x', { usage: undefined }), completion('x', { usage: { prompt_tokens: -1 } })],
  tooLong: json(400, { error: { code: 'context_length_exceeded', message: 'too long' } }),
  make: ({ server, ...options }, change) => openAiCompatibleModel({ entry: entryFor(server, change), ...options }),
});

test('sends the messages, the parameters of the entry and the seed, and nothing about streaming', async () => {
  const { model, server } = await play([completion('x')], {
    temperature: 0.2,
    topP: 0.9,
    maxTokens: 64,
    parameters: { reasoning_effort: 'low' },
  });
  await model.ask(sampleRequest());
  const [request] = server.seen;
  expect(request?.path).toBe('/v1/chat/completions');
  expect(request?.headers.authorization).toBe('Bearer secret-key');
  expect(request?.body).toMatchObject({
    model: 'tiny-1',
    temperature: 0.2,
    top_p: 0.9,
    max_tokens: 64,
    seed: 42,
    reasoning_effort: 'low',
    messages: sampleRequest().messages,
  });
  expect(request?.body['stream'] ?? false).toBe(false);
});

test('sends only what the entry names', async () => {
  const { model, server } = await play([completion('x')], { sendSeed: false });
  await model.ask(sampleRequest());
  const sent = Object.keys(server.seen[0]?.body ?? {});
  for (const key of ['seed', 'temperature', 'top_p', 'max_tokens', 'n']) expect(sent).not.toContain(key);
});

test('sends no organisation or key of the environment to an endpoint that did not ask for it', async () => {
  vi.stubEnv('OPENAI_ORGANIZATION', 'org-of-another-provider');
  vi.stubEnv('OPENAI_ORG_ID', 'org-of-another-provider');
  vi.stubEnv('OPENAI_PROJECT_ID', 'project-of-another-provider');
  vi.stubEnv('OPENAI_API_KEY', 'key-of-another-provider');
  try {
    const { model, server } = await play([completion('x')]);
    await model.ask(sampleRequest());
    expect(JSON.stringify(server.seen[0]?.headers)).not.toContain('another-provider');
  } finally {
    vi.unstubAllEnvs();
  }
});

test('reads usage, finish reason and the served model', async () => {
  const { model } = await play([completion('BEGIN {}')]);
  expect(await model.ask(sampleRequest())).toEqual({
    text: 'BEGIN {}',
    usage: { inputTokens: 7, outputTokens: 4 },
    finishReason: 'stop',
    servedModel: 'tiny-2031',
    seconds: 0,
    retries: [],
    recorded: false,
  });
});

test.each([
  ['no usage', completion('x', { usage: undefined })],
  ['usage without numbers', completion('x', { usage: { prompt_tokens: null, completion_tokens: 'many' } })],
  ['half a usage', completion('x', { usage: { prompt_tokens: 3 } })],
])('%s gives null, never NaN', async (_, answer) => {
  const { model } = await play([answer]);
  expect((await model.ask(sampleRequest())).usage).toBeNull();
});

test('zero tokens are zero, not unknown', async () => {
  const { model } = await play([
    completion('x', { usage: { prompt_tokens: 5, completion_tokens: 0, total_tokens: 5 } }),
  ]);
  expect((await model.ask(sampleRequest())).usage).toEqual({ inputTokens: 5, outputTokens: 0 });
});

const choice = (message: Record<string, unknown>, finish_reason = 'stop') => ({
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason }],
});
test.each([
  ['no content', completion(null), { text: '' }],
  [
    'a refusal beside the content',
    completion(null, choice({ content: null, refusal: 'I cannot.' })),
    { text: 'I cannot.' },
  ],
  [
    'a cut-off answer',
    completion('', choice({ content: 'BEGIN {' }, 'length')),
    { text: 'BEGIN {', finishReason: 'length' },
  ],
  ['a filtered answer', completion('', choice({ content: '' }, 'content_filter')), { finishReason: 'content_filter' }],
  [
    'content in parts',
    completion([
      { type: 'text', text: 'BEGIN ' },
      { type: 'text', text: '{}' },
    ]),
    { text: 'BEGIN {}' },
  ],
])('%s is an answer, not a fault', async (_, answer, expected) => {
  const { model, server } = await play([answer]);
  expect(await model.ask(sampleRequest())).toMatchObject(expected);
  expect(server.seen).toHaveLength(1);
});

describe('tries again after', () => {
  test.each([
    ['rate-limit', json(429, { error: { message: 'slow down' } })],
    ['overloaded', json(503, {})],
    ['overloaded', raw(529, 'busy')],
    ['server-error', raw(500, 'boom')],
    ['server-error', raw(502, '<html>bad gateway</html>')],
    ['server-error', raw(408, '')],
    ['connection', reset()],
    ['invalid-reply', raw(200, '{not json')],
    ['invalid-reply', raw(200, '<html>welcome</html>', { 'content-type': 'text/html' })],
    ['invalid-reply', json(200, { choices: [] })],
    ['invalid-reply', json(200, { error: { message: 'we answer 200 to everything' } })],
    ['invalid-reply', raw(200, 'x'.repeat(9 * 1024 * 1024))],
  ])('%s', async (kind, failure) => {
    const { model, server, waits } = await play([failure, failure, completion('BEGIN {}')]);
    const reply = await model.ask(sampleRequest());
    expect(reply.text).toBe('BEGIN {}');
    expect(reply.retries).toHaveLength(2);
    for (const { reason } of reply.retries) expect(reason).toMatch(new RegExp(`^${kind}: `));
    expect(server.seen).toHaveLength(3);
    expect(waits).toHaveLength(2);
  });
});

test('waits as long as Retry-After says, in seconds, milliseconds or as a date', async () => {
  const { model, waits } = await play([
    json(429, {}, { 'retry-after': '7' }),
    json(503, {}, { 'retry-after': 'Thu, 01 May 2031 12:00:30 GMT' }),
    json(429, {}, { 'retry-after-ms': '250' }),
    completion('x'),
  ]);
  await model.ask(sampleRequest());
  expect(waits).toEqual([7000, 30_000, 250]);
});

test('backs off exponentially with the same jitter for the same seed', async () => {
  const wait = async (seed: number): Promise<number[]> => {
    const { model, waits } = await play([raw(500, '')], {}, { retries: 4 });
    await expect(model.ask(sampleRequest({ seed }))).rejects.toThrow(/failed 5 times/);
    return waits;
  };
  const [first, again, other] = [await wait(1), await wait(1), await wait(2)];
  expect(first).toEqual(again);
  expect(first).not.toEqual(other);
  first.forEach((milliseconds, index) => {
    expect(milliseconds).toBeGreaterThan(500 * 2 ** index);
    expect(milliseconds).toBeLessThanOrEqual(1000 * 2 ** index);
  });
});

test('does not wait for hours', async () => {
  const { model, server } = await play([json(429, {}, { 'retry-after': '86400' })]);
  await expect(model.ask(sampleRequest())).rejects.toMatchObject({
    code: 'provider',
    hint: expect.stringContaining('86400 s') as string,
  });
  expect(server.seen).toHaveLength(1);
});

describe('gives up at once after', () => {
  test.each([
    ['a wrong key', json(401, { error: { message: 'Incorrect API key provided: secret-key' } }), /rejected: HTTP 401/],
    ['an unknown model', json(404, { error: { message: 'no model tiny-1' } }), /no model tiny-1/],
    [
      'too long a prompt',
      json(400, { error: { code: 'context_length_exceeded', message: 'too long' } }),
      /context_length_exceeded/,
    ],
    ['an empty account', json(429, { error: { code: 'insufficient_quota', message: 'pay' } }), /quota: HTTP 429/],
  ])('%s', async (_, failure, message) => {
    const { model, server } = await play([failure]);
    const error: unknown = await model.ask(sampleRequest()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'provider', message: expect.stringMatching(message) as string });
    expect(String(error)).not.toContain('secret-key');
    expect(server.seen).toHaveLength(1);
  });
});

test('a server that hangs is a timeout, which is tried again', async () => {
  const { model, server } = await play([hang(), completion('late')], { timeoutSeconds: 1 });
  const reply = await model.ask(sampleRequest());
  expect(reply).toMatchObject({ text: 'late', retries: [{ reason: 'timeout: no answer in 1 s' }] });
  expect(server.seen).toHaveLength(2);
});

test('an abort ends a hanging call and is not tried again', async () => {
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

test('an abort ends the wait between two tries', async () => {
  const server = await startLoopbackServer([json(503, {}, { 'retry-after': '60' })]);
  servers.push(server);
  const entry = modelEntrySchemas['openai-compatible'].parse({
    name: 'tiny',
    adapter: 'openai-compatible',
    model: 'tiny-1',
    baseUrl: server.baseUrl,
  });
  const stop = new AbortController();
  const clock: Clock = {
    now: () => systemClock.now(),
    sleep: (milliseconds, signal) => {
      stop.abort();
      return systemClock.sleep(milliseconds, signal);
    },
  };
  const asked = openAiCompatibleModel({ entry, key: undefined, clock }).ask(sampleRequest({ signal: stop.signal }));
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  expect(server.seen).toHaveLength(1);
});

test('an endpoint that is not there is named with its address', async () => {
  const port = await freePort();
  const { model } = await play([], { baseUrl: `http://127.0.0.1:${port}/v1` }, { retries: 1 });
  await expect(model.ask(sampleRequest())).rejects.toMatchObject({
    code: 'provider',
    message: expect.stringMatching(
      new RegExp(`model "tiny" at http://127\\.0\\.0\\.1:${port}/v1 failed 2 times.*ECONNREFUSED`),
    ) as string,
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 1;
}
