import { expect, it } from 'vitest';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const account = `
swapin pid=24301 pages=613
process pid=24301 name=kenvictim
swapin pid=24414 pages=211
process pid=24414 name=kenthreaded
decoy pid=24527 name=kenonlyout
decoy pid=24640 name=kenfresh
decoy pid=24753 name=kendiskread faults=97`;

const judge = (counts: Record<string, number>): boolean => {
  const maps = Object.entries(counts).map(([key, value]) => ({ map: '@', key, value }));
  return oracle(observed(account, [], maps)).every(({ holds }) => holds);
};

it('accepts counts under name, id or both', () => {
  expect(judge({ 'kenvictim, 24301': 613, 'kenthreaded, 24414': 211 })).toBe(true);
  expect(judge({ kenvictim: 614, kenthreaded: 211, sh: 2 })).toBe(true);
  expect(judge({ '24301': 613, '24414': 211 })).toBe(true);
});

it('refuses counts of the thread, doubled ones, and those of processes without swap-ins', () => {
  expect(judge({ '24301': 613, '24541': 211 })).toBe(false);
  expect(judge({ kenvictim: 1226, kenthreaded: 422 })).toBe(false);
  expect(judge({ kenvictim: 613, kenthreaded: 211, kendiskread: 97 })).toBe(false);
});
