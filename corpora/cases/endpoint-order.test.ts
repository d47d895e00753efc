import { describe, expect, it } from 'vitest';
import { shownAsSource } from './endpoint-order.ts';

/** 11 is the source, 22 the destination. */
const right = (text: string): boolean =>
  shownAsSource(text, { at: text.indexOf('11'), length: 2 }, { at: text.indexOf('22'), length: 2 });

describe('shownAsSource', () => {
  it('goes by order where nothing is labelled', () => {
    expect(right('11 -> 22')).toBe(true);
    expect(right('SYN 22 11')).toBe(false);
    expect(right('SYN from source to destination: 11 22')).toBe(true);
  });

  it('takes no part of an address for a label', () => {
    expect(
      right('SYN [fd07:0013:0000:0000:0000:0000:0000:0005]:11 -> [fd07:0013:0000:0000:0000:0000:0000:0077]:22'),
    ).toBe(true);
  });

  it('goes by labels in any order', () => {
    for (const text of ['src=11 dst=22', 'dst: 22, src: 11', 'Destination IP: 22 Source IP: 11', 'to 22 from 11'])
      expect(right(text)).toBe(true);
    for (const text of ['src=22 dst=11', 'saddr 22 daddr 11', 'Source port: 22, Destination port: 11', 'to 11 from 22'])
      expect(right(text)).toBe(false);
  });

  it('goes by the one label that there is', () => {
    expect(right('22 (from 11)')).toBe(true);
    expect(right('11 (from 22)')).toBe(false);
  });
});
