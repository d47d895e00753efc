import {
  factNumber,
  factsOf,
  finding,
  itemsWith,
  notReported,
  quoteItems,
  reported,
  theFact,
  workloadDid,
  type Finding,
  type Item,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';
import { ownOutput } from '../own-output.ts';
import { allNames, signalNames } from './signal-names.ts';

/** Each signal, by its name, with the id of the process that got it; no other name with that id. */
const oracle: Oracle = ({ observation, facts }) => {
  const signals = factsOf(facts, 'signal').map((fact) => ({
    number: factNumber(fact, 'number'),
    pid: factNumber(fact, 'pid'),
  }));
  workloadDid(signals.length === 10, `ten processes that got a signal, not ${signals.length}`);
  const decoy = factNumber(theFact(facts, 'decoy'), 'pid');
  const all = ownOutput(observation);
  return [
    ...signals.map(({ number, pid }) =>
      reported(all, `signal ${number} is named with the process ${pid} that got it`, pid, signalNames(number)),
    ),
    ...signals.map((signal) => noOtherName(all, signal)),
    notReported(all, 'a process that only installs handlers got no signal', decoy, allNames(17)),
  ];
};
export default oracle;

/** The process may also stand beside SIGCHLD, which its end sends to its parent, and beside the sender's own line. */
function noOtherName(all: readonly Item[], { number, pid }: { number: number; pid: number }): Finding {
  const wrong = itemsWith(all, pid, allNames(number, 17)).filter(
    (item) => itemsWith([item], signalNames(number)).length === 0 && itemsWith([item], signalNames(17)).length === 0,
  );
  return finding(
    wrong.length === 0,
    `process ${pid} is not shown with another signal than ${number}`,
    quoteItems(wrong),
  );
}
