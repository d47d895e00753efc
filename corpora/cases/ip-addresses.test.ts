import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemsOf } from '../../harness/judge/toolbox.ts';
import { addressBytes, addressesIn, showsAddress } from './ip-addresses.ts';
import { observed } from './observed.ts';

const found = (text: string): string[] => addressesIn(text).map(({ address }) => address);

describe('addressesIn', () => {
  it('finds IPv4 addresses with and without a port', () => {
    expect(found('10.0.0.1:80 -> 10.0.0.2')).toEqual(['0a000001', '0a000002']);
    expect(found('(127.3.3.7,80)')).toEqual(['7f030307']);
  });

  it('finds IPv6 addresses in customary layouts', () => {
    const one = '00000000000000000000000000000001';
    const other = 'fd070013000000000000000000000077';
    expect(found('[::1]:80')).toEqual([one]);
    expect(found('::1 80')).toEqual([one]);
    expect(found('src ::1, fd07:13::77.')).toEqual([one, other]);
    expect(found('fd07:13::77:23117')).toEqual([other]);
    expect(found('fd07:0013:0000:0000:0000:0000:0000:0077')).toEqual([other]);
    expect(found('::ffff:10.0.0.1')).toEqual(['00000000000000000000ffff0a000001']);
  });

  it('takes clock times, versions and names for none', () => {
    expect(found('10:11:12 10:11:12.5 6.12.0 a::b::c 1.2.3.400 x10.0.0.1 SYN: 12')).toEqual([]);
  });

  it('reads back every IPv6 address', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        fc.pre(isIPv6(address));
        const bytes = addressBytes(address);
        expect(bytes).toHaveLength(32);
        expect(found(`from [${address}]:4711`)).toEqual([bytes]);
      }),
    );
  });
});

describe('showsAddress', () => {
  const shows = (text: string, address: string): boolean =>
    itemsOf(observed('done pid=1', [text]).observation).some((item) => showsAddress(item, address));
  const holds = (bytes: Uint8Array, address: string): boolean =>
    showsAddress({ kind: 'ring', text: '', bytes: [bytes], records: [], parts: [] }, address);

  it('matches whole addresses', () => {
    expect(shows('to 10.0.0.1', '10.0.0.1')).toBe(true);
    expect(shows('to 10.0.0.11', '10.0.0.1')).toBe(false);
    expect(shows('to 0x0a000001', '10.0.0.1')).toBe(false);
  });

  it('finds raw bytes in either order, and numbers in the trace pipe', () => {
    expect(holds(Buffer.from('0000000a0000010a', 'hex'), '10.0.0.1')).toBe(true);
    expect(holds(Buffer.from('0100000a', 'hex'), '10.0.0.1')).toBe(true);
    expect(holds(Buffer.from('0200000a', 'hex'), '10.0.0.1')).toBe(false);
    const trace = { kind: 'trace' as const, text: 'to 16777226', records: [], parts: [] };
    expect(showsAddress(trace, '10.0.0.1')).toBe(true);
    expect(showsAddress(trace, '10.0.0.2')).toBe(false);
  });
});
