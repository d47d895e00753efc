import { z } from 'zod';

const hex = z.string().regex(/^(?:[0-9a-f]{2})*$/);

/** One line of the libbpf loader (ken/kernel/libbpf/loader). Bytes are hex. */
const loaderLineSchema = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('program'),
    name: z.string(),
    section: z.string(),
    attached: z.boolean(),
    reason: z.string().optional(),
  }),
  z.object({ event: z.literal('ready'), marker: z.string() }),
  z.object({
    event: z.literal('failed'),
    stage: z.enum(['open', 'policy', 'load', 'attach']),
    reason: z.string(),
    log: z.string(),
  }),
  z.object({ event: z.literal('ring'), map: z.string(), bytes: hex }),
  z.object({ event: z.literal('trace'), text: z.string() }),
  z.object({
    event: z.literal('map'),
    map: z.string(),
    key: hex,
    value: hex.optional(),
    /** One for each CPU. */
    values: z.array(hex).optional(),
    internal: z.boolean().optional(),
  }),
  z.object({ event: z.literal('lost'), map: z.string(), count: z.number().int().nonnegative() }),
  z.object({ event: z.literal('unread'), map: z.string(), reason: z.string() }),
  z.object({ event: z.literal('end') }),
]);

export type LoaderLine = z.infer<typeof loaderLineSchema>;

/** Null when the line is none of the loader's, for example because it was cut. */
export function loaderLine(line: string): LoaderLine | null {
  const read = loaderLineSchema.safeParse(jsonOf(line));
  return read.success ? read.data : null;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
