import { expect, test } from 'vitest';
import { debianFindings } from './debian-findings.ts';
import { examine } from './examine.ts';
import { memoryFinding } from './machine-findings.ts';
import { printFindings } from './print-findings.ts';

test('what is missing comes with the command that mends it', () => {
  const findings = debianFindings({ PATH: '/no/such/folder' });
  const qemu = findings.find(({ name }) => name === 'qemu-system-x86');
  expect(qemu).toMatchObject({ state: 'missing', mend: expect.stringContaining('apt-get install -y qemu') as string });
  expect(printFindings(findings)).toMatch(
    /MISSING +qemu-system-x86[^\n]*\n +(sudo )?apt-get install -y qemu-system-x86\n/,
  );
});

test('too little memory is missing, enough is ok', () => {
  expect(memoryFinding(2 ** 30, 2).state).toBe('missing');
  expect(memoryFinding(8 * 2 ** 30, 2).state).toBe('ok');
});

test('keys are shown by name, never by value', async () => {
  const findings = await examine({ ...process.env, OPENAI_API_KEY: 'a-secret-value' });
  const text = JSON.stringify(findings);
  expect(text).toContain('OPENAI_API_KEY is set');
  expect(text).not.toContain('a-secret-value');
});
