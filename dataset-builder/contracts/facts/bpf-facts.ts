import type { Fact, Provenance } from '../../../ken/verifier/contracts/contract.ts';
import type { HelperPrototype } from '../functions/bpf-interfaces.ts';
import type { Prototype } from '../functions/prototypes.ts';
import type { DerivedClause } from './analysis.ts';

/** What the verifier of eBPF demands of a helper's callers; it enforces it, so it holds (kernel/bpf/verifier.c). */
export function helperContract(
  helper: HelperPrototype,
  prototype: Prototype,
): { clauses: DerivedClause[]; facts: Fact[] } {
  const provenance: Provenance = { by: 'types', rule: 'bpf_func_proto', at: helper.at };
  const clauses: DerivedClause[] = [];
  const facts: Fact[] = [{ kind: 'result', subject: 'ret', value: helper.returns, provenance }];
  for (const [index, type] of helper.parameters.entries()) {
    const name = prototype.parameters[index]?.name ?? '';
    if (name === '') continue;
    facts.push({ kind: 'argument', subject: name, value: type, provenance });
    const mayBeNull = /PTR_MAYBE_NULL|_OR_NULL/.test(type);
    const isPointer = /^ARG_PTR_TO_|^ARG_CONST_MAP_PTR/.test(type) && !/ARG_PTR_TO_(?:CTX|STACK)/.test(type);
    if (isPointer && !mayBeNull) clauses.push({ role: 'pre', text: `${name} != 0`, provenance, confidence: 'sound' });
    if (/^ARG_CONST_(?:ALLOC_)?SIZE$/.test(type))
      clauses.push({ role: 'pre', text: `${name} > 0`, provenance, confidence: 'sound' });
  }
  return { clauses, facts };
}

/** Flags of a kfunc: its result may be NULL, must be released, ... (Documentation/bpf/kfuncs.rst). */
export function kfuncFacts({ flags, at }: { flags: readonly string[]; at: string }): Fact[] {
  const meanings: Record<string, string> = {
    KF_RET_NULL: 'the result may be NULL',
    KF_ACQUIRE: 'the result holds a reference, which must be released',
    KF_RELEASE: 'releases the reference of its argument',
    KF_TRUSTED_ARGS: 'pointer arguments must be trusted, hence not NULL',
    KF_SLEEPABLE: 'may sleep',
    KF_RCU: 'pointer arguments must be protected by RCU',
    KF_DESTRUCTIVE: 'destructive: needs CAP_SYS_BOOT',
  };
  return flags.map((flag) => ({
    kind: 'flag' as const,
    subject: /RET|ACQUIRE/.test(flag) ? 'ret' : '',
    value: `${flag}${meanings[flag] === undefined ? '' : `: ${meanings[flag]}`}`,
    provenance: { by: 'static' as const, rule: 'BTF_ID_FLAGS', at },
  }));
}
