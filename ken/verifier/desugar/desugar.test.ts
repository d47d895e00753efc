import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Framework } from '../../program.ts';
import type { DesugarOptions, DesugarResult } from './annotated.ts';
import { desugar } from './desugar.ts';

function desugared(text: string, framework: Framework = 'bpftrace', options: DesugarOptions = {}) {
  const result = desugar(text, framework, options);
  if (result.status !== 'desugared') throw new Error(JSON.stringify(result.errors));
  return result;
}

function firstError(text: string, framework: Framework = 'bpftrace'): [number, number, string] {
  const result: DesugarResult = desugar(text, framework);
  if (result.status === 'desugared') throw new Error(`accepted: ${result.text}`);
  const [error] = result.errors;
  return [error?.line ?? 0, error?.column ?? 0, error?.message ?? ''];
}

describe('annotations of bpftrace', () => {
  it('become marked branches, numbered in the order of the text', () => {
    const result = desugared('kprobe:f\n{\n  assume(arg0 > 0);\n  assert(arg0 != 0);\n  sassert(pid == 1);\n}');
    expect(result.text.split('\n').slice(2, 5)).toEqual([
      '  if (arg0 > 0) { } else { @__ken_cut[1] = 1; return; }',
      '  if (arg0 != 0) { } else { @__ken_fail[2] = 1; } @__ken_reach[2] = 1;',
      '  if (pid == 1) { } else { @__ken_fail[3] = 1; } @__ken_reach[3] = 1;',
    ]);
    expect(result.annotations).toEqual([
      { kind: 'assume', id: 1, line: 3, column: 3, text: 'arg0 > 0' },
      { kind: 'assert', id: 2, line: 4, column: 3, text: 'arg0 != 0' },
      { kind: 'assert', id: 3, line: 5, column: 3, text: 'pid == 1' },
    ]);
  });

  it('leave blanks behind in the original', () => {
    const { original } = desugared('BEGIN { $x = 1; assert($x == 1); @a = $x; }');
    expect(original).toBe('BEGIN { $x = 1;                  @a = $x; }');
  });

  it('may be the last statement without a semicolon', () => {
    expect(desugared('BEGIN { assert(1) }').text).toBe(
      'BEGIN { if (1) { } else { @__ken_fail[1] = 1; } @__ken_reach[1] = 1; }',
    );
  });

  it('are not found in strings, comments, directives, members and names', () => {
    const text = [
      '// assert(1);',
      '#define LIMIT 3 /* five */',
      'kprobe:f /* assume(2); */ /comm != "assert(3)"/ {',
      '  printf("assume(%d); \\" assert(4);", 4 / 2 / 1);',
      '  $assert = 1; @assume[1] = $x->assert; my_assert(5);',
      '}',
    ].join('\n');
    expect(desugared(text)).toMatchObject({ text, original: text, annotations: [] });
  });

  it('reach over lines, with comments and nested parentheses', () => {
    const result = desugared(
      'BEGIN {\n  assert( // why (\n    (1 + (2)) == 3 /* ) */\n    && comm != ")"\n  ) ; @a = 1;\n}',
    );
    expect(result.text.split('\n')).toHaveLength(6);
    expect(result.text).not.toContain('why');
    expect(result.text).toContain(`(1 + (2)) == 3`);
    expect(result.text.split('\n')[4]).toBe('  ) { } else { @__ken_fail[1] = 1; } @__ken_reach[1] = 1; @a = 1;');
  });

  it('may stand in nested blocks and after a predicate with divisions', () => {
    const result = desugared('kprobe:f /arg0 \\/ 2 > 1/ { if (arg0 / 2 > 1) { assert(arg0 / 2 / 1 > 0); } }');
    expect(result.annotations).toHaveLength(1);
  });

  it('make their markers known before a for loop, and only there', () => {
    const known = '{ if (0) { @__ken_fail[0] = 1; @__ken_reach[0] = 1; @__ken_cut[0] = 1; }';
    const text = 'BEGIN { assert(1); } END { for ($kv : @a) { assert(1); } }';
    expect(desugared(text).text.split(known)).toHaveLength(2);
  });

  it('leave a for loop without a return', () => {
    const inLoop = desugared('BEGIN { for ($kv : @a) { if ($kv.1 > 0) { assume($kv.1 < 5); } } assume(1); }').text;
    expect(inLoop).toContain('if ($kv.1 < 5) { } else { @__ken_cut[1] = 1; }');
    expect(inLoop).toContain('if (1) { } else { @__ken_cut[2] = 1; return; }');
  });

  it('keep old values at the start of the probe', () => {
    const result = desugared('kprobe:f /pid/ { @a[tid] += 1; assert(@a[tid] == old(@a[tid]) + 1); }');
    expect(result.text).toBe(
      'kprobe:f /pid/ { $__ken_old_1 = @a[tid]; @a[tid] += 1; if (@a[tid] == $__ken_old_1 + 1) { } else { @__ken_fail[1] = 1; } @__ken_reach[1] = 1; }',
    );
    expect(result.original).not.toContain('__ken');
  });

  it('keep the first value of a variable behind the statement that gives it', () => {
    const result = desugared('kprobe:f { $a = 1; $b = 2; if (pid) { $a = $b; assert(old($a + $b) == @x); } }');
    expect(result.text).toContain('$a = 1; $b = 2; $__ken_old_1 = $a + $b; if (pid)');
  });
});

