import { cellsOfCase } from '../cells-of-case.ts';
import { html } from '../escape/html.ts';
import type { ReportData, ReportGroup } from '../report-data.ts';
import { cellDetail } from './cell-detail.ts';

/** The drill-down: for each case its request, and every cell with program, logs and evidence. */
export async function* caseSections(group: ReportGroup, data: ReportData): AsyncGenerator<string> {
  yield `<section id="${group.id}-cases">\n<h2>Programs and evidence: ${html(group.title.toLowerCase())}</h2>\n`;
  for (const name of group.cases) {
    yield `<h4>${html(name)}</h4>\n`;
    let shown: string | null = null;
    for (const system of group.systems) {
      for (const cell of cellsOfCase(system, name)) {
        const prompt = data.runs[cell.run]?.manifest.cases.find((entry) => entry.id === name)?.prompt;
        if (prompt !== undefined && prompt !== shown) {
          yield `<p class="request">${html(prompt)}</p>\n`;
          shown = prompt;
        }
        yield await cellDetail(cell, system, data, shown);
      }
    }
  }
  yield '</section>\n';
}
