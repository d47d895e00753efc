/** Characters of a diagnostic that a model gets at most. */
const longest = 2000;

/**
 * The part of bpftrace's messages that a model can act on: errors first, each with the script line it quotes, then
 * warnings, then the tail of the verifier's log. No terminal codes, line numbers of the author's own text.
 */
export function distilBpftrace(stderr: string, originalLine: (line: number) => number): string {
  const lines = readable(stderr)
    .replace(/^(?:\S*\/)?program\.bt:(\d+)/gm, (_all, line: string) => `line ${originalLine(Number(line))}`)
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.includes('RLIMIT_MEMLOCK'));
  const blocks: string[][] = [];
  for (const line of lines) {
    if (/\b(ERROR|WARNING): /.test(line) || blocks.length === 0) blocks.push([line]);
    else blocks.at(-1)?.push(line);
  }
  const rank = (block: string[]): number => (/\bERROR: /.test(block[0] ?? '') ? 0 : 1);
  const ordered = blocks.sort((one, other) => rank(one) - rank(other)).map((block) => block.slice(0, 4).join('\n'));
  return shortened([...new Set(ordered)].join('\n'), verifierTail(stderr));
}

/** The text without terminal codes and control characters. */
export function readable(text: string): string {
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
}

/** Head and tail, cut so that both fit: the head names the failure, the verifier's reason is at the end of its log. */
export function shortened(head: string, tail: string): string {
  const end = tail.slice(-1000);
  const room = longest - (end === '' ? 0 : end.length + 1);
  const start = head.length > room ? `${head.slice(0, room - 3)}...` : head;
  return end === '' ? start : `${start}\n${end}`;
}

function verifierTail(stderr: string): string {
  const log = /Kernel error log: *\n([^]*?)(?:\nERROR: |$)/.exec(readable(stderr))?.[1] ?? '';
  const lines = log.split('\n').filter((line) => !/^(processed \d|verification time|stack depth)/.test(line));
  return lines.slice(-12).join('\n').trim();
}
