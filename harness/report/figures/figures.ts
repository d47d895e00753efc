import { outcomes, stages } from '../../record/record.ts';
import type { Outcome } from '../../record/record.ts';
import { clusteredBootstrap } from '../../stats/bootstrap.ts';
import { wilsonInterval } from '../../stats/wilson.ts';
import type { Interval } from '../../stats/wilson.ts';
import { visibleLine } from '../escape/visible.ts';
import type { ReportCell, ReportData, ReportGroup } from '../report-data.ts';
import { meanSeconds } from '../tables/latency-table.ts';
import { countOutcome, itemsByCase } from '../tables/outcome-table.ts';
import { renderFigure } from './render-figure.ts';
import type { FigureRow } from './render-figure.ts';

export interface Figure {
  /** `<group>-outcomes`: name of its files. */
  name: string;
  group: ReportGroup['id'];
  /** Table that it belongs to. */
  beside: 'outcomes' | 'latency';
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

/** Every figure of a report. */
export async function renderFigures(data: ReportData): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const group of data.groups) {
    const add = async (chart: string, title: string, caption: string, rows: FigureRow[]): Promise<void> => {
      const name = `${group.id}-${chart}`;
      const svg = (await renderFigure(chart, rows))
        .replaceAll(`"${chart}-`, `"${name}-`)
        .replaceAll(`#${chart}-`, `#${name}-`);
      figures.push({
        name,
        group: group.id,
        beside: chart === 'latency' ? 'latency' : 'outcomes',
        title,
        caption,
        svg,
      });
    };
    await add(
      'outcomes',
      'Outcomes by system',
      `Whiskers: 95 % interval of A (${group.systems.some((system) => isRepeated(system.cells)) ? 'bootstrap by case' : 'Wilson'}) where every cell is decided.`,
      shareRows(group),
    );
    await add(
      'cases',
      'Outcomes by case',
      'One bar per case and system, as in Figure 9 of the paper.',
      caseRows(group),
    );
    await add(
      'latency',
      'Latency by stage',
      'Mean wall-clock seconds per cell; the judge is not part of the system.',
      latencyRows(group),
    );
  }
  return figures;
}

function shareRows(group: ReportGroup): FigureRow[] {
  return group.systems.flatMap((system) => {
    const total = system.cells.length;
    const decided = total - countOutcome(system.cells, 'unjudged') - countOutcome(system.cells, 'error');
    return outcomes.map((outcome, rank) => {
      const count = countOutcome(system.cells, outcome);
      const interval = outcome === 'A' && decided === total ? intervalOf(system.cells) : null;
      const bounds = { low: interval?.low ?? null, high: interval?.high ?? null };
      return { system: visibleLine(system.label), outcome: outcomeNames[outcome], rank, count, ...bounds };
    });
  });
}

/** Of the accurate share; by case when trials repeat cases, since repeats of one case are not independent. */
function intervalOf(cells: readonly ReportCell[]): Interval | null {
  if (isRepeated(cells)) return clusteredBootstrap([...itemsByCase(cells).values()], { seed: 1 });
  return wilsonInterval(countOutcome(cells, 'A'), cells.length);
}

function isRepeated(cells: readonly ReportCell[]): boolean {
  return cells.some((cell) => cell.record.trial > 1);
}

function caseRows(group: ReportGroup): FigureRow[] {
  return group.systems.flatMap((system, systemRank) =>
    group.cases.flatMap((name) => {
      const cells = system.cells.filter((cell) => cell.record.case === name);
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
