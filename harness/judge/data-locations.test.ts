import { describe, expect, it } from 'vitest';
import { mendDataLocations } from './data-locations.ts';

const format = `name: irq_handler_entry
ID: 157
format:
	field:unsigned short common_type;	offset:0;	size:2;	signed:0;
	field:int common_pid;	offset:4;	size:4;	signed:1;

	field:int irq;	offset:8;	size:4;	signed:1;
	field:__data_loc char[] name;	offset:12;	size:4;	signed:0;

print fmt: "irq=%d name=%s", REC->irq, __get_str(name)
`;
const formatOf = (category: string, event: string): string | null =>
  category === 'irq' && event === 'irq_handler_entry' ? format : null;

describe('mendDataLocations', () => {
  it('takes off what is too much, in predicate and block, and nowhere else', () => {
    const text = `BEGIN { printf("args->name"); }
t:irq:irq_handler_entry /str(args.name) != ""/ { @[str(args -> name), args->irq] = count(); } // args.name
tracepoint:irq:irq_handler_exit { @[args->name] = count(); }`;
    const mended = mendDataLocations(text, formatOf);
    expect(mended?.text).toBe(`BEGIN { printf("args->name"); }
t:irq:irq_handler_entry /str((args.name - 48)) != ""/ { @[str((args -> name - 48)), args->irq] = count(); } // args.name
tracepoint:irq:irq_handler_exit { @[args->name] = count(); }`);
    expect(mended?.repairs).toHaveLength(1);
  });

  it.each([
    ['tracepoint:irq:irq_handler_entry { @[args->irq] = count(); }'],
    ['tracepoint:irq:irq_handler_entry, tracepoint:irq:irq_handler_exit { @[str(args->name)] = count(); }'],
    ['kprobe:f { @[args.name] = count(); }'],
    ['tracepoint:irq:'],
    [''],
  ])('leaves alone %s', (text) => {
    expect(mendDataLocations(text, formatOf)).toBeNull();
  });
});
