/**
 * Names of what the outside world chooses in an event. The executor makes variables of them, the interpreter asks its
 * environment for them, and a counterexample shows their values.
 */
export type StableInput =
  | 'pid_tgid'
  | 'uid_gid'
  | 'cpu'
  | 'numa_node'
  | 'task'
  | 'cgroup'
  | 'cookie'
  | 'function_address'
  | 'registers'
  | 'netns'
  | 'socket_cookie'
  | 'socket_uid'
  | 'argument_count';

/** Bits of a stable input. */
export const stableInputWidths: Record<StableInput, 32 | 64> = {
  pid_tgid: 64,
  uid_gid: 64,
  cpu: 32,
  numa_node: 32,
  task: 64,
  cgroup: 64,
  cookie: 64,
  function_address: 64,
  registers: 64,
  netns: 64,
  socket_cookie: 64,
  socket_uid: 32,
  argument_count: 64,
};

/** Clocks in nanoseconds, and the jiffies counter. Each is monotone. */
export type ClockName = 'ktime' | 'boottime' | 'coarse' | 'tai' | 'jiffies';

/** Inputs that are asked for again and again: the n-th answer of the event, from 0. `ktime!0`, `prandom!1`. */
export const numberedInput = (name: string, count: number): string => `${name}!${count}`;

/** One byte of the current task's name, 8 bits; byte 15 is always 0. */
export const commByte = (index: number): string => `comm!${index}`;

/** Eight bytes of the event's context, little endian, at a multiple of eight. */
export const contextWord = (offset: number): string => `context+${offset}`;

/** Functions from a 64-bit address to a byte. In a packet the address is the offset from its start. */
export const memoryFunctions = { kernel: 'kernel', user: 'user', packet: 'packet' } as const;
export type MemorySpace = keyof typeof memoryFunctions;

/** A byte at a negative distance from r10 that nothing was written to in this event, 8 bits. */
export const leftOnStack = (distance: number): string => `stack${distance}`;

/** Whether the tracer has cleared a map, as an earlier record asked it to, before this event begins; 1 bit. */
export const clearedByTracer = (map: string, effect: 'clear' | 'zero'): string => `${effect}!${map}`;

/** Length of the packet in bytes, 32 bits. */
export const packetLength = 'packet_length';

/** Names of different events do not meet: `e2.ktime!0`. Events count from 1. */
export const ofEvent = (event: number, name: string): string => `e${event}.${name}`;

/** Event and name without the event, or null when it is not an input of an event. */
export function eventOf(name: string): { event: number; name: string } | null {
  const match = /^e(\d+)\.(.*)$/s.exec(name);
  return match ? { event: Number(match[1]), name: match[2] ?? '' } : null;
}

/** Initial content of maps: functions of the key. Widths are part of the names, as one name has one signature. */
export const mapPresence = (map: string, keySize: number): string => `@${map}?${keySize}`;
/** A piece of the value at a byte offset, up to eight bytes. */
export const mapWord = (map: string, keySize: number, offset: number, size: number): string =>
  `@${map}+${offset}/${keySize}:${size}`;

/** Initial content of a writable global at a multiple of eight. */
export const globalWord = (section: string, offset: number, size: number): string => `${section}+${offset}:${size}`;

/**
 * bpftrace's own map of one entry: when the script began, in nanoseconds since boot. The tracer sets it before the first event and
 * programs only read it, for `elapsed`. `content`: the value as a function of the key.
 */
export const startOfScript = { map: 'elapsed', key: 0n, content: mapWord('elapsed', 8, 0, 8) } as const;
