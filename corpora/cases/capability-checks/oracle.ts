import {
  describeReadings,
  factNumber,
  factsOf,
  factText,
  finding,
  itemsOf,
  itemsWith,
  quoteItems,
  readingWithin,
  reported,
  theFact,
  totalsFor,
  workloadDid,
  type Finding,
  type Item,
  type Oracle,
  type OracleInput,
  type Want,
} from '../../../harness/judge/toolbox.ts';
import type { Fact } from '../../../ken/kernel/observation.ts';
import { capabilityForms, namedCapabilities } from './capability-names.ts';

interface Check {
  pid: number;
  process: string;
  capability: number;
  name: string;
  times: number;
  refused: number;
}

/** Every check with its process and its capability, granted or denied; nothing that merely looks at capabilities. */
const oracle: Oracle = ({ observation, facts }) => {
  const checks = factsOf(facts, 'check').map(asCheck);
  const decoy = theFact(facts, 'decoy');
  workloadDid(checks.length === 8, 'eight kinds of checks');
  workloadDid(
    checks.every(({ process, refused, times }) => refused === (process === 'kencapno' ? times : 0)),
    'root is granted and an ordinary user denied everything',
  );
  workloadDid(factNumber(decoy, 'times') > 200, 'calls that check nothing');
  theFact(facts, 'done');
  const all = itemsOf(observation);
  return [
    ...checks.map((check) =>
      reported(all, `${title(check)} is reported`, subject(check), capabilityForms(check.capability)),
    ),
    ...checks.map((check) => counted(observation, all, check)),
    ...checks.map((check) => nameIsRight(all, check)),
    decoyIsQuiet(observation, all, decoy),
  ];
};

export default oracle;

const asCheck = (fact: Fact): Check => ({
  pid: factNumber(fact, 'pid'),
  process: factText(fact, 'process'),
  capability: factNumber(fact, 'capability'),
  name: factText(fact, 'name'),
  times: factNumber(fact, 'times'),
  refused: factNumber(fact, 'refused'),
});

const title = (check: Check): string =>
  `the ${check.refused > 0 ? 'denied' : 'granted'} check of CAP_${check.name} (${check.capability}) by ${check.process}`;

const subject = (check: Check): Want => [check.pid, check.process];

/** Question and answer may be two lines of one check; a counter must be exact. */
function counted(observation: OracleInput['observation'], all: readonly Item[], check: Check): Finding {
  const claim = `${title(check)} is counted ${check.times} times`;
  const wants = [subject(check), capabilityForms(check.capability)] as const;
  const printed = itemsWith(all, ...wants).filter((item) => item.kind !== 'map');
  if (printed.length > 0) {
    const holds = printed.length >= check.times && printed.length <= 2 * check.times;
    return finding(holds, claim, `${printed.length} reports: ${quoteItems(printed)}`);
  }
  const readings = totalsFor(observation.records, wants);
  return finding(readingWithin(readings, check.times, check.times) !== undefined, claim, describeReadings(readings));
}

/** A name beside the number must be the name of that capability. */
function nameIsRight(all: readonly Item[], check: Check): Finding {
  const wrong = itemsWith(all, subject(check), capabilityForms(check.capability)).filter(({ text }) => {
    const names = namedCapabilities(text);
    return names.length > 0 && !names.includes(check.name);
  });
  return finding(wrong.length === 0, `capability ${check.capability} is called CAP_${check.name}`, quoteItems(wrong));
}

/** Starting a process makes a few checks of its own (memory accounting), so some reports of the decoy are right. */
function decoyIsQuiet(observation: OracleInput['observation'], all: readonly Item[], decoy: Fact): Finding {
  const wants: Want[] = [[factNumber(decoy, 'pid'), 'kencapdecoy']];
  const printed = itemsWith(all, ...wants).filter((item) => item.kind !== 'map').length;
  const inMaps = totalsFor(
    observation.records.filter(({ source }) => source === 'map'),
    wants,
  ).filter(({ where }) => !where.startsWith('all '));
  const counts = [printed, ...inMaps.map(({ total }) => total)];
  return finding(
    Math.max(...counts) < factNumber(decoy, 'times') / 5,
    'calls that only read capabilities or ask for other permissions are not reported',
    `${Math.max(...counts)} reports: ${quoteItems(itemsWith(all, ...wants))}`,
  );
}
