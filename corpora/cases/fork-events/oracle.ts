import {
  factNumber,
  factsOf,
  factText,
  finding,
  itemsWith,
  mentions,
  quoteItems,
  reported,
  workloadDid,
  type Finding,
  type Item,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import type { Fact } from '../../../ken/kernel/observation.ts';
import { ownOutput } from '../own-output.ts';
import { labelledNumbers } from '../labelled-number.ts';

/** One fork as the workload tells it. `name` is the parent's at that moment, and so the child's. */
interface Fork {
  call: string;
  parent: number;
  child: number;
  name: string;
  /** The child does nothing but end: nothing else may be told of it. */
  leaf: boolean;
}

const calls = [
  'fork',
  'fork-syscall',
  'vfork',
  'clone3',
  'fork-long-lived',
  'posix_spawn',
  'fork-renamed',
  'vfork-outer',
  'fork-in-vfork',
];

/** Every fork, whatever call made it, with both process ids and the name; nothing that is no fork told as one. */
const oracle: Oracle = ({ observation, facts }) => {
  const forks = factsOf(facts, 'fork').map(asFork);
  const [done] = factsOf(facts, 'done');
  workloadDid(done !== undefined, 'it did not come to its end');
  for (const call of calls) workloadDid(forks.filter((fork) => fork.call === call).length === 1, `one ${call}`);
  const all = ownOutput(observation);
  return [
    ...forks.map((fork) =>
      reported(
        all,
        `the ${fork.call} of ${fork.name} is reported with the parent's id, the child's id and the name`,
        fork.parent,
        fork.child,
        fork.name,
      ),
    ),
    once(all, forks),
    childrenAreNoParents(all, forks),
    idsAreNotSwapped(all, forks),
    namesBelong(all, forks, done === undefined ? 0 : factNumber(done, 'pid')),
  ];
};

export default oracle;

const asFork = (fact: Fact): Fork => ({
  call: factText(fact, 'call'),
  parent: factNumber(fact, 'parent'),
  child: factNumber(fact, 'child'),
  name: factText(fact, 'name'),
  leaf: factNumber(fact, 'leaf') === 1,
});

/** Reports of one fork outside maps, which may be printed again and again. */
const reportsOf = (all: readonly Item[], fork: Fork): Item[] =>
  itemsWith(all, fork.parent, fork.child).filter((item) => item.kind !== 'map');

function once(all: readonly Item[], forks: readonly Fork[]): Finding {
  const twice = forks.map((fork) => reportsOf(all, fork)).filter((reports) => reports.length > 1);
  return finding(twice.length === 0, 'each fork is reported once', `reported again: ${quoteItems(twice.flat())}`);
}

/** A child also returns from the call that made it; who reports that return invents a fork. */
function childrenAreNoParents(all: readonly Item[], forks: readonly Fork[]): Finding {
  const strays = forks.flatMap((fork) => {
    if (!fork.leaf) return [];
    const known = new Set(reportsOf(all, fork).flatMap((item) => item.records));
    if (known.size === 0) return [];
    return itemsWith(all, fork.child).filter(
      (item) => item.kind !== 'map' && !item.records.some((record) => known.has(record)),
    );
  });
  return finding(
    strays.length === 0,
    'nothing is reported of children that neither fork nor run a program',
    `${strays.length} reports: ${quoteItems(strays)}`,
  );
}

function idsAreNotSwapped(all: readonly Item[], forks: readonly Fork[]): Finding {
  const wrong = forks.flatMap((fork) =>
    reportsOf(all, fork).filter(({ text }) => {
      const parents = labelledNumbers(text, parentLabel);
      const children = labelledNumbers(text, childLabel);
      return (
        (parents.length > 0 && !parents.includes(fork.parent)) ||
        (children.length > 0 && !children.includes(fork.child))
      );
    }),
  );
  return finding(
    wrong.length === 0,
    'what is called the parent is the parent and what is called the child is the child',
    quoteItems(wrong),
  );
}

/** The parents' own parent has another name: it belongs to none of these forks. */
function namesBelong(all: readonly Item[], forks: readonly Fork[], grandparent: number): Finding {
  const wrong = forks.flatMap((fork) =>
    reportsOf(all, fork).filter((item) => mentions(item, 'kenwl') && !mentions(item, grandparent)),
  );
  return finding(wrong.length === 0, 'no fork carries the name of another process', quoteItems(wrong));
}

const parentLabel = /parent(?:[ _]process)?(?:[ _]?p?id)?|ppid/;
const childLabel = /child(?:[ _]process)?(?:[ _]?p?id)?|cpid/;
