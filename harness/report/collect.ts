import { KenError, quote } from '../../ken/errors.ts';
import { canonicalJson } from '../record/canonical-json.ts';
import { readManifest } from '../record/manifest.ts';
import { readRecords } from '../record/read-records.ts';
import type { CellRecord, ToolchainRecord } from '../record/record.ts';
import { readScores, scoreVersions } from '../record/scores.ts';
import type { Score } from '../record/scores.ts';
import type { ReportCell, ReportData, ReportGroup, ReportRun, System } from './report-data.ts';
import { SharedParts } from './shared-parts.ts';

/**
 * Reads run folders, and nothing else. Recorded answers of others and cells that were run here never share a table; in
 * one table all prompts, kernels and toolchains are the same, or a `KenError('usage')` names the two that differ.
 */
export async function collectRuns(
  runFolders: readonly string[],
  options: { cases?: readonly string[] } = {},
): Promise<ReportData> {
  const runs: ReportRun[] = [];
  const cells: ReportCell[] = [];
  const wanted = options.cases && new Set(options.cases);
  const seen = new Set<string>();
  const shared = new SharedParts();
  for (const path of runFolders) {
    const manifest = await readManifest(path);
    const judgeVersion = (await scoreVersions(path))[0] ?? null;
    const scores = await scoresByKey(path, judgeVersion);
    const index = runs.length;
    let found = 0;
    for await (const record of readRecords(path)) {
      found += 1;
      seen.add(record.case);
      if (wanted && !wanted.has(record.case)) continue;
      cells.push(reportCell(shared.share(record), scores.get(record.key) ?? null, index));
    }
    runs.push({ manifest, path, judgeVersion, missing: Math.max(0, manifest.plannedCells - found) });
  }
  const unknown = options.cases?.find((id) => !seen.has(id));
  if (unknown !== undefined) {
    throw new KenError('usage', `no record of the case ${quote(unknown)}`, {
      hint: `cases with records: ${[...seen].sort().join(', ')}`,
    });
  }
  if (cells.length === 0) {
    throw new KenError('usage', `no records in ${runFolders.join(', ')}`, {
      hint: 'let the run finish at least one cell',
    });
  }
  const here = cells.filter((cell) => cell.record.modelKind !== 'replay');
  const recorded = cells.filter((cell) => cell.record.modelKind === 'replay');
  return {
    runs,
    casesLeftOut: wanted ? [...seen].filter((id) => !wanted.has(id)).length : 0,
    groups: [
      group('run-here', 'Systems run here', here, runs),
      group('recorded', 'Recorded answers, judged again', recorded, runs),
    ].filter((candidate) => candidate.systems.length > 0),
  };
}

async function scoresByKey(path: string, judgeVersion: string | null): Promise<Map<string, Score>> {
  const scores = new Map<string, Score>();
  if (judgeVersion === null) return scores;
  for await (const score of readScores(path, judgeVersion)) scores.set(score.key, score);
  return scores;
}

function reportCell(record: CellRecord, score: Score | null, run: number): ReportCell {
  return {
    record,
    run,
    score,
    outcome: score?.outcome ?? record.outcome,
    error: score ? null : (record.error ?? null),
    gate: score?.gate ?? record.gate,
    judgement: score?.judgement ?? record.judgement,
    judgeSeconds: score?.seconds ?? record.seconds.judge,
    anchor: `cell-${run + 1}-${record.key.slice(0, 16)}`,
  };
}

function group(id: ReportGroup['id'], title: string, cells: ReportCell[], runs: ReportRun[]): ReportGroup {
  const first = cells[0];
  const toolchain = sameToolchain(cells, runs);
  if (id === 'run-here') {
    refuseMixedPrompts(cells, runs);
    refuseMixedContracts(cells, runs);
  }
  const caseOrder = order(runs.flatMap(({ manifest }) => manifest.cases.map((entry) => entry.id)));
  const configurationOrder = order(runs.flatMap(({ manifest }) => manifest.configurations.map((entry) => entry.name)));
  const modelOrder = order(runs.flatMap(({ manifest }) => manifest.models.map((model) => model.name)));
  const rank = (ranks: Map<string, number>, name: string): number => ranks.get(name) ?? ranks.size;
  cells.sort(
    (a, b) =>
      rank(caseOrder, a.record.case) - rank(caseOrder, b.record.case) ||
      compareText(a.record.case, b.record.case) ||
      a.record.trial - b.record.trial ||
      a.run - b.run ||
      compareText(a.record.key, b.record.key),
  );
  const systems = systemsOf(cells, runs).sort(
    (a, b) =>
      rank(modelOrder, a.model) - rank(modelOrder, b.model) ||
      rank(configurationOrder, a.configuration) - rank(configurationOrder, b.configuration) ||
      compareText(a.framework, b.framework) ||
      compareText(a.id, b.id),
  );
  labelSystems(systems);
  const promptVersion = first?.record.promptVersion ?? '';
  const exposure = new Map(
    runs.flatMap(({ manifest }) => manifest.cases.map(({ id, split, leak }) => [id, { split, leak }] as const)),
  );
  const cases = [...new Set(cells.map((cell) => cell.record.case))];
  return { id, title, promptVersion, toolchain, systems, cases, exposure };
}

