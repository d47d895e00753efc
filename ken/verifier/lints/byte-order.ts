import type { Lint } from '../verification.ts';
import type { VerificationInput } from '../verdict/verification-input.ts';
import { cOrderMistakes } from './byte-order-c.ts';
import { scriptOrderMistakes, type OrderMistake } from './byte-order-script.ts';
import { readC } from './c-tree/c-nodes.ts';
import { lineOf } from './place-of-site.ts';

/** What the lint reads of a program. */
export type OrderInput = Pick<VerificationInput, 'compiled' | 'kernelTypes' | 'text'>;

/** Values in the wrong byte order, as the kernel's types declare their fields. */
export async function programOrderLints({ compiled, kernelTypes, text }: OrderInput): Promise<Lint[]> {
  if (!kernelTypes) return [];
  const probes = compiled.tree?.children.filter(({ kind }) => kind === 'probe') ?? [];
  const mistakes: OrderMistake[] =
    compiled.framework === 'bpftrace'
      ? probes.flatMap((probe) => scriptOrderMistakes(probe, kernelTypes))
      : cOrderMistakes(await readC(compiled.text), kernelTypes);
  return mistakes.map(({ node, message }): Lint => {
    const line = node.line === undefined ? 0 : compiled.originalLine(node.line);
    return { kind: 'byte-order', line, text: lineOf(text, line), message };
  });
}
