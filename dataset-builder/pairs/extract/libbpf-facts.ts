import type { CSyntax } from '../../../ken/verifier/lints/c-tree/parse-c.ts';
import { isTooDeep, parseC } from '../../../ken/verifier/lints/c-tree/parse-c.ts';
import type { ProgramFacts } from './extracted-program.ts';
import { canonicalHook } from './canonical-hook.ts';
import { hasOpenComment } from './open-comment.ts';
import { sortedUnique } from './sorted-unique.ts';

/** Reads a BPF C file with tree-sitter: what each `SEC` holds. Macros and headers are not expanded. */
export async function libbpfFacts(text: string): Promise<ProgramFacts> {
  if (hasOpenComment(text)) return { ...nothing, syntaxProblem: 'a comment does not end' };
  const root = await parseC(text);
  if (isTooDeep(root)) return { ...nothing, syntaxProblem: 'its nesting is deeper than any program needs' };
  const programs: ProgramFacts['programs'] = [];
  const maps: ProgramFacts['maps'] = [];
  let licence: string | null = null;
  for (const { section, behind, text: sectionText } of sectionsOf(text)) {
    if (section === 'license') licence = /"([^"]*)"/.exec(sectionText)?.[1] ?? null;
    else if (section === '.maps' || section === 'maps')
      maps.push(mapOf(text.slice(Math.max(0, behind - declarationLimit), behind)));
    else if (isProgramSection(section)) programs.push({ name: programName(text.slice(behind)), section });
  }
  programs.push(...structOps(text));
  return {
    hooks: sortedUnique(programs.map(({ section }) => canonicalHook(section)).filter((hook) => hook !== null)),
    programs,
    maps: maps.filter(({ name }) => name !== ''),
    helpers: sortedUnique(calls(root).filter((name) => /^(?:bpf|scx_bpf)_/.test(name))),
    kernelLicence: licence,
    syntaxProblem: programs.length === 0 ? 'it has no program: no SEC with code' : null,
  };
}

const nothing: ProgramFacts = {
  hooks: [],
  programs: [],
  maps: [],
  helpers: [],
  kernelLicence: null,
  syntaxProblem: null,
};

/** Characters in which a map is declared. */
const declarationLimit = 8_000;

interface Section {
  section: string;
  /** Place right behind `SEC("...")`. */
  behind: number;
  /** What follows up to the end of the declaration. */
  text: string;
}

function sectionsOf(text: string): Section[] {
  const code = text.replace(/\/\*[\s\S]*?(?:\*\/|(?![\s\S]))|\/\/[^\n]*/g, (comment) => comment.replace(/[^\n]/g, ' '));
  return [...code.matchAll(/\bSEC\s*\(\s*"([^"\n]*)"\s*\)/g)].map((found) => {
    const behind = found.index + found[0].length;
    return { section: found[1] ?? '', behind, text: code.slice(behind, behind + 400).split(';')[0] ?? '' };
  });
}

const dataSections = /^(?:\.|license$|version$|maps$|\?\.)/;
const isProgramSection = (section: string): boolean => section !== '' && !dataSections.test(section);

/** The function behind a SEC: `int BPF_KPROBE(name, ...)`, `static int name(...)`, `int name(...)`. */
function programName(after: string): string {
  const head = after.slice(0, 600).split('{')[0] ?? '';
  const wrapped = /\bBPF_[A-Z0-9_]+\s*\(\s*(\w+)/.exec(head)?.[1];
  return (
    wrapped ?? /(\w+)\s*\(/.exec(head.replace(/__attribute__\s*\(\([^)]*\)\)|__\w+(?:\([^)]*\))?/g, ' '))?.[1] ?? ''
  );
}

/** sched_ext's macros hold their section: `BPF_STRUCT_OPS(name, ...)` is a program of a struct_ops map. */
function structOps(text: string): ProgramFacts['programs'] {
  return [...text.matchAll(/^[^\n#*/]*\bBPF_STRUCT_OPS(?:_SLEEPABLE)?\s*\(\s*(\w+)/gm)].map((found) => {
    return { name: found[1] ?? '', section: 'struct_ops' };
  });
}

/** A map's declaration ends before its SEC: `struct { __uint(type, T); ... } name SEC(".maps");`. */
function mapOf(before: string): ProgramFacts['maps'][number] {
  const declaration = before.slice(Math.max(0, before.lastIndexOf('struct')));
  const name =
    /}\s*(\w+)[\s\w]*(?:\[[^\]]*\])?\s*SEC\s*\([^)]*\)\s*$/.exec(declaration)?.[1] ??
    /(\w+)\s*SEC\s*\([^)]*\)\s*$/.exec(declaration)?.[1];
  const type = /BPF_MAP_TYPE_(\w+)/.exec(declaration)?.[1];
  return { name: name ?? '', type: (type ?? 'unknown').toLowerCase() };
}

function calls(root: CSyntax): string[] {
  return root
    .descendantsOfType('call_expression')
    .map((call) => call.childForFieldName('function')?.text ?? '')
    .filter((name) => /^\w+$/.test(name));
}
