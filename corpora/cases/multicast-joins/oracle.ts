import {
  factNumber,
  factsOf,
  factText,
  finding,
  items,
  itemsWith,
  mentions,
  notReported,
  quoteItems,
  theFact,
  totalsFor,
  workloadDid,
  type Finding,
  type Item,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import type { Fact } from '../../../ken/kernel/observation.ts';
import { showsAddress } from '../ip-addresses.ts';
import { ownRecords } from '../own-records.ts';

/** Each join once with its process and group; neither the leaving of a group nor a process that only sends. */
const oracle: Oracle = ({ observation, facts }) => {
  const joins = factsOf(facts, 'join');
  workloadDid(joins.length === 8, `eight joins, not ${joins.length}`);
  const decoy = theFact(facts, 'decoy');
  const all = items(ownRecords(observation.records));
  return [
    ...joins.map((join) => reportedOnce(all, join)),
    notReported(all, 'a process that only sends to a group is not reported', [
      factNumber(decoy, 'pid'),
      factText(decoy, 'actor'),
    ]),
  ];
};
export default oracle;

function reportedOnce(all: readonly Item[], join: Fact): Finding {
  const [actor, group] = [factText(join, 'actor'), factText(join, 'group')];
  const who = [factNumber(join, 'pid'), actor];
  const matches = (item: Item): boolean => mentions(item, who) && showsAddress(item, group);
  const reports = all.filter((item) => matches(item) && !item.parts.some(matches));
  return finding(
    reports.length === 1 && timesOf(reports) === 1,
    `the join of ${actor} to ${group} is reported once`,
    `${reports.length} reports; of the process: ${quoteItems(itemsWith(all, who))}`,
  );
}

/** A map entry says how often; everything else is one report. */
function timesOf(reports: readonly Item[]): number {
  const records = reports.flatMap((report) => report.records).filter(({ source }) => source === 'map');
  if (records.length === 0) return reports.length;
  return totalsFor(records).some(({ how, total }) => how === 'last' && total === 1) ? 1 : 0;
}
