import { KenError } from '../../../ken/errors.ts';
import { openSide, pairSystems } from '../../compare/choose-systems.ts';
import type { Side } from '../../compare/choose-systems.ts';
import { compareSystems } from '../../compare/compare-systems.ts';
import type { Flip, SystemComparison } from '../../compare/compare-systems.ts';
import { runDifferences } from '../../compare/run-differences.ts';
import type { RunDifferences } from '../../compare/run-differences.ts';
import type { System } from '../../report/report-data.ts';
import { page } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import { layout } from '../markup/layout.ts';
import { links } from '../markup/links.ts';
import { markup } from '../markup/markup.ts';
import type { Markup, Part } from '../markup/markup.ts';
import { accuracy, grouped, outcomeChip, sharesBar } from '../markup/outcome-parts.ts';
import type { ListedRun } from '../runs/run-indexes.ts';
import type { Viewer } from '../viewer.ts';

/** `/compare`: two runs, or two systems, as `ken compare` does it, with a link to both cells of every flip. */
export async function comparePage(search: URLSearchParams, { indexes }: Viewer): Promise<Reply> {
  const runs = await indexes.list();
  const [first, second] = [(search.get('first') ?? '').trim(), (search.get('second') ?? '').trim()];
  const body =
    first === '' || second === '' ? explanation(runs) : await comparison(runs, first, second, indexes.folder);
  return page(layout({ title: 'Compare', area: 'compare', body: [choice(runs, first, second), body] }));
}

function choice(runs: readonly ListedRun[], first: string, second: string): Markup {
  const names = runs.flatMap(({ name, index }) => [name, ...systemsOf(index).map((system) => `${name}:${system}`)]);
  return markup`<form class="filters compare" method="get" action="/compare">
<label>First<input name="first" list="systems" value="${first}" required autocomplete="off" spellcheck="false" placeholder="run, or run:configuration"></label>
<label>Second<input name="second" list="systems" value="${second}" required autocomplete="off" spellcheck="false" placeholder="run, or run:configuration"></label>
<datalist id="systems">${names.map((name) => markup`<option value="${name}"></option>`)}</datalist>
<div class="buttons"><button type="submit">Compare</button></div></form>`;
}

/** How `ken compare` names the systems of a run: with the model only where there are several. */
function systemsOf(index: ListedRun['index']): string[] {
  const { configurations = [], models = [] } = index?.manifest ?? {};
  return configurations.flatMap(({ name }) =>
    models.length < 2 ? [name] : models.map((model) => `${name}@${model.name}`),
  );
}

function explanation(runs: readonly ListedRun[]): Markup {
  const run = runs.find(({ index }) => systemsOf(index).length > 1);
  const [one, other] = systemsOf(run?.index ?? null);
  return markup`<div class="empty"><p>Choose two runs, or two configurations as <code>RUN:CONFIGURATION</code>.</p>
${run && one !== undefined && other !== undefined && markup`<p class="hint">For example <a href="${links.compare(`${run.name}:${one}`, `${run.name}:${other}`)}">${one} and ${other} of ${run.name}</a>.</p>`}</div>`;
}

async function comparison(runs: readonly ListedRun[], first: string, second: string, results: string): Promise<Part> {
  try {
    const left = await side(runs, first, results);
    const right = await side(runs, second, results);
    const differences = runDifferences(left.run.manifest, right.run.manifest);
    const apart = [...differences.changedCases, ...differences.unsharedCases];
    const pairs = pairSystems(left, right);
    const compared = compareSystems(pairs, { seed: 1, changed: new Set(apart) });
    return [
      differenceNotes(differences),
      compared.map((one, position) => comparisonSection(one, pairs[position], left, right)),
    ];
  } catch (error) {
    if (!(error instanceof KenError)) throw error;
    return markup`<div class="empty"><p>${error.message}</p>${error.hint !== undefined && markup`<p class="hint">${error.hint}</p>`}</div>`;
  }
}

/** The run must be one of the list: what an address says is never taken as a path. */
async function side(runs: readonly ListedRun[], text: string, results: string): Promise<Side> {
  const known = runs
    .filter(({ name }) => text === name || text.startsWith(`${name}:`))
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (!known) {
    throw new KenError('usage', `there is no run ${JSON.stringify(text.slice(0, 120))}`, {
      hint: 'Choose one that the field offers.',
    });
  }
  if (!known.index) throw new KenError('usage', `the run ${known.name} cannot be read: ${known.problem}`);
  return openSide(`${known.index.path}${text.slice(known.name.length)}`, results);
}

