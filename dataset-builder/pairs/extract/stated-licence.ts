/** The SPDX expression that a file states: its SPDX line, or a licence text that is known word for word. Null: none. */
export function statedLicence(text: string): string | null {
  const head = text.slice(0, 8000);
  const spdx = /SPDX-License-Identifier:\s*([^\n*]+)/
    .exec(head)?.[1]
    ?.replace(/\*\/.*$/, '')
    .trim();
  if (spdx !== undefined && spdx !== '') return spdx.replace(/^\((.*)\)$/, '$1');
  if (/Licensed under the Apache License, Version 2\.0/.test(head)) return 'Apache-2.0';
  // The kernel's older files carry the notice of the licence in two wordings.
  if (/terms of version 2 of the GNU General Public\s*\*?\s*License/.test(head)) return 'GPL-2.0-only';
  if (/GNU General Public License[\s\S]{0,120}version 2[\s\S]{0,60}any later version/.test(head))
    return 'GPL-2.0-or-later';
  return null;
}

/** Copyright lines and requests such as "include this comment", which must travel with a copy. */
export function noticesOf(lines: readonly { text: string }[]): string[] {
  return lines
    .map(({ text }) => text)
    .filter(
      (text) =>
        /^(?:copyright\b|\(c\)|©|author|by\b.*\d{4})/i.test(text) || /include this (?:original )?comment/i.test(text),
    );
}
