import { z } from 'zod';
import { frameworks } from '../program.ts';

/** A request and a program for it, shown to models as an example (the paper's eBPFNLDataset, section 3.3). */
export const trainPairSchema = z.strictObject({
  /** Unique in a memory: `<source>/<name>`, for example `bpftrace-tools/opensnoop`. */
  id: z.string().min(1),
  /** The request in English. */
  prompt: z.string().min(1),
  /** Program text without its licence header. */
  program: z.string().min(1),
  framework: z.enum(frameworks),
  /** Where it comes from, with the copyright line where there is one. */
  source: z.string().min(1),
  /** SPDX identifier, when the source states a licence. */
  licence: z.string().min(1).optional(),
});

export type TrainPair = z.infer<typeof trainPairSchema>;
