import type { Exploration, SymbolicMap } from '../../executor/exploration.ts';
import { explore } from '../../executor/explore.ts';
import { contextWord, mapWord, ofEvent } from '../../helpers/input-names.ts';
import type { Solver } from '../../solver/solver.ts';
import { GroundTermStore } from '../../terms/ground-term-store.ts';
import { type Model, modelOf } from '../../terms/model.ts';
import type { Value } from '../../terms/term.ts';
import type { TestProgram } from './generate.ts';
import { layout, testMaps } from './layout.ts';
import { objectOf } from './object-of.ts';

/**
 * Explores the program on known inputs and evaluates what its one path returns and leaves in memory, in the words of
 * run-programs.c. Anything but exactly one complete path is told in the answer.
 */
export async function executorAnswer(program: TestProgram, solver: Solver): Promise<string> {
  const loaded = { object: objectOf(program.code), kernelTypes: null };
  const inputs = inputsOf(program);
  const exploration = await explore(loaded, 'main', 'arbitrary', { store: new GroundTermStore(inputs), solver });
  return exploration.complete
    ? answerUnder(inputs, exploration)
    : `incomplete: ${exploration.stopped.map(({ reason }) => reason).join('; ')}`;
}

function answerUnder(inputs: Model, { paths }: Exploration): string {
  const [path] = paths;
  if (!path || paths.length > 1) return `${paths.length} paths`;
  if (path.returned === null) return `the path ended with ${path.end.kind}`;
  const returned = BigInt.asUintN(32, BigInt(inputs.value(path.returned))).toString(16);
  const value = (name: string, key: number): string | null => valueIn(inputs, path.maps.get(name), BigInt(key));
  const zeros = '00'.repeat(8);
  const array = Array.from({ length: layout.arrayLength }, (_, index) => value('array', index) ?? zeros);
  const hash = Array.from({ length: layout.hashKeys }, (_, key) => value('hash', key) ?? '-');
  return `ok ${returned} ${value('state', 0) ?? ''} ${array.join('')} ${hash.join('')}`;
}

/** The bytes under a key as hex, or null when it is absent or was not touched. */
function valueIn(inputs: Model, map: SymbolicMap | undefined, key: bigint): string | null {
  const entry = map?.entries.find((each) => inputs.value(each.key) === key);
  if (!entry || !inputs.holds(entry.present)) return null;
  const bytes = Array.from({ length: entry.value.length }, (_, index) => Number(inputs.value(entry.value.at(index))));
  return Buffer.from(bytes).toString('hex');
}

/** The program's inputs under the executor's names; arrays hold zeros and the hash map is empty unless it is said. */
function inputsOf(program: TestProgram): Model {
  const variables = new Map<string, Value>();
  const context = Buffer.from(program.context);
  for (let offset = 0; offset < context.length; offset += 8) {
    variables.set(ofEvent(1, contextWord(offset)), context.readBigUInt64LE(offset));
  }
  const functions = new Map<string, Map<string, Value>>();
  const memory = Buffer.from(program.memory);
  const keySize = testMaps[0]?.keySize ?? 4;
  for (let offset = 0; offset < memory.length; offset += 8) {
    functions.set(mapWord('state', keySize, offset, 8), new Map([['0', memory.readBigUInt64LE(offset)]]));
  }
  return modelOf({ variables, functions });
}
