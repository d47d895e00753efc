import { expect, it } from 'vitest';
import { showsChange } from './before-and-after.ts';

const change = (text: string): boolean => showsChange(text, ['ken-lamp'], ['ken-lantern']);

it('takes the first for the old one where nothing is labelled', () => {
  expect(change('31013 mv ken-lamp -> ken-lantern\n')).toBe(true);
  expect(change('31013 mv ken-lantern -> ken-lamp\n')).toBe(false);
});

it('takes labels in any order', () => {
  expect(change('to=ken-lantern from=ken-lamp')).toBe(true);
  expect(change('new name: "ken-lantern", old name: "ken-lamp"')).toBe(true);
  expect(change('to=/tmp/b/ken-lantern from=/tmp/a/ken-lamp')).toBe(true);
  expect(change('old=ken-lantern new=ken-lamp')).toBe(false);
  expect(change('moved from ken-lantern to ken-lamp')).toBe(false);
});

it('wants both, as whole words', () => {
  expect(change('ken-lamp')).toBe(false);
  expect(change('ken-lamp2 -> ken-lantern')).toBe(false);
  expect(showsChange('size 7001 to 0', ['7001'], ['0'])).toBe(true);
  expect(showsChange('size 0 to 7001', ['7001'], ['0'])).toBe(false);
});
