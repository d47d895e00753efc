import { datasetFiles } from '../../../dataset-builder/pairs/build/dataset-files.ts';
import type { Pair } from '../../../dataset-builder/pairs/build/pair.ts';
import { readBuild } from '../../../dataset-builder/pairs/build/write-build.ts';
import { KenError, quote } from '../../../ken/errors.ts';
import { printable } from '../../judge/printable.ts';
import { didYouMean } from '../../cases/closest-name.ts';
import { corporaFolder } from './build-command.ts';
import { datasetStatistics, formatStatistics } from './statistics.ts';

/** `ken pairs stats`: counts of a build. */
export async function runStats({ out, json }: { out?: string; json?: true }): Promise<string> {
  const { pairs, reports } = await readBuild(datasetFiles(corporaFolder, out).built);
  const statistics = datasetStatistics(pairs, reports);
  return json ? JSON.stringify(statistics, null, 2) : formatStatistics(statistics);
}

/** `ken pairs show`: all that is known of one entry, or the list of all entries. Program text is third-party text. */
export async function runShow(id: string | undefined, { out, json }: { out?: string; json?: true }): Promise<string> {
  const { pairs } = await readBuild(datasetFiles(corporaFolder, out).built);
  if (id === undefined) return pairs.map(listLine).join('\n');
  const pair = pairs.find((candidate) => candidate.id === id);
  if (!pair) {
    const names = pairs.map((candidate) => candidate.id);
    throw new KenError('usage', `there is no entry ${quote(id)}${didYouMean(id, names)}`, {
      hint: '`ken pairs show` lists all entries.',
    });
  }
  return json ? JSON.stringify(pair, null, 2) : describe(pair);
}

const listLine = ({ id, framework, split, prompt, leftOut }: Pair): string =>
  `${id}  ${framework}  ${split === 'train' ? printable(prompt ?? '') : `left out: ${leftOut.join('; ')}`}`;

function describe(pair: Pair): string {
  const { licence, provenance, validation } = pair;
  const list = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  - ${printable(line)}`)];
  return [
    `${pair.id} (${pair.framework}; ${pair.split}; group ${pair.group})`,
    '',
    pair.prompt === null ? 'no request may stand' : printable(pair.prompt),
    ...(pair.chosen ? [`  ${pair.chosen.origin}, by ${printable(pair.chosen.by)}`] : []),
    '',
    ...list('left out because', pair.leftOut),
    ...list(
      'texts',
      pair.prompts.map(
        ({ text, origin, from, vague, ungrounded }) =>
          `${origin}, ${from}: ${text}${vague === null ? '' : ` [vague: ${vague}]`}${ungrounded.length === 0 ? '' : ` [not in the program: ${ungrounded.join(', ')}]`}`,
      ),
    ),
    `licence: file ${licence.file ?? 'none'}; repository ${licence.repository.spdx} (${licence.repository.stated}); kernel ${licence.kernel ?? 'none'}`,
    `from: ${provenance.source} (${provenance.pin}), ${provenance.file}:${provenance.lines.first}-${provenance.lines.last}`,
    ...list('notices', provenance.notices),
    ...list(
      'the same program',
      pair.alternates.map(
        ({ source, file, shingles, hooks }) => `${source} ${file} (tokens ${shingles}, hooks ${hooks})`,
      ),
    ),
    ...list('hooks', pair.hooks),
    ...list(
      'maps',
      pair.maps.map(({ name, type }) => `${name}: ${type}`),
    ),
    ...list(
      'gate',
      validation.map(
        ({ kernel, status, verified, reason }) =>
          `${kernel}: ${status}${verified && status !== 'accepted' ? ', verified' : ''}${reason === null ? '' : `: ${reason}`}`,
      ),
    ),
    '',
    ...pair.program.split('\n').map(printable),
  ].join('\n');
}
