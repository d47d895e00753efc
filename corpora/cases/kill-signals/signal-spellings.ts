/** Every common spelling of a signal on x86-64: `9`, `-9` (as kill(1) has it), `SIGKILL`, `KILL`, `SIGRTMIN+13`. Source: signal(7). */
export function signalSpellings(number: number): (number | string)[] {
  const name = names[number];
  if (name !== undefined) return [number, -number, `SIG${name}`, name];
  const realTime = [`RTMIN+${number - firstRealTime}`, `RTMAX-${lastRealTime - number}`];
  return [number, -number, ...realTime, ...realTime.map((spelling) => `SIG${spelling}`)];
}

const names: Record<number, string> = {
  9: 'KILL',
  12: 'USR2',
  13: 'PIPE',
  14: 'ALRM',
  15: 'TERM',
  24: 'XCPU',
  28: 'WINCH',
};
const firstRealTime = 34;
const lastRealTime = 64;
