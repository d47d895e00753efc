import { placeOf, type Found } from './candidate.ts';

/** The NAME section of a manual page: `name \- does this. Uses Linux eBPF/bpftrace.` */
export function manualPage(text: string): Found | undefined {
  const section = /^\.SH\s+"?NAME"?\s*\n([\s\S]*?)(?=^\.SH\b)/m.exec(text);
  if (!section) return undefined;
  const body = section[1] ?? '';
  const described = /\\-\s*([\s\S]*)/.exec(body)?.[1];
  if (described === undefined) return undefined;
  const plain = described
    .split('\n')
    .map((line) => line.replace(/^\.[A-Z]{1,2}\s+/, '').replace(/\\f[A-Z]|\\/g, ''))
    .join(' ');
  return {
    text: plain.replace(/\s*Uses (?:Linux )?(?:eBPF|bpftrace)\S*\.?\s*$/i, '.').replace(/\.\.$/, '.'),
    lines: placeOf(text, section.index, section[0].length),
  };
}
