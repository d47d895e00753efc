import type { ConnectionOptions } from 'bullmq';
import type { Redis, RedisOptions } from 'ioredis';
import { KenError, quote } from '../../../ken/errors.ts';
import { parseQueueUrl, shownUrl } from './queue-url.ts';

/** A Redis server that was asked and answered. */
export interface QueueServer {
  /** Its address for people, without the password. */
  shown: string;
  /** For connections of BullMQ, which makes its own. */
  connection: ConnectionOptions;
  /** For what BullMQ does not do: the list of announced runs. */
  redis: Redis;
  close(): Promise<void>;
}

/** Namespace of all keys on the server. */
export const queuePrefix = 'ken';

/**
 * Connects to the server of a `redis://` address and asks it for version and memory policy, so that whatever is wrong
 * shows before a run folder is made. A `KenError('storage')` says what to do about a server that does not answer, asks
 * for another password, is no Redis, is too old, or may throw cells away when its memory is full.
 */
export async function connectQueue(
  url: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<QueueServer> {
  const { host, port, database, username, password, tls } = parseQueueUrl(url, environment);
  const shown = shownUrl(url);
  const options: RedisOptions = {
    host,
    port,
    db: database,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(tls && { tls: { servername: host } }),
    connectTimeout: 5000,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(200 * 2 ** Math.min(times, 10), 5000),
  };
  const { Redis } = await import('ioredis');
  await refuseUnfitServer(
    () => new Redis({ ...options, lazyConnect: true, retryStrategy: () => null }),
    database,
    shown,
  );
  const redis = new Redis(options);
  redis.on('error', () => undefined); // it connects again by itself; commands wait
  // The same options; the two packages only write their types differently.
  return { shown, connection: options as ConnectionOptions, redis, close: () => closeRedis(redis) };
}

async function refuseUnfitServer(open: () => Redis, database: number, shown: string): Promise<void> {
  const probe = open();
  let latest: unknown = null;
  probe.on('error', (error: unknown) => (latest = error));
  try {
    await probe.connect();
    await probe.select(database);
    const information = await probe.info();
    refuseOldServer(information, shown);
    refuseForgetfulServer(information, shown);
  } catch (error) {
    if (error instanceof KenError) throw error;
    throw unreachable(latest ?? error, shown);
  } finally {
    probe.disconnect();
  }
}

/** The oldest series that BullMQ recommends; Debian 12 has 7.0. */
const oldest = { major: 6, minor: 2 };

function refuseOldServer(information: string, shown: string): void {
  const version = /^redis_version:(\S+)/m.exec(information)?.[1];
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return;
  throw new KenError('storage', `the queue ${quote(shown)} is Redis ${quote(version ?? 'of an unknown version')}`, {
    hint: `use Redis ${oldest.major}.${oldest.minor} or newer`,
  });
}

function refuseForgetfulServer(information: string, shown: string): void {
  const policy = /^maxmemory_policy:(\S+)/m.exec(information)?.[1];
  if (policy === undefined || policy === 'noeviction') return;
  throw new KenError(
    'storage',
    `the queue ${quote(shown)} throws data away when it is full: maxmemory-policy ${policy}`,
    {
      hint: 'set it with: redis-cli config set maxmemory-policy noeviction',
    },
  );
}

function unreachable(error: unknown, shown: string): KenError {
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const because = (message: string, hint: string): KenError =>
    new KenError('storage', `the queue ${quote(shown)} ${message}`, { hint, cause: error });
  if (/WRONGPASS|NOAUTH|invalid password|without any password/i.test(text)) {
    return because('refuses the user or password', 'put them in the address, or the password in KEN_QUEUE_PASSWORD');
  }
  if (/NOPERM/.test(text)) return because('forbids this user a command', 'give the user the rights +@all ~ken*');
  if (/DB index|invalid DB/i.test(text)) {
    return because('has no database of this number', 'give a number from 0 to 15, or none');
  }
  if (/Protocol error|unexpected|WRONG_VERSION_NUMBER|EPROTO|SSL/i.test(`${text} ${code}`)) {
    return because(
      `does not speak the protocol of Redis: ${text.slice(0, 120)}`,
      'check host and port, and use rediss:// where the server wants TLS, redis:// where it does not',
    );
  }
  return because(
    `cannot be reached: ${text.slice(0, 120)}`,
    'start Redis there (`redis-server`), or correct the address; a firewall may stand between',
  );
}

async function closeRedis(redis: Redis): Promise<void> {
  if (redis.status === 'ready') await redis.quit().catch(() => undefined);
  redis.disconnect();
}
