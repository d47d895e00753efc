import { readFileSync, readdirSync } from 'node:fs';

/** Largest resident memory so far in megabytes: of this process and, one at its largest, of a solver that it started. */
export function peakMemory(): number {
  const solvers = children().map((pid) => fieldOf(`/proc/${pid}/status`, 'VmHWM'));
  return (fieldOf('/proc/self/status', 'VmHWM') + Math.max(0, ...solvers)) / 1000;
}

/** Processes named z3 that a thread of this one started. */
function children(): number[] {
  const threads = readdirSync('/proc/self/task');
  return threads
    .flatMap((thread) => (read(`/proc/self/task/${thread}/children`) ?? '').trim().split(' '))
    .filter((pid) => pid !== '' && read(`/proc/${pid}/comm`)?.trim() === 'z3')
    .map(Number);
}

/** Kilobytes. */
function fieldOf(file: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s*(\\d+)`, 'm').exec(read(file) ?? '')?.[1] ?? 0);
}

/** Null when the process has ended meanwhile. */
function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
