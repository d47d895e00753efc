import type { Lint } from '../verification.ts';
import type { VerificationInput } from '../verdict/verification-input.ts';
import { scriptOrderMistakes } from './byte-order-script.ts';
import { lineOf } from './place-of-site.ts';

/** Values in the wrong byte order, as the kernel's types declare their fields. */
export function programOrderLints({ compiled, kernelTypes, text }: VerificationInput): Lint[] {
  if (!kernelTypes || !compiled.tree) return [];
  const probes = compiled.tree.children.filter(({ kind }) => kind === 'probe');
  return probes.flatMap((probe) =>
    scriptOrderMistakes(probe, kernelTypes).map(({ node, message }): Lint => {
      const line = node.line === undefined ? 0 : compiled.originalLine(node.line);
      return { kind: 'byte-order', line, text: lineOf(text, line), message };
    }),
  );
}
