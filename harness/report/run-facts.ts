import { kindMeanings } from './report-data.ts';
import type { ReportData, ReportGroup, ReportRun } from './report-data.ts';

/** What a reader must know of a run before any number: name, date, seed, and whether something is missing. */
export function runFacts(run: ReportRun): string[] {
  const { manifest, judgeVersion, missing } = run;
  return [
    manifest.run,
    manifest.createdAt.slice(0, 10),
    `${manifest.plannedCells} cells planned`,
    ...(missing > 0 ? [`${missing} not yet run`] : []),
    ...(manifest.partial ? ['PARTIAL: made with --limit, for testing only'] : []),
    ...(manifest.kind === 'import' ? ['imported'] : [`seed ${manifest.seed}`]),
    ...(judgeVersion === null ? [] : [`judged again by judge ${judgeVersion}`]),
  ];
}

/** Title of a group, with the model when there is only one. */
export function groupTitle(group: ReportGroup): string {
  const models = new Map(group.systems.map((system) => [system.model, system.modelKind]));
  const [only] = models.size === 1 ? [...models] : [];
  return only ? `${group.title}: ${only[0]} (${kindMeanings[only[1]]})` : group.title;
}

/** Kernel, tools and prompts that all numbers of a group are valid for. */
export function groupFacts(group: ReportGroup): string[] {
  const { toolchain } = group;
  return [
    ...(toolchain
      ? [`kernel ${toolchain.kernel}`, `bpftrace ${toolchain.bpftrace}`, `guest image ${toolchain.image.slice(0, 12)}`]
      : ['nothing has run in a guest yet']),
    ...(group.id === 'run-here' ? [`prompts ${group.promptVersion.slice(0, 12)}`] : []),
  ];
}

/** What a reader must not overlook, one sentence each: cut plans, missing cells, errors, cases left out. */
export function warnings(data: ReportData): string[] {
  const cells = data.groups.flatMap((group) => group.systems.flatMap((system) => system.cells));
  const errors = cells.filter((cell) => cell.outcome === 'error').length;
  const missing = data.runs.reduce((sum, run) => sum + run.missing, 0);
  return [
    ...(data.runs.some((run) => run.manifest.partial)
      ? ['A limit left cells out: for trying things, not for a paper.']
      : []),
    ...learningWarning(data),
    ...(missing > 0 ? [`${missing} planned cells have not been run.`] : []),
    ...(data.casesLeftOut > 0 ? [`${data.casesLeftOut} cases of these runs are not shown.`] : []),
    ...(errors > cells.length / 100
      ? [`${errors} of ${cells.length} cells ended with an error of the infrastructure.`]
      : []),
  ];
}

/** Cells of a configuration that learns depend on each other, which no interval of a table knows. */
function learningWarning({ runs }: ReportData): string[] {
  const learners = runs.flatMap(({ manifest }) => manifest.configurations.filter(({ learning }) => learning === 'on'));
  const names = [...new Set(learners.map(({ name }) => name))];
  if (names.length === 0) return [];
  return [
    `${names.join(', ')} learned from case to case, in the order of the manifest: other orders give other results, and ` +
      'the intervals hold for this order only.',
  ];
}
