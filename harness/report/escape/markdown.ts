import { visibleLine } from './visible.ts';

/**
 * Text for a cell of a Markdown table or a heading: one line, no markup, no HTML, no link that appears by itself
 * (GitHub turns `www.` and `://` into links).
 */
export function markdown(text: string): string {
  return visibleLine(text)
    .replace(/&/g, '&amp;')
    .replace(/[\\`*_[\]{}#|~$^]/g, (char) => `\\${char}`)
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/:(?=\/\/)/g, '&#58;')
    .replace(/www(?=\.)/gi, (word) => `${word}&#8203;`)
    .replace(/@/g, '&#64;');
}
