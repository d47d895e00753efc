import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGuestPool } from '../kernel/guest/pool.ts';
import type { GuestPool } from '../kernel/guest/job.ts';
import { createGate } from '../kernel/gate/gate.ts';
import type { Model, ModelRequest } from '../models/model.ts';
import { configurationSchema } from '../pipeline/configuration.ts';
import type { PipelineResult } from '../pipeline/result.ts';
import { synthesise } from '../pipeline/synthesise.ts';
import { createPrompter } from '../prompter/create-prompter.ts';
import { openVerifier } from '../verifier/open-verifier.ts';
import { modelComprehension } from './annotate-with-model.ts';
import { directComprehension } from './annotate-directly.ts';
import { guardAnnotations } from './annotation-guard.ts';
import { contractSentences } from './contract-sentences.ts';
import { tcpConnect, testingStore } from './testing-contracts.ts';

let pool: GuestPool;
let verifier: ReturnType<typeof openVerifier>;
const contracts = testingStore([tcpConnect]);
const prompt = 'Print source and destination port of every TCP connection attempt.';

beforeAll(async () => {
  pool = await openGuestPool({ size: 1 });
  verifier = openVerifier(pool);
});
afterAll(async () => {
  await verifier.close();
  await pool.close();
});

/** The paper's Figures 7 and 8 in our own words. */
const program = (dport: string, ...lines: string[]): string => `kprobe:tcp_connect
{
  $sk = (struct sock *)arg0;${lines[0] ?? ''}
  $sport = $sk->__sk_common.skc_num;
  $dport = ${dport};
  printf("%d -> %d\\n", $sport, $dport);${lines[1] ?? ''}
}`;
const assumed = '\n  assume($sk != 0);';
const asserted = '\n  assert($dport == bswap($sk->__sk_common.skc_dport));';
const raw = '$sk->__sk_common.skc_dport';

function replayed(replies: Record<string, string>, asked: ModelRequest[]): Model {
  return {
    ...{ name: 'replayed', identity: {}, kind: 'replay' },
    ask: (request) => {
      asked.push(request);
      const text = replies[`${request.purpose ?? 'synthesis'} ${request.attempt}`] ?? 'I do not know.';
      return Promise.resolve({
        text: `\`\`\`\n${text}\n\`\`\``,
        usage: null,
        finishReason: 'stop',
        seconds: 0,
        retries: [],
        recorded: true,
      });
    },
    close: () => Promise.resolve(),
  };
}

async function run(replies: Record<string, string>, asked: ModelRequest[] = []): Promise<PipelineResult> {
  const model = replayed(replies, asked);
  const prompter = createPrompter(pool.identity);
  const gate = createGate(pool);
  const comprehension = modelComprehension({
    ...{ model, prompter, verifier },
    contractsFor: (candidate) => Promise.resolve(contractSentences(candidate, contracts)),
    guard: async (annotated, request) =>
      guardAnnotations(annotated, request, {
        solver: await verifier.solver,
        types: await verifier.kernelTypes(),
        contracts,
      }),
  });
  const configuration = configurationSchema.parse({
    name: 'case-study',
    attempts: 2,
    feedback: 'gate+symbolic',
    comprehension: 'llm',
  });
  return synthesise({ caseId: 'case-study', prompt, framework: 'bpftrace' }, configuration, {
    ...{ model, memory: null, gate, prompter, seed: 1, trial: 1 },
    symbolic: { verifier, comprehension },
  });
}

test('Figure 7 is produced with the contract in the prompt, refuted, fed back; the second attempt is proved and accepted', async () => {
  const asked: ModelRequest[] = [];
  const right = `bswap(${raw})`;
  const result = await run(
    {
      'synthesis 1': program(raw),
      'comprehension 1': program(raw, assumed, asserted),
      'synthesis 2': program(right),
      'comprehension 2': program(right, assumed, asserted),
    },
    asked,
  );
  expect(asked[1]?.messages[1]?.content).toContain('tcp_connect, when it is entered: sk != NULL.');
  const [first, second] = result.attempts;
  expect(first?.symbolic?.answer).toMatchObject({ status: 'verified', verification: { verdict: 'refuted' } });
  expect(first?.symbolic?.passed).toBe(false);
  expect(asked[2]?.messages.map(({ content }) => content).join('\n')).toContain('skc_dport');
  expect(second?.symbolic?.passed).toBe(true);
  expect(result.verified?.text).toContain('bswap');
});

test('an annotation that assumes what it asserts proves nothing', async () => {
  const selfServing = program(raw, assumed, '\n  assume($dport == bswap($sk->__sk_common.skc_dport));' + asserted);
  const result = await run({
    'synthesis 1': program(raw),
    'comprehension 1': selfServing,
    'synthesis 2': program(raw),
    'comprehension 2': selfServing,
  });
  expect(result.verified).toBeNull();
  expect(result.attempts[0]?.symbolic?.problem).toContain('no usable annotation');
});

test('without a model the contract gives `sk != NULL`, and the pointer that the program follows is proved', async () => {
  const candidate = { framework: 'bpftrace' as const, text: program(raw) };
  const question = { prompt, candidate, caseId: 'case-study', attempt: 1, trial: 1, seed: 1 };
  const { annotated } = await directComprehension({ verifier, contracts }).comprehend(question);
  expect(annotated?.text).toContain('assume(((struct sock *)arg0) != 0);');
  const proved = annotated && (await verifier.verify(annotated));
  expect(proved).toMatchObject({ status: 'verified', verification: { verdict: 'proved' } });
  const withoutContract = directComprehension({ verifier, contracts: testingStore([]) });
  const open = await withoutContract.comprehend(question);
  const refuted = open.annotated && (await verifier.verify(open.annotated));
  expect(refuted).toMatchObject({ status: 'verified', verification: { verdict: 'refuted' } });
});
