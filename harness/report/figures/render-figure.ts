import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TopLevelSpec } from 'vega-lite';
import { z } from 'zod';
import { KenError } from '../../../ken/errors.ts';

/** Chart specifications are files, so that people can change a figure without touching code. */
export const chartsFolder = join(import.meta.dirname, '..', '..', '..', 'reports', 'charts');

const chartSchemaOfOurs = z.looseObject({ data: z.strictObject({ name: z.string() }) });

export type FigureRow = Record<string, string | number | null>;

/**
 * Renders a Vega-Lite specification of `reports/charts` over rows of data to SVG, without a browser. The same rows give
 * the same bytes. A specification that is not valid Vega-Lite is a `KenError('config')`: Vega-Lite itself would drop what
 * it does not know.
 */
export async function renderFigure(name: string, rows: readonly FigureRow[]): Promise<string> {
  const path = join(chartsFolder, `${name}.vl.json`);
  const specification = chartSchemaOfOurs.parse(await readJson(path));
  await validateChart(specification, path);
  const vega = await import('vega');
  const vegaLite = await import('vega-lite');
  const compiled = vegaLite.compile(
    { ...specification, data: { ...specification.data, values: rows } } as TopLevelSpec,
    {
      config: await readJson(join(chartsFolder, 'theme.json')),
    },
  );
  const view = new vega.View(vega.parse(compiled.spec), { renderer: 'none', logLevel: vega.Warn });
  try {
    return stableIds(await view.toSVG(), name);
  } finally {
    view.finalize();
  }
}

/** Checks a specification against the JSON schema that comes with Vega-Lite. */
export async function validateChart(specification: unknown, path: string): Promise<void> {
  chartSchema ??= loadChartSchema();
  const parsed = (await chartSchema).safeParse(specification);
  if (parsed.success) return;
  const places = [...new Set(deepest(parsed.error.issues))].slice(0, 4);
  throw new KenError('config', `${path} is not a valid Vega-Lite specification: ${places.join('; ')}`, {
    hint: 'compare it with the Vega-Lite reference; unknown names are refused here',
  });
}

let chartSchema: Promise<z.ZodType> | undefined;

async function loadChartSchema(): Promise<z.ZodType> {
  const url = import.meta.resolve('vega-lite/vega-lite-schema.json');
  return z.fromJSONSchema((await readJson(new URL(url))) as Parameters<typeof z.fromJSONSchema>[0]);
}

function deepest(issues: readonly z.core.$ZodIssue[], prefix = ''): string[] {
  return issues
    .flatMap((issue) => {
      const place = [prefix, ...issue.path.map(String)].filter((part) => part !== '').join('.');
      if (issue.code === 'invalid_union') return issue.errors.flatMap((branch) => deepest(branch, place));
      return [`${place || 'top level'}: ${issue.message}`];
    })
    .sort((a, b) => b.split('.').length - a.split('.').length);
}

async function readJson(path: string | URL): Promise<object> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as object;
  } catch (error) {
    throw new KenError('config', `cannot read the chart file ${String(path)}`, { cause: error });
  }
}

/** Vega numbers clip paths through the life of the process; two figures in one page, or two reports, must not differ by it. */
function stableIds(svg: string, name: string): string {
  const ids = new Map<string, string>();
  for (const match of svg.matchAll(/\bid="([^"]+)"/g)) {
    if (match[1] && !ids.has(match[1])) ids.set(match[1], `${name}-${ids.size}`);
  }
  return svg.replace(/\bid="([^"]+)"|url\(#([^)]+)\)/g, (whole, id?: string, reference?: string) =>
    id ? `id="${ids.get(id) ?? id}"` : reference ? `url(#${ids.get(reference) ?? reference})` : whole,
  );
}
