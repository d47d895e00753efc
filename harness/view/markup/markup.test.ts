import fc from 'fast-check';
import { expect, test } from 'vitest';
import { markup, trusted } from './markup.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '<script>alert(1)</script>',
        '"',
        "'",
        '&lt;',
        '\u202e',
        '\u001b[31m',
        '`',
        '${x}',
        '=cmd()',
        '\n',
      ),
    )
    .map((parts) => parts.join('')),
);

test('whatever is put in, no tag, quote or control comes out', () => {
  fc.assert(
    fc.property(hostile, hostile, (content, attribute) => {
      const { text } = markup`<a title="${attribute}">${[content]}</a>`;
      expect(text.slice('<a title="'.length, -'</a>'.length).split('">')).toHaveLength(2);
      expect(text.match(/</g)).toHaveLength(2);
      expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    }),
  );
});

test('markup is kept, the rest is escaped, nothing stands for nothing', () => {
  const inner = markup`<b>${'<i>'}</b>`;
  expect(markup`<p>${inner}${null}${undefined}${false}${0}${[' a', inner]}</p>`.text).toBe(
    '<p><b>&lt;i&gt;</b>0 a<b>&lt;i&gt;</b></p>',
  );
  expect(markup`${trusted('<hr>')}`.text).toBe('<hr>');
});
