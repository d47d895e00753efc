import type { CellRecord } from '../record/record.ts';

/** Keeps equal parts of records once, so that a report of 100,000 cells fits into memory: they differ in little. */
export class SharedParts {
  readonly #parts = new Map<string, unknown>();

  /** The same record, with the parts that it has in common with earlier ones. */
  share(record: CellRecord): CellRecord {
    return {
      ...record,
      case: this.#text(record.case),
      configuration: this.#text(record.configuration),
      model: this.#text(record.model),
      promptVersion: this.#text(record.promptVersion),
      gate: this.#part(record.gate),
      judgement: this.#part(record.judgement),
      toolchain: this.#part(record.toolchain),
    };
  }

  #text(text: string): string {
    return this.#known(`t${text}`, text);
  }

  #part<Part extends object>(part: Part | null): Part | null {
    return part && this.#known(`p${JSON.stringify(part)}`, part);
  }

  #known<Value>(name: string, value: Value): Value {
    const known = this.#parts.get(name);
    if (known !== undefined) return known as Value;
    this.#parts.set(name, value);
    return value;
  }
}
