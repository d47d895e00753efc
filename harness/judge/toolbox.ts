/** Everything that an oracle needs, from one place. corpora/cases/README.md shows how it fits together. */
export type { Finding, Oracle, OracleInput } from './oracle.ts';
export { items, lines, type Item } from './items.ts';
export { itemsWith, mentions, type Want } from './matching.ts';
export { describeReadings, readingWithin, totalsFor, type Reading } from './totals.ts';
export { intervalSeries, type IntervalSeries } from './interval-series.ts';
export { mapPrints, type MapPrint } from './map-prints.ts';
export { numberColumns, type NumberColumn } from './number-columns.ts';
export { eventsBetween, histograms, type Histogram } from './histograms.ts';
export { byteOrderMistake, swapped16, swapped32 } from './byte-order.ts';
export { anyOf, finding, itemsOf, notReported, reported, reportedTimes, totalWithin } from './findings.ts';
export { quoteItems, quoteText } from './evidence.ts';
export { factNumber, factText, factsOf, theFact, workloadDid } from './workload-facts.ts';
export { numbersIn } from './text-tokens.ts';
