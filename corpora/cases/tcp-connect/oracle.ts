import {
  factNumber,
  factText,
  factsOf,
  finding,
  items,
  itemsWith,
  lines,
  mentions,
  notReported,
  quoteItems,
  swapped16,
  workloadDid,
} from '../../../harness/judge/toolbox.ts';
import type { Finding, Item, Oracle, OracleInput, Want } from '../../../harness/judge/toolbox.ts';
import { factBy, factsBy } from '../actor-facts.ts';
import { eachReportedOnce } from '../event-reports.ts';
import { ownRecords } from '../own-records.ts';

/** Who connects how often; `dial-closed`, whose connects are refused, may be reported or not. */
const expectedCalls = { 'dial-four': 13, 'dial-six': 17, 'dial-thread': 19 };

/** What one process connects to. */
interface Dialler {
  name: string;
  calls: number;
  pid: number;
  family: number;
  source: string;
  destination: string;
  destinationPort: number;
  sourcePorts: number[];
}

const oracle: Oracle = ({ observation, facts }) => {
  const records = ownRecords(observation.records);
  const all = items(records);
  const decoys = factsOf(facts, 'decoy');
  workloadDid(decoys.length === 4, `4 decoys, not ${decoys.length}`);
  return [
    ...diallers(facts).flatMap((dialler) => connectFindings(records, all, dialler)),
    ...['passive-side', 'udp-decoy', 'unix-decoy'].map((name) => {
      const pids = factsBy(facts, 'decoy', name).map((decoy) => factNumber(decoy, 'pid'));
      return notReported(all, `${decoyClaims[name] ?? name} is not reported`, [
        name,
        ...pids,
        ...(decoyPlaces[name] ?? []),
      ]);
    }),
  ];
};
export default oracle;

const decoyClaims: Record<string, string> = {
  'passive-side': 'the side that accepts TCP connections',
  'udp-decoy': 'connect() on a UDP socket',
  'unix-decoy': 'connect() on a Unix socket',
};

/** Where a decoy connects to, for programs that show no process. */
const decoyPlaces: Record<string, (number | RegExp)[]> = { 'udp-decoy': [31337, /(?<![\d.])127\.88\.8\.8(?![\d.])/] };

function diallers(facts: OracleInput['facts']): Dialler[] {
  return Object.entries(expectedCalls).map(([name, calls]) => {
    const connects = factsBy(facts, 'connect', name);
    const first = factBy(facts, 'connect', name);
    workloadDid(connects.length === calls, `${calls} connects of ${name}`);
    workloadDid(
      connects.every((fact) => factNumber(fact, 'errno') === 0),
      `connects of ${name} succeed`,
    );
    return {
      name,
      calls,
      pid: factNumber(first, 'pid'),
      family: factNumber(first, 'family'),
      source: factText(first, 'saddr'),
      destination: factText(first, 'daddr'),
      destinationPort: factNumber(first, 'dport'),
      sourcePorts: connects.map((fact) => factNumber(fact, 'sport')),
    };
  });
}

function connectFindings(
  records: OracleInput['observation']['records'],
  all: readonly Item[],
  dialler: Dialler,
): Finding[] {
  const who = identityOf(all, dialler);
  const what = `connect to ${dialler.destination} port ${dialler.destinationPort} (IPv${dialler.family}) by ${dialler.name}`;
  return [
    eachReportedOnce(records, `each ${what} is reported once`, dialler.calls, who),
    destinationPort(all, dialler),
    sourcePort(all, dialler),
    addresses(
      lines(records).filter((line) => mentions(line, who)),
      dialler,
    ),
  ];
}

/** What tells the reports of this process: its id or name, else where it connects to. */
function identityOf(all: readonly Item[], dialler: Dialler): Want {
  const { pid, name, destination, destinationPort: port } = dialler;
  const choices: Want[] = [[pid, name], port, swapped16(port), new RegExp(escapeForPattern(destination))];
  return choices.find((choice) => itemsWith(all, choice).length > 0) ?? [pid, name];
}

function destinationPort(all: readonly Item[], { destinationPort: port }: Dialler): Finding {
  const swapped = itemsWith(all, port).length > 0 ? [] : itemsWith(all.filter(isText), swapped16(port));
  return finding(
    swapped.length === 0,
    `destination port ${port} is shown in host byte order, if ports are shown`,
    `port ${port} appears as ${swapped16(port)} (byte order: skc_dport is in network order and was not swapped): ${quoteItems(swapped, 1)}`,
  );
}

/** Raw bytes may hold a port in network order: whoever reads the record converts it. */
const isText = ({ bytes }: Item): boolean => bytes === undefined;

/** One swapped number may be a coincidence; half of the connects are not. */
function sourcePort(all: readonly Item[], { name, calls, sourcePorts }: Dialler): Finding {
  const wrong = sourcePorts.filter(
    (port) => itemsWith(all, port).length === 0 && itemsWith(all.filter(isText), swapped16(port)).length > 0,
  );
  const [port = 0] = wrong;
  return finding(
    wrong.length < calls / 2,
    `the source ports of ${name} are shown in host byte order, if they are shown`,
    `port ${port} appears as ${swapped16(port)} (byte order: skc_num is in host order already and was swapped): ${quoteItems(itemsWith(all, swapped16(port)), 1)}`,
  );
}

/** A report that shows addresses at all shows where the process connects to; for IPv4, no address that is neither end. */
function addresses(reports: readonly Item[], { name, family, source, destination }: Dialler): Finding {
  const wrong = reports.filter(({ text }) => {
    const four = text.match(addressFour) ?? [];
    if (family === 4) return four.some((address) => address !== source && address !== destination) || onlySource(four);
    return (four.length > 0 || addressSix.test(text)) && !loopbackSix.test(text);
  });
  function onlySource(four: readonly string[]): boolean {
    return four.length > 0 && !four.includes(destination);
  }
  const claim = `addresses shown for ${name} are those of its connection to ${destination}`;
  return finding(wrong.length === 0, claim, quoteItems(wrong));
}

const addressFour = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g;
const addressSix = /(?<![\w:])(?:::|(?:[0-9a-f]{1,4}:){3})/i;
const loopbackSix = /(?<![0-9a-f:])(?:::1(?![0-9a-f])|(?:0{1,4}:){7}0{0,3}1\b)/i;

const escapeForPattern = (text: string): string => text.replaceAll('.', '\\.');
