import type { GateResult } from '../../ken/kernel/gate-result.ts';
import type { ModelReply } from '../../ken/models/model.ts';
import type { PipelineParts } from '../../ken/pipeline/synthesise.ts';
import { passes } from '../../ken/verifier/verification.ts';
import type { VerifierAnswer } from '../../ken/verifier/verifier.ts';
import { visible, visibleLine } from '../report/escape/visible.ts';

/**
 * The parts of a pipeline, which tell what they are asked and what they answer: one line each, as it happens. What
 * models, compilers and kernels wrote is made printable.
 */
export function watchParts(parts: PipelineParts, tell: (line: string) => void): PipelineParts {
  const { model, gate, symbolic } = parts;
  return {
    ...parts,
    model: {
      ...model,
      async ask(request) {
        const what =
          request.purpose === 'comprehension' ? 'what must hold' : `for a program, attempt ${request.attempt}`;
        tell(`asking ${visibleLine(model.name)} ${what}`);
        const reply = await model.ask(request);
        tell(`  ${describeReply(reply)}`);
        return reply;
      },
    },
    gate: {
      ...gate,
      async check(program) {
        tell('loading it into the guest kernel');
        const result = await gate.check(program);
        for (const line of describeGate(result)) tell(`  ${line}`);
        return result;
      },
    },
    ...(symbolic && {
      symbolic: {
        ...symbolic,
        verifier: {
          ...symbolic.verifier,
          check: (program) => symbolic.verifier.check(program),
          close: () => symbolic.verifier.close(),
          async verify(program, signal) {
            tell('proving it');
            const answer = await symbolic.verifier.verify(program, signal);
            for (const line of describeAnswer(answer)) tell(`  ${line}`);
            return answer;
          },
        },
      },
    }),
  };
}

function describeReply({ text, usage, seconds, recorded, finishReason }: ModelReply): string {
  const length = usage ? `${usage.outputTokens} tokens` : `${text.length} characters`;
  const parts = [length, `${seconds.toFixed(1)} s`, ...(recorded ? ['answered before'] : [])];
  if (finishReason !== null && finishReason !== 'stop') parts.push(visibleLine(finishReason));
  return parts.join(', ');
}

function describeGate({ status, diagnostic, probes, seconds }: GateResult): string[] {
  const attached = probes.filter((probe) => probe.attached).length;
  return [
    `${status}, ${attached} of ${probes.length} probes attached, ${seconds.toFixed(1)} s`,
    ...(status === 'accepted' ? [] : quoted(diagnostic)),
  ];
}

function describeAnswer(answer: VerifierAnswer): string[] {
  if (answer.status !== 'verified') return [answer.status, ...quoted(answer.diagnostic)];
  const { verdict, reason, asserts, seconds } = answer.verification;
  const proved = asserts.filter((assert) => passes(assert.verdict)).length;
  return [
    `${verdict}${reason === '' ? '' : `: ${visibleLine(reason)}`}; ${proved} of ${asserts.length} asserts proved, ${seconds.toFixed(1)} s`,
    ...asserts
      .filter((assert) => !passes(assert.verdict))
      .flatMap((assert) =>
        quoted(assert.counterexample?.message ?? `line ${assert.line}: ${assert.text}: ${assert.reason}`),
      ),
  ];
}

/** The first lines of a longer text. */
function quoted(text: string, lines = 8): string[] {
  const all = visible(text).trim().split('\n');
  return [...all.slice(0, lines), ...(all.length > lines ? [`... ${all.length - lines} more lines`] : [])].map(
    (line) => `| ${line}`,
  );
}
