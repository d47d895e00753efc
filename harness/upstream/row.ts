import { z } from 'zod';

/** A row of a result file. Unknown members are kept out, not refused: the rows were written by several versions of a script. */
const resultSchema = z.object({
  command: z.string(),
  stdout: z.string().catch(''),
  stderr: z.string().catch(''),
  returncode: z.number().int(),
  prompt: z.string().optional(),
});

export type ResultRow = z.infer<typeof resultSchema>;

/** A result, or the reason why the row holds none. `error` rows say that the authors' own program failed. */
export type RowReading =
  { kind: 'result'; row: ResultRow } | { kind: 'error'; message: string } | { kind: 'invalid'; reason: string };

export function readRow(value: Record<string, unknown>): RowReading {
  const result = resultSchema.safeParse(value);
  if (result.success) return { kind: 'result', row: result.data };
  if ('error' in value && !('command' in value)) {
    return {
      kind: 'error',
      message: typeof value['error'] === 'string' ? value['error'] : JSON.stringify(value['error']),
    };
  }
  const issues = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  return { kind: 'invalid', reason: issues.join('; ') };
}
