import { appendFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { KenError, quote } from '../../../ken/errors.ts';

const loggedSchema = z.strictObject({
  name: z.string(),
  /** Hash of the question. */
  question: z.string(),
  model: z.string(),
  text: z.string(),
  usage: z.strictObject({ inputTokens: z.number(), outputTokens: z.number() }).nullable(),
  seconds: z.number(),
});

/** One answer of a model, as it came. */
export type LoggedAnswer = z.infer<typeof loggedSchema>;

/**
 * Answers of models, one JSON object a line, appended as they come: an interrupted run goes on where it was, and a gate
 * of another version can judge them again without asking.
 */
export class AnswerLog {
  readonly #file: string;
  readonly #known: Map<string, LoggedAnswer>;

  private constructor(file: string, known: Map<string, LoggedAnswer>) {
    this.#file = file;
    this.#known = known;
  }

  static async open(file: string): Promise<AnswerLog> {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw new KenError('storage', `the answers ${quote(file)} cannot be read`, { cause: error });
    });
    const known = new Map<string, LoggedAnswer>();
    const lines = text.split('\n');
    for (const [index, line] of lines.entries()) {
      if (line.trim() === '') continue;
      const entry = readLine(line);
      // The last line may be torn by a crash; it is asked again.
      if (!entry && index < lines.length - 1)
        throw new KenError('storage', `line ${index + 1} of ${quote(file)} is no answer`);
      if (entry) known.set(keyOf(entry), entry);
    }
    await mkdir(path.dirname(file), { recursive: true });
    if (text !== '' && !text.endsWith('\n')) await appendFile(file, '\n');
    return new AnswerLog(file, known);
  }

  find(model: string, question: string): LoggedAnswer | null {
    return this.#known.get(keyOf({ model, question })) ?? null;
  }

  async add(entry: LoggedAnswer): Promise<void> {
    await appendFile(this.#file, `${JSON.stringify(entry)}\n`, { flush: true });
    this.#known.set(keyOf(entry), entry);
  }
}

function readLine(line: string): LoggedAnswer | null {
  try {
    return loggedSchema.parse(JSON.parse(line));
  } catch {
    return null; // Told by the caller, which knows the line's number.
  }
}

function keyOf({ model, question }: Pick<LoggedAnswer, 'model' | 'question'>): string {
  return `${model}:${question}`;
}
