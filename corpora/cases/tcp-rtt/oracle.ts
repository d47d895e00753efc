import { decimalsIn } from '../../../harness/judge/text-tokens.ts';
import { integers } from '../../../harness/judge/raw-bytes.ts';
import {
  byteOrderMistake,
  eventsBetween,
  factNumber,
  factsOf,
  factText,
  finding,
  histograms,
  items,
  itemsWith,
  quoteItems,
  workloadDid,
} from '../../../harness/judge/toolbox.ts';
import type { Finding, Item, Oracle, OracleInput } from '../../../harness/judge/toolbox.ts';
import { shownAsSource, type Place } from '../endpoint-order.ts';
import { addressBytes, addressesIn, showsAddress } from '../ip-addresses.ts';
import { ownRecords } from '../own-records.ts';
import { placeOfNumber } from '../place-of-number.ts';

/** A connection, and its round-trip times after each message in microseconds. */
interface Connection {
  family: number;
  source: string;
  sourcePort: number;
  destination: string;
  destinationPort: number;
  smoothed: number[];
  measured: number[];
}

/** Units of a round-trip time: how many of them a microsecond is. */
const perMicrosecond = { microseconds: 1, milliseconds: 0.001, nanoseconds: 1000 };

/** Both connections with addresses and ports that belong together, and with their round-trip times. */
const oracle: Oracle = ({ observation, facts }) => {
  const connections = factsOf(facts, 'connection').map((fact) => asConnection(fact, facts));
  workloadDid(connections.length === 2, 'two connections');
  for (const { measured, smoothed } of connections) {
    workloadDid(measured.length === 14 && Math.min(...measured) > 20_000, 'delayed acknowledgements');
    workloadDid(Math.max(...smoothed) > 4 * Math.min(...smoothed), 'a smoothed round-trip time that climbs');
  }
  const records = ownRecords(observation.records);
  const all = items(records);
  return connections.flatMap((connection) => [
    endsShown(all, connection),
    endsBelongTogether(all, connection),
    timesShown(records, all, connection),
  ]);
};
export default oracle;

function asConnection(fact: OracleInput['facts'][number], facts: OracleInput['facts']): Connection {
  const family = factNumber(fact, 'family');
  const times = factsOf(facts, 'rtt').filter((time) => factNumber(time, 'family') === family);
  return {
    family,
    source: factText(fact, 'saddr'),
    sourcePort: factNumber(fact, 'sport'),
    destination: factText(fact, 'daddr'),
    destinationPort: factNumber(fact, 'dport'),
    smoothed: times.map((time) => factNumber(time, 'smoothed')),
    measured: times.map((time) => factNumber(time, 'measured')),
  };
}

const title = (c: Connection): string =>
  `the connection ${c.source} port ${c.sourcePort} -> ${c.destination} port ${c.destinationPort}`;

const reportsOf = (all: readonly Item[], c: Connection): Item[] =>
  itemsWith(all, c.sourcePort, c.destinationPort).filter(
    (item) => showsAddress(item, c.source) && showsAddress(item, c.destination),
  );

function endsShown(all: readonly Item[], connection: Connection): Finding {
  const { sourcePort, destinationPort } = connection;
  const near = itemsWith(all, sourcePort).concat(itemsWith(all, destinationPort));
  const swapped = byteOrderMistake(all, 'a port', sourcePort) ?? byteOrderMistake(all, 'a port', destinationPort);
  return finding(
    reportsOf(all, connection).length > 0,
    `${title(connection)} is shown with both addresses and both ports`,
    swapped ?? quoteItems(near.length > 0 ? near : all.slice(-3)),
  );
}

/** The order of the ends in a text; undefined where there is none. */
function orders({ text }: Item, connection: Connection): { addresses: boolean; ports: boolean } | undefined {
  const address = (wanted: string): Place | undefined =>
    addressesIn(text).find((shown) => shown.address.endsWith(addressBytes(wanted) ?? wanted));
  const [from, to] = [address(connection.source), address(connection.destination)];
  const [sport, dport] = [placeOfNumber(text, connection.sourcePort), placeOfNumber(text, connection.destinationPort)];
  if (!from || !to || !sport || !dport) return undefined;
  return { addresses: shownAsSource(text, from, to), ports: shownAsSource(text, sport, dport) };
}

