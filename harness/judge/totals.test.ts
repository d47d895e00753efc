import { describe, expect, it } from 'vitest';
import { totalWithin } from './findings.ts';
import { eventsBetween, histograms } from './histograms.ts';
import { intervalSeries } from './interval-series.ts';
import { mapPrints } from './map-prints.ts';
import { sampleRecords, type Sample } from './samples.ts';
import { readingWithin, totalsFor } from './totals.ts';

const totals = (samples: Sample[], ...wants: (string | number)[]): number[] =>
  totalsFor(sampleRecords(...samples), wants).map(({ total }) => total);

describe('totalsFor', () => {
  it('reads one print of a map at the end', () => {
    expect(totals([{ '@': { kenwl: 300, other: 7 } }], 'kenwl')).toEqual([300]);
    expect(totals([{ '@': { '4711,kenwl': 300, '4712,kenwl': 7 } }], 'kenwl')).toEqual([307]);
    expect(totals([{ '@': { '4711,kenwl': 300, '4712,kenwl': 7 } }], 4711)).toEqual([300]);
  });

  it('looks for the key in the key, not in the value', () => {
    expect(totals([{ '@': { other: 4711 } }], 4711)).toEqual([]);
  });

  it('reads interval prints as cumulative and as cleared', () => {
    const prints = [{ '@': { kenwl: 100 } }, { '@': { kenwl: 150 } }];
    expect(totals(prints, 'kenwl')).toEqual([150, 250]);
  });

  it('never adds up a standing total', () => {
    expect(totals([{ '@': { kenwl: 100 } }, { '@': { kenwl: 100 } }, { '@': { kenwl: 100 } }], 'kenwl')).toEqual([100]);
  });

  it('adds up maps of several hooks', () => {
    expect(totals([{ '@v4': { kenwl: 3 } }, { '@v6': { kenwl: 4 } }], 'kenwl')).toContain(7);
  });

  it('counts printed reports and adds up printed amounts', () => {
    const found = totals(['kenwl 4711 read 1000\n', 'kenwl 4711 read 337\n', 'other 12 read 5\n'], 'kenwl', 4711);
    expect(found).toContain(1337);
    expect(found).toContain(2);
  });

  it('reads printed intervals', () => {
    expect(totals(['kenwl: 100\n', 'kenwl: 150\n'], 'kenwl')).toEqual(expect.arrayContaining([150, 250]));
  });

  it('reads statistics, histograms and raw values', () => {
    const record = { source: 'map', sequence: 0, text: '', map: '@', key: 'kenwl' } as const;
    const of = (value: object): number[] => totalsFor([{ ...record, ...value }], ['kenwl']).map(({ total }) => total);
    expect(of({ fields: { count: 3, average: 10, total: 30 } })).toEqual([3, 10, 30]);
    expect(
      of({
        buckets: [
          { min: 1, max: 1, count: 2 },
          { min: 2, max: 3, count: 5 },
        ],
      }),
    ).toEqual([7]);
    expect(of({ bytes: Buffer.from([5, 0, 0, 0, 0, 0, 0, 0]) })).toEqual([5]);
  });

  it('has nothing to say of a missing key', () => {
    expect(totals([{ '@': { other: 1 } }, 'x 1\n'], 'kenwl')).toEqual([]);
    expect(readingWithin([], 0, 10)).toBeUndefined();
  });
});

describe('totalWithin', () => {
  it('quotes the readings when none fits', () => {
    const found = totalWithin(sampleRecords({ '@': { kenwl: 3 } }), 'claim', { min: 5, max: 6 }, 'kenwl');
    expect(found).toMatchObject({
      holds: false,
      evidence: expect.stringMatching(/expected 5 to 6: 3 \(@ value, last\)/) as string,
    });
  });
});

describe('intervalSeries', () => {
  it('gives one value per print, summed over keys', () => {
    const series = intervalSeries(sampleRecords({ '@': { a: 1, b: 2 } }, { '@': { a: 4 } }, { '@': { b: 8 } }));
    expect(series).toEqual([{ where: '@ value', values: [3, 4, 8] }]);
  });
  it('reads number columns of lines', () => {
    const series = intervalSeries(sampleRecords('10:00:01 calls: 12\n', '10:00:02 calls: 30\n'));
    expect(series.map(({ values }) => values)).toEqual([[12, 30]]);
  });
});

describe('mapPrints', () => {
  it('manages when every entry has a number of its own', () => {
    const entries = [{ a: 1 }, { b: 2 }, { a: 3 }].map((entry) => ({ '@': entry }));
    expect(mapPrints(sampleRecords(...entries, 'x\n', { '@': { b: 4 } })).map((print) => print.entries.length)).toEqual(
      [2, 1, 1],
    );
  });

  it('keeps prints of one map apart even when they share no key, and interleaved maps together', () => {
    const prints = mapPrints(
      sampleRecords({ '@a': { x: 1 } }, { '@a': { y: 2 } }, { '@a': { x: 1, y: 1 }, '@b': { z: 1 } }),
    );
    expect(prints.map(({ map, entries }) => [map, entries.length])).toEqual([
      ['@a', 1],
      ['@a', 1],
      ['@a', 2],
      ['@b', 1],
    ]);
  });
});

describe('histograms', () => {
  it('finds them by key and counts by range', () => {
    const buckets = [
      { max: 0, count: 1 },
      { min: 1, max: 1, count: 2 },
      { min: 2, max: 3, count: 4 },
    ];
    const record = { source: 'map', sequence: 0, text: '', map: '@us', key: 'kenwl', buckets } as const;
    const [found] = histograms([{ ...record, buckets }], ['kenwl']);
    expect(found).toMatchObject({ map: '@us', events: 7 });
    expect(found && eventsBetween(found, 1, 2)).toBe(6);
    expect(histograms([{ ...record, buckets }], ['other'])).toEqual([]);
  });
});
