import { expect, test } from 'vitest';
import type { ModelReply } from '../../ken/models/model.ts';
import { resourcesOf } from './cell-resources.ts';

const reply = (outputTokens: number, resources?: ModelReply['resources']): ModelReply => ({
  ...{
    text: 'x',
    usage: { inputTokens: 1, outputTokens },
    finishReason: 'stop',
    seconds: 1,
    retries: [],
    recorded: false,
  },
  ...(resources && { resources }),
});
const took = { peakVramBytes: 0, cpuSeconds: 2, device: 'cpu' };

test('peaks are the largest, times are sums, and speed is tokens by seconds', () => {
  const replies = [
    reply(100, { ...took, tokensPerSecond: 10, peakRamBytes: 5 }),
    reply(100, { ...took, tokensPerSecond: 40, peakRamBytes: 9 }),
    reply(1, { ...took, tokensPerSecond: null, peakRamBytes: 1 }),
    reply(50),
  ];
  expect(resourcesOf(replies)).toEqual({
    tokensPerSecond: 16,
    peakRamBytes: 9,
    peakVramBytes: 0,
    cpuSeconds: 6,
    device: 'cpu',
  });
});

test('a model that ran elsewhere took nothing that is known', () => {
  expect(resourcesOf([reply(5)])).toBeUndefined();
  expect(resourcesOf([reply(1, { ...took, tokensPerSecond: null, peakRamBytes: 1 })])?.tokensPerSecond).toBeNull();
});
