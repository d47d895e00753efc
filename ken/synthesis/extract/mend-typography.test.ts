import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mendTypography } from './mend-typography.ts';

test('plain quotes replace typographic ones around a string, not inside', () => {
  const { text, mended } = mendTypography(
    'BEGIN { printf(\u201Ca \u2018b\u2019\\n\u201D); printf("\u201Ckeep\u201D\\n"); }',
    'bpftrace',
  );
  expect(text).toBe('BEGIN { printf("a \u2018b\u2019\\n"); printf("\u201Ckeep\u201D\\n"); }');
  expect(mended).toEqual(['typographic quotes around a string became plain quotes']);
});

test('no-break and zero-width characters go outside of strings and comments only', () => {
  const { text, mended } = mendTypography('BEGIN\u00A0{\u200B print("\u00A0\u200B"); // \u00A0\u2019\n}', 'bpftrace');
  expect(text).toBe('BEGIN { print("\u00A0\u200B"); // \u00A0\u2019\n}');
  expect(mended).toHaveLength(2);
});

test('C has character literals, bpftrace has apostrophes in comments only', () => {
  expect(mendTypography('x = \u2018a\u2019;', 'libbpf').text).toBe("x = 'a';");
  expect(mendTypography('x = \u2018a\u2019;', 'bpftrace').text).toBe('x = \u2018a\u2019;');
  expect(mendTypography(`x = '"'; y = "\u00A0";`, 'libbpf').text).toBe(`x = '"'; y = "\u00A0";`);
});

test('ASCII text is never changed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
      expect(mendTypography(text, 'libbpf')).toEqual({ text, mended: [] });
    }),
  );
});
