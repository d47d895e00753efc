import { expect, test } from 'vitest';
import { argpDoc } from './argp-doc.ts';
import { exampleText } from './example-text.ts';
import { goDoc } from './go-doc.ts';
import { ungroundedWords } from './grounded.ts';
import { headerDescription } from './header-description.ts';
import { manualPage } from './manual-page.ts';
import { oneLiners } from './one-liners.ts';
import { frontMatter, readmeSection, readmeTitle } from './readme.ts';
import { subtitle } from './subtitle.ts';
import { testDescription } from './test-description.ts';
import { tidy } from './tidy.ts';
import { vagueness } from './vague.ts';
import { yamlDescription, yamlHelp } from './yaml-text.ts';

test.each([
  [
    'a block',
    '#!/usr/bin/env bpftrace\n/*\n * knock.bt\tWatch doors that\n *\t\tare knocked on.\n *\n * Copyright 2031 A.\n */\nBEGIN {}',
    { first: 3, last: 4 },
  ],
  ['lines', '// knock\tWatch doors that are knocked on.\n//\n// USAGE: knock.bt\nBEGIN {}', { first: 1, last: 1 }],
  [
    'a licence first',
    '// SPDX-License-Identifier: GPL-2.0\n/* Copyright (c) 2031 A\n *\n * Watch doors that are knocked on.\n */\nint x;',
    { first: 4, last: 4 },
  ],
])('the header in %s', (_, text, lines) => {
  expect(headerDescription(text, 'knock')).toEqual({ text: 'Watch doors that are knocked on.', lines });
});

test('a header of nothing but law has no description', () => {
  expect(
    headerDescription(
      '/* SPDX-License-Identifier: MIT */\n/* Copyright 2031 A. All warranty is excluded here. */\nint x;',
      'x',
    ),
  ).toBeUndefined();
});

test.each([
  [
    manualPage('.TH x 8\n.SH NAME\nknock.bt \\- Watch doors. Uses Linux eBPF/bpftrace.\n.SH SYNOPSIS\n'),
    'Watch doors.',
    2,
    4,
  ],
  [
    argpDoc('int y;\nconst char argp_program_doc[] =\n"Watch doors.\\n"\n"\\n"\n"USAGE: knock [-p PID]\\n";\n'),
    'Watch doors.',
    2,
    5,
  ],
  [
    exampleText(
      'Demonstrations of knock, the bpftrace version.\n\n\nknock watches doors. It is quick.\n\n# ./knock.bt\n',
    ),
    'knock watches doors.',
    4,
    4,
  ],
  [
    yamlHelp('metrics:\n  - name: x\n    help: Doors that were knocked on\n  - name: y\n    help: "Bells rung"\n'),
    'Doors that were knocked on; Bells rung.',
    3,
    5,
  ],
  [yamlDescription('name: knock\ndescription: "watch doors"\n'), 'watch doors', 2, 2],
  [frontMatter('---\ntitle: Knock\nsummary: Watch doors\n---\n# x\n'), 'Watch doors', 1, 4],
  [readmeTitle('\n# eBPF Tutorial by Example 9: Capturing Doors and Bells\n'), 'Capturing Doors and Bells', 2, 2],
  [
    readmeSection('# All\n\n## knock\n\n`knock` watches doors. It tells who. And more.\n\n## bell\n\nNo.\n', 'knock'),
    '`knock` watches doors. It tells who.',
    3,
    6,
  ],
  [goDoc('// This program watches doors.\n//\n// More.\npackage main\n'), 'This program watches doors.', 1, 3],
  [subtitle('=====\nKNOCK\n=====\n-------------\nWatch doors now\n-------------\n'), 'Watch doors now', 4, 6],
  [testDescription('SEC("tc") __description("doors: knock once") int x;'), 'doors: knock once', 1, 1],
])('rule %#', (found, text, first, last) => {
  expect(found?.text.trim()).toBe(text);
  expect(found?.lines.first).toBe(first);
  expect(found?.lines.last).toBeGreaterThanOrEqual(last - 1);
});

test('one-liners of Markdown and HTML with the text before them', () => {
  const markdown =
    "### 3. File opens\n\n```\n# bpftrace -e 'tracepoint:syscalls:sys_enter_openat { @[comm] = count(); }'\n```\n\nSome text.\n# Read size distribution by process:\nbpftrace -e 'tracepoint:syscalls:sys_exit_read { @[comm] = hist(args.ret); }'\n";
  expect(oneLiners(markdown)).toEqual([
    {
      program: 'tracepoint:syscalls:sys_exit_read { @[comm] = hist(args.ret); }',
      description: 'Read size distribution by process.',
      lines: { first: 9, last: 9 },
    },
  ]);
  const html =
    "<p>Count system calls by program name:</p><pre><code># bpftrace -e 'tracepoint:raw_syscalls:sys_enter { @[comm] =\n count(); }'</code></pre>";
  expect(oneLiners(html)[0]).toMatchObject({ description: 'Count system calls by program name.' });
  expect(oneLiners(html)[0]?.program).toContain('@[comm] =\n count()');
});

test.each([
  ['Copyright 2031 A. Person and others.', undefined],
  ['Too short', undefined],
  ['Watch [doors](http://x) that `ring` *twice*.', 'Watch doors that ring twice.'],
])('tidy %s', (text, expected) => {
  expect(tidy(text)).toBe(expected);
});

test.each([
  ['Trace mount and umount syscalls.', null],
  ['Sample which CPUs are executing processes.', null],
  ['A simple scheduler.', 'no word says what is observed'],
  ['BPF sample program for the kernel side.', 'it presents an example instead of a task'],
  ['This demonstrates ring buffers.', 'it presents an example instead of a task'],
  ['Test that maps of maps are freed', 'it describes a test'],
])('%s is vague: %s', (text, reason) => {
  expect(vagueness(text, 'x')).toBe(reason);
});

test('a request may only name what its program holds', () => {
  const program = 'SEC("kprobe/tcp_v4_connect") int f() { if (port != 8080) return 0; size = n * 1000; }';
  expect(ungroundedWords('Trace tcp_v4_connect() to port 8080.', program, [])).toEqual([]);
  expect(ungroundedWords('Trace udp_sendmsg() to port 53 with SIGKILL.', program, [])).toEqual([
    '53',
    'SIGKILL',
    'udp_sendmsg()',
  ]);
});
