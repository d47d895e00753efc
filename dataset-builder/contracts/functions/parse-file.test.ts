import { expect, test } from 'vitest';
import { testingTree } from '../testing-tree.ts';
import { FunctionParser } from './parse-file.ts';
import type { SourceFunction } from './source-function.ts';

async function functionsOf(text: string, options: [string, string][] = []): Promise<SourceFunction[]> {
  const reader = await testingTree({ 'kernel/a.c': text }, new Map(options));
  return new FunctionParser(reader).parse('kernel/a.c').functions;
}

async function shown(text: string, options: [string, string][] = []): Promise<string[]> {
  return (await functionsOf(text, options)).map(({ name, line, type }) => `${line} ${name} ${type}`);
}

test.each<[string, string, string[]]>([
  ['plain', 'int f(void)\n{\n\treturn 0;\n}\n', ['1 f fn()->int']],
  [
    'attributes',
    'static noinline int __init f(struct sock __user *sk, unsigned long n)\n{ return 0; }\n',
    ['1 f fn(*(struct sock),long unsigned int)->int'],
  ],
  [
    'attributes with arguments',
    '__printf(1, 2)\nvoid f(const char *format, ...)\n{ }\n',
    ['2 f fn(*(const char),...)->void'],
  ],
  [
    'pointers and arrays',
    'const char *f(char name[4], int (*call)(int))\n{ return 0; }\n',
    ['1 f fn(*(char),*(fn(int)->int))->*(const char)'],
  ],
  [
    'a loop macro',
    'int f(struct sock *s)\n{\n\tstruct sock *p;\n\tlist_for_each(p, s) {\n\t\tp->sk_state = 1;\n\t}\n\treturn 0;\n}\nint g(void) { return 1; }\n',
    ['1 f fn(*(struct sock))->int', '9 g fn()->int'],
  ],
  [
    'a type as argument',
    'int f(void *p)\n{\n\treturn container_of(p, struct sock, sk_state)->sk_state + min_t(unsigned int, 1, 2);\n}\n',
    ['1 f fn(*(void))->int'],
  ],
  [
    'a system call',
    'SYSCALL_DEFINE2(demo, int, fd, const char __user *, name)\n{\n\treturn 0;\n}\n',
    [
      '1 __do_sys_demo fn(int,*(const char))->long int',
      '1 __se_sys_demo fn(long int,long int)->long int',
      '1 __x64_sys_demo fn(*(const struct pt_regs))->long int',
      '1 __ia32_sys_demo fn(*(const struct pt_regs))->long int',
    ],
  ],
  [
    'a macro of the file',
    '#define SHOW(name) static int name##_show(struct sock *sk)\nSHOW(port)\n{\n\treturn 0;\n}\n',
    ['2 port_show fn(*(struct sock))->int'],
  ],
  ['an unknown macro without a semicolon', 'module_init(start)\nint f(void) { return 0; }\n', ['2 f fn()->int']],
])('%s', async (_, text, expected) => {
  expect(await shown(text)).toEqual(expected);
});

test('the configuration decides which branch is read', async () => {
  const text =
    '#ifdef CONFIG_A\nint f(void) { return 1; }\n#elif IS_ENABLED(CONFIG_B)\nint g(void) { return 2; }\n#else\nint h(void) { return 3; }\n#endif\n';
  expect(await shown(text, [['CONFIG_A', 'y']])).toEqual(['2 f fn()->int']);
  expect(await shown(text, [['CONFIG_B', 'm']])).toEqual(['4 g fn()->int']);
  expect(await shown(text)).toEqual(['6 h fn()->int']);
});

test('a function under a condition that cannot be decided is marked', async () => {
  const [known, open] = await functionsOf(
    'int f(void) { return 0; }\nint g(void)\n{\n#if FEATURE_LEVEL(3) > 2\n\treturn 1;\n#endif\n\treturn 0;\n}\n',
  );
  expect([known?.uncertain, open?.uncertain]).toEqual([false, true]);
});

test('the comment before a function belongs to it, a distant one does not', async () => {
  const [near, far] = await functionsOf(
    '/**\n * f - does it\n */\nint f(void) { return 0; }\n\n/* of something else */\n\n\n\nint g(void) { return 0; }\n',
  );
  expect([near?.comment?.kind, far?.comment]).toEqual(['kernel-doc', null]);
});

test('hostile text gives what can be read of it', async () => {
  for (const text of [
    'int f(',
    '#if\n#else\n#endif\n#endif\n}{',
    '/* never closed',
    '"never closed',
    'SYSCALL_DEFINE2(',
    'A(B(C(D(',
    '#define X X(X)\nX(X)',
  ]) {
    expect(await functionsOf(text)).toEqual([]);
  }
});
