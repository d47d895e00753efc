import { html } from '../escape/html.ts';
import { outcomeGlyphs } from '../figures/figures.ts';
import type { ReportData, ReportGroup } from '../report-data.ts';
import { chip } from './fragments.ts';

/** Each case against each system; every outcome is a link to its programs and evidence. */
export function outcomeMatrix(group: ReportGroup, data: ReportData): string {
  const heads = group.systems.map((system) => `<th scope="col">${html(system.label)}</th>`).join('');
  const rows = group.cases.map((name) => {
    const cells = group.systems.map((system) => {
      const chips = system.cells
        .filter((cell) => cell.record.case === name)
        .map((cell) =>
          chip(cell.outcome, outcomeGlyphs[cell.outcome], {
            href: `#${cell.anchor}`,
            title: `${name}, ${system.label}, trial ${cell.record.trial}, ${data.runs[cell.run]?.manifest.run ?? ''}`,
          }),
        );
      return `<td>${chips.join(' ') || '<span class="nothing">–</span>'}</td>`;
    });
    return `<tr><th scope="row">${html(name)}</th>${cells.join('')}</tr>`;
  });
  return `<h3 id="${group.id}-matrix">Each case</h3>
<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Case</th>${heads}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div>
<p class="notes">Every label leads to the programs, logs and evidence of its cell.</p>
`;
}
