import {
  factNumber,
  factsOf,
  factText,
  finding,
  items,
  itemsWith,
  notReported,
  quoteItems,
  workloadDid,
  type Finding,
  type Item,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import { eachReportedOnce } from '../event-reports.ts';
import { labelledNumbers } from '../labelled-number.ts';
import { ownRecords } from '../own-records.ts';

/** Each wait once, with both processes in their parts; nothing of processes that do not wait for a record lock. */
const oracle: Oracle = ({ observation, facts }) => {
  const records = ownRecords(observation.records);
  const all = items(records);
  const waiters = factsOf(facts, 'waiter');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(waiters.length === 3 && decoys.length === 4, 'three waiters and four decoys');
  return [
    ...waiters.flatMap((fact) => {
      const waiter = factNumber(fact, 'pid');
      const times = factNumber(fact, 'times');
      const holders = factsOf(facts, 'holder').filter((other) => other.fields['path'] === fact.fields['path']);
      workloadDid(holders.length === 1, `a holder of ${factText(fact, 'path')}`);
      const holder = holders[0] ? factNumber(holders[0], 'pid') : 0;
      const claim = `each wait of process ${waiter} for process ${holder} is reported once`;
      return [eachReportedOnce(records, claim, times, waiter, holder), inTheirParts(all, waiter, holder)];
    }),
    ...decoys.map((decoy) => {
      const kind = factText(decoy, 'kind');
      return notReported(all, `${claimOf[kind] ?? kind} is not reported`, factNumber(decoy, 'pid'));
    }),
  ];
};
export default oracle;

const claimOf: Record<string, string> = {
  flock: 'a process that uses flock()',
  refused: 'a request that fails at once',
  free: 'a lock on free bytes',
};

/**
 * Labels tell who waits and who holds; without labels the one that waits comes first, as it was asked for. In raw bytes
 * the fields have no names, so that any order is right.
 */
function inTheirParts(all: readonly Item[], waiter: number, holder: number): Finding {
  const shown = itemsWith(all, waiter, holder).filter(({ text }) => text !== '');
  const wrong = shown.filter(({ text }) => {
    const waiting = labelledNumbers(text, waitingLabel);
    const holding = labelledNumbers(text, holdingLabel);
    if (waiting.includes(holder) || holding.includes(waiter)) return true;
    if (waiting.includes(waiter) || holding.includes(holder)) return false;
    return text.indexOf(`${waiter}`) > text.indexOf(`${holder}`);
  });
  return finding(wrong.length === 0, `${waiter} is shown as waiting for ${holder}, not the reverse`, quoteItems(wrong));
}

const waitingLabel = /(?:wait(?:er|ing)|wanted by|blocked|requester)(?:[ _]?(?:pid|process))?/;
const holdingLabel =
  /(?:hold(?:er|ing)|held by|owner|block(?:er|ing|ed by)|waits for|waiting for)(?:[ _]?(?:pid|process))?/;
