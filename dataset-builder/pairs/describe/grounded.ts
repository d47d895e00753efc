/**
 * Names and numbers of a request that its program does not contain: functions (`vfs_read()`), identifiers with `_` or
 * digits, values in capitals, ports and sizes. A request that names what the program does not look at is not its request.
 * Units that the program reaches by a factor (ms, KB) are not counted.
 */
export function ungroundedWords(request: string, program: string, hooks: readonly string[]): string[] {
  const haystack = `${program}\n${hooks.join('\n')}`.toLowerCase();
  const named = new Set<string>();
  for (const [word] of request.matchAll(
    /\b[A-Za-z_]\w*\(\)|\b[a-z]+(?:_[a-z0-9]+)+\b|\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b|\bE[A-Z]{3,}\b|\bSIG[A-Z]+\b/g,
  )) {
    if (!mentions(haystack, word)) named.add(word);
  }
  for (const [number] of request.matchAll(/(?<![\w.-])\d{2,}(?![\w.-]*[A-Za-z])/g)) {
    if (!numbers(program).has(Number(number))) named.add(number);
  }
  return [...named].sort();
}

/** `open()` is grounded by `sys_enter_openat`: the kernel's functions carry the call's name in theirs. */
function mentions(haystack: string, word: string): boolean {
  const bare = word.replace('()', '').toLowerCase();
  return haystack.includes(bare) || haystack.includes(bare.replace(/^(?:sys|vfs|do)_/, ''));
}

function numbers(program: string): Set<number> {
  const values = [...program.matchAll(/\b0[xX][0-9a-fA-F]+|\b\d+/g)].map(([text]) => Number(text));
  return new Set(values.flatMap((value) => [value, value / 1000, value / 1_000_000, value / 1024, value * 1000]));
}
