import { expect, test } from 'vitest';
import { killCampaign } from './kill-campaign.ts';

test('SIGKILL at random moments loses no acknowledged record and doubles none', { timeout: 60_000 }, async () => {
  const result = await killCampaign(4, 150, () => undefined);
  expect(result).toMatchObject({ lost: 0, doubled: 0, dangling: 0, planned: 150, recorded: 150 });
  expect(result.kills).toBeGreaterThan(0);
  expect(result.acknowledged).toBeGreaterThan(0);
});
