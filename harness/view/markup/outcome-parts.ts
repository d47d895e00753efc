import { outcomes } from '../../record/record.ts';
import type { Outcome } from '../../record/record.ts';
import type { OutcomeCounts } from '../../stats/outcome-counts.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

const glyphs: Readonly<Record<Outcome, string>> = { A: 'A', FP: 'FP', FN: 'FN', unjudged: '?', error: '!' };

export const outcomeMeanings: Readonly<Record<Outcome, string>> = {
  A: 'accurate: verified, and does what was asked',
  FP: 'false positive: verified, but does not do what was asked',
  FN: 'false negative: nothing verified',
  unjudged: 'unjudged: nobody could decide',
  error: 'error of the infrastructure, not of the system',
};

/** An outcome as a coloured label that also says it in letters. */
export function outcomeChip(outcome: Outcome): Markup {
  return markup`<span class="chip o-${outcome}" title="${outcomeMeanings[outcome]}">${glyphs[outcome]}</span>`;
}

/** Shares of all cells as one bar, for the eye; the numbers stand beside it. `planned`: cells that are still to come count. */
export function sharesBar(counts: OutcomeCounts, planned = counts.cells): Markup {
  const total = Math.max(planned, counts.cells, 1);
  let x = 0;
  const parts = outcomes.map((outcome) => {
    const width = (100 * counts[outcome]) / total;
    const part = markup`<rect class="f-${outcome}" x="${x.toFixed(3)}" y="0" width="${width.toFixed(3)}" height="8"/>`;
    x += width;
    return counts[outcome] > 0 ? part : null;
  });
  return markup`<svg class="shares" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="f-none" width="100" height="8"/>${parts}</svg>`;
}

/** `FP 3`, `FN 12`, ...: every count, zeros muted. */
export function countList(counts: OutcomeCounts): Markup {
  return markup`<ul class="counts">${outcomes.map(
    (outcome) =>
      markup`<li class="${counts[outcome] === 0 ? 'zero' : ''}" title="${outcomeMeanings[outcome]}"><i class="dot f-${outcome}"></i>${outcome} <b>${grouped(counts[outcome])}</b></li>`,
  )}</ul>`;
}

/** A of decided cells with the 95 % Wilson interval. */
export function accuracy({ A, decided, accuracy: share }: OutcomeCounts): Markup {
  if (!share) return markup`<span class="nothing">none decided</span>`;
  return markup`<span class="share">${percent(share.value)} %</span><span class="range">${grouped(A)} of ${grouped(decided)} · ${percent(share.low)}–${percent(share.high)}</span>`;
}

/** The colours, said once. */
export function outcomeKey(): Markup {
  return markup`<ul class="key">${outcomes.map((outcome) => markup`<li>${outcomeChip(outcome)}${outcomeMeanings[outcome]}</li>`)}</ul>`;
}

/** `100 000`: digits in groups of three, with a narrow space. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

export function percent(fraction: number): string {
  return (fraction * 100).toFixed(1);
}
