import { stages } from '../../record/record.ts';
import type { CellRecord, Stage } from '../../record/record.ts';
import { markup } from '../markup/markup.ts';
import type { Markup } from '../markup/markup.ts';

/** Seconds per stage, each with a bar on one scale; stages that took no time at all are muted. */
export function stageStrip(seconds: CellRecord['seconds']): Markup {
  const most = Math.max(...stages.map((stage) => seconds[stage]), 0.001);
  return markup`<ol class="stages">${stages.map((stage) => stageBox(stage, seconds[stage], most))}</ol>`;
}

function stageBox(stage: Stage, seconds: number, most: number): Markup {
  const width = (100 * seconds) / most;
  return markup`<li class="${seconds === 0 ? 'zero' : ''}"><span class="name">${stage}</span><span class="value">${secondsText(seconds)}</span><svg viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true"><rect class="f-none" width="100" height="3"/><rect class="f-time" width="${width.toFixed(2)}" height="3"/></svg></li>`;
}

export function secondsText(seconds: number): string {
  if (seconds === 0) return '–';
  return seconds < 0.1 ? `${(seconds * 1000).toFixed(0)} ms` : `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
}