describe('what is refused, with its place', () => {
  it.each<[string, number, number, RegExp]>([
    ['BEGIN {\n  assert(1;\n}', 2, 3, /never closed/],
    ['BEGIN { assert(); }', 1, 15, /empty/],
    ['BEGIN { assume( /* nothing */ ); }', 1, 15, /empty/],
    ['BEGIN { $x = assert(1); }', 1, 14, /inside an expression/],
    ['BEGIN { assert(1) + 2; }', 1, 17, /missing/],
    ['assert(1);\nBEGIN { @a = 1; }', 1, 1, /outside the body/],
    ['kprobe:f / assert(1) / { @a = 1; }', 1, 12, /outside the body/],
    ['fn f(): void { assert(1); }', 1, 16, /outside the body/],
    ['BEGIN { @__ken_fail[1] = 1; }', 1, 10, /reserved/],
    ['#define X @__ken_reach[1]\nBEGIN { X = 1; }', 1, 12, /reserved/],
    ['BEGIN { assert(1)); @a = 1; } kprobe:f { }', 1, 17, /missing/],
    ['BEGIN { assert(1 } kprobe:f { @a = 1; ); }', 1, 9, /never closed/],
    ['BEGIN { assert(({ 1; })); }', 1, 17, /statement/],
    ['BEGIN { assert(1; 2); }', 1, 17, /statement/],
    ['BEGIN { assert($x++ > 1); }', 1, 18, /changes/],
    ['BEGIN { assert(@a = 1); }', 1, 19, /assigns/],
    ['BEGIN { assert(@a += 1); }', 1, 20, /assigns/],
    ['BEGIN { assert(@a <<= 1); }', 1, 19, /assigns/],
    ['BEGIN { assert(delete(@a, 1)); }', 1, 16, /delete\(\) may not/],
    ['BEGIN { assert(system("ls")); }', 1, 16, /system\(\) may not/],
    ['BEGIN { assert(assert(1)); }', 1, 16, /inside another/],
    ['BEGIN { assert(1, 2); }', 1, 17, /one condition/],
    ['BEGIN { assert(@a[1)]); }', 0, 0, /./],
    ['#define CHECK(x) assert(x)\nBEGIN { CHECK(1); }', 1, 18, /macro/],
    ['BEGIN { assert(old($x) == 1); }', 1, 16, /first value of \$x/],
    ['BEGIN { assert(old($x) == 1); $x = 1; }', 1, 16, /first value of \$x/],
    ['BEGIN { if (1) { $x = 1; } assert(old($x) == 1); }', 1, 35, /first value of \$x/],
    ['BEGIN { if ($x == 1) { } assert(old($x) == 1); }', 1, 33, /first value of \$x/],
    ['BEGIN { assert(old() == 1); }', 1, 16, /empty/],
    ['BEGIN {\0 }', 1, 8, /NUL/],
    [`BEGIN { } ${' '.repeat(65_536)}`, 1, 1, /65546 bytes/],
  ])('%j', (text, line, column, message) => {
    const [foundLine, foundColumn, found] = firstError(text);
    expect(found).toMatch(message);
    if (line > 0) expect([foundLine, foundColumn]).toEqual([line, column]);
  });

  it('lets pass what only reads', () => {
    const text =
      'kprobe:f { assert(has_key(@a, 1) && @a[1] <= 2 && $x >= 3 && $x != 4 && str(arg0) == "a=b;" && (1 << 2) == 4); }';
    expect(desugared(text).annotations).toHaveLength(1);
  });
});

