import { expect, test } from 'vitest';
import { histogramsOf } from './histograms.ts';

test('finds histograms and the shape of their buckets', () => {
  const text = `kprobe:a { @ = hist(arg0); @us[comm, pid] = lhist(arg1 / 2, 0, 100,  10); @n = count(); // @x = hist(1)
    printf("@y = hist(2)"); @two = hist(1); @two = lhist(1, 0, 5, 1); }`;
  expect([...histogramsOf(text)]).toEqual([
    ['', 'hist'],
    ['us', 'lhist 0, 100, 10'],
    ['two', 'hist and lhist 0, 5, 1'],
  ]);
});
