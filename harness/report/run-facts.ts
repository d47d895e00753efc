import { kindMeanings } from './report-data.ts';
import type { ReportGroup, ReportRun } from './report-data.ts';

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
