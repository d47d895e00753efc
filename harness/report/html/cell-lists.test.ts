import { expect, test } from 'vitest';
import { hostileText } from '../sample-runs.ts';
import { sampleSystem } from '../sample-group.ts';
import { CellLists } from './cell-lists.ts';

const { cells } = sampleSystem('ken', [{}, {}, { outcome: 'FP' }, { case: hostileText, outcome: 'FN' }]);

test('numbers of the same cells share a list, others have their own, and a single cell is its own target', () => {
  const lists = new CellLists(true);
  const all = lists.target(cells, 'all');
  expect(lists.target([...cells], 'again')).toBe(all);
  expect(lists.target(cells.slice(0, 2), 'two')).not.toBe(all);
  expect(lists.target(cells.slice(2, 3), 'one')).toBe(`#${cells[2]?.anchor ?? ''}`);
  expect(lists.target([], 'none')).toBeNull();
  const text = [...lists.section()].join('');
  expect(text.match(/<details>/g)).toHaveLength(2);
  for (const cell of cells) expect(text).toContain(`href="#${cell.anchor}"`);
  expect(text).not.toMatch(/<script/);
});

test('a page without details links nowhere, names the cells, and cuts long lists with their number', () => {
  const lists = new CellLists(false);
  const many = Array.from({ length: 300 }, () => cells).flat();
  expect(lists.target(cells.slice(0, 1), 'one')).toMatch(/^#list-/);
  lists.target(many, 'many');
  const text = [...lists.section()].join('');
  expect(text).not.toContain('href=');
  expect(text).toContain('And 1000 more: see tables/cells.csv');
  expect(text).toContain(`<code>${cells[0]?.record.key.slice(0, 12) ?? ''}</code>`);
});
