import type { Markup } from '../markup/markup.ts';

/** What a route answers; the server adds the security headers. */
export interface Reply {
  status: number;
  type: string;
  body: string | Uint8Array;
  /** Where a form leads after it was taken. */
  location?: string;
  /** Of a file that the browser keeps. */
  download?: string;
}

export function page(content: Markup, status = 200): Reply {
  return { status, type: 'text/html; charset=utf-8', body: content.text };
}

export function json(value: unknown): Reply {
  return { status: 200, type: 'application/json; charset=utf-8', body: JSON.stringify(value) };
}

/** After a POST: the browser loads `location` with GET, so that a reload repeats nothing. */
export function seeOther(location: string): Reply {
  return { status: 303, type: 'text/plain; charset=utf-8', body: '', location };
}
