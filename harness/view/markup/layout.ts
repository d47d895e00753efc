import { links } from './links.ts';
import { markup } from './markup.ts';
import type { Markup, Part } from './markup.ts';

export type Area = 'runs' | 'compare' | 'label' | 'pairs' | 'contracts';

const areas: readonly { area: Area; href: string; label: string }[] = [
  { area: 'runs', href: links.runs, label: 'Runs' },
  { area: 'compare', href: links.compare(), label: 'Compare' },
  { area: 'label', href: links.labels, label: 'Label' },
  { area: 'pairs', href: links.pairs(), label: 'Pairs' },
  { area: 'contracts', href: links.contracts(), label: 'Contracts' },
];

export interface Layout {
  title: string;
  /** Null: a page of no area. */
  area: Area | null;
  /** The way up, outermost first. */
  trail?: readonly { href: string; label: string }[];
  /** Small print under the title. */
  facts?: readonly string[];
  /** Beside the title: where else to go from here. */
  actions?: Part;
  body: Part;
}

/** The frame of every page. All that changes is escaped by `markup`. */
export function layout({ title, area, trail = [], facts = [], actions, body }: Layout): Markup {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · KEN</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/report.css">
<link rel="stylesheet" href="/assets/view.css">
<script src="/assets/view.js" defer></script>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header class="bar"><div class="frame">
<a class="mark" href="/" aria-label="KEN, all runs">KEN</a>
<nav aria-label="Areas"><ul>${areas.map(
    (entry) =>
      markup`<li><a href="${entry.href}"${entry.area === area ? markup` aria-current="page"` : null}>${entry.label}</a></li>`,
  )}</ul></nav>
</div></header>
<main id="main" class="frame">
<div class="title">
${trail.length > 0 && markup`<p class="trail">${trail.map(({ href, label }) => markup`<a href="${href}">${label}</a><span aria-hidden="true">/</span>`)}</p>`}
<div class="heading"><h1>${title}</h1>${actions !== undefined && markup`<div class="actions">${actions}</div>`}</div>
${facts.length > 0 && markup`<ul class="facts">${facts.map((fact) => markup`<li>${fact}</li>`)}</ul>`}
</div>
${body}
</main>
</body>
</html>
`;
}
