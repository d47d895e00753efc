import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PageFault } from './page-fault.ts';
import type { Reply } from './reply.ts';

const ours = join(import.meta.dirname, '..', 'assets');

/** Colours, type and basic parts are those of the HTML report. */
const assets = new Map([
  ['report.css', { file: join(ours, '..', '..', 'report', 'html', 'style.css'), type: 'text/css; charset=utf-8' }],
  ['view.css', { file: join(ours, 'view.css'), type: 'text/css; charset=utf-8' }],
  ['view.js', { file: join(ours, 'view.js'), type: 'text/javascript; charset=utf-8' }],
  ['icon.svg', { file: join(ours, 'icon.svg'), type: 'image/svg+xml' }],
]);

export async function asset(name: string): Promise<Reply> {
  const known = assets.get(name);
  if (!known) throw new PageFault(404, `there is no file ${JSON.stringify(name)}`, 'Start from the list of runs.');
  return { status: 200, type: known.type, body: await readFile(known.file) };
}
