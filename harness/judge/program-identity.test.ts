import { describe, expect, it } from 'vitest';
import { programIdentity } from './program-identity.ts';

const script = (text: string): string => programIdentity({ framework: 'bpftrace', text });
const c = (text: string): string => programIdentity({ framework: 'libbpf', text });

describe('programIdentity', () => {
  it('passes over comments and layout', () => {
    expect(script('// counts\nkprobe:f {\n\t@ = count(); /* all */\n}\n')).toBe(script('kprobe:f { @ = count(); }'));
    expect(c('#define A 1 // one\nint  f(void)\n{ return A; }')).toBe(c('#define A 1\nint f(void)\n{ return A; }\n'));
  });

  it('keeps what a program means', () => {
    expect(script('kprobe:f { @ = count(); }')).not.toBe(script('kprobe:g { @ = count(); }'));
    expect(script('BEGIN { printf("a  b"); }')).not.toBe(script('BEGIN { printf("a b"); }'));
    expect(script('BEGIN { printf("// a"); }')).not.toBe(script('BEGIN { printf("// b"); }'));
    expect(c('#define A 1\n int x;')).not.toBe(c('#define A 1 int x;'));
    expect(c(`char s[] = "/* a */";`)).not.toBe(c(`char s[] = "";`));
    expect(script('BEGIN{}')).not.toBe(c('BEGIN{}'));
  });
});