describe('annotations of C', () => {
  const framed = (body: string): string => `SEC("kprobe/f")\nint f(void *c)\n{\n${body}\n\treturn 0;\n}\n`;

  it('call the macros of our header, with their numbers', () => {
    const result = desugared(
      framed('\tken_assume(x > 0); // ken_assert(no)\n\tif (y) ken_assert(g(x, 1) == "(");'),
      'libbpf',
    );
    expect(result.text).toBe(
      framed('\t__ken_assume(1, x > 0); // ken_assert(no)\n\tif (y) __ken_assert(2, g(x, 1) == "(");'),
    );
    expect(result.original).toBe(framed(`\t${' '.repeat(17)}; // ken_assert(no)\n\tif (y) ${' '.repeat(26)};`));
  });

  it('take our header away, which the compiler reads by itself', () => {
    const result = desugared(`#include "ken_annotations.h"\n${framed('\tken_assert(1);')}`, 'libbpf');
    expect(result.text.startsWith(' '.repeat(28) + '\n')).toBe(true);
  });

  it('know character constants and continued directives', () => {
    const text = framed("\tchar c = '\"'; // x\n\tken_assert(c == '\\'' || c == ')');\n#define A \\\n\tint a\n\tA;");
    expect(desugared(text, 'libbpf').annotations).toMatchObject([{ line: 5, text: "c == '\\'' || c == ')'" }]);
  });

  it.each<[string, RegExp]>([
    ['ken_assert(bpf_map_update_elem(&m, &k, &v, 0) == 0);', /has an effect/],
    ['ken_assert(x = 1);', /assigns/],
    ['ken_assert(({ x; }));', /statement/],
    ['int y = ken_assert(1);', /inside an expression/],
    ['__ken_fail(1);', /reserved/],
    ['ken_assert(old(x) == 1);', /not available/],
  ])('refuse %j', (body, message) => {
    expect(firstError(framed(body), 'libbpf')[2]).toMatch(message);
  });

  it('agree with the header on the numbers of the markers', async () => {
    const { markerHelpers } = await import('./annotated.ts');
    const header = readFileSync(path.join(import.meta.dirname, 'ken_annotations.h'), 'utf8');
    for (const [kind, number] of Object.entries(markerHelpers)) {
      expect(header).toContain(`#define __ken_${kind}(id) __ken_marker(0x${number.toString(16)}, id)`);
    }
  });
});

describe('opaque histograms', () => {
  it('become their last value, and the result says so', () => {
    const text = 'kprobe:f { @a[pid] = hist(arg0 / (1 + 2)); @b = lhist(nsecs - @s[tid], 0, 100, 5); @c = count(); }';
    const result = desugared(text, 'bpftrace', { opaqueHistograms: true });
    expect(result.text).toBe(
      'kprobe:f { @a[pid] = (uint64)(arg0 / (1 + 2)); @b = (uint64)(nsecs - @s[tid]); @c = count(); }',
    );
    expect(result.original).toBe(result.text);
    expect(result.assumptions).toHaveLength(1);
    expect(desugared(text).text).toBe(text);
  });
});

describe('for any text', () => {
  const piece = fc.constantFrom(
    ...[
      'BEGIN',
      'kprobe:f',
      ' { ',
      ' } ',
      '/',
      '/* ',
      ' */',
      '// x\n',
      '\n',
      '"',
      '\\',
      "'",
      '(',
      ')',
      ';',
      '$x',
      '@a',
    ],
    ...[' = ', ' == ', 'hist(1)', '#define A 1\n', ' 1 ', 'ser', ',', '[', ']', 'if (1)', '++'],
  );
  const annotation = fc.constantFrom('assert(1);', 'assume(@a == 2);', 'assert(', 'assume(old(@a) \n > 1 );');
  const framework = fc.constantFrom<Framework>('bpftrace', 'libbpf');

  it('without annotations, nothing changes', () => {
    fc.assert(
      fc.property(fc.array(piece), framework, (pieces, kind) => {
        const text = pieces.join('');
        const result = desugar(text, kind);
        expect(result).toEqual({ status: 'desugared', text, original: text, annotations: [], assumptions: [] });
      }),
    );
  });

  it('lines keep their numbers, and the original has no annotation left', () => {
    const body = fc.array(fc.oneof({ weight: 3, arbitrary: annotation }, piece));
    fc.assert(
      fc.property(body, fc.boolean(), (pieces, opaqueHistograms) => {
        const text = `BEGIN { ${pieces.join('')} }`;
        const result = desugar(text, 'bpftrace', { opaqueHistograms });
        fc.pre(result.status === 'desugared');
        const lines = text.split('\n').length;
        expect([result.text.split('\n').length, result.original.split('\n').length]).toEqual([lines, lines]);
        expect(desugar(result.original, 'bpftrace')).toMatchObject({ annotations: [] });
      }),
    );
  });
});
