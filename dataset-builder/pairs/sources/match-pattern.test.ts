import { expect, test } from 'vitest';
import { matchesPattern } from './match-pattern.ts';

test.each([
  ['tools/a.bt', 'tools/*.bt', true],
  ['tools/old/a.bt', 'tools/*.bt', false],
  ['tools/old/a.bt', 'tools/**/*.bt', true],
  ['tools/a.bt', 'tools/**/*.bt', true],
  ['a+b.bt', 'a+b.bt', true],
  ['aab.bt', 'a+b.bt', false],
  ['x.bt', '?.bt', true],
  ['src/xdp-monitor/m.bpf.c', 'src/xdp-*/*.bpf.c', true],
])('%s against %s is %s', (file, pattern, expected) => {
  expect(matchesPattern(file, pattern)).toBe(expected);
});
