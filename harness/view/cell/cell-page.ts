import { systemSeconds } from '../../record/record.ts';
import type { Evidence } from '../../record/transcript.ts';
import { page } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import { factList, fold, textBlock } from '../markup/blocks.ts';
import { layout } from '../markup/layout.ts';
import { links } from '../markup/links.ts';
import { markup } from '../markup/markup.ts';
import type { Markup, Part } from '../markup/markup.ts';
import { grouped, outcomeChip, outcomeMeanings } from '../markup/outcome-parts.ts';
import { parseCellQuery } from '../runs/cell-query.ts';
import type { CellQuery } from '../runs/cell-query.ts';
import { chooseCells } from '../runs/choose-cells.ts';
import type { RunIndex } from '../runs/run-index.ts';
import type { Viewer } from '../viewer.ts';
import { attemptSection, gateSection } from './attempt-section.ts';
import { programLines } from './program-lines.ts';
import { readCell } from './read-cell.ts';
import type { WholeCell } from './read-cell.ts';
import { secondsText, stageStrip } from './stage-strip.ts';

/** `/runs/<run>/cells/<key>`: everything of one cell, from the outcome to every attempt. */
export async function cellPage(
  name: string,
  key: string,
  search: URLSearchParams,
  { indexes }: Viewer,
): Promise<Reply> {
  const index = await indexes.find(name);
  const query = parseCellQuery(search);
  const cell = await readCell(index, key);
  const { row, record, transcript } = cell;
  const attempts = transcript?.attempts ?? [];
  return page(
    layout({
      title: row.case,
      area: 'runs',
      trail: [
        { href: links.runs, label: 'Runs' },
        { href: `${links.run(name, query)}#cells`, label: index.manifest.experiment },
      ],
      facts: [
        row.configuration,
        row.model,
        row.framework,
        `trial ${row.trial}`,
        `${row.attempts} ${row.attempts === 1 ? 'attempt' : 'attempts'}`,
        secondsText(systemSeconds(record)),
      ],
      actions: neighbours(name, index, key, query),
      body: [
        headline(cell),
        requestPart(index, cell),
        stageStrip({ ...record.seconds, judge: cell.score?.seconds ?? record.seconds.judge }),
        errorPart(cell),
        judgementPart(cell),
        programPart(cell),
        attempts.length > 0 &&
          markup`<section><h2>Attempts</h2>${attempts.map((attempt, position) =>
            attemptSection(attempt, attempts[position - 1], attempts.length),
          )}</section>`,
        (transcript?.imported ?? []).map(({ title, text }) => fold(title, textBlock(text))),
        provenancePart(name, cell),
      ],
    }),
  );
}

/** The cells before and after this one in the list that the reader came from. */
function neighbours(name: string, index: RunIndex, key: string, query: CellQuery): Part {
  const { rows } = chooseCells(index, query);
  const position = rows.findIndex((row) => row.key === key);
  if (position < 0 || rows.length < 2) return null;
  const step = (offset: number, label: string, rel: string): Part => {
    const other = rows[position + offset];
    return other
      ? markup`<a class="button" rel="${rel}" href="${links.cell(name, other.key, query)}" title="${other.case}, ${other.configuration}">${label}</a>`
      : markup`<span class="button off">${label}</span>`;
  };
  return [
    step(-1, 'Previous', 'prev'),
    markup`<span class="aside">${grouped(position + 1)} of ${grouped(rows.length)}</span>`,
    step(1, 'Next', 'next'),
  ];
}

function headline({ row, record, score }: WholeCell): Markup {
  const steps: [string, string | null][] = [
    ['Verifier', row.verdict],
    ['Gate', row.gate],
    ['Judge', row.judgement],
  ];
  const repairs = score?.judgement.repairs ?? record.judgement?.repairs ?? [];
  return markup`<div class="headline"><p class="verdict">${outcomeChip(row.outcome)}<span>${outcomeMeanings[row.outcome]}</span></p>
<ul class="steps">${steps.map(([label, value]) => markup`<li><span>${label}</span>${value ?? markup`<span class="nothing">not asked</span>`}</li>`)}</ul>
${repairs.map((repair) => markup`<p class="notes">before it was judged: ${repair}</p>`)}</div>`;
}

