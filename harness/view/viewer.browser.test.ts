import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../record/cell-key.ts';
import { RunFolder } from '../record/run-folder.ts';
import { readRecords } from '../record/read-records.ts';
import { sampleCell, sampleTranscript } from '../record/samples.ts';
import { hostileText } from '../report/sample-runs.ts';
import { findBrowser } from './find-browser.ts';
import { openSampleViewer } from './samples.ts';
import type { SampleViewer } from './samples.ts';

const executablePath = findBrowser();
const name =
  executablePath === null ? 'the viewer in Chromium (skipped: no Chromium is installed)' : 'the viewer in Chromium';

describe.skipIf(executablePath === null)(name, () => {
  let viewer: SampleViewer;
  let browser: Browser;
  let page: Page;
  /** Whatever must not happen: dialogs, errors of scripts, breaches of the policy, requests to elsewhere. */
  const alarms: string[] = [];
  const requests: string[] = [];

  beforeAll(async () => {
    viewer = await openSampleViewer();
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    page = await context.newPage();
    page.on('dialog', (dialog) => {
      alarms.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('pageerror', (error) => alarms.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') alarms.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => requests.push(request.url()));
  });
  afterAll(async () => {
    await browser.close();
    await viewer.close();
  });

  const open = async (path: string): Promise<void> => {
    await page.goto(new URL(path, viewer.url).href);
  };
  const scriptsOnPage = (): Promise<string[]> =>
    page.evaluate("[...document.querySelectorAll('script')].map((script) => script.getAttribute('src') ?? 'inline')");

  test('no script of a record runs on any page, and nothing is loaded from elsewhere', async () => {
    const { baseline, replay } = viewer.runs;
    const paths = [
      '/',
      `/runs/${baseline}`,
      `/runs/${replay}`,
      `/runs/${baseline}/live`,
      '/label',
      '/curation/contracts',
    ];
    for (const run of [baseline, replay]) {
      for await (const { key } of readRecords(join(viewer.options.results, run))) {
        paths.push(`/runs/${run}/cells/${key}`);
      }
    }
    for (const path of paths) {
      await open(path);
      expect(await scriptsOnPage(), path).toEqual(['/assets/view.js']);
      await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
    }
    expect(alarms).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(viewer.url))).toEqual([]);
  });

  test('hostile text is shown letter by letter, in the order of the program', async () => {
    await open(`/runs/${viewer.runs.baseline}?outcome=unjudged`);
    await page.locator('table.cells tbody a').first().click();
    const shown = await page.locator('.program').first().innerText();
    expect(shown).toContain('</script><script>alert(1)</script> =cmd|');
    expect(shown).toContain('⟨U+202E⟩gpj.exe ⟨U+001B⟩[31mred');
    expect(alarms).toEqual([]);
  });

  test('the policy itself holds: neither inline script nor HTML from a script', async () => {
    await open('/');
    const outcome = await page.evaluate<{ ran: boolean; written: boolean }>(breachAttempt);
    expect(outcome).toEqual({ ran: false, written: false });
    alarms.length = 0;
  });

  test('filters are applied when they are chosen; the keyboard walks the list', async () => {
    await open(`/runs/${viewer.runs.baseline}`);
    await page.locator('select[name="outcome"]').selectOption('FP');
    await page.waitForURL(/\?outcome=FP#cells$/);
    expect(await page.locator('table.cells tbody tr').count()).toBe(3);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/cells\//);
    expect(await page.locator('.actions').innerText()).toContain('2 of 3');
    await page.keyboard.press('j');
    await page.locator('.actions').getByText('3 of 3').waitFor();
    expect(alarms).toEqual([]);
  });

  test('a program is labelled, blind, by mouse and keyboard', async () => {
    await open('/label');
    await page.getByLabel('Your name').fill('Ada');
    await page.getByRole('button', { name: 'Start' }).click();
    expect(await page.locator('main').innerText()).not.toMatch(/retrieval|sample-0001/);
    await page.keyboard.press('2');
    expect(await page.getByRole('radio', { name: /^incorrect/ }).isChecked()).toBe(true);
    await page.keyboard.type('It counts nothing.');
    await page.getByRole('button', { name: 'Save and go on' }).click();
    await page.getByText('Ada has labelled all 1').waitFor();
    const stored: unknown = JSON.parse(await readFile(viewer.options.labels, 'utf8'));
    expect(stored).toMatchObject({
      reader: 'Ada',
      label: 'incorrect',
      why: 'It counts nothing.',
      case: 'sync-callers',
    });
    expect(alarms).toEqual([]);
  });

  test('the progress page shows a cell that finishes while it is open', async () => {
    const run = await RunFolder.open(join(viewer.options.results, viewer.runs.baseline));
    await open(`/runs/${viewer.runs.baseline}/live`);
    expect(await page.locator('[data-field="done"]').innerText()).toBe('18');
    const cell = { key: sha256('late'), case: '<img src=x onerror=alert(2)>', finishedAt: '2031-01-01T00:00:00.000Z' };
    await run.finishCell(sampleCell(cell), sampleTranscript({ prompt: hostileText }));
    await page.getByText('<img src=x onerror=alert(2)>').waitFor();
    expect(await page.locator('[data-field="done"]').innerText()).toBe('19');
    expect(await page.locator('main img').count()).toBe(0);
    await run.close();
    expect(alarms).toEqual([]);
  });

  test.each([1280, 390])('at %i pixels no page is wider than the window', async (width) => {
    await page.setViewportSize({ width, height: 900 });
    for (const path of ['/', `/runs/${viewer.runs.baseline}`, '/label/agreement', '/compare', '/curation/contracts']) {
      await open(path);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(width);
    }
  });
});

/** What a script would try that found its way into a page; Trusted Types and the policy refuse both. */
const breachAttempt = `(() => {
  const script = document.createElement('script');
  try { script.textContent = 'globalThis.ran = true'; } catch {}
  document.body.append(script);
  try { document.body.insertAdjacentHTML('beforeend', '<b id="written">x</b>'); } catch {}
  return { ran: 'ran' in globalThis, written: document.getElementById('written') !== null };
})()`;
