import { outcomes, stages } from '../../record/record.ts';
import type { Outcome } from '../../record/record.ts';
import { cellsOfCase } from '../cells-of-case.ts';
import { visibleLine } from '../escape/visible.ts';
import type { ReportData, ReportGroup } from '../report-data.ts';
import { meanSeconds } from '../tables/latency-table.ts';
import { countOutcome } from '../tables/outcome-table.ts';
import { ablationsOf } from './ablation-rows.ts';
import { attemptRows, hasAttempts } from './attempt-rows.ts';
import { endingRows } from './ending-rows.ts';
import { renderFigure } from './render-figure.ts';
import type { FigureRow } from './render-figure.ts';
import { accuracyInterval, costRows, isRepeated, latencyPoints } from './tradeoff-rows.ts';

export interface Figure {
  /** `<group>-outcomes`: name of its files. */
  name: string;
  group: ReportGroup['id'];
  /** Id of the table that it belongs to. */
  beside: string;
  title: string;
  caption: string;
  svg: string;
}

/** As figures write outcomes; the chart specifications name them. */
export const outcomeNames: Record<Outcome, string> = {
  A: 'accurate',
  FP: 'false positive',
  FN: 'false negative',
  unjudged: 'unjudged',
  error: 'error',
};

/** One or two characters that say the outcome without its colour. */
export const outcomeGlyphs: Record<Outcome, string> = { A: 'A', FP: 'FP', FN: 'FN', unjudged: '?', error: '!' };

/** More bars than this are no picture: the table of cases says it instead. */
const mostBars = 400;

/** Every figure of a report. */
export async function renderFigures(data: ReportData): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const group of data.groups) {
    for (const { name, ...planned } of plannedFigures(group, data)) {
      const svg = (await renderFigure(planned.chart, planned.rows))
        .replaceAll(`"${planned.chart}-`, `"${group.id}-${name}-`)
        .replaceAll(`#${planned.chart}-`, `#${group.id}-${name}-`);
      const { beside, title, caption } = planned;
      figures.push({ name: `${group.id}-${name}`, group: group.id, beside, title, caption, svg });
    }
  }
  return figures;
}

interface PlannedFigure {
  /** Name of its files after the group; several figures may share a chart. */
  name: string;
  /** Specification in `reports/charts`. */
  chart: string;
  beside: string;
  title: string;
  caption: string;
  rows: FigureRow[];
}

function plannedFigures(group: ReportGroup, data: ReportData): PlannedFigure[] {
  const chart = (name: string, beside: string, title: string, caption: string, rows: FigureRow[]): PlannedFigure[] =>
    rows.length === 0 ? [] : [{ name, chart: name, beside, title, caption, rows }];
  const interval = group.systems.some((system) => isRepeated(system.cells)) ? 'bootstrap by case' : 'Wilson';
  const whiskers = `Whiskers: 95 % interval (${interval}).`;
  const priced = costRows(group, data);
  return [
    ...chart(
      'outcomes',
      'outcomes',
      'Outcomes by system',
      `Whiskers: 95 % interval of A (${interval}) where every cell is decided.`,
      shareRows(group),
    ),
    ...ablationFigures(group),
    ...chart(
      'cases',
      'outcomes',
      'Outcomes by case',
      'One bar per case and system, as in Figure 9 of the paper.',
      group.cases.length * group.systems.length <= mostBars ? caseRows(group) : [],
    ),
    ...chart(
      'attempts',
      'attempts',
      'Attempts used',
      'Accurate cells by the attempt that made them; what is missing to 100 % was not accurate within the budget.',
      hasAttempts(group) ? attemptRows(group) : [],
    ),
    ...chart(
      'endings',
      'endings',
      'Where cells ended',
      'From left to right: accurate, wrong, then the stage that refused the last candidate, from the last stage to the first.',
      endingRows(group),
    ),
    ...chart(
      'latency',
      'latency',
      'Latency by stage',
      'Mean wall-clock seconds per cell; model and comprehension ask the language model; the judge is not part of the system.',
      latencyRows(group),
    ),
    ...chart(
      'accuracy-latency',
      'latency',
      'Accuracy against latency',
      `Up and to the left is better. ${whiskers}`,
      group.systems.length > 1 ? latencyPoints(group) : [],
    ),
    ...chart(
      'accuracy-cost',
      'cost',
      'Accuracy against cost',
      `Up and to the left is better. ${whiskers}${priced.length < group.systems.length ? ' Systems whose price or tokens are not known are left out.' : ''}`,
      priced.some(({ value }) => Number(value) > 0) ? priced : [],
    ),
  ];
}

function ablationFigures(group: ReportGroup): PlannedFigure[] {
  const ablations = ablationsOf(group);
  return ablations.map(({ model, framework, cells, rows }, index) => ({
    name: index === 0 ? 'ablation' : `ablation-${index + 1}`,
    chart: 'ablation',
    beside: 'outcomes',
    title: `What each part adds${ablations.length > 1 ? `: ${visibleLine(model)}, ${framework}` : ''}`,
    caption: `Change of accuracy against the row above, in percentage points, on the ${cells} cells that all rows decided, in the order of the experiment. Light bars: gained; orange: lost.`,
    rows,
  }));
}

function shareRows(group: ReportGroup): FigureRow[] {
  return group.systems.flatMap((system) => {
    const total = system.cells.length;
    const decided = total - countOutcome(system.cells, 'unjudged') - countOutcome(system.cells, 'error');
    return outcomes.map((outcome, rank) => {
      const count = countOutcome(system.cells, outcome);
      const interval = outcome === 'A' && decided === total ? accuracyInterval(system.cells) : null;
      const bounds = { low: interval?.low ?? null, high: interval?.high ?? null };
      return { system: visibleLine(system.label), outcome: outcomeNames[outcome], rank, count, ...bounds };
    });
  });
}

function caseRows(group: ReportGroup): FigureRow[] {
  return group.systems.flatMap((system, systemRank) =>
    group.cases.flatMap((name) => {
      const cells = cellsOfCase(system, name);
      let below = 0;
      return outcomes.map((outcome, rank) => {
        const share = cells.length === 0 ? 0 : countOutcome(cells, outcome) / cells.length;
        const middle = below + share / 2;
        below += share;
        return {
          system: visibleLine(system.label),
          systemRank,
          case: visibleLine(name),
          outcome: outcomeNames[outcome],
          glyph: outcomeGlyphs[outcome],
          rank,
          share,
          middle,
        };
      });
    }),
  );
}

function latencyRows(group: ReportGroup): FigureRow[] {
  return group.systems.flatMap((system) => {
    const cells = system.cells.filter((cell) => cell.outcome !== 'error');
    return stages.map((stage, rank) => ({
      system: visibleLine(system.label),
      stage,
      rank,
      seconds: meanSeconds(cells, stage) ?? 0,
    }));
  });
}
