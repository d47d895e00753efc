import { outcomes } from '../../record/record.ts';
import { cellsOfCase } from '../cells-of-case.ts';
import { html } from '../escape/html.ts';
import { outcomeGlyphs } from '../figures/figures.ts';
import type { ReportCell, ReportData, ReportGroup, System } from '../report-data.ts';
import { countOutcome } from '../tables/outcome-table.ts';
import { chip } from './fragments.ts';

/**
 * Each case against each system. Every outcome is a link to its programs and evidence; on a page without them, the
 * outcomes are counted.
 */
export function* outcomeMatrix(group: ReportGroup, data: ReportData, hasDetails: boolean): Generator<string> {
  const heads = group.systems.map((system) => `<th scope="col">${html(system.label)}</th>`).join('');
  yield `<h3 id="${group.id}-matrix">Each case</h3>
<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Case</th>${heads}</tr></thead><tbody>
`;
  for (const name of group.cases) {
    const cells = group.systems.map((system) => {
      const ofCase = cellsOfCase(system, name);
      const chips = hasDetails ? linkedChips(ofCase, system, data) : countedChips(ofCase);
      return `<td>${chips.join(' ') || '<span class="nothing">–</span>'}</td>`;
    });
    yield `<tr><th scope="row">${html(name)}</th>${cells.join('')}</tr>\n`;
  }
  yield `</tbody></table></div>
<p class="notes">${hasDetails ? 'Every label leads to the programs, logs and evidence of its cell.' : 'How often each outcome came up.'}</p>
`;
}

function linkedChips(cells: readonly ReportCell[], system: System, data: ReportData): string[] {
  return cells.map((cell) =>
    chip(cell.outcome, outcomeGlyphs[cell.outcome], {
      href: `#${cell.anchor}`,
      title: `${cell.record.case}, ${system.label}, trial ${cell.record.trial}, ${data.runs[cell.run]?.manifest.run ?? ''}`,
    }),
  );
}

function countedChips(cells: readonly ReportCell[]): string[] {
  return outcomes.flatMap((outcome) => {
    const count = countOutcome(cells, outcome);
    return count === 0 ? [] : [`${count} ${chip(outcome, outcomeGlyphs[outcome])}`];
  });
}
