import { join } from 'node:path';
import { KenError } from '../../../ken/errors.ts';
import { contractFiles } from '../../../ken/verifier/contracts/contract-store.ts';
import { contractSchema } from '../../../ken/verifier/contracts/contract.ts';
import { openChosenContracts } from '../../cli/contracts/contract-folder.ts';
import { readLines } from '../../record/read-lines.ts';
import { parseLine } from '../../record/record.ts';

/** A clause that no program may rely on yet, or never: what was asked of a person is to look. */
export interface QueuedClause {
  contract: string;
  role: 'pre' | 'post';
  text: string;
  /** Reason of the gate that rejected it; `unproven` and `refuted`: it passed the gate, and that is how it stands now. */
  reason: string;
  detail: string;
  /** Who says it: `model qwen`, `static null-check`. */
  origin: string;
}

export interface ContractClauses {
  folder: string;
  kernel: string;
  clauses: readonly QueuedClause[];
}

/** Rejected and unreviewed clauses of the contracts; the set is read once, when somebody asks. */
export class ContractQueue {
  readonly #folder: string | null;
  #kept: Promise<ContractClauses> | null = null;

  constructor(folder: string | null) {
    this.#folder = folder;
  }

  /** A message with its hint when there is no set. */
  async read(): Promise<ContractClauses | { problem: string; hint: string }> {
    try {
      this.#kept ??= this.#scan();
      return await this.#kept;
    } catch (error) {
      this.#kept = null;
      if (error instanceof KenError && error.code === 'config') {
        return { problem: error.message, hint: error.hint ?? "Build them with 'ken contracts build'." };
      }
      throw error;
    }
  }

  async #scan(): Promise<ContractClauses> {
    const { folder, manifest } = await openChosenContracts(this.#folder ?? undefined);
    const path = join(folder, contractFiles.contracts);
    const clauses: QueuedClause[] = [];
    for await (const { text } of readLines(path)) {
      // Most contracts have none: they need not be parsed.
      if (!text.includes('"rejected":[{') && !/"confidence":"(?:unproven|refuted)"/.test(text)) continue;
      clauses.push(...queuedClauses(parseLine(contractSchema, text, path)));
    }
    return { folder, kernel: manifest.kernel, clauses };
  }
}

function queuedClauses({ name, clauses, rejected }: ReturnType<typeof contractSchema.parse>): QueuedClause[] {
  return [
    ...rejected.map(({ role, text, reason, detail, provenance }) => ({
      ...{ contract: name, role, text, reason, detail, origin: `${provenance.by} ${provenance.rule}` },
    })),
    ...clauses
      .filter(({ confidence }) => confidence === 'unproven' || confidence === 'refuted')
      .map(({ role, text, confidence, witness, provenance }) => ({
        ...{ contract: name, role, text, reason: confidence, detail: witness ?? '' },
        origin: `${provenance.by} ${provenance.rule}`,
      })),
  ];
}