function differenceNotes({ notices, changedCases, unsharedCases }: RunDifferences): Part {
  const texts = [
    ...notices,
    ...(changedCases.length > 0 ? [`left out, since they were changed: ${changedCases.join(', ')}`] : []),
    ...(unsharedCases.length > 0 ? [`left out, since one run lacks them: ${unsharedCases.join(', ')}`] : []),
  ];
  return texts.length > 0 && markup`<div class="warning">${texts.map((text) => markup`<p>${text}</p>`)}</div>`;
}

function comparisonSection(
  row: SystemComparison,
  systems: [System, System] | undefined,
  left: Side,
  right: Side,
): Markup {
  const flips = [...row.flips].sort((a, b) => Number(b.decisive) - Number(a.decisive));
  return markup`<section><h2>${systemName(row.first)}${systemName(row.first) !== systemName(row.second) && ` → ${systemName(row.second)}`}</h2>
<table class="systems compared"><tbody>${(['first', 'second'] as const).map(
    (which) =>
      markup`<tr><th scope="row">${which}<span class="sub">${which === 'first' ? left.run.manifest.run : right.run.manifest.run}</span></th><td class="wide">${sharesBar(row.counts[which])}</td><td>${accuracy(row.counts[which])}</td></tr>`,
  )}</tbody></table>
<p class="finding">${finding(row)}</p>
<p class="notes">${testNote(row)}</p>
${flips.length === 0 ? markup`<p>No cell flipped.</p>` : flipTable(flips, systems, left, right)}</section>`;
}

function finding({ difference, onlyFirst, onlySecond, pHolm }: SystemComparison): Markup {
  if (!difference) return markup`No cell was decided on both sides.`;
  const points = (value: number): string => `${value >= 0 ? '+' : '−'}${(Math.abs(value) * 100).toFixed(1)}`;
  return markup`<b>${points(difference.value)} points</b> (95 %: ${points(difference.low)} to ${points(difference.high)}), ${onlySecond} cells won, ${onlyFirst} lost: ${pHolm < 0.05 ? 'the difference is no chance' : 'this may be chance'} (p = ${probability(pHolm)})`;
}

function testNote({ test, pairs, unmatched, detectable, p }: SystemComparison): string {
  return [
    `${test === 'mcnemar' ? 'Exact McNemar test' : 'Sign-flip test on the means of the cases'}, ${grouped(pairs)} pairs, p = ${probability(p)} before Holm's correction.`,
    detectable === null
      ? 'A comparison of this size would miss every difference.'
      : `It finds differences from ${(detectable * 100).toFixed(0)} points 8 times in 10.`,
    ...(unmatched > 0 ? [`${grouped(unmatched)} cells have no decided partner.`] : []),
  ].join(' ');
}

function flipTable(flips: readonly Flip[], systems: [System, System] | undefined, left: Side, right: Side): Markup {
  const keys = (systems ?? []).map(
    ({ cells }) => new Map(cells.map(({ record }) => [`${record.case} ${record.trial}`, record.key])),
  );
  const chip = (flip: Flip, which: 0 | 1): Part => {
    const key = keys[which]?.get(`${flip.case} ${flip.trial}`);
    const inner = outcomeChip(which === 0 ? flip.first : flip.second);
    const folder = (which === 0 ? left : right).run.path.split(/[\\/]/).at(-1) ?? '';
    return key === undefined ? inner : markup`<a href="${links.cell(folder, key)}">${inner}</a>`;
  };
  return markup`<table class="list flips" data-rows><thead><tr><th scope="col">Case</th><th scope="col">First</th><th scope="col">Second</th><th scope="col">Accuracy</th></tr></thead><tbody>${flips.map(
    (flip) =>
      markup`<tr class="${flip.decisive ? '' : 'minor-flip'}"><th scope="row">${flip.case}${flip.trial > 1 && markup`<span class="aside"> trial ${flip.trial}</span>`}</th><td>${chip(flip, 0)}</td><td>${chip(flip, 1)}</td><td>${!flip.decisive ? markup`<span class="nothing">same</span>` : flip.second === 'A' ? markup`<span class="won">won</span>` : markup`<span class="lost">lost</span>`}</td></tr>`,
  )}</tbody></table>`;
}

function systemName({ configuration, model, framework }: SystemComparison['first']): string {
  return [configuration, model, ...(framework === 'bpftrace' ? [] : [framework])].join(' · ');
}

function probability(p: number): string {
  return p < 0.001 ? p.toExponential(1) : p.toFixed(3);
}
