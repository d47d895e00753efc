import {
  factNumber,
  factsOf,
  finding,
  theFact,
  workloadDid,
  type Finding,
  type Oracle,
  type OracleInput,
} from '../../../harness/judge/toolbox.ts';
import { countBetween, describeDistribution, distributions, type Distribution } from '../distributions.ts';
import { amountsPerInterval, describeAmounts, showsTwoBursts, type AmountRange } from '../interval-amounts.ts';

/** Sizes that the workload makes the kernel ask for, and what the allocator takes for each, in bytes. */
const sizes = [
  { fact: 'size48', requested: 48, allocated: 64 },
  { fact: 'size480', requested: 480, allocated: 512 },
  { fact: 'size4800', requested: 4800, allocated: 8192 },
] as const;

/** The rest of the guest, the tracer itself included, allocates too. */
const background = 3000;

/** A program with several hooks may see the requested size in one and the allocated size in another. */
const kinds = ['requested', 'allocated'] as const;
const mixtures = kinds.flatMap((one) => kinds.flatMap((other) => kinds.map((third) => [one, other, third] as const)));

const oracle: Oracle = ({ observation, facts }) => {
  const bursts = factsOf(facts, 'burst');
  workloadDid(bursts.length === 2, 'two bursts of allocations');
  theFact(facts, 'quiet');
  return [rate(observation.records, bursts), histogram(observation.records, bursts)];
};
export default oracle;

/** An eventfd also costs a file and a directory entry, each an object of a slab cache: up to three for one. */
function rate(records: OracleInput['observation']['records'], bursts: OracleInput['facts']): Finding {
  const [first, second] = bursts.map((burst): AmountRange => {
    const made = sizes.reduce((sum, { fact }) => sum + factNumber(burst, fact), 0);
    return { min: 0.95 * made, max: made + 2.5 * factNumber(burst, 'size48') + background };
  });
  const series = amountsPerInterval(records, []);
  return finding(
    first !== undefined && second !== undefined && series.some(({ values }) => showsTwoBursts(values, first, second)),
    `two bursts of allocations, at least ${first?.min} and ${second?.min}, are counted in their intervals`,
    describeAmounts(series),
  );
}

function histogram(records: OracleInput['observation']['records'], bursts: OracleInput['facts']): Finding {
  const found = distributions(records);
  const made = (fact: string): number => bursts.reduce((sum, burst) => sum + factNumber(burst, fact), 0);
  const holds = mixtures.some((which) =>
    found.some((distribution) =>
      shows(
        distribution,
        sizes.map((size, index) => ({ bytes: size[which[index] ?? 'requested'], times: made(size.fact) })),
      ),
    ),
  );
  const counts = sizes.map(({ fact, requested }) => `${made(fact)} of ${requested} bytes`).join(', ');
  const shown = found.map(describeDistribution).slice(0, 2).join(' | ');
  return finding(holds, `a histogram of sizes holds ${counts}`, shown === '' ? 'no histogram is shown' : shown);
}

/** Each bucket holds the allocations of the workload that belong there, not twice as many; sizes are told apart. */
function shows(distribution: Distribution, expected: readonly { bytes: number; times: number }[]): boolean {
  const told = expected.map(({ bytes }) => {
    const together = expected.filter((other) => shareBucket(distribution, bytes, other.bytes));
    const times = together.reduce((sum, other) => sum + other.times, 0);
    const count = countBetween(distribution, bytes, bytes);
    const right = times > 0 && count >= 0.97 * times && count <= 1.5 * times + background;
    return { right, alone: together.length === 1 };
  });
  return told.every(({ right }) => right) && told.some(({ alone }) => alone);
}

const shareBucket = ({ buckets }: Distribution, one: number, other: number): boolean =>
  buckets.some(({ min, max }) => [one, other].every((size) => size >= (min ?? -Infinity) && size <= (max ?? Infinity)));
