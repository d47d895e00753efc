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
  workloadDid,
  type Finding,
  type Item,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import type { Fact } from '../../../ken/kernel/observation.ts';
import { eachReportedOnce } from '../event-reports.ts';
import { ownRecords } from '../own-records.ts';

/** Each switch once with its process and its direction; no other option. */
const oracle: Oracle = ({ observation, facts }) => {
  const switches = factsOf(facts, 'switch');
  const decoys = factsOf(facts, 'decoy');
  workloadDid(switches.length === 4, 'four processes that switch the option');
  workloadDid(decoys.length === 5, `five decoys, not ${decoys.length}`);
  const records = ownRecords(observation.records);
  const all = items(records);
  const [on = [], off = []] = [1, 0].map((value) => switches.filter((fact) => factNumber(fact, 'value') === value));
  return [
    ...switches.map((fact) => {
      const claim = `each switch of TCP_NODELAY by ${factText(fact, 'actor')} is reported once`;
      return eachReportedOnce(records, claim, factNumber(fact, 'times'), who(fact));
    }),
    direction(all, on, off),
    ...decoys.map((decoy) =>
      notReported(all, `${factText(decoy, 'kind')}, which does not set it, is not reported`, factNumber(decoy, 'pid')),
    ),
  ];
};
export default oracle;

const who = (fact: Fact): (number | string)[] => [factNumber(fact, 'pid'), factText(fact, 'actor')];

/**
 * Reports of processes that switch it on differ from those of processes that switch it off: by 1 and 0 or by words, in raw
 * bytes by a place that holds 1 here and 0 there. A line that tells of the switch by Nagle's algorithm says the reverse.
 */
function direction(all: readonly Item[], on: readonly Fact[], off: readonly Fact[]): Finding {
  const reportsOf = (processes: readonly Fact[]): Item[] => processes.flatMap((fact) => itemsWith(all, who(fact)));
  const [ofOn, ofOff] = [reportsOf(on), reportsOf(off)];
  const raw = [...ofOn, ...ofOff].every(({ bytes }) => bytes !== undefined);
  const holds = raw
    ? differByOneByte(ofOn, ofOff)
    : ofOn.every((item) => says(item, 'on')) && ofOff.every((item) => says(item, 'off'));
  return finding(
    holds && ofOn.length > 0 && ofOff.length > 0,
    'on and off are told apart, each as the call passes it',
    `on: ${quoteItems(ofOn.slice(0, 2))}; off: ${quoteItems(ofOff.slice(0, 2))}`,
  );
}

function says(item: Item, what: 'on' | 'off'): boolean {
  const aboutNagle = /nagle/i.test(item.text) && /(?:en|dis)abl/i.test(item.text) && !/nodelay/i.test(item.text);
  const isOn = aboutNagle ? /disabl/i : /(?<![a-z-])(?:on|enabled?s?|enabling|true|yes|set to 1)(?![a-z-])/i;
  const isOff = aboutNagle ? /(?<!dis)enabl/i : /(?<![a-z-])(?:off|disabled?s?|disabling|false|no|cleared)(?![a-z-])/i;
  const words = [isOn.test(item.text), isOff.test(item.text)];
  if (words[0] !== words[1]) return words[what === 'on' ? 0 : 1] === true;
  return mentions(item, what === 'on' ? 1 : 0);
}

function differByOneByte(on: readonly Item[], off: readonly Item[]): boolean {
  const byteAt = (item: Item, at: number): number | undefined => Buffer.concat(item.bytes ?? [])[at];
  return Array.from({ length: 256 }, (_, at) => at).some(
    (at) => on.every((item) => byteAt(item, at) === 1) && off.every((item) => byteAt(item, at) === 0),
  );
}
