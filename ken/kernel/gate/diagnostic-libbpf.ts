import type { LibbpfOutput } from '../output/libbpf-output.ts';
import { readable, shortened } from './diagnostic.ts';

/** The part of clang's messages that a model can act on: errors with the lines they quote, then warnings. */
export function distilClang(log: string): string {
  const blocks: string[][] = [];
  for (const line of readable(log).split('\n')) {
    if (/: (?:fatal )?(?:error|warning|note): /.test(line) || blocks.length === 0) blocks.push([line]);
    else if (!/^\d+ (?:error|warning)s?\b.* generated\.$/.test(line)) blocks.at(-1)?.push(line);
  }
  const kind = (block: string[]): number => (/: (?:fatal )?error: /.test(block[0] ?? '') ? 0 : 1);
  const chosen = blocks.filter((block) => block.join('').trim() !== '' && !/: note: /.test(block[0] ?? ''));
  const text = chosen.sort((one, other) => kind(one) - kind(other)).map((block) => block.slice(0, 3).join('\n'));
  return shortened(text.join('\n').replaceAll('program.bpf.c:', 'line '), '');
}

/** Why the loader gave up, with the end of the verifier's log and the C line that it stands under. */
export function distilLoader({ failed, programs }: LibbpfOutput): string {
  const missing = programs
    .filter((program) => !program.attached)
    .map(({ name, section, reason }) => `${name} (SEC("${section}")) did not attach: ${reason ?? 'no reason given'}`);
  if (!failed) return shortened(readable(missing.join('\n')), '');
  const log = readable(failed.log);
  const verifier = /-- BEGIN PROG LOAD LOG --\n([^]*?)(?:-- END PROG LOAD LOG --|$)/.exec(log)?.[1];
  const program = /prog '([^']*)': BPF program load failed: ([^\n]*)/.exec(log);
  if (verifier !== undefined) {
    const lines = verifier
      .split('\n')
      .filter((line) => line !== '' && !/^(processed \d|verification time|stack depth)/.test(line));
    const source = lines.findLast((line) => /^; /.test(line));
    const head = `The kernel's verifier refused ${program?.[1] ?? 'the program'}: ${program?.[2] ?? failed.reason}`;
    const place = source === undefined ? '' : `\nat ${source.slice(2)}`;
    return shortened(`${head}${place}`, lines.slice(-12).join('\n'));
  }
  const messages = log.split('\n').filter((line) => line.startsWith('libbpf: '));
  return shortened([failed.reason, ...missing, ...new Set(messages)].join('\n').trim(), '');
}
