import { KenError, quote } from '../../../ken/errors.ts';

/** Where a Redis server listens, and how to get in. Never print it: `shownUrl` is for people. */
export interface QueueAddress {
  host: string;
  port: number;
  /** Number of the database, from 0. */
  database: number;
  username?: string;
  password?: string;
  /** True for `rediss:`. */
  tls: boolean;
}

const example =
  'give it as redis://HOST:PORT, or rediss://HOST:PORT for TLS; a password may come from KEN_QUEUE_PASSWORD';

/**
 * Reads `redis://[[user]:password@]host[:port][/database]`; `KEN_QUEUE_PASSWORD` of the environment stands in for a
 * password that the address lacks, so that it appears in no list of processes. Everything else is a `KenError('usage')`
 * that quotes the address without its password.
 */
export function parseQueueUrl(
  text: string,
  environment: Readonly<Record<string, string | undefined>> = {},
): QueueAddress {
  const wrong = (why: string): KenError =>
    new KenError('usage', `--queue ${quote(shownUrl(text))}: ${why}`, { hint: example });
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw wrong('not an address');
  }
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') {
    throw wrong(`the protocol must be redis: or rediss:, not ${quote(url.protocol)}`);
  }
  if (url.hostname === '') throw wrong('the host is missing');
  if (url.search !== '' || url.hash !== '') throw wrong('nothing may follow the number of the database');
  const database = /^\/?(\d{0,5})$/.exec(url.pathname)?.[1];
  if (database === undefined) {
    throw wrong(`the database must be a whole number, not ${quote(url.pathname.slice(1))}`);
  }
  const username = decoded(url.username, wrong);
  const password = decoded(url.password, wrong) || environment['KEN_QUEUE_PASSWORD'];
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? 6379 : Number(url.port),
    database: Number(database),
    ...(username !== '' && { username }),
    ...(password !== undefined && password !== '' && { password }),
    tls: url.protocol === 'rediss:',
  };
}

/** An address for messages and manifests: what stands before the host is left out but for the user's name. */
export function shownUrl(text: string): string {
  const [, start = '', rest = text] = /^([a-z0-9+.=-]*:\/\/|)(.*)$/is.exec(text) ?? [];
  // The last @ ends the password, also in an address that no parser takes because the password holds / or #.
  const at = rest.lastIndexOf('@');
  if (at < 0) return text;
  const user = rest.slice(0, at).split(':', 1)[0] ?? '';
  const known = rest.slice(0, at).includes(':');
  return `${start}${known ? user : ''}${known ? ':' : ''}***@${rest.slice(at + 1)}`;
}

/** The words of a command line without passwords, for the manifest. */
export function withoutPasswords(words: readonly string[]): string[] {
  return words.map((word) => (/rediss?:/i.test(word) ? shownUrl(word) : word));
}

function decoded(part: string, wrong: (why: string) => KenError): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw wrong('user and password must be percent-encoded');
  }
}
