import { expect, test } from 'vitest';
import { modelEntrySchemas } from '../model-entry.ts';
import { sampleRequest } from '../model-contract.ts';
import { remoteContract } from '../wire/remote-contract.ts';
import { json, raw } from '../wire/loopback-server.ts';
import type { Answer } from '../wire/loopback-server.ts';
import { ollamaModel } from './ollama-model.ts';

const lines = (values: unknown[]): Answer =>
  raw(200, values.map((value) => `${JSON.stringify(value)}\n`).join(''), { 'content-type': 'application/x-ndjson' });
const piece = (content: string) => ({ model: 'tiny-2031', message: { role: 'assistant', content }, done: false });
const end = { ...piece(''), done: true, done_reason: 'stop', prompt_eval_count: 7, eval_count: 4 };
const chat = (text: string, change: Record<string, unknown> = {}): Answer => {
  const half = Math.ceil(text.length / 2);
  return lines([piece(text.slice(0, half)), piece(text.slice(half)), { ...end, ...change }]);
};

const { play } = remoteContract({
  answer: chat,
  finishReason: 'stop',
  truncated: lines([piece('BEGIN { exi')]),
  wrongUsage: [chat('x', { eval_count: undefined }), chat('x', { prompt_eval_count: -3, eval_count: 'many' })],
  tooLong: json(400, { error: 'the input exceeds the context length' }),
  make: ({ server, ...options }, change) =>
    ollamaModel({
      entry: modelEntrySchemas.ollama.parse({
        name: 'tiny',
        adapter: 'ollama',
        model: 'tiny-1',
        baseUrl: server.origin,
        timeoutSeconds: 10,
        ...change,
      }),
      ...options,
    }),
});

test('sets context, length and seed', async () => {
  const { model, server } = await play([chat('x')], { temperature: 0.5, topK: 9, maxTokens: 64, contextTokens: 4096 });
  await model.ask(sampleRequest());
  expect(server.seen[0]?.path).toBe('/api/chat');
  expect(server.seen[0]?.body).toMatchObject({
    model: 'tiny-1',
    options: { num_ctx: 4096, num_predict: 64, seed: 42, temperature: 0.5, top_k: 9 },
    messages: sampleRequest().messages,
  });
});

test('a prompt that the server might cut in silence is refused before it is sent', async () => {
  const { model, server } = await play([chat('x')], { maxTokens: 64, contextTokens: 256 });
  const messages = [{ role: 'user' as const, content: 'x'.repeat(600) }];
  await expect(model.ask(sampleRequest({ messages }))).rejects.toMatchObject({
    code: 'provider',
    message: expect.stringContaining('about 200 tokens') as string,
  });
  expect(server.seen).toHaveLength(0);
});

test('a fault in the middle of the stream is no short answer', async () => {
  const { model } = await play([lines([piece('BEGIN {'), { error: 'out of memory' }]), chat('BEGIN {}')]);
  expect(await model.ask(sampleRequest())).toMatchObject({
    text: 'BEGIN {}',
    retries: [{ reason: 'server-error: out of memory' }],
  });
});