function requestPart(index: RunIndex, { row, transcript }: WholeCell): Part {
  const asked = transcript?.prompt ?? index.manifest.cases.find(({ id }) => id === row.case)?.prompt;
  return asked !== undefined && markup`<section><h2>Request</h2><p class="request">${asked}</p></section>`;
}

function errorPart({ record, score, transcript }: WholeCell): Part {
  if (!record.error || score) return null;
  const { cause, code, message } = record.error;
  return markup`<section><h2>Error <span class="aside">${cause} · ${code}</span></h2>${textBlock(message)}
${transcript?.error?.hint !== undefined && markup`<p class="notes">${transcript.error.hint}</p>`}
${transcript?.error?.stack !== undefined && fold('Where', textBlock(transcript.error.stack))}</section>`;
}

function judgementPart({ row, record, score, transcript }: WholeCell): Part {
  const judgement = score?.judgement ?? record.judgement;
  if (!judgement) return null;
  const evidence = score?.evidence ?? transcript?.judge?.evidence ?? [];
  const opinion = score ? score.equivalence : transcript?.judge?.equivalence;
  const gate = score ? null : (transcript?.judge?.gate ?? null);
  return markup`<section><h2>Judgement <span class="aside">${row.judgement}</span></h2>
${evidence.length === 0 ? markup`<p class="notes">The judge noted no evidence.</p>` : evidenceList(evidence)}
${opinion && markup`<p class="notes">Compared with ${opinion.reference}: ${opinion.result}${opinion.agrees === null ? '' : opinion.agrees ? ', which agrees' : ', which does not agree'}. ${opinion.reason}</p>`}
${gate && fold(markup`The judged run <span class="aside">gate: ${gate.status}</span>`, gateSection(gate))}
${score && score.log !== '' && fold('Log of the judged run', textBlock(score.log))}
${score && markup`<p class="notes">Judged again by judge ${score.judgeVersion}, ${score.at}. The first judgement was ${record.outcome}${record.judgement ? `: ${record.judgement.judgement} (${record.judgement.method})` : ''}.</p>`}</section>`;
}

/** What the judge saw; quoted output of the program is in the workload's own words. */
export function evidenceList(evidence: readonly Evidence[]): Markup {
  return markup`<ul class="evidence">${evidence.map(
    ({ holds, claim, evidence: seen }) =>
      markup`<li class="${holds ? 'holds' : 'fails'}">${claim}${seen !== undefined && markup`<span class="seen">${seen}</span>`}</li>`,
  )}</ul>`;
}

/** The program, unless it stands in the last attempt, which is open and has its marks. */
function programPart({ transcript }: WholeCell): Part {
  const last = transcript?.attempts.at(-1)?.candidate;
  const program = transcript?.verified ?? last;
  if (!program || program.text === last?.text) return null;
  return markup`<section><h2>Program <span class="aside">verified</span></h2>${programLines(program.text)}</section>`;
}

function provenancePart(name: string, { record }: WholeCell): Markup {
  const { tokens, resources, toolchain, upstream } = record;
  return markup`<section><h2>Record</h2>${factList([
    ['Cell', markup`<code>${record.key}</code>`],
    ['Run', name],
    ['Finished', record.finishedAt],
    ['Program', record.programHash && markup`<code>sha256 ${record.programHash}</code>`],
    ['Tokens', tokens && `${grouped(tokens.input)} in, ${grouped(tokens.output)} out`],
    [
      'Resources',
      resources &&
        `${resources.device}, ${resources.cpuSeconds.toFixed(1)} s CPU, ${(resources.peakRamBytes / 1e9).toFixed(1)} GB RAM, ${(resources.peakVramBytes / 1e9).toFixed(1)} GB VRAM`,
    ],
    ['Toolchain', toolchain && `kernel ${toolchain.kernel}, bpftrace ${toolchain.bpftrace}, image ${toolchain.image}`],
    ['Prompts', record.promptVersion],
    ['Replies', record.recorded ? 'from a cache or a recording' : 'asked for in this run'],
    [
      'Upstream',
      upstream &&
        `${upstream.passed ? 'passed' : 'failed'} their gate, return code ${String(upstream.returnCode)}${upstream.label === undefined ? '' : `, ${upstream.label}`}`,
    ],
  ])}</section>`;
}
