import { datasetFiles } from '../../../dataset-builder/pairs/build/dataset-files.ts';
import { readBuild } from '../../../dataset-builder/pairs/build/write-build.ts';
import { validatePairs } from '../../../dataset-builder/pairs/validate/validate-pairs.ts';
import { appendValidation, readValidations } from '../../../dataset-builder/pairs/validate/validation-journal.ts';
import { createGate } from '../../../ken/kernel/gate/gate.ts';
import { openGuestPool } from '../../../ken/kernel/guest/pool.ts';
import { corporaFolder } from './build-command.ts';

export interface CheckFlags {
  minutes: number;
  match?: string;
  out?: string;
}

/** `ken pairs check`: the programs of a build through the gate; it goes on where an earlier check stopped. */
export async function runPairsCheck(ids: readonly string[], { minutes, match, out }: CheckFlags): Promise<string> {
  const files = datasetFiles(corporaFolder, out);
  const known = await readValidations(files.validations);
  const pattern = match === undefined ? undefined : new RegExp(match);
  const pairs = (await readBuild(files.built)).pairs
    .filter(({ id }) => (ids.length === 0 || ids.includes(id)) && (pattern?.test(id) ?? true))
    .map((pair) => ({ ...pair, validation: known.get(pair.programSha256) ?? [] }));
  const pool = await openGuestPool({ size: 1, progress: (message) => console.error(`ken: ${message}`) });
  const gate = createGate(pool);
  try {
    const { done, left } = await validatePairs(pairs, {
      gate,
      image: pool.identity.image,
      budget: minutes * 60_000,
      clock: () => performance.now(),
      keep: (validation) => appendValidation(files.validations, validation),
      progress: (count, total, perMinute, { id }, { status, verified, reason }) =>
        console.error(
          `${count}/${total} ${perMinute.toFixed(0)}/min ${id}: ${status}${verified && status !== 'accepted' ? ' (verified)' : ''}${reason === null ? '' : `: ${reason}`}`,
        ),
    });
    return `${done} programs checked, ${left} left; the next \`ken pairs build\` takes the outcomes in`;
  } finally {
    await gate.close();
    await pool.close();
  }
}
