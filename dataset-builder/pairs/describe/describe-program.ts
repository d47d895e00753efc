import path from 'node:path';
import type { DescribeRule } from '../sources/source-file.ts';
import type { Refusal, SourceTree } from '../sources/source-tree.ts';
import { argpDoc } from './argp-doc.ts';
import type { DescriptionCandidate, Found } from './candidate.ts';
import { exampleText } from './example-text.ts';
import { frontMatter, readmeSection, readmeTitle } from './readme.ts';
import { goDoc } from './go-doc.ts';
import { headerDescription } from './header-description.ts';
import { manualPage } from './manual-page.ts';
import { subtitle } from './subtitle.ts';
import { testDescription } from './test-description.ts';
import { tidy } from './tidy.ts';
import { yamlDescription, yamlHelp } from './yaml-text.ts';

/** Every description that the collection's rules find for a program, in the order of the rules; all are kept. */
export async function describeProgram(
  tree: SourceTree,
  program: { name: string; file: string; original: string },
  rules: readonly DescribeRule[],
): Promise<{ candidates: DescriptionCandidate[]; refused: Refusal[] }> {
  const candidates: DescriptionCandidate[] = [];
  const refused: Refusal[] = [];
  for (const { rule, file: pattern } of rules) {
    const file = pattern === undefined ? program.file : placeholders(pattern, program);
    const text = await textOf(file);
    const found = text === undefined ? undefined : readers[rule](text, program.name);
    const description = found && tidy(found.text);
    if (found && description) candidates.push({ text: description, rule, file, lines: found.lines });
  }
  return { candidates, refused };

  async function textOf(file: string): Promise<string | undefined> {
    if (file === program.file) return program.original;
    const read = await tree.read(file);
    if ('refused' in read) refused.push(read.refused);
    return 'text' in read ? read.text : undefined;
  }
}

const readers: Record<DescribeRule['rule'], (text: string, name: string) => Found | undefined> = {
  header: headerDescription,
  'manual-page': manualPage,
  'argp-doc': argpDoc,
  'example-text': exampleText,
  'yaml-help': yamlHelp,
  'yaml-description': yamlDescription,
  'front-matter': frontMatter,
  'readme-title': readmeTitle,
  'readme-section': readmeSection,
  'go-doc': goDoc,
  subtitle,
  'test-description': testDescription,
};

function placeholders(pattern: string, { name, file }: { name: string; file: string }): string {
  const folder = path.posix.dirname(file);
  return path.posix.normalize(pattern.replaceAll('{name}', name).replaceAll('{folder}', folder));
}
