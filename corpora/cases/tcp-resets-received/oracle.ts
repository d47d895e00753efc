import {
  factNumber,
  factsOf,
  finding,
  items,
  itemsWith,
  notReported,
  quoteItems,
  swapped16,
  workloadDid,
  type Finding,
  type Item,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import type { Fact } from '../../../ken/kernel/observation.ts';
import { shownAsSource } from '../endpoint-order.ts';
import { eachReportedOnce } from '../event-reports.ts';
import { ownRecords } from '../own-records.ts';
import { placeOfNumber } from '../place-of-number.ts';

/** Each reset once, as its receiver sees the ports; no connection that is closed in the usual way. */
const oracle: Oracle = ({ observation, facts }) => {
  const resets = factsOf(facts, 'reset');
  const closed = factsOf(facts, 'closed');
  workloadDid(resets.length === 6 && closed.length === 2, 'six resets, two connections that are closed');
  const records = ownRecords(observation.records);
  const all = items(records);
  return [
    ...resets.flatMap((reset) => {
      const [local, remote] = ports(reset);
      const claim = `the reset of the connection with local port ${local} and remote port ${remote} is reported once`;
      return [byteOrder(all, reset), eachReportedOnce(records, claim, 1, local, remote), localAsLocal(all, reset)];
    }),
    ...closed.map((connection) => {
      const [local, remote] = ports(connection);
      return notReported(all, `the closing of ${local} to ${remote} is not reported`, local, remote);
    }),
  ];
};
export default oracle;

const ports = (fact: Fact): [number, number] => [factNumber(fact, 'local'), factNumber(fact, 'remote')];

function byteOrder(all: readonly Item[], reset: Fact): Finding {
  const [local, remote] = ports(reset);
  const swapped = [
    ...itemsWith(all, local, swapped16(remote)),
    ...itemsWith(all, swapped16(local), [remote, swapped16(remote)]),
  ];
  return finding(swapped.length === 0, `ports ${local} and ${remote} are in host byte order`, quoteItems(swapped));
}

/**
 * By labels, else the local port first; raw bytes have no order that a reader sees. What is called source or destination
 * may be meant of the segment, whose source is the remote side.
 */
function localAsLocal(all: readonly Item[], reset: Fact): Finding {
  const [local, remote] = ports(reset);
  const wrong = itemsWith(all, local, remote).filter(({ text }) => {
    const [near, far] = [placeOfNumber(text, local), placeOfNumber(text, remote)];
    const ofSegment = segmentLabels.test(text) && !sideLabels.test(text);
    return near !== undefined && far !== undefined && !ofSegment && !shownAsSource(text, near, far);
  });
  return finding(
    wrong.length === 0,
    `${local} is shown as the local port, ${remote} as the remote one`,
    quoteItems(wrong),
  );
}

const segmentLabels = /(?<![a-z])(?:src|source|sport|dst|dest|destination|dport|from|to)(?![a-z])/i;
const sideLabels = /(?<![a-z])(?:local|remote|peer|lport|rport)(?![a-z])/i;
