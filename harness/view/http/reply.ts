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

/** No `<` in it, so that it is no HTML even where somebody takes it for that. */
export function json(value: unknown): Reply {
  const body = JSON.stringify(value).replaceAll('<', '\\u003c');
  return { status: 200, type: 'application/json; charset=utf-8', body };
}

/** After a POST: the browser loads `location` with GET, so that a reload repeats nothing. */
export function seeOther(location: string): Reply {
  return { status: 303, type: 'text/plain; charset=utf-8', body: '', location };
}
