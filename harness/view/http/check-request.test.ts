import { expect, test } from 'vitest';
import { checkRequest } from './check-request.ts';
import { PageFault } from './page-fault.ts';

const port = 4317;
const own = `127.0.0.1:${port}`;
const status = (method: string, headers: Record<string, string>): number => {
  try {
    checkRequest({ method, headers }, port);
    return 200;
  } catch (error) {
    if (error instanceof PageFault) return error.status;
    throw error;
  }
};

test.each([
  [own, 200],
  [`localhost:${port}`, 200],
  ['evil.example:4317', 421],
  ['127.0.0.1:80', 421],
  ['127.0.0.1', 421],
  [`127.0.0.1:${port}.evil.example`, 421],
  ['', 421],
])('the host %j gets %i', (host, expected) => {
  expect(status('GET', { host })).toBe(expected);
  expect(status('POST', { host })).toBe(expected);
});

test('a request without a host is refused', () => {
  expect(status('GET', {})).toBe(421);
});

test.each([
  ['POST', { origin: `http://${own}`, 'sec-fetch-site': 'same-origin' }, 200],
  ['POST', { origin: 'http://evil.example' }, 403],
  ['POST', { origin: 'null' }, 403],
  ['POST', { origin: `https://${own}` }, 403],
  ['POST', { origin: `http://127.0.0.1:${port + 1}`, 'sec-fetch-site': 'same-site' }, 403],
  ['POST', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 403],
  ['GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 200],
  ['GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
  ['GET', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }, 200],
  ['PUT', {}, 405],
  ['DELETE', {}, 405],
  ['OPTIONS', { origin: 'http://evil.example' }, 405],
] as const)('%s with %j gets %i', (method, headers, expected) => {
  expect(status(method, { host: own, ...headers })).toBe(expected);
});
