import { KenError, quote } from '../../ken/errors.ts';
import type { ModelFacts } from '../../ken/models/model-facts.ts';
import type { Configuration } from '../../ken/pipeline/configuration.ts';
import { learningVersion } from '../../ken/prompter/learned-section.ts';
import type { Framework } from '../../ken/program.ts';
import { canonicalJson } from '../record/canonical-json.ts';
import { cellKey, sha256 } from '../record/cell-key.ts';
import type { Exposure } from '../record/manifest.ts';
import type { ModelKind, ToolchainRecord } from '../record/record.ts';
import { didYouMean } from '../cases/closest-name.ts';
import { chooseCases } from './choose-cases.ts';
import { usesContracts } from './contracts-of-kernel.ts';
import type { ContractsEntry } from './contracts-of-kernel.ts';
import type { Experiment } from './experiment.ts';

/** What a plan needs to know of a case. */
export interface CaseEntry {
  id: string;
  hash: string;
  prompt: string;
  upstreamPrompt: number | null;
  frameworks: readonly Framework[];
  exposure?: Exposure;
}

/** What a plan needs to know of a model; nobody is asked anything. */
export interface ModelEntry {
  name: string;
  kind: ModelKind;
  identity: Readonly<Record<string, string | number | boolean | null>>;
  /** Prices, context, what leaves the machine: in no key, since no answer depends on it. */
  facts?: ModelFacts;
}

/** Everything that an experiment may name, and the versions that results depend on. */
export interface Catalogue {
  cases: readonly CaseEntry[];
  models: readonly ModelEntry[];
  promptVersion: string;
  toolchain: ToolchainRecord | null;
  /** The training pairs; their identity is a part of the prompt version. */
  trainSet?: { identity: string; pairs: number };
  /** The contracts of the guest's kernel; null or left out when they are not built. */
  contracts?: ContractsEntry | null;
}

/** The unit of work. */
export interface Cell {
  key: string;
  case: CaseEntry;
  configuration: Configuration;
  model: ModelEntry;
  /** Independent repeat, from 1. */
  trial: number;
  /**
   * Only where the configuration learns: the cell before it in its chain (same model, configuration and trial), whose
   * lessons and all earlier ones it knows; null: it is the first.
   */
  learning?: { after: string | null };
}

export interface Plan {
  experiment: Experiment;
  /** In the order of work: every system sees a case before the next case begins, so that an early look is fair. */
  cells: Cell[];
  /** A run is resumed only by the same plan. */
  hash: string;
  /** True when a limit left cells out. */
  partial: boolean;
  cases: CaseEntry[];
  /** Cases that were chosen and lack a framework of the experiment. */
  casesLeftOut: CaseEntry[];
  models: ModelEntry[];
  promptVersion: string;
  toolchain: ToolchainRecord | null;
  trainSet?: { identity: string; pairs: number };
  /** Null when no configuration uses contracts. */
  contracts: ContractsEntry | null;
}

export interface PlanOptions {
  trials?: number;
  seed?: number;
  /** Half-open range of the cells of one trial, before repeats are expanded. */
  limit?: { from: number; to: number };
}

/**
 * Expands an experiment to its ordered list of cells. Unknown cases and models are a `KenError('config')`, and so are
 * contracts that a configuration uses and that are not built: without their hash a cell has no key.
 */
export function makePlan(experiment: Experiment, catalogue: Catalogue, options: PlanOptions = {}): Plan {
  const resolved: Experiment = {
    ...experiment,
    trials: options.trials ?? experiment.trials,
    seed: options.seed ?? experiment.seed,
  };
  const { cases, leftOut } = chooseCases(experiment, catalogue.cases);
  const models = experiment.models.map((name) => find('model', name, catalogue.models, 'name'));
  const once = cases.flatMap((entry) =>
    models.flatMap((model) =>
      experiment.configurations.map((configuration) => ({ case: entry, configuration, model })),
    ),
  );
  const chosen = options.limit ? once.slice(options.limit.from, options.limit.to) : once;
  const { promptVersion, toolchain, trainSet } = catalogue;
  const contracts = contractsOf(experiment, catalogue);
  const cells = Array.from({ length: resolved.trials }, (_, index) => index + 1).flatMap((trial) => {
    const lastOfChain = new Map<string, string>();
    return chosen.map((part): Cell => {
      const chain = canonicalJson([part.configuration.name, part.model.name]);
      const learning = part.configuration.learning === 'on' ? { after: lastOfChain.get(chain) ?? null } : undefined;
      const key = cellKey({
        caseHash: part.case.hash,
        configuration: part.configuration,
        model: { name: part.model.name, ...part.model.identity },
        promptVersion,
        toolchain,
        ...(contracts && usesContracts(part.configuration) && { contracts: contracts.hash }),
        ...(learning && { learning: { version: learningVersion, ...learning } }),
        trial,
      });
      lastOfChain.set(chain, key);
      return { key, ...part, trial, ...(learning && { learning }) };
    });
  });
  const hash = sha256(
    canonicalJson({ name: experiment.name, seed: resolved.seed, keys: cells.map((cell) => cell.key) }),
  );
  return {
    experiment: resolved,
    cells,
    hash,
    partial: chosen.length < once.length,
    cases,
    casesLeftOut: leftOut,
    models,
    promptVersion,
    toolchain,
    ...(trainSet && { trainSet }),
    contracts,
  };
}

function contractsOf({ name, configurations }: Experiment, { contracts }: Catalogue): ContractsEntry | null {
  const user = configurations.find(usesContracts);
  if (!user) return null;
  if (contracts) return contracts;
  throw new KenError(
    'config',
    `experiment ${name} uses contracts (configuration ${user.name}), and those of the guest's kernel are not built`,
    { hint: 'build them with: ken contracts build' },
  );
}

/** `N` (the first N) or `A:B` (from A up to but without B, from 0). */
export function parseLimit(text: string): { from: number; to: number } {
  const match = /^(?:(\d+):)?(\d+)$/.exec(text);
  const limit = { from: Number(match?.[1] ?? 0), to: Number(match?.[2] ?? 0) };
  if (!match || limit.to <= limit.from) {
    throw new KenError('usage', `--limit must be N or A:B with A < B, not ${quote(text)}`);
  }
  return limit;
}

function find<Entry>(what: string, wanted: string, entries: readonly Entry[], name: keyof Entry): Entry {
  const entry = entries.find((candidate) => candidate[name] === wanted);
  if (entry) return entry;
  const known = entries.map((candidate) => String(candidate[name]));
  throw new KenError('config', `unknown ${what} ${quote(wanted)}${didYouMean(wanted, known)}`, {
    hint: `known: ${known.join(', ') || 'none'}`,
  });
}
