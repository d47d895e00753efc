import type { OutputRecord, Scalar } from '../observation.ts';
import { type LoaderLine, loaderLine } from './loader-line.ts';

/** Printed by the loader when every program was tried. Quotes of a program's own text are escaped, so it cannot print this. */
export const libbpfReadyMarker = '"marker":"__KEN_READY"';

export interface LibbpfProgram {
  name: string;
  section: string;
  attached: boolean;
  reason?: string;
}

export interface LibbpfOutput {
  programs: LibbpfProgram[];
  ready: boolean;
  /** Set when the loader gave up. */
  failed: { stage: string; reason: string; log: string } | null;
  records: OutputRecord[];
  lost: number;
  /** Lines that could not be read, as they are. */
  other: string[];
}

/**
 * Reads the lines of the libbpf loader. Maps of the compiler (.rodata, .bss, .data) are left out; a line that cannot be
 * read costs only itself. Map entries come from the end of the run.
 */
export function parseLibbpfOutput(stdout: string): LibbpfOutput {
  const output: LibbpfOutput = { programs: [], ready: false, failed: null, records: [], lost: 0, other: [] };
  for (const line of stdout.split('\n')) {
    if (line === '') continue;
    const read = loaderLine(line);
    if (read) add(output, read);
    else output.other.push(line);
  }
  return output;
}

function add(output: LibbpfOutput, line: LoaderLine): void {
  const sequence = output.records.length;
  switch (line.event) {
    case 'program': {
      const { name, section, attached, reason } = line;
      output.programs.push({ name, section, attached, ...(reason === undefined ? {} : { reason }) });
      return;
    }
    case 'ready':
      output.ready = true;
      return;
    case 'failed':
      output.failed = { stage: line.stage, reason: line.reason, log: line.log };
      return;
    case 'ring':
      output.records.push({ source: 'ring', sequence, text: line.bytes, map: line.map, bytes: bytesOf(line.bytes) });
      return;
    case 'trace':
      addTrace(output, line.text);
      return;
    case 'map':
      if (line.internal !== true) output.records.push({ source: 'map', sequence, atExit: true, ...mapEntry(line) });
      return;
    case 'lost':
      output.lost += line.count;
      return;
    case 'unread':
      output.other.push(JSON.stringify(line));
      return;
    case 'end':
      return;
  }
}

/** The kernel's prefix, `comm-pid [cpu] flags time: bpf_trace_printk: `, is not the program's. */
function addTrace(output: LibbpfOutput, line: string): void {
  // A text that ends with a line break gets a second one from the kernel.
  if (line === '') return;
  const lost = /^CPU:\d+ \[LOST (\d+) EVENTS\]$/.exec(line);
  if (lost) {
    output.lost += Number(lost[1]);
    return;
  }
  // A thread's name may hold anything; the first prefix that fits is the kernel's, and the text behind it is whole.
  const text = line.replace(/^.{0,32}?-\d+ +(?:\([ \d-]+\) +)?\[\d+\] +\S{4,8} +\d+\.\d+: bpf_trace_printk: /, '');
  output.records.push({ source: 'trace-pipe', sequence: output.records.length, text });
}

function mapEntry(line: Extract<LoaderLine, { event: 'map' }>): Omit<OutputRecord, 'source' | 'sequence'> {
  const keyBytes = bytesOf(line.key);
  const perCpu = line.values?.map(bytesOf);
  const sum = perCpu ? sumOf(perCpu) : null;
  const bytes = sum ?? (line.value === undefined ? joined(perCpu ?? []) : bytesOf(line.value));
  const key = keyText(keyBytes);
  const value = numberOf(bytes);
  const shown = value ?? textOf(bytes) ?? `0x${hexOf(bytes)}`;
  return {
    text: `${line.map}[${key}]: ${shown}`,
    map: line.map,
    key,
    keyBytes,
    bytes,
    ...(value === null ? {} : { value }),
  };
}

/**
 * Counters of 4 and 8 bytes are added up over the CPUs, in 8 bytes: on which CPU something happened is chance, and no
 * part of an answer. Other sizes have no sum.
 */
function sumOf(values: readonly Uint8Array[]): Uint8Array | null {
  if (values.some(({ length }) => length !== 4 && length !== 8)) return null;
  const sum = values.reduce((total, value) => total + (integerOf(value) ?? 0n), 0n);
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, sum));
  return new Uint8Array(bytes);
}

function keyText(bytes: Uint8Array): string {
  const number = numberOf(bytes);
  return number === null ? (textOf(bytes) ?? hexOf(bytes)) : String(number);
}

function numberOf(bytes: Uint8Array): Scalar | null {
  const integer = integerOf(bytes);
  return integer === null ? null : scalar(integer);
}

/** Unsigned, little-endian, as the guest's CPU writes it; null for sizes that no C integer has. */
function integerOf(bytes: Uint8Array): bigint | null {
  if (![1, 2, 4, 8].includes(bytes.length)) return null;
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function scalar(integer: bigint): Scalar {
  return integer <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(integer) : integer.toString();
}

/** A NUL-ended text of printable ASCII with nothing but zeros behind it. */
function textOf(bytes: Uint8Array): string | null {
  const end = bytes.indexOf(0);
  if (end < 1 || bytes.subarray(end).some((byte) => byte !== 0)) return null;
  const text = Buffer.from(bytes.subarray(0, end)).toString('latin1');
  return /^[\x20-\x7e]+$/.test(text) ? text : null;
}

function bytesOf(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
