/** What a README beside the result files says of one of them. */
export interface HandMarks {
  /** Title of the section: words in `records/`, a path in `variabilty/`. */
  heading: string;
  /** Positions of the programs that a person called false positives, from 1. Empty when the section names none. */
  falsePositives: number[];
  /** True when the section has a line for false positives at all, so that an unmarked program was looked at. */
  labelled: boolean;
  /** Programs that passed, as the section counts them. */
  passed: number | null;
}

/** Reads the sections of records/README.md or variabilty/README.md. A position of 0 and `/` both mean "none". */
export function readHandMarks(readme: string): HandMarks[] {
  const sections = readme.split(/^##[ \t]+/m).slice(1);
  return sections.map((section) => {
    const [heading = '', ...lines] = section.split(/\r?\n/);
    const body = lines.join('\n');
    const marked = /^[-\s]*(?:false positive|FP case):(.*)$/im.exec(body)?.[1];
    const passed = /"returncode": 0, count (\d+)/.exec(body)?.[1] ?? /Total Pass: (\d+)/i.exec(body)?.[1];
    return {
      heading: heading.trim(),
      falsePositives: (marked?.match(/\d+/g) ?? []).map(Number).filter((position) => position > 0),
      labelled: marked !== undefined,
      passed: passed === undefined ? null : Number(passed),
    };
  });
}

/** The section that speaks of a file such as `records/few_shot_4.0.json`, or null. */
export function marksOfFile(path: string, sections: readonly HandMarks[]): HandMarks | null {
  const name = path.replace(/^.*\//, '');
  const title = titles[name];
  return sections.find(({ heading }) => heading.endsWith(`/${name}`) || (title && heading.startsWith(title))) ?? null;
}

/** records/README.md titles its sections by words that name no file; return code counts and dates say which is which. */
const titles: Readonly<Record<string, string>> = {
  'few_shot_3.5.json': 'few shot with gpt 3.5 test',
  'few_shot_4.0.json': 'few shot with gpt 4 test',
  'few_shot_code_llama.json': 'few shot with code llama test',
  'vec_db_with_example3.5.json': 'few shot and vector db with gpt 3.5',
  'vec_db_with_example4.0.json': 'few shot and vector db with gpt 4.0',
  'vector_db_with_example_code_llama.json': 'few shot and vector db with code llama',
  'vec_db3.5.json': 'vector db with gpt 3.5',
  'vec_db4.0.json': 'vector db with gpt 4.0',
  '3trail_few_shot_3.5.json': 'few shot with 3 trails for 3.5',
  '3trail_few_shot_4.0.json': 'few shot with 3 trails for 4.0',
  '3trail_vec_db_3.5.json': 'vec db with 3 trails for 3.5',
  '3trail_vec_db_4.0.json': 'vec db with 3 trails for 4.0',
  'vec_db_with_examples_3trails_code_llama.json': 'vec db with 3 trails for code llama',
  'few_shot_3trails_code_llama.json': 'few shot with 3 trails for code llama',
  'few_shot_3trails_with_feedback4.0.json': 'few shot with 3 trails and human feed back for 4.0',
  'few_shot_3trails_with_feedback_code_llama.json': 'few shot with 3 trails and human feed back for code llama',
  'few_shot_3trails_and_smt-gpt4.json': 'few shot with 3 trails and smt for gpt-4',
  'vec_db_with_examples_3trails_with_feedback4.0.json': 'vec db with 3 trails and human feed back for 4.0',
  'vec_db_with_examples_3trails_with_feedback_llama_code.json':
    'vec db with 3 trails and human feed back for code llama',
  'vec_db_with_examples_3trails_and_smt-gpt-4.json': 'vec db with 3 trails and smt for gpt-4',
  'vec_db_3trails_and_smt-code-llama.json': 'vec db with 3 trails and smt for code llama',
};
