import { expect, test } from 'vitest';
import type { Model, ModelRequest } from './model.ts';

/** A request that every adapter under test can answer. */
export function sampleRequest(change: Partial<ModelRequest> = {}): ModelRequest {
  return {
    messages: [
      { role: 'system', content: 'You write programs.' },
      { role: 'user', content: 'Count page faults.' },
    ],
    attempt: 1,
    trial: 1,
    seed: 42,
    task: { caseId: 'page-faults', prompt: 'Count page faults.', framework: 'bpftrace' },
    ...change,
  };
}

/** What every adapter promises; each adapter's test calls it. @param make opens a model that can answer `sampleRequest()`. */
export function modelContract(make: () => Promise<Model>): void {
  const withModel = async (use: (model: Model) => Promise<void>): Promise<void> => {
    const model = await make();
    try {
      await use(model);
    } finally {
      await model.close();
    }
  };

  test('answers with text, whole figures and its retries', () =>
    withModel(async (model) => {
      const reply = await model.ask(sampleRequest());
      expect(reply.text).not.toBe('');
      expect(Number.isFinite(reply.seconds) && reply.seconds >= 0).toBe(true);
      if (reply.usage) {
        expect(Number.isInteger(reply.usage.inputTokens)).toBe(true);
        expect(Number.isInteger(reply.usage.outputTokens)).toBe(true);
      }
      expect(reply.finishReason === null || reply.finishReason !== '').toBe(true);
      expect(Array.isArray(reply.retries)).toBe(true);
      expect(reply.recorded).toBe(model.kind === 'replay');
    }));

  test('has a name and an identity that survives JSON', () =>
    withModel((model) => {
      expect(model.name).not.toBe('');
      expect(model.identity['provider']).toEqual(expect.any(String));
      expect(JSON.parse(JSON.stringify(model.identity))).toEqual(model.identity);
      return Promise.resolve();
    }));

  test('gives the same answer for the same request', () =>
    withModel(async (model) => {
      const [first, second] = [await model.ask(sampleRequest()), await model.ask(sampleRequest())];
      expect(second.text).toBe(first.text);
    }));

  test('does not answer a request that was aborted', () =>
    withModel(async (model) => {
      const signal = AbortSignal.abort(new DOMException('stopped', 'AbortError'));
      await expect(model.ask(sampleRequest({ signal }))).rejects.toMatchObject({ name: 'AbortError' });
    }));

  test('closes more than once', async () => {
    const model = await make();
    await model.close();
    await expect(model.close()).resolves.toBeUndefined();
  });
}
