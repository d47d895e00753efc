import { lexicalRegions } from '../../../ken/kernel/normalise/lexical-regions.ts';
import { visible } from '../../report/escape/visible.ts';
import { markup } from '../markup/markup.ts';
import type { Markup } from '../markup/markup.ts';

/** Something to say of a line, from 1. `changed`: new since the attempt before; `cited`: named by the gate. */
export interface LineMark {
  line: number;
  kind: 'proved' | 'refuted' | 'open' | 'lint' | 'cited' | 'changed';
  note?: string;
}

const signs: Readonly<Record<LineMark['kind'], { sign: string; meaning: string }>> = {
  refuted: { sign: '✗', meaning: 'refuted' },
  open: { sign: '?', meaning: 'not proved' },
  lint: { sign: '!', meaning: 'finding of the automatic checks' },
  proved: { sign: '✓', meaning: 'proved' },
  cited: { sign: '›', meaning: 'named by the gate' },
  changed: { sign: '+', meaning: 'new since the attempt before' },
};

/** Longest program that is shown in full; the rest is in the run's transcript. */
const longest = 64 * 1024;

/**
 * A program with numbered lines, marks in the gutter and their notes under the lines. The text is hostile: control and
 * bidi characters are made visible first, so that the order of the characters on the screen is that of the program.
 */
export function programLines(text: string, marks: readonly LineMark[] = []): Markup {
  const shown = visible(
    text.length > longest ? `${text.slice(0, longest)}\n[cut: ${text.length - longest} more characters]` : text,
  );
  const lines = paintedLines(shown.replace(/\n$/, ''));
  return markup`<div class="program" dir="ltr" tabindex="0" role="region" aria-label="program">${lines.map(
    (line, position) =>
      numberedLine(
        line,
        position + 1,
        marks.filter((mark) => mark.line === position + 1),
      ),
  )}</div>`;
}

function numberedLine(content: Markup[], number: number, marks: readonly LineMark[]): Markup {
  const kinds = Object.keys(signs) as LineMark['kind'][];
  const kind = kinds.find((candidate) => marks.some((mark) => mark.kind === candidate));
  const gutter = kind && signs[kind];
  const notes = marks.flatMap((mark) => (mark.note === undefined ? [] : [{ kind: mark.kind, note: mark.note }]));
  return markup`<div class="line${kind ? ` m-${kind}` : ''}"><span class="number" data-number="${number}"></span><span class="sign"${gutter && markup` title="${gutter.meaning}" data-sign="${gutter.sign}"`}>${gutter && markup`<span class="unseen">${gutter.meaning}: </span>`}</span><code>${content.length === 0 ? '\n' : content}</code></div>${notes.map((note) => markup`<p class="note m-${note.kind}">${note.note}</p>`)}`;
}

/** Comments, strings and maps get a colour of their own; a region that spans lines is cut at the line ends. */
function paintedLines(text: string): Markup[][] {
  const lines: Markup[][] = [[]];
  for (const { kind, start, end } of lexicalRegions(text)) {
    for (const [position, piece] of text.slice(start, end).split('\n').entries()) {
      if (position > 0) lines.push([]);
      if (piece !== '')
        lines
          .at(-1)
          ?.push(...(kind === 'code' ? paintedCode(piece) : [markup`<span class="t-${kind}">${piece}</span>`]));
    }
  }
  return lines;
}

function paintedCode(piece: string): Markup[] {
  return piece.split(/(@[A-Za-z_]\w*|\b(?:assert|assume)\b)/).map((part, position) => {
    if (position % 2 === 0) return markup`${part}`;
    return markup`<span class="t-${part.startsWith('@') ? 'map' : 'check'}">${part}</span>`;
  });
}
