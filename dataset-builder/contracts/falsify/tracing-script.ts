import type { Watched } from './observation-plan.ts';

/** Text before and behind the histograms in the output of the job. */
export const marks = { begin: '=== histogram ', end: '=== end' } as const;

/**
 * Shell commands of a guest that arm a probe for each watched value and count its values in the kernel
 * (Documentation/trace/histogram.rst): no event is lost, and nothing but counts comes back. Of pointers only NULL, other
 * small numbers and error pointers are counted by value; a second histogram counts all of them.
 */
export function armCommands(watched: readonly Watched[]): string {
  const lines = watched.map(({ function: name, position, type, isPointer }, index) => {
    const event = `k${index}`;
    const head =
      position === null
        ? `r:ken/${event} ${name} v=$retval:${type}`
        : `p:ken/${event} ${name} v=$arg${position + 1}:${type}`;
    const trigger = `events/ken/${event}/trigger`;
    const triggers = isPointer
      ? [`hist:keys=v:size=512 if v < 4096 || v >= ${errorPointers}`, 'hist:keys=common_cpu']
      : ['hist:keys=v:size=2048'];
    const arm = triggers.map((text) => `echo '${text}' >> ${trigger}`).join(' && ');
    return `{ echo '${head}' >> kprobe_events && ${arm}; } 2>/dev/null`;
  });
  return ['cd /sys/kernel/tracing', 'echo 0 > tracing_on', ...lines, 'echo 1 > tracing_on', 'true'].join('\n');
}

/** IS_ERR: the last 4095 addresses. */
const errorPointers = '18446744073709547521';

/** Commands that print the histograms of all probes and disarm them. */
export function readCommands(count: number): string {
  return [
    'cd /sys/kernel/tracing',
    'echo 0 > tracing_on',
    `i=0; while [ $i -lt ${count} ]; do if [ -f events/ken/k$i/hist ]; then echo '${marks.begin}'$i; grep -E '^{|Hits|Dropped' events/ken/k$i/hist; fi; i=$((i+1)); done`,
    `echo '${marks.end}'`,
  ].join('\n');
}
