import type { OracleInput } from '../../harness/judge/oracle.ts';
import type { Fact, OutputRecord } from '../../ken/kernel/observation.ts';

/** For tests of oracles without a guest: what an oracle is given when these texts were printed, one printf each. */
export function observed(account: string, printed: readonly string[], maps: readonly MapEntry[] = []): OracleInput {
  const facts = account.trim().split('\n').map(factOf);
  const prints = printed.map((text, sequence): OutputRecord => ({ source: 'print', sequence, text }));
  const entries = maps.map(({ map, key, value }, index): OutputRecord => ({
    source: 'map',
    sequence: printed.length + index,
    text: `${map}[${key}]: ${value}`,
    map,
    key,
    value,
  }));
  return {
    framework: 'bpftrace',
    facts,
    observation: {
      gate: {
        status: 'accepted',
        stage: 'done',
        probes: [],
        log: '',
        diagnostic: '',
        normalised: [],
        toolchain: { kernel: '6.12', bpftrace: '0.23', image: 'test' },
        seconds: 1,
      },
      ran: true,
      records: [...prints, ...entries],
      lost: 0,
      facts,
      tracer: null,
      workload: null,
      setup: null,
      kernelLog: '',
      seconds: 1,
    },
  };
}

interface MapEntry {
  map: string;
  key: string;
  value: number | string;
}

function factOf(line: string): Fact {
  const [event = '', ...fields] = line.trim().split(' ');
  const pairs = fields.map((field): [string, string] => {
    const [name = '', ...value] = field.split('=');
    return [name, value.join('=')];
  });
  return { event, fields: Object.fromEntries(pairs) };
}
