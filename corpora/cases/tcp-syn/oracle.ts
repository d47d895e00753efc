import {
  byteOrderMistake,
  factNumber,
  factsOf,
  factText,
  finding,
  items,
  itemsWith,
  notReported,
  quoteItems,
  totalsFor,
  workloadDid,
} from '../../../harness/judge/toolbox.ts';
import type { Finding, Item, Oracle, OracleInput } from '../../../harness/judge/toolbox.ts';
import { shownAsSource, type Place } from '../endpoint-order.ts';
import { addressBytes, addressesIn, showsAddress } from '../ip-addresses.ts';
import { ownRecords } from '../own-records.ts';
import { placeOfNumber } from '../place-of-number.ts';

/** Of each kind of SYN, how many over both families; a connection of kind `open` carries 16 messages. */
const expected = { open: 10, deferred: 2, refused: 2, forged: 2 };
type Kind = keyof typeof expected;

interface Syn {
  kind: Kind;
  family: number;
  source: string;
  sourcePort: number;
  destination: string;
  destinationPort: number;
}

/** Sent and received, SYN and its answer. */
const mostReportsPerSyn = 4;

/**
 * Every SYN that both ends' kernel functions see, in full and the right way round; one of the kinds that never become
 * connections and that only the sending or only the receiving side sees; nothing else of the connections' traffic.
 */
const oracle: Oracle = ({ observation, facts }) => {
  const syns = factsOf(facts, 'syn').map(asSyn);
  for (const [kind, count] of Object.entries(expected))
    workloadDid(syns.filter((syn) => syn.kind === kind).length === count, `${count} SYN packets of kind ${kind}`);
  const decoys = factsOf(facts, 'decoy');
  workloadDid(decoys.length === 2, 'two datagrams');
  const records = ownRecords(observation.records);
  const all = items(records);
  const seenByBothEnds = syns.filter(({ kind }) => kind === 'open' || kind === 'deferred');
  return [
    ...seenByBothEnds.map((syn) => logged(all, syn)),
    ...seenByBothEnds.map((syn) => loggedOnce(records, all, syn)),
    withoutConnection(all, syns),
    ...decoys.map((decoy) =>
      notReported(
        all,
        `a datagram over IPv${factText(decoy, 'family')} is not logged`,
        factNumber(decoy, 'sport'),
        factNumber(decoy, 'dport'),
      ),
    ),
  ];
};
export default oracle;

const asSyn = (fact: OracleInput['facts'][number]): Syn => ({
  kind: factText(fact, 'kind') as Kind,
  family: factNumber(fact, 'family'),
  source: factText(fact, 'saddr'),
  sourcePort: factNumber(fact, 'sport'),
  destination: factText(fact, 'daddr'),
  destinationPort: factNumber(fact, 'dport'),
});

const title = (syn: Syn): string =>
  `the SYN ${syn.source} port ${syn.sourcePort} -> ${syn.destination} port ${syn.destinationPort} (${syn.kind})`;

/** Items that show both ports and both addresses of this SYN. */
const reportsOf = (all: readonly Item[], syn: Syn): Item[] =>
  itemsWith(all, syn.sourcePort, syn.destinationPort).filter(
    (item) => showsAddress(item, syn.source) && showsAddress(item, syn.destination),
  );

function logged(all: readonly Item[], syn: Syn): Finding {
  const reports = reportsOf(all, syn);
  const right = reports.some((report) => isRightWayRound(report, syn));
  const claim = `${title(syn)} is logged with addresses and ports, source and destination not exchanged`;
  if (reports.length > 0) return finding(right, claim, quoteItems(reports));
  const { sourcePort, destinationPort } = syn;
  const near = itemsWith(all, sourcePort).concat(itemsWith(all, destinationPort));
  const swapped =
    byteOrderMistake(all, 'the source port', sourcePort) ??
    byteOrderMistake(all, 'the destination port', destinationPort);
  return finding(false, claim, swapped ?? quoteItems(near.length > 0 ? near : all.slice(-2)));
}

function isRightWayRound({ text }: Item, syn: Syn): boolean {
  const address = (wanted: string): Place | undefined =>
    addressesIn(text).find((shown) => shown.address.endsWith(addressBytes(wanted) ?? wanted));
  const inOrder = (source: Place | undefined, destination: Place | undefined): boolean =>
    source === undefined || destination === undefined || shownAsSource(text, source, destination);
  return (
    inOrder(address(syn.source), address(syn.destination)) &&
    inOrder(placeOfNumber(text, syn.sourcePort), placeOfNumber(text, syn.destinationPort))
  );
}

/** The messages of a connection would show its ports again and again. */
function loggedOnce(records: OracleInput['observation']['records'], all: readonly Item[], syn: Syn): Finding {
  const reports = itemsWith(all, syn.sourcePort, syn.destinationPort);
  const counted = totalsFor(
    records.filter(({ source }) => source === 'map'),
    [syn.sourcePort, syn.destinationPort],
  );
  const most = Math.max(reports.length, ...counted.filter(({ how }) => how === 'last').map(({ total }) => total));
  return finding(
    most <= mostReportsPerSyn,
    `no other packet between the ports of ${title(syn)} is logged`,
    `${most} reports: ${quoteItems(reports)}`,
  );
}

/** A refused SYN is seen by those who watch it being sent, a forged one by those who watch it arrive. */
function withoutConnection(all: readonly Item[], syns: readonly Syn[]): Finding {
  const missing = (kind: Kind): Syn[] =>
    syns.filter((syn) => syn.kind === kind && reportsOf(all, syn).every((report) => !isRightWayRound(report, syn)));
  const [refused, forged] = [missing('refused'), missing('forged')];
  return finding(
    refused.length === 0 || forged.length === 0,
    'SYN packets that no connection comes of are logged (refused ones where they are sent, forged ones where they arrive)',
    `missing: ${[...refused, ...forged].map(title).join('; ')}`,
  );
}
