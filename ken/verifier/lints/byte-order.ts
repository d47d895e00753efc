import type { TypeTable } from '../btf/type-table.ts';
import type { Compiled } from '../compile/compiled.ts';
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
  const mistakes = await mistakesOf(compiled, kernelTypes);
  return mistakes.map(({ node, message }): Lint => {
    const line = node.line === undefined ? 0 : compiled.originalLine(node.line);
    return { kind: 'byte-order', line, text: lineOf(text, line), message };
  });
}

async function mistakesOf({ framework, tree, text }: Compiled, types: TypeTable): Promise<OrderMistake[]> {
  if (framework === 'bpftrace') {
    const probes = tree?.children.filter(({ kind }) => kind === 'probe') ?? [];
    return probes.flatMap((probe) => scriptOrderMistakes(probe, types));
  }
  const source = await readC(text);
  return source ? cOrderMistakes(source, types) : [];
}
