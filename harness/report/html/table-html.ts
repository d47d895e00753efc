import { html } from '../escape/html.ts';
import { percent, plainValue } from '../tables/plain-value.ts';
import type { Table, TableValue } from '../tables/table.ts';

/** A table with its notes; wide ones scroll inside their own box. */
export function tableHtml(table: Table, id: string): string {
  const isText = table.columns.map((_, index) => table.rows.every((row) => row[index]?.kind === 'text'));
  const heads = table.columns.map(
    (column, index) =>
      `<th scope="col"${isText[index] ? '' : ' class="n"'}${column.note ? ` title="${html(column.note)}"` : ''}>${html(column.label)}</th>`,
  );
  const rows = table.rows.map((row) => {
    const cells = row.map((value, index) => {
      if (index === 0) return `<th scope="row">${cell(value)}</th>`;
      return isText[index] ? `<td class="w">${cell(value)}</td>` : `<td class="n">${cell(value)}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<h3 id="${id}">${html(table.title)}</h3>
<div class="scroll" tabindex="0"><table><thead><tr>${heads.join('')}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div>
<p class="notes">${table.notes.map(html).join(' ')}</p>
`;
}

/** A rate has its two counts on the first line and its share with the interval on the second. */
function cell(value: TableValue): string {
  if (value.kind === 'none') return '<span class="nothing">–</span>';
  if (value.kind !== 'rate' || value.total === 0) return html(plainValue(value));
  const range = value.interval ? ` (${percent(value.interval.low)}–${percent(value.interval.high)})` : '';
  return `${value.count}/${value.total}<span class="range">${percent(value.count / value.total)} %${range}</span>`;
}