function endsBelongTogether(all: readonly Item[], connection: Connection): Finding {
  const wrong = reportsOf(all, connection).filter((report) => {
    const order = orders(report, connection);
    return order && order.addresses !== order.ports;
  });
  return finding(
    wrong.length === 0,
    `each port is shown with its own address in ${title(connection)}`,
    quoteItems(wrong),
  );
}

/**
 * Most of the known times, in the reports of one end: the sender's socket has them, the receiver's has not. Raw records
 * do not tell the ends apart. A map holds one number or a histogram for the connection.
 */
function timesShown(
  records: OracleInput['observation']['records'],
  all: readonly Item[],
  connection: Connection,
): Finding {
  const reports = reportsOf(all, connection);
  const groups = [true, false].map((side) =>
    reports.filter((report) => (orders(report, connection)?.addresses ?? side) === side),
  );
  const known = groups.some((group) =>
    showsTimes(
      group.filter(({ kind }) => kind !== 'map'),
      connection,
    ),
  );
  return finding(
    known || keptInMap(records, reports, connection),
    `the round-trip times of ${title(connection)} are shown`,
    `${connection.smoothed.join(' ')} us smoothed; seen: ${quoteItems(reports, 4)}`,
  );
}

/** More than half of the smoothed values, or as many single measurements. */
function showsTimes(reports: readonly Item[], { smoothed, measured, ...ends }: Connection): boolean {
  const numbers = reports.map((report) => numbersOf(report, [ends.sourcePort, ends.destinationPort]));
  const least = smoothed.length / 2 + 1;
  return Object.values(perMicrosecond).some((factor) => {
    const isSmoothed = (number: number, value: number): boolean =>
      factor < 1
        ? [Math.floor(value * factor), Math.round(value * factor)].includes(number) ||
          Math.abs(number - value * factor) < 0.01
        : Math.abs(number - value * factor) <= factor;
    const isMeasured = (number: number): boolean =>
      number >= 0.93 * factor * Math.min(...measured) && number <= 1.05 * factor * Math.max(...measured);
    const found = smoothed.filter((value) => numbers.some((of) => of.some((number) => isSmoothed(number, value))));
    return found.length >= least || numbers.filter((of) => of.some(isMeasured)).length >= least;
  });
}

function numbersOf(report: Item, ports: readonly number[]): number[] {
  const raw = (report.bytes ?? []).flatMap((bytes) => [...integers(bytes, 4), ...integers(bytes, 8)].map(Number));
  return [...decimalsIn(report.text), ...raw].filter((number) => !ports.includes(number));
}

/** An average, minimum, maximum or histogram between the smallest and the largest time. */
function keptInMap(
  records: OracleInput['observation']['records'],
  reports: readonly Item[],
  connection: Connection,
): boolean {
  const least = Math.min(...connection.smoothed);
  const most = 1.05 * Math.max(...connection.measured);
  const { sourcePort, destinationPort } = connection;
  const keys = new Set(reports.filter(({ kind }) => kind === 'map').map(({ records: [record] }) => record?.key));
  const inHistogram = histograms(records, [sourcePort, destinationPort]).some((histogram) =>
    Object.values(perMicrosecond).some(
      (factor) =>
        keys.has(histogram.key) &&
        eventsBetween(histogram, least * factor, most * factor) > 7 &&
        eventsBetween(histogram, 1.4 * most * factor, Infinity) === 0,
    ),
  );
  const values = records
    .filter(({ source, key }) => source === 'map' && keys.has(key))
    .flatMap(({ value, fields = {} }) => [value, ...Object.values(fields)].map(Number));
  // Whole milliseconds are too small to be told from a count.
  return (
    inHistogram || values.some((value) => [1, 1000].some((factor) => value >= least * factor && value <= most * factor))
  );
}
