import type { KernelConfiguration } from './configuration.ts';

/** Variables of one Kbuild file after its conditionals: name -> words, in order. */
export type KbuildVariables = ReadonlyMap<string, readonly string[]>;

/**
 * Reads the part of a Kbuild makefile that says what is compiled (Documentation/kbuild/makefiles.rst): assignments,
 * `ifdef`, `ifeq` and their negations over the configuration. Recipes and functions other than `subst` are passed over.
 */
export function readKbuild(text: string, configuration: KernelConfiguration): KbuildVariables {
  const variables = new Map<string, string[]>();
  const expand = (value: string): string => expandValue(value, variables, configuration);
  const branches: { taken: boolean; active: boolean }[] = [];
  for (const raw of text.replace(/\\\r?\n/g, ' ').split('\n')) {
    if (raw.startsWith('\t')) continue;
    const line = raw.replace(/(^|\s)#.*$/, '').trim();
    if (line === '') continue;
    const active = branches.every((branch) => branch.active);
    const conditional = /^(else\s+)?(ifdef|ifndef|ifeq|ifneq)\s*(.*)$/.exec(line);
    if (conditional) {
      const holds =
        active || conditional[1] ? testCondition(conditional[2] ?? '', conditional[3] ?? '', expand) : false;
      const top = branches.at(-1);
      if (!conditional[1]) branches.push({ taken: holds, active: holds });
      else if (top) Object.assign(top, { active: holds && !top.taken, taken: top.taken || holds });
    } else if (/^else$/.test(line)) {
      const top = branches.at(-1);
      if (top) Object.assign(top, { active: !top.taken, taken: true });
    } else if (/^endif$/.test(line)) {
      branches.pop();
    } else if (active) {
      assign(line, variables, expand);
    }
  }
  return variables;
}

function assign(line: string, variables: Map<string, string[]>, expand: (value: string) => string): void {
  const match = /^(.*?)\s*(\+=|:=|\?=|=)\s*(.*)$/.exec(line);
  if (!match) return;
  const name = expand(match[1] ?? '').trim();
  if (name === '' || /[\s:]/.test(name)) return;
  const words = expand(match[3] ?? '')
    .split(/\s+/)
    .filter((word) => word !== '');
  const known = variables.get(name);
  if (match[2] === '?=' && known) return;
  variables.set(name, match[2] === '+=' ? [...(known ?? []), ...words] : words);
}

function testCondition(kind: string, rest: string, expand: (value: string) => string): boolean {
  if (kind === 'ifdef' || kind === 'ifndef') return (expand(`$(${rest.trim()})`) !== '') === (kind === 'ifdef');
  const sides = /^\(\s*(.*?)\s*,\s*([^,]*?)\s*\)$/.exec(rest) ?? /^"(.*?)"\s+"(.*?)"$/.exec(rest);
  if (!sides) return false;
  return (expand(sides[1] ?? '').trim() === expand(sides[2] ?? '').trim()) === (kind === 'ifeq');
}

/** Innermost references first. What is not known is empty, as in make. */
function expandValue(value: string, variables: Map<string, string[]>, configuration: KernelConfiguration): string {
  let text = value;
  for (let round = 0; round < 12 && text.includes('$('); round++) {
    text = text.replace(/\$\(([^()$]*)\)/g, (_, reference: string) => {
      const substitution = /^subst\s+([^,]*),([^,]*),(.*)$/.exec(reference);
      if (substitution) return (substitution[3] ?? '').replaceAll(substitution[1] ?? '', substitution[2] ?? '');
      const choice = /^if\s+([^,]*),([^,]*)(?:,(.*))?$/.exec(reference);
      if (choice) return (choice[1] ?? '').trim() === '' ? (choice[3] ?? '') : (choice[2] ?? '');
      if (/^CONFIG_\w+$/.test(reference)) return (configuration.get(reference) ?? '').replace(/^"(.*)"$/, '$1');
      if (reference === 'BITS') return '64';
      if (reference === 'SRCARCH' || reference === 'ARCH') return 'x86';
      return (variables.get(reference) ?? []).join(' ');
    });
  }
  return text;
}
