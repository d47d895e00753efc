import {
  factNumber,
  factsOf,
  factText,
  finding,
  mentions,
  notReported,
  quoteItems,
  reported,
  theFact,
  workloadDid,
  type Finding,
  type Item,
  type Oracle,
  type OracleInput,
} from '../../../harness/judge/toolbox.ts';
import { ownOutput } from '../own-output.ts';

/** A command that was typed into a shell. */
interface Entered {
  shell: number;
  word: string;
  child: number;
  code: number;
}

const oracle: Oracle = ({ observation, facts }) => {
  const entered = factsOf(facts, 'entered').map(asEntered);
  workloadDid(entered.length === 3 && entered.every(({ child }) => child > 0), 'three commands that ran');
  const decoy = theFact(facts, 'decoy');
  const all = ownOutput(observation);
  return [
    ...entered.map(({ word }) => reported(all, `the command with ${word} is shown`, word)),
    ...entered.map((command) => exitCode(all, command, entered)),
    notReported(all, 'the exit code of a process that no shell started is not shown', factNumber(decoy, 'code')),
  ];
};
export default oracle;

const asEntered = (fact: OracleInput['facts'][number]): Entered => ({
  shell: factNumber(fact, 'shell'),
  word: factText(fact, 'word'),
  child: factNumber(fact, 'child'),
  code: factNumber(fact, 'code'),
});

/** The code stands with the command, with a process id of it, or between this command and the next one. */
function exitCode(all: readonly Item[], command: Entered, entered: readonly Entered[]): Finding {
  const shows = (item: Item): boolean => mentions(item, command.code);
  const begin = all.findIndex((item) => mentions(item, command.word));
  const next = all.findIndex(
    (item, index) => index > begin && entered.some(({ word }) => word !== command.word && mentions(item, word)),
  );
  const following = begin < 0 ? [] : all.slice(begin, next < 0 ? all.length : next);
  const related = all.filter(
    (item) => mentions(item, [command.word, command.shell, command.child]) && !wrongWord(item, command, entered),
  );
  const holds = [...related, ...following].some(shows);
  return finding(
    holds,
    `the exit code ${command.code} of the command with ${command.word} is shown with it`,
    quoteItems([...related, ...following]),
  );
}

const wrongWord = (item: Item, command: Entered, entered: readonly Entered[]): boolean =>
  !mentions(item, command.word) && entered.some(({ word }) => mentions(item, word));
