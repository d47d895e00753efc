/** One paragraph in plain text, or undefined when it is empty, a licence or boilerplate that every file has. */
export function tidy(text: string): string | undefined {
  const plain = text
    .replace(/<[^>]{1,80}>/g, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]{1,3}([^`*]+)[`*]{1,3}/g, '$1')
    .replace(/\bUses (?:BCC|bpftrace)[^.]*eBPF\.?/gi, '')
    .replace(/\bFor Linux, uses[^.]*eBPF\.?/gi, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 600);
  if (plain.split(' ').length < 3) return undefined;
  return boilerplate.test(plain) ? undefined : plain;
}

const boilerplate =
  /^(?:copyright|\(c\)|spdx|licen[sc]ed|this (?:program|file|software|is free)|permission|redistribution|you should|author|todo|include this|vim:|-\*-|redistribute|modify it|converted from|warning:|highlights?:|refer to|based on|must precede|note:)/i;
