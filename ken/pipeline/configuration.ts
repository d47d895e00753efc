import { z } from 'zod';

/**
 * Every switch of the ablation is one field. Hints never reach a configuration that does not name them. A strict
 * schema: an unknown key stops the run before anything is spent.
 */
export const configurationSchema = z
  .strictObject({
    name: z.string().min(1),
    framework: z.enum(['bpftrace', 'libbpf']).default('bpftrace'),
    /** Rounds of the feedback loop, the first one included (the paper's "trial" of section 3.1). */
    attempts: z.number().int().min(1).max(10).default(1),
    /** What goes back to the model after a failed attempt. */
    feedback: z.enum(['none', 'gate', 'gate+symbolic']).default('none'),
    retrieval: z.enum(['none', 'fixed', 'vector']).default('none'),
    /** Number of retrieved training pairs when retrieval is `vector`. */
    examples: z.number().int().min(0).max(8).default(2),
    /**
     * Where the asserts come from. With any of them a program is verified only when every assert is proved; whether the
     * model hears of a refutation is up to `feedback`.
     */
    comprehension: z.enum(['off', 'llm', 'direct']).default('off'),
    hints: z.enum(['none', 'human']).default('none'),
    probeSearch: z.boolean().default(false),
    learning: z.enum(['on', 'off']).default('off'),
    /**
     * Stands in for comprehension and verifier, to see what the loop adds by itself: `passes-all` lets every program
     * through to the gate; `refuses-until-last` sends every one back without a reason, but for the last attempt's.
     */
    verifier: z.enum(['passes-all', 'refuses-until-last']).optional(),
    /**
     * How failures are told: the gate's whole log (`raw-log`), what was distilled from it (`distilled`), or that and the
     * counterexamples of refuted asserts (`counterexample`, as when it is left out).
     */
    diagnostics: z.enum(['raw-log', 'distilled', 'counterexample']).optional(),
  })
  .refine(({ feedback, comprehension }) => feedback !== 'gate+symbolic' || comprehension !== 'off', {
    message: 'feedback: gate+symbolic needs comprehension: llm or direct, since nothing is verified without asserts',
  })
  .refine(({ verifier, comprehension }) => verifier === undefined || comprehension !== 'off', {
    message: 'verifier stands in for a comprehension: name the one it is compared with, llm or direct',
  })
  .refine(({ diagnostics, feedback }) => diagnostics === undefined || feedback !== 'none', {
    message: 'diagnostics says how failures are told, and with feedback: none nothing is told',
  });

export type Configuration = z.infer<typeof configurationSchema>;
