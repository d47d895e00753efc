import {
  factNumber,
  factsOf,
  finding,
  items,
  itemsWith,
  notReported,
  quoteItems,
  swapped16,
  theFact,
  totalWithin,
  workloadDid,
  type Finding,
  type Item,
  type Oracle,
  type OracleInput,
} from '../../../harness/judge/toolbox.ts';
import type { Fact } from '../../../ken/kernel/observation.ts';
import { ownRecords } from '../own-records.ts';

/** For each port the exact number of datagrams and of payload bytes; no port that only TCP sends to. */
const oracle: Oracle = ({ observation, facts }) => {
  const sent = factsOf(facts, 'sent');
  workloadDid(sent.length === 6, `six ports, not ${sent.length}`);
  const decoy = theFact(facts, 'decoy');
  const records = ownRecords(observation.records);
  const all = items(records);
  return [
    ...sent.flatMap((fact) => [portOrder(all, factNumber(fact, 'port')), ...amounts(records, fact)]),
    notReported(all, 'a port that TCP sends to is not reported', factNumber(decoy, 'port')),
  ];
};
export default oracle;

function amounts(records: OracleInput['observation']['records'], fact: Fact): Finding[] {
  const port = factNumber(fact, 'port');
  const of = (what: 'datagrams' | 'bytes'): Finding => {
    const amount = factNumber(fact, what);
    return totalWithin(records, `${amount} ${what} are shown for port ${port}`, { min: amount, max: amount }, port);
  };
  return [of('datagrams'), of('bytes')];
}

function portOrder(all: readonly Item[], port: number): Finding {
  const swapped = itemsWith(all, port).length > 0 ? [] : itemsWith(all, swapped16(port));
  return finding(
    swapped.length === 0,
    `port ${port} is shown in host byte order`,
    `it appears as ${swapped16(port)} (network byte order): ${quoteItems(swapped, 1)}`,
  );
}
