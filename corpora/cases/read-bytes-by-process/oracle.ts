import {
  anyOf,
  factNumber,
  factsOf,
  factText,
  finding,
  itemsOf,
  quoteItems,
  theFact,
  totalsFor,
  workloadDid,
  type Finding,
  type Oracle,
  type Reading,
  type Want,
} from '../../../harness/judge/toolbox.ts';
import type { Fact, OutputRecord } from '../../../ken/kernel/observation.ts';

/** Bytes that starting a process, or the errors of failing reads in a plain sum, may add or take. */
const slack = 4000;

/** More lines than this for one process are a line for each event, no summary: the run lasts a few seconds. */
const mostLines = 15;

/** One figure, wherever it is printed, gives the bytes of every reader and nothing for those who read nothing. */
const oracle: Oracle = ({ observation, facts }) => {
  const readers = factsOf(facts, 'reader');
  const writer = theFact(facts, 'writer');
  const failing = theFact(facts, 'failing');
  const positioned = theFact(facts, 'positioned');
  workloadDid(readers.length === 2, 'two readers');
  workloadDid(factNumber(failing, 'failed') === 50, '50 failing reads');
  workloadDid(
    readers.every((reader) => factNumber(reader, 'returned') > 50 * slack),
    'each reader reads much',
  );
  theFact(facts, 'done');
  const figures = figuresOf(observation.records, [...readers, writer, failing, positioned]);
  if (figures.length === 0) {
    const all = itemsOf(observation);
    return [finding(false, 'a number of bytes is summarised for each process', quoteItems(all.slice(-3)))];
  }
  return anyOf(
    ...figures.map((figure) => [
      ...readers.map((reader) => reads(figure, reader, factNumber(reader, 'returned'))),
      readsNothing(figure, writer, 'a process that only writes has read nothing'),
      readsNothing(figure, failing, 'reads that fail are no bytes'),
      readsAtMost(figure, positioned),
    ]),
  );
};

export default oracle;

/** One way to read the output: the total for each process name. */
interface Figure {
  where: string;
  totals: Map<string, number>;
}

function figuresOf(records: readonly OutputRecord[], processes: readonly Fact[]): Figure[] {
  const figures = new Map<string, Figure>();
  for (const process of processes) {
    const name = factText(process, 'name');
    const itself: Want = [factNumber(process, 'pid'), name];
    // One map or table may hold both directions: `@[comm, "read"]`, `@[comm, probe]`.
    for (const wants of [[itself], [itself, /read/i]]) {
      const kind = wants.length > 1 ? ', what is called read' : '';
      for (const { how, where, total } of totalsFor(records, wants).filter(isSummary)) {
        const id = `${how} of ${where.replace(/ in \d+ lines/, '')}${kind}`;
        const figure = figures.get(id) ?? { where: id, totals: new Map<string, number>() };
        figure.totals.set(name, figure.totals.get(name) ?? total);
        figures.set(id, figure);
      }
    }
  }
  return withSingleValues([...figures.values()]);
}

/**
 * A process that was printed once has only a `last` reading, since its sum is the same; the `sum` figure takes it over.
 */
function withSingleValues(figures: readonly Figure[]): Figure[] {
  return figures.map((figure) => {
    if (!figure.where.startsWith('sum of ')) return figure;
    const last = figures.find(({ where }) => where === figure.where.replace('sum of ', 'last of '));
    return { where: figure.where, totals: new Map([...(last?.totals ?? []), ...figure.totals]) };
  });
}

function isSummary({ how, where }: Reading): boolean {
  const lines = Number(/ in (\d+) lines/.exec(where)?.[1] ?? 0);
  return how !== 'lines' && (how === 'last' || lines <= mostLines);
}

function reads(figure: Figure, process: Fact, bytes: number): Finding {
  const total = totalOf(figure, process);
  return finding(
    total !== undefined && Math.abs(total - bytes) <= slack,
    `${factText(process, 'name')} has read ${bytes} bytes`,
    `${total ?? 'no number is reported for it'} (${figure.where})`,
  );
}

function readsNothing(figure: Figure, process: Fact, claim: string): Finding {
  const total = totalOf(figure, process) ?? 0;
  return finding(Math.abs(total) <= slack, claim, `${factText(process, 'name')}: ${total} (${figure.where})`);
}

function readsAtMost(figure: Figure, process: Fact): Finding {
  const total = totalOf(figure, process) ?? 0;
  const bytes = factNumber(process, 'returned');
  return finding(
    total >= -slack && total <= bytes + slack,
    `${factText(process, 'name')}, which uses pread and readv, is not given more than its ${bytes} bytes`,
    `${total} (${figure.where})`,
  );
}

const totalOf = (figure: Figure, process: Fact): number | undefined => figure.totals.get(factText(process, 'name'));