/** Runs that repeat the same system with other trials are one system; the same trial in two runs makes two. */
function systemsOf(cells: readonly ReportCell[], runs: readonly ReportRun[]): System[] {
  const bySystem = groupBy(cells, ({ record }) => systemId(record));
  return [...bySystem].flatMap(([id, members]) => {
    const repeats = groupBy(members, ({ record }) => `${record.case} ${record.trial}`);
    const overlaps = [...repeats.values()].some((same) => same.length > 1);
    if (!overlaps) return [system(id, members, null)];
    return [...groupBy(members, (cell) => String(cell.run))].map(([run, ofRun]) =>
      system(`${id} ${run}`, ofRun, runs[Number(run)]?.manifest.run ?? run),
    );
  });
}

function system(id: string, cells: ReportCell[], run: string | null): System {
  const record = cells[0]?.record;
  if (!record) throw new KenError('internal', `the system ${id} has no cells`);
  const { configuration, model, modelKind, framework } = record;
  return { id, label: configuration, configuration, model, modelKind, framework, run, cells };
}

/** A label says what tells systems apart, and no more: a model that all share is named once, above the table. */
function labelSystems(systems: System[]): void {
  const differ = (part: (system: System) => string): boolean => new Set(systems.map(part)).size > 1;
  const models = differ((system) => system.model);
  const frameworks = differ((system) => system.framework);
  for (const system of systems) {
    const { configuration, model, framework, run } = system;
    const parts = [
      configuration,
      ...(models ? [model] : []),
      ...(frameworks ? [framework] : []),
      ...(run === null ? [] : [run]),
    ];
    system.label = parts.join(' · ');
  }
}

function systemId(record: CellRecord): string {
  return JSON.stringify([record.configuration, record.model, record.modelKind, record.framework]);
}

function sameToolchain(cells: readonly ReportCell[], runs: readonly ReportRun[]): ToolchainRecord | null {
  let seen: { toolchain: ToolchainRecord; run: string } | null = null;
  for (const { record, score, run } of cells) {
    const toolchain = score ? score.toolchain : record.toolchain;
    if (!toolchain) continue;
    const name = runs[run]?.manifest.run ?? String(run);
    if (seen && comparable(seen.toolchain) !== comparable(toolchain)) {
      throw mixed(
        'kernel or toolchain',
        `${describe(seen.toolchain)} (${seen.run})`,
        `${describe(toolchain)} (${name})`,
      );
    }
    seen ??= { toolchain, run: name };
  }
  return seen?.toolchain ?? null;
}

/** Only libbpf programs name a clang; where it is missing it cannot differ. */
function comparable(toolchain: ToolchainRecord): string {
  const { kernel, bpftrace, image } = toolchain;
  return canonicalJson({ kernel, bpftrace, image });
}

function describe(toolchain: ToolchainRecord): string {
  const { kernel, bpftrace, image } = toolchain;
  return `kernel ${kernel}, bpftrace ${bpftrace}, image ${image.slice(0, 12)}`;
}

function refuseMixedPrompts(cells: readonly ReportCell[], runs: readonly ReportRun[]): void {
  const first = cells[0];
  const other = cells.find((cell) => cell.record.promptVersion !== first?.record.promptVersion);
  if (!first || !other) return;
  const name = (cell: ReportCell): string =>
    `${cell.record.promptVersion} (${runs[cell.run]?.manifest.run ?? String(cell.run)})`;
  throw mixed('prompt version', name(first), name(other));
}

/** Runs whose configurations use no contracts name none, and may stand beside those that do. */
function refuseMixedContracts(cells: readonly ReportCell[], runs: readonly ReportRun[]): void {
  const shown = [...new Set(cells.map((cell) => cell.run))].flatMap((index) => runs[index] ?? []);
  const named = shown.flatMap(({ manifest: { contracts, run } }) => (contracts ? [{ hash: contracts.hash, run }] : []));
  const other = named.find(({ hash }) => hash !== named[0]?.hash);
  if (!named[0] || !other) return;
  const text = ({ hash, run }: { hash: string; run: string }): string => `${hash.slice(0, 12)} (${run})`;
  throw mixed('contracts', text(named[0]), text(other));
}

function mixed(what: string, one: string, other: string): KenError {
  return new KenError('usage', `one table cannot mix results of different ${what}: ${one} and ${other}`, {
    hint: 'make one report for each, or run the older experiment again',
  });
}

function order(names: readonly string[]): Map<string, number> {
  return new Map([...new Set(names)].map((name, index) => [name, index]));
}

function groupBy<Item>(items: readonly Item[], name: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(name(item));
    if (group) group.push(item);
    else groups.set(name(item), [item]);
  }
  return groups;
}

/** By code units, not by the machine's locale: a report is the same everywhere. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
