import { html } from '../escape/html.ts';
import { percent, plainValue } from '../tables/plain-value.ts';
import type { Table, TableValue } from '../tables/table.ts';
import type { CellLists } from './cell-lists.ts';

/** A table with its notes; wide ones scroll inside their own box. */
export function tableHtml(table: Table, id: string, lists: CellLists): string {
  const isText = table.columns.map((_, index) => table.rows.every((row) => row[index]?.kind === 'text'));
  const classes = table.columns.map((column, index) => {
    return [isText[index] ? 'w' : 'n', ...(column.minor ? ['minor'] : [])].join(' ');
  });
  const heads = table.columns.map(({ label, note }, index) => {
    const title = note === undefined ? '' : ` title="${html(note)}"`;
    return `<th scope="col" class="${classes[index] ?? ''}"${title}>${html(label)}</th>`;
  });
  const rows = table.rows.map((row) => {
    const [first] = row;
    const name = first?.kind === 'text' ? first.text : '';
    const cells = row.map((value, index) => {
      const title = [table.title, name, table.columns[index]?.label ?? ''].filter((part) => part !== '').join(' · ');
      const shown = linked(value, title, lists);
      return index === 0 ? `<th scope="row">${shown}</th>` : `<td class="${classes[index] ?? ''}">${shown}</td>`;
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

/** A number that counts cells leads to them. */
function linked(value: TableValue, title: string, lists: CellLists): string {
  if (value.kind !== 'count' && value.kind !== 'rate') return cell(value);
  const target = value.cells && lists.target(value.cells, title);
  if (typeof target !== 'string') return cell(value);
  const number = value.kind === 'count' ? String(value.value) : `${value.count}/${value.total}`;
  return cell(value).replace(number, `<a class="number" href="${target}">${number}</a>`);
}

/** A rate has its two counts on the first line and its share with the interval on the second. */
function cell(value: TableValue): string {
  if (value.kind === 'none') return '<span class="nothing">–</span>';
  if (value.kind !== 'rate' || value.total === 0) return html(plainValue(value));
  const range = value.interval ? ` (${percent(value.interval.low)}–${percent(value.interval.high)})` : '';
  return `${value.count}/${value.total}<span class="range">${percent(value.count / value.total)} %${range}</span>`;
}
