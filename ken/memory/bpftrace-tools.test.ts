import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readBpftraceTools, toolPair } from './bpftrace-tools.ts';

const sample = `#!/usr/bin/env bpftrace
/*
 * knock.bt	Watch doors that
 *		are knocked on.
 *		For Linux, uses bpftrace and eBPF.
 *
 * USAGE: knock.bt
 *
 * Copyright 2031 A. Person.
 * Licensed under the Apache License, Version 2.0 (the "License")
 */

// a remark that stays
BEGIN { printf("knock\\n"); }
`;

test('takes the request from the header, and keeps the attribution out of the program', () => {
  expect(toolPair('knock.bt', sample)).toEqual({
    id: 'bpftrace-tools/knock',
    prompt: 'Watch doors that are knocked on.',
    program: '// a remark that stays\nBEGIN { printf("knock\\n"); }',
    framework: 'bpftrace',
    source: 'bpftrace tool knock.bt; Copyright 2031 A. Person.',
    licence: 'Apache-2.0',
  });
});

test('reads a description after a dash, and claims no licence that is not stated', () => {
  const pair = toolPair('bell.bt', '/*\n * bell - Ring a bell.\n *\n */\nEND { }');
  expect(pair).toMatchObject({ prompt: 'Ring a bell.', program: 'END { }', source: 'bpftrace tool bell.bt' });
  expect(pair).not.toHaveProperty('licence');
});

test('takes the name of another tool out of the description too', () => {
  expect(toolPair('bell-loud.bt', '/*\n * bell.bt\tRing a bell.\n */\nEND { }')).toMatchObject({
    prompt: 'Ring a bell.',
  });
});

test.each([
  ['no header', 'BEGIN { }', /header comment/],
  ['no description', '/*\n * Copyright 2031 A. Person.\n */\nBEGIN { }', /no description/],
  ['no program', '/* silent Nothing at all. */\n', /nothing but a comment/],
])('says why a file with %s is no pair', (_, text, reason) => {
  expect(toolPair('silent.bt', text)).toMatch(reason);
});

test('reads a folder in a fixed order and names what it skipped', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'ken-tools-'));
  try {
    await expect(readBpftraceTools(folder)).rejects.toThrow(/No bpftrace tools/);
    await writeFile(path.join(folder, 'z.bt'), sample.replace('knock.bt', 'z.bt'));
    await writeFile(path.join(folder, 'a.bt'), 'BEGIN { }');
    await writeFile(path.join(folder, 'notes.txt'), sample);
    const { pairs, skipped } = await readBpftraceTools(folder);
    expect(pairs.map(({ id }) => id)).toEqual(['bpftrace-tools/z']);
    expect(skipped).toEqual([{ file: 'a.bt', reason: 'it does not begin with a header comment' }]);
    await expect(readBpftraceTools(path.join(folder, 'missing'))).rejects.toThrow(/cannot be read/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
