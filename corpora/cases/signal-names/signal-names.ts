/** What a name of a signal may look like: `SIGTERM`, `TERM`, or how strsignal(3) describes it. Source: signal(7), x86-64. */
export function signalNames(number: number): RegExp[] {
  const [name, description] = names[number] ?? [];
  if (name === undefined) return [];
  const patterns = [new RegExp(`(?<![A-Za-z0-9])(?:SIG)?_?${name}(?![A-Za-z0-9])`, 'i')];
  return description === undefined ? patterns : [...patterns, description];
}

/** The names of all signals but these. */
export function allNames(...without: readonly number[]): RegExp[] {
  return Object.keys(names)
    .map(Number)
    .filter((number) => !without.includes(number))
    .flatMap((number) => [new RegExp(`(?<![A-Za-z0-9])SIG${names[number]?.[0] ?? ''}(?![A-Za-z0-9])`, 'i')]);
}

const names: Record<number, [name: string, description?: RegExp]> = {
  1: ['HUP', /hang ?up/i],
  2: ['INT', /interrupt/i],
  3: ['QUIT', /quit/i],
  4: ['ILL', /illegal instruction/i],
  5: ['TRAP'],
  6: ['ABRT', /abort/i],
  7: ['BUS', /bus error/i],
  8: ['FPE', /floating.point/i],
  9: ['KILL', /killed/i],
  10: ['USR1', /user.?(?:defined)?.?(?:signal)?.?1/i],
  11: ['SEGV', /segmentation|segfault/i],
  12: ['USR2', /user.?(?:defined)?.?(?:signal)?.?2/i],
  13: ['PIPE', /broken pipe/i],
  14: ['ALRM', /alarm/i],
  15: ['TERM', /terminat/i],
  17: ['CHLD', /child/i],
  18: ['CONT'],
  19: ['STOP'],
};
