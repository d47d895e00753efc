import { configurationSchema } from '../../ken/pipeline/configuration.ts';
import type { ReportData, ReportGroup, System } from './report-data.ts';

/** A row of the paper's tables, and what in our words and in the released records is the same system. */
export interface PublishedResult {
  /** Where the paper says it. */
  place: string;
  system: string;
  /** Shares of the 40 requests; null where the paper gives none. */
  accurate: number;
  falsePositive: number | null;
  falseNegative: number | null;
  /** Configurations of the released records, as `ken import-upstream` names them. */
  released: readonly string[];
  /** Whether a system that was run here is configured as the paper describes it. */
  isSame: (switches: Switches) => boolean;
}

type Switches = Pick<
  ReturnType<typeof configurationSchema.parse>,
  'attempts' | 'feedback' | 'retrieval' | 'comprehension' | 'hints' | 'framework' | 'verifier'
>;

const loops = ({ attempts }: Switches): boolean => attempts > 1;
const withoutProof = ({ comprehension, hints }: Switches): boolean => comprehension === 'off' && hints === 'none';
const withProof = ({ comprehension, hints, verifier }: Switches): boolean =>
  comprehension === 'llm' && hints === 'none' && verifier === undefined;
const inBpftrace = ({ framework }: Switches): boolean => framework === 'bpftrace';

/** Zheng et al., KEN: Kernel Extensions using Natural Language (2023): Tables 1, 3 and 4 and section 5.2.3. */
export const publishedResults: readonly PublishedResult[] = [
  {
    place: 'Tables 1, 3',
    system: 'ChatGPT-4',
    accurate: 0.3,
    falsePositive: 0.025,
    falseNegative: 0.675,
    released: ['few-shot'],
    isSame: (own) => !loops(own) && withoutProof(own) && inBpftrace(own) && own.retrieval === 'fixed',
  },
  {
    place: 'Table 3',
    system: 'ChatGPT-4+Feedback',
    accurate: 0.6,
    falsePositive: 0.075,
    falseNegative: 0.325,
    released: ['few-shot+feedback'],
    isSame: (own) => loops(own) && withoutProof(own) && inBpftrace(own) && own.retrieval === 'fixed',
  },
  {
    place: 'Table 3',
    system: 'ChatGPT-4+Feedback+Symbex',
    accurate: 0.775,
    falsePositive: 0.05,
    falseNegative: 0.175,
    released: ['few-shot+feedback+symbex'],
    isSame: (own) => loops(own) && withProof(own) && inBpftrace(own) && own.retrieval === 'fixed',
  },
  {
    place: 'Tables 1, 3, 4',
    system: 'KEN',
    accurate: 0.8,
    falsePositive: 0.025,
    falseNegative: 0.175,
    released: ['KEN', 'KEN (figure 9)'],
    isSame: (own) => loops(own) && withProof(own) && inBpftrace(own) && own.retrieval === 'vector',
  },
  {
    place: 'Table 4',
    system: 'Human Expertise',
    accurate: 0.725,
    falsePositive: 0.025,
    falseNegative: 0.25,
    released: ['few-shot+vector-db+feedback+human'],
    isSame: (own) => loops(own) && own.hints === 'human' && own.comprehension === 'off' && inBpftrace(own),
  },
  {
    place: 'section 5.2.3',
    system: 'libbpf, no symbex',
    accurate: 0.375,
    falsePositive: null,
    falseNegative: null,
    released: ['few-shot+feedback libbpf', 'few-shot+vector-db+feedback libbpf', 'vector-db+feedback libbpf'],
    isSame: (own) => loops(own) && withoutProof(own) && own.framework === 'libbpf',
  },
];

/** The systems of a group that are a published one. */
export function systemsOfPublished(published: PublishedResult, group: ReportGroup, data: ReportData): System[] {
  return group.systems.filter((system) => {
    if (group.id === 'recorded') return published.released.includes(system.configuration);
    const manifest = data.runs[system.cells[0]?.run ?? -1]?.manifest;
    const entry = manifest?.configurations.find(({ name }) => name === system.configuration);
    const parsed = configurationSchema.safeParse(entry);
    return parsed.success && published.isSame(parsed.data);
  });
}
