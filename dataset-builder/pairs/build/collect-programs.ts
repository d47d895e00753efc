import { extractCollection, type Extracted } from '../extract/extract-collection.ts';
import { obtainSource, type ObtainOptions } from '../sources/obtain-source.ts';
import { pinOf, type Collection, type Source } from '../sources/source-file.ts';
import type { Refusal } from '../sources/source-tree.ts';

/** A program with the place that it comes from. */
export interface CollectedProgram extends Extracted {
  source: Source;
  collection: Collection;
  origin: 'pinned' | 'given';
}

/** What became of one source. */
export interface SourceReport {
  source: string;
  pin: string;
  status: 'ready' | 'unavailable';
  /** `given`: read from a folder of the user; its version is not known. */
  origin: 'pinned' | 'given' | null;
  reason: string | null;
  programs: number;
  refused: Refusal[];
}

/** Reads every source in the order of the file; one that is not there, or is hostile in parts, stops nothing. */
export async function collectPrograms(
  sources: readonly Source[],
  options: ObtainOptions,
): Promise<{ programs: CollectedProgram[]; reports: SourceReport[] }> {
  const programs: CollectedProgram[] = [];
  const reports: SourceReport[] = [];
  for (const source of sources) {
    const report: SourceReport = {
      source: source.id,
      pin: pinOf(source),
      status: 'ready',
      origin: null,
      reason: null,
      programs: 0,
      refused: [],
    };
    reports.push(report);
    const obtained = await obtainSource(source, options);
    if (obtained.status === 'unavailable') {
      report.status = 'unavailable';
      report.reason = obtained.reason;
      options.progress(`${source.id}: not available: ${obtained.reason}`);
      continue;
    }
    report.origin = obtained.origin;
    try {
      for (const collection of source.collections) {
        const { entries, refused } = await extractCollection(obtained.tree, collection);
        programs.push(...entries.map((entry) => ({ ...entry, source, collection, origin: obtained.origin })));
        report.programs += entries.length;
        report.refused.push(...refused);
      }
    } finally {
      await obtained.close();
    }
    options.progress(`${source.id}: ${report.programs} programs, ${report.refused.length} files refused`);
  }
  return { programs, reports };
}
