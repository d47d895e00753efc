import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repairLanguageDrift } from './language-drift.ts';
import { lexicalRegions, maskedCode } from './lexical-regions.ts';
import { normaliseScript } from './normalise-includes.ts';

describe('lexicalRegions', () => {
  it('covers any text without a gap, and the mask keeps its length', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', '/', '*', '"', '\\', '\n', ':', '#', ' ', 'a') }),
        (text) => {
          expect(
            lexicalRegions(text)
              .map(({ start, end }) => text.slice(start, end))
              .join(''),
          ).toBe(text);
          expect(maskedCode(text)).toHaveLength(text.length);
        },
      ),
    );
  });
});

describe('normaliseScript', () => {
  it('drops system headers, defines what they gave, and keeps line numbers known', () => {
    const script = normaliseScript('#include <net/sock.h>\nBEGIN { @ = AF_INET; printf("AF_INET6"); }\n');
    expect(script.text).toBe('#define AF_INET 2\n\nBEGIN { @ = AF_INET; printf("AF_INET6"); }\n');
    expect(script.changes).toHaveLength(2);
    expect(script.originalLine(3)).toBe(2);
  });

  it('changes nothing without a dropped header, in strings or behind the first probe', () => {
    for (const text of [
      'BEGIN { @ = AF_INET }',
      '// #include <linux/fs.h>\nBEGIN {}',
      'BEGIN {}\n#include <linux/fs.h>\n',
    ])
      expect(normaliseScript(text)).toMatchObject({ text, changes: [] });
  });

  it('does not let a script hide probes that do not attach', () => {
    expect(normaliseScript('config = { missing_probes = "ignore" } BEGIN {}').text).toContain('"warn"');
  });
});

describe('repairLanguageDrift', () => {
  it('declares a variable of an inner block at the top', () => {
    const log = 'x.bt:1:26-34: ERROR: Undefined or undeclared variable: $a\n';
    const repaired = repairLanguageDrift('BEGIN { if (1) { $a=1; } print($a); }', log);
    expect(repaired?.text).toBe('BEGIN { let $a; if (1) { $a=1; } print($a); }');
    expect(repaired?.repairs).toHaveLength(1);
  });

  it('widens the first value', () => {
    const text = 'BEGIN { $x = (int8)3; $x = (int64)nsecs; }';
    const log = `a:1:1: ERROR: Integer size mismatch. Assignment type 'int64' is larger than the variable type 'int8'.\n${text}\n`;
    expect(repairLanguageDrift(text, log)?.text).toBe('BEGIN { $x = (int64)((int8)3); $x = (int64)nsecs; }');
  });

  it('widens the variable that is marked, not another one of the line', () => {
    const line = '  $q = 1; $x = 3; $x = (uint64)nsecs; }';
    const marker = `${' '.repeat(line.indexOf('$x = (uint64)'))}~~~~~~~~~~~~~~~~~~`;
    const log = `a:2:19-36: ERROR: Integer size mismatch. Assignment type 'uint64' is larger than the variable type 'uint32'.\n${line}\n${marker}\n`;
    expect(repairLanguageDrift(`BEGIN {\n${line}`, log)?.text).toBe(
      'BEGIN {\n  $q = 1; $x = (uint64)(3); $x = (uint64)nsecs; }',
    );
  });

  it('answers null when the language is not the reason', () => {
    expect(repairLanguageDrift('BEGIN { @ = $a }', 'ERROR: syntax error')).toBeNull();
  });
});
