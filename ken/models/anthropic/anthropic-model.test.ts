import { afterEach, expect, test, vi } from 'vitest';
import { modelEntrySchemas } from '../model-entry.ts';
import { sampleRequest } from '../model-contract.ts';
import { remoteContract } from '../wire/remote-contract.ts';
import type { Played } from '../wire/remote-contract.ts';
import { json, raw } from '../wire/loopback-server.ts';
import type { Answer } from '../wire/loopback-server.ts';
import { anthropicModel } from './anthropic-model.ts';

const message = (text: string, change: Record<string, unknown> = {}): Answer =>
  json(200, {
    id: 'm1',
    type: 'message',
    role: 'assistant',
    model: 'tiny-2031',
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 7, output_tokens: 4 },
    ...change,
  });

const { play } = remoteContract({
  answer: message,
  finishReason: 'end_turn',
  truncated: raw(200, '{"id":"m1","type":"message","content":[{"type":"te'),
  wrongUsage: [message('x', { usage: { input_tokens: null, output_tokens: 'many' } }), message('x', { usage: {} })],
  tooLong: json(400, { type: 'error', error: { type: 'invalid_request_error', message: 'prompt is too long: 9 > 8' } }),
  make: ({ server, ...options }, change) =>
    anthropicModel({
      entry: modelEntrySchemas.anthropic.parse({
        name: 'tiny',
        adapter: 'anthropic',
        model: 'tiny-1',
        baseUrl: server.origin,
        timeoutSeconds: 10,
        ...change,
      }),
      ...options,
    }),
});

afterEach(() => {
  vi.unstubAllEnvs();
});

test('sends the key, the system text apart, and the parameters of the entry', async () => {
  vi.stubEnv('ANTHROPIC_API_KEY', 'key-of-somebody-else');
  const { model, server }: Played = await play([message('x')], { temperature: 0.5, topP: 0.9, maxTokens: 64 });
  await model.ask(sampleRequest());
  const [request] = server.seen;
  expect(request?.path).toBe('/v1/messages');
  expect(request?.headers['x-api-key']).toBe('secret-key');
  expect(JSON.stringify(request)).not.toContain('somebody-else');
  expect(request?.body).toMatchObject({
    model: 'tiny-1',
    max_tokens: 64,
    temperature: 0.5,
    top_p: 0.9,
    system: 'You write programs.',
    messages: [{ role: 'user' }],
  });
  expect(request?.body['stream'] ?? false).toBe(false);
});

test('input that was read from a cache is input', async () => {
  const usage = { input_tokens: 3, output_tokens: 4, cache_read_input_tokens: 40, cache_creation_input_tokens: null };
  const { model } = await play([message('x', { usage })]);
  expect((await model.ask(sampleRequest())).usage).toEqual({ inputTokens: 43, outputTokens: 4 });
});
