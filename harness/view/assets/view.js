// The pages work without this script. It adds keys, applies filters at once, and keeps the progress page up to date.
// Texts are only ever set as text: the content policy forbids a script to write HTML.
'use strict';

const isTyping = (target) => target instanceof HTMLElement && target.matches('input, textarea, select');

/** `j` and `k` walk through a list or from cell to cell, `/` goes to the search field, `u` one level up. */
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
    if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur();
    return;
  }
  const act = keys[event.key];
  if (act && act() !== false) event.preventDefault();
});

const keys = {
  '/': () => focus(document.querySelector('[data-search]')),
  j: () => step(1),
  k: () => step(-1),
  u: () => follow([...document.querySelectorAll('.trail a')].at(-1)),
  1: () => choose(0),
  2: () => choose(1),
  3: () => choose(2),
};

function step(by) {
  const rows = [...document.querySelectorAll('[data-rows] tbody tr a')].filter(
    (link, position, all) => all.findIndex((other) => other.closest('tr') === link.closest('tr')) === position,
  );
  if (rows.length === 0) return follow(document.querySelector(`a[rel="${by > 0 ? 'next' : 'prev'}"]`));
  const at = rows.indexOf(document.activeElement);
  return focus(rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))]);
}

function choose(number) {
  const choice = document.querySelectorAll('[data-label] input[type="radio"]')[number];
  if (!choice) return false;
  choice.checked = true;
  return focus(document.querySelector('[data-label] textarea'));
}

function focus(element) {
  if (!(element instanceof HTMLElement)) return false;
  element.focus();
  return true;
}

function follow(link) {
  if (!(link instanceof HTMLAnchorElement)) return false;
  link.click();
  return true;
}

/** A choice is applied at once; fields without a value stay out of the address. */
for (const form of document.querySelectorAll('form[data-auto]')) {
  form.addEventListener('change', (event) => {
    if (event.target instanceof HTMLSelectElement) form.requestSubmit();
  });
  form.addEventListener('submit', () => {
    for (const field of form.elements) if ('value' in field && field.value === '') field.disabled = true;
  });
  // A page that comes back from the browser's memory can be filtered again.
  addEventListener('pageshow', () => {
    for (const field of form.elements) field.disabled = false;
  });
}

/** The name of the reader is remembered on this machine only. */
for (const field of document.querySelectorAll('[data-reader]')) {
  try {
    if (field.value === '') field.value = localStorage.getItem('reader') ?? '';
    field.form?.addEventListener('submit', () => localStorage.setItem('reader', field.value));
  } catch {
    // A browser may forbid it: then the name is typed again.
  }
}

/** Writing another request chooses it. */
for (const field of document.querySelectorAll('[data-chooses]')) {
  field.addEventListener('input', () => {
    const choice = field.closest('form')?.querySelector(`input[type="radio"][value="${field.dataset.chooses}"]`);
    if (choice) choice.checked = true;
  });
}

const live = document.querySelector('[data-live]');
if (live) followRun(live);

/** Asks every two seconds while the run goes on and the page is seen; every ten seconds otherwise. */
function followRun(page) {
  const ask = async () => {
    let seconds = 10;
    try {
      const response = await fetch(page.dataset.live, { credentials: 'same-origin' });
      if (response.ok) {
        const status = await response.json();
        show(page, status);
        if (status.state === 'running' && !document.hidden) seconds = 2;
      }
    } catch {
      page.querySelector('[data-field="state"]').textContent = 'the viewer does not answer; it is asked again';
    }
    setTimeout(ask, seconds * 1000);
  };
  setTimeout(ask, 2000);
}

const grouped = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');
const glyphs = { A: 'A', FP: 'FP', FN: 'FN', unjudged: '?', error: '!' };

function show(page, status) {
  page.dataset.state = status.state;
  const set = (name, text) => (page.querySelector(`[data-field="${name}"]`).textContent = text);
  set('state', status.says);
  set('done', grouped(status.done));
  set('planned', grouped(status.planned));
  set('pace', status.pace);
  page.querySelector('progress').value = (100 * status.done) / Math.max(1, status.planned);
  for (const [outcome, count] of Object.entries(status.counts)) {
    page.querySelector(`[data-count="${outcome}"]`).textContent = grouped(count);
  }
  page.querySelector('[data-latest]').replaceChildren(...status.latest.map(latestRow));
  page.querySelector('[data-none]')?.toggleAttribute('hidden', status.latest.length > 0);
}

function latestRow(cell) {
  const chip = element('span', `chip o-${cell.outcome}`, glyphs[cell.outcome]);
  const link = element('a', '', cell.case);
  link.setAttribute('href', cell.href);
  const name = element('th', '', '');
  name.scope = 'row';
  name.append(link);
  const first = element('td', '', '');
  first.append(chip);
  const row = element('tr', '', '');
  row.append(
    first,
    name,
    element('td', '', cell.configuration),
    element('td', 'sub minor', cell.note),
    element('td', 'n minor', cell.seconds),
  );
  return row;
}

function element(name, classes, text) {
  const made = document.createElement(name);
  if (classes !== '') made.className = classes;
  if (text !== '') made.textContent = text;
  return made;
}
