import type { ModelReply } from '../../ken/models/model.ts';
import type { CellRecord } from '../record/record.ts';

/** What all answers of one cell took of this machine: peaks, and sums; undefined when the model ran elsewhere. */
export function resourcesOf(replies: readonly ModelReply[]): CellRecord['resources'] {
  const known = replies.flatMap(({ resources, usage }) =>
    resources ? [{ ...resources, tokens: usage?.outputTokens ?? 0 }] : [],
  );
  const [first] = known;
  if (!first) return undefined;
  const timed = known.flatMap(({ tokens, tokensPerSecond }) =>
    tokensPerSecond === null ? [] : [{ tokens, tokensPerSecond }],
  );
  const tokens = timed.reduce((sum, one) => sum + one.tokens, 0);
  const seconds = timed.reduce((sum, one) => sum + one.tokens / one.tokensPerSecond, 0);
  return {
    tokensPerSecond: seconds > 0 ? tokens / seconds : null,
    peakRamBytes: Math.max(...known.map(({ peakRamBytes }) => peakRamBytes)),
    peakVramBytes: Math.max(...known.map(({ peakVramBytes }) => peakVramBytes)),
    cpuSeconds: known.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    device: first.device,
  };
}
