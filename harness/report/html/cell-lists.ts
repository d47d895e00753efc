import { createHash } from 'node:crypto';
import { html } from '../escape/html.ts';
import { outcomeGlyphs } from '../figures/figures.ts';
import type { ReportCell } from '../report-data.ts';
import { chip } from './fragments.ts';

/** Longest list of one number; all cells are in tables/cells.csv. */
const longest = 200;

/**
 * The cells behind the numbers of a page: every number that counts cells links to a list of them, and every entry of a
 * list to the cell's programs and evidence. Numbers that count the same cells share a list.
 */
export class CellLists {
  readonly #lists = new Map<string, { id: string; title: string; cells: readonly ReportCell[] }>();
  readonly #hasDetails: boolean;

  /** `hasDetails`: whether the page holds the details of single cells. */
  constructor(hasDetails: boolean) {
    this.#hasDetails = hasDetails;
  }

  /** Where the link of a number leads; null for a number that counts nothing. */
  target(cells: readonly ReportCell[], title: string): string | null {
    const [only] = cells;
    if (!only) return null;
    if (cells.length === 1 && this.#hasDetails) return `#${only.anchor}`;
    const hash = createHash('sha256');
    for (const cell of cells) hash.update(cell.anchor);
    const name = hash.digest('base64');
    const known = this.#lists.get(name) ?? { id: `list-${this.#lists.size + 1}`, title, cells };
    this.#lists.set(name, known);
    return `#${known.id}`;
  }

  /** The section with all lists, after every number was written. */
  *section(): Generator<string> {
    if (this.#lists.size === 0) return;
    yield '<section id="cells-of-numbers">\n<h2>Cells behind the numbers</h2>\n';
    for (const { id, title, cells } of this.#lists.values()) {
      const items = cells.slice(0, longest).map((cell) => `<li>${this.#entry(cell)}</li>`);
      const rest = cells.length - items.length;
      const more = rest > 0 ? `<p class="notes">And ${rest} more: see tables/cells.csv, or \`ken view\`.</p>` : '';
      const head = `<span class="grow">${html(title)}</span><span class="aside">${cells.length} cells</span>`;
      yield `<details><summary>${head}</summary><div class="body" id="${id}"><ul class="cells">${items.join('')}</ul>${more}</div></details>\n`;
    }
    yield '</section>\n';
  }

  #entry(cell: ReportCell): string {
    const { record } = cell;
    const trial = record.trial > 1 ? ` · trial ${record.trial}` : '';
    const name = `${record.case} · ${record.configuration} · ${record.model}${trial}`;
    const label = chip(
      cell.outcome,
      outcomeGlyphs[cell.outcome],
      this.#hasDetails ? { href: `#${cell.anchor}`, title: name } : undefined,
    );
    return `${label} ${html(name)}${this.#hasDetails ? '' : ` <code>${record.key.slice(0, 12)}</code>`}`;
  }
}
