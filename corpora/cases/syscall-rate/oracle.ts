import {
  anyOf,
  factNumber,
  factsOf,
  finding,
  itemsOf,
  quoteItems,
  theFact,
  workloadDid,
  type Finding,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import type { Fact } from '../../../ken/kernel/observation.ts';
import { busySpells, type BusySpell } from './busy-spells.ts';
import { describeSeries, perSecondSeries, type PerSecondSeries } from './per-second-series.ts';

/** The idle guest and the tracer itself make about 2,000 calls a second; a second with more than this is busy. */
const quiet = 4000;

interface Burst {
  calls: number;
  /** Milliseconds of the guest's clock. */
  start: number;
  end: number;
}

/** One number a second for the whole machine: both bursts in full, quiet around them, as far apart as they were. */
const oracle: Oracle = ({ observation, facts }) => {
  const [first = noBurst, second = noBurst] = factsOf(facts, 'burst').map(asBurst);
  workloadDid(first.calls > 3 * quiet && second.calls > first.calls + 3 * quiet, 'two bursts of different size');
  workloadDid(second.start - first.end > 2200, 'more than two quiet seconds between the bursts');
  workloadDid(second.end - second.start < 1000 && first.end - first.start < 1000, 'bursts shorter than a second');
  workloadDid(factNumber(theFact(facts, 'faults'), 'count') > quiet, 'page faults between the bursts');
  const candidates = perSecondSeries(observation.records);
  if (candidates.length === 0) {
    const all = itemsOf(observation);
    return [finding(false, 'one number for all system calls is shown for each second', quoteItems(all.slice(-3)))];
  }
  return anyOf(...candidates.map((series) => judgeSeries(series, first, second)));
};

export default oracle;

const noBurst: Burst = { calls: 0, start: 0, end: 0 };

const asBurst = (fact: Fact): Burst => ({
  calls: factNumber(fact, 'calls'),
  start: factNumber(fact, 'start'),
  end: factNumber(fact, 'end'),
});

function judgeSeries(series: PerSecondSeries, first: Burst, second: Burst): Finding[] {
  const spells = busySpells(series, quiet);
  const one = spells.find((spell) => holds(spell, first));
  const other = spells.find((spell) => spell !== one && holds(spell, second));
  const evidence = describeSeries(series);
  const seconds = (second.start - first.start) / 1000;
  const distance = one && other ? other.first - one.first : undefined;
  return [
    finding(one !== undefined, `a burst of ${first.calls} calls is counted once, in its second`, evidence),
    finding(other !== undefined, `a later burst of ${second.calls} calls is counted once, in its second`, evidence),
    finding(
      distance === Math.floor(seconds) || distance === Math.ceil(seconds),
      `there is one number for each second: the bursts are ${seconds} s apart`,
      `${distance ?? 'unknown'} numbers apart in ${evidence}`,
    ),
  ];
}

/**
 * A burst that is shorter than a second falls into at most two of them. Some calls are made to start its processes; a
 * plain `@calls++` loses some on two processors at once. No kind of call is less than a sixth of a burst.
 */
function holds(spell: BusySpell, burst: Burst): boolean {
  return spell.last - spell.first <= 1 && spell.total > 0.86 * burst.calls && spell.total < burst.calls + quiet;
}
