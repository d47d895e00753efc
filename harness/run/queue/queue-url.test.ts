import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { parseQueueUrl, shownUrl, withoutPasswords } from './queue-url.ts';

test.each([
  ['redis://localhost', { host: 'localhost', port: 6379, database: 0, tls: false }],
  ['redis://10.0.0.7:7000/3', { host: '10.0.0.7', port: 7000, database: 3, tls: false }],
  ['redis://[::1]:6380', { host: '::1', port: 6380, database: 0, tls: false }],
  ['rediss://queue.example/', { host: 'queue.example', port: 6379, database: 0, tls: true }],
  ['redis://:p%40ss@h', { host: 'h', port: 6379, database: 0, password: 'p@ss', tls: false }],
  ['redis://ken:secret@h:1', { host: 'h', port: 1, database: 0, username: 'ken', password: 'secret', tls: false }],
])('%s', (text, address) => {
  expect(parseQueueUrl(text)).toEqual(address);
});

test('a password may come from the environment; one in the address goes first', () => {
  const environment = { KEN_QUEUE_PASSWORD: 'from outside' };
  expect(parseQueueUrl('redis://h', environment).password).toBe('from outside');
  expect(parseQueueUrl('redis://:own@h', environment).password).toBe('own');
  expect(parseQueueUrl('redis://h', { KEN_QUEUE_PASSWORD: '' })).not.toHaveProperty('password');
});

test.each([
  ['http://h:6379', '--queue "http://h:6379": the protocol must be redis: or rediss:, not "http:"'],
  ['localhost:6379', '--queue "localhost:6379": the protocol must be redis: or rediss:, not "localhost:"'],
  ['redis', '--queue "redis": not an address'],
  ['redis://', '--queue "redis://": the host is missing'],
  ['redis://h:99999', '--queue "redis://h:99999": not an address'],
  ['redis://h/cells', '--queue "redis://h/cells": the database must be a whole number, not "cells"'],
  ['redis://h/0?family=6', '--queue "redis://h/0?family=6": nothing may follow the number of the database'],
])('%s is refused, quoted, with a hint', (text, message) => {
  const error = refusal(text);
  expect(error).toMatchObject({ code: 'usage', message });
  expect(error?.hint).toContain('redis://HOST:PORT');
});

test.each([
  ['redis://ken:secret@h:1/2', 'redis://ken:***@h:1/2'],
  ['redis://:secret@h', 'redis://:***@h'],
  ['redis://secret@h', 'redis://***@h'],
  ['redis://a:b@c:d@h', 'redis://a:***@h'],
  ['redis://h', 'redis://h'],
  ['ken:secret@h', 'ken:***@h'],
])('%s is shown as %s', (text, shown) => {
  expect(shownUrl(text)).toBe(shown);
});

test('no error and no manifest ever holds the password, however odd the address', () => {
  const password = fc.string({ minLength: 1, maxLength: 12 }).map((text) => `Z${text}Z`);
  fc.assert(
    fc.property(password, fc.constantFrom('h', 'h:99999', '', 'h/cells', 'h?x', '%zz'), (secret, rest) => {
      const text = `redis://ken:${secret}@${rest}`;
      expect(refusal(text)?.message ?? '').not.toContain(secret);
      expect(withoutPasswords(['run', 'x', '--queue', text, `--queue=${text}`]).join(' ')).not.toContain(secret);
    }),
  );
});

function refusal(text: string): KenError | null {
  try {
    parseQueueUrl(text);
    return null;
  } catch (error) {
    if (error instanceof KenError) return error;
    throw error;
  }
}
