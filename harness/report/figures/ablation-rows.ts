import { visibleLine } from '../escape/visible.ts';
import type { ReportCell, ReportGroup, System } from '../report-data.ts';
import type { FigureRow } from './render-figure.ts';

/** Systems of one model and framework, in the order of the experiment, on the cells that all of them decided. */
export interface Ablation {
  model: string;
  framework: string;
  /** Cells of each system that are compared. */
  cells: number;
  rows: FigureRow[];
}

/** Longest chain: of more systems a waterfall is no picture. */
const longest = 8;

/**
 * What each configuration adds to the one before it: a waterfall per model and framework. The order is that of the
 * experiment, as in the paper's Table 3; another order would give other steps to the same parts.
 */
export function ablationsOf(group: ReportGroup): Ablation[] {
  const chains = new Map<string, System[]>();
  for (const system of group.systems) {
    const name = JSON.stringify([system.model, system.framework, system.run]);
    chains.set(name, [...(chains.get(name) ?? []), system]);
  }
  return [...chains.values()].flatMap((chain) => {
    const [first] = chain;
    if (!first || chain.length < 2 || chain.length > longest) return [];
    const common = commonCells(chain);
    if (common.size === 0) return [];
    const { model, framework } = first;
    return [{ model, framework, cells: common.size, rows: steps(chain, common) }];
  });
}

function steps(chain: readonly System[], common: ReadonlySet<string>): FigureRow[] {
  let before = 0;
  return chain.map((system, order) => {
    const cells = system.cells.filter((cell) => common.has(cellName(cell)));
    const accuracy = cells.filter((cell) => cell.outcome === 'A').length / cells.length;
    const from = order === 0 ? 0 : before;
    const change = Math.round((accuracy - from) * 100);
    const kind = order === 0 ? 'first' : accuracy < from ? 'loss' : 'gain';
    const label =
      order === 0
        ? `${Math.round(accuracy * 100)} %`
        : `${Math.round(accuracy * 100)} % (${change > 0 ? '+' : change < 0 ? '−' : '±'}${Math.abs(change)})`;
    before = accuracy;
    return {
      system: visibleLine(system.configuration),
      next: visibleLine(chain[order + 1]?.configuration ?? system.configuration),
      order,
      kind,
      from,
      to: accuracy,
      end: Math.max(from, accuracy),
      label,
    };
  });
}

function commonCells(chain: readonly System[]): Set<string> {
  const [first, ...others] = chain.map(
    ({ cells }) => new Set(cells.filter(({ outcome }) => outcome !== 'unjudged' && outcome !== 'error').map(cellName)),
  );
  return new Set([...(first ?? [])].filter((name) => others.every((names) => names.has(name))));
}

function cellName({ record }: ReportCell): string {
  return `${record.case} ${record.trial}`;
}
