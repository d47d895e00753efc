import { visible } from './visible.ts';

/** Text for HTML, safe as content and inside a double- or single-quoted attribute. */
export function html(text: string): string {
  return visible(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}
