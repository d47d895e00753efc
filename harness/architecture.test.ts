import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/**
 * The one-way rules between folders. A file belongs to the longest key that its path begins with, and may import from
 * its own folder, from `shared`, and from the folders listed for it. A key that is missing here fails the test.
 */
const shared = ['ken/errors.ts', 'ken/program.ts'];
const allowed: Readonly<Record<string, readonly string[]>> = {
  'ken/errors.ts': [],
  'ken/program.ts': [],
  'ken/kernel': [],
  'ken/verifier': ['ken/kernel'],
  'ken/memory': [],
  'ken/models': ['ken/memory'],
  'ken/prompter': ['ken/models', 'ken/memory'],
  'ken/synthesis': ['ken/models', 'ken/memory', 'ken/prompter'],
  'ken/comprehension': [
    'ken/models',
    'ken/memory',
    'ken/prompter',
    'ken/synthesis/extract',
    'ken/verifier',
    'ken/kernel',
  ],
  'ken/pipeline': [
    'ken/kernel',
    'ken/verifier',
    'ken/memory',
    'ken/models',
    'ken/prompter',
    'ken/synthesis',
    'ken/comprehension',
  ],
  'dataset-builder': ['ken/models', 'ken/kernel', 'ken/verifier'],
  'harness/stats': [],
  'harness/record': ['ken'],
  'harness/report': [
    'harness/record',
    'harness/stats',
    'ken/pipeline/configuration.ts',
    'ken/verifier/verification.ts',
  ],
  harness: ['ken', 'harness', 'dataset-builder', 'corpora'],
  corpora: ['harness/judge', 'harness/cases', 'ken/kernel'],
  bench: ['ken', 'harness'],
};

/** Report, stats and record work on records; of the rest they may know types and schemas, not what runs. */
const typesOnly: Readonly<Record<string, readonly string[]>> = {
  'harness/report': ['ken', 'harness'],
  'harness/stats': ['ken', 'harness/record'],
  'ken/memory': ['ken/models'],
};

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const sources = (await Promise.all(['ken', 'dataset-builder', 'harness', 'corpora', 'bench'].map(listSources))).flat();
const edges = (await Promise.all(sources.filter((file) => !isForTests(file)).map(importsOf))).flat();

describe('imports point one way', () => {
  test('the tree was read', () => {
    expect(sources).toContain('ken/pipeline/synthesise.ts');
    expect(edges).toContainEqual({ from: 'ken/pipeline/synthesise.ts', to: 'ken/errors.ts', kind: 'static' });
    expect(edges).toContainEqual({ from: 'ken/models/model-entry.ts', to: 'zod', kind: 'static' });
    expect(edges).toContainEqual({
      from: 'ken/models/openai-compatible/openai-compatible-model.ts',
      to: '@langchain/openai',
      kind: 'dynamic',
    });
  });

  test('every file has a rule', () => {
    expect(sources.filter((file) => folderOf(file) === undefined)).toEqual([]);
  });

  test('no file imports what its folder may not know', () => {
    const wrong = edges.filter((edge) => isOurs(edge.to) && !isAllowed(edge));
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  test('relative imports name the extension', () => {
    const bare = edges.filter(({ to }) => isOurs(to) && path.extname(to) === '');
    expect(bare.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  test.each(['@langchain/', 'langchain', 'vega', 'vega-lite', '@resvg/', 'z3-solver', 'node-llama-cpp'])(
    'a command of ken starts without %s',
    (heavy) => {
      const reached = reachableFrom('harness/cli/main.ts');
      const found = edges.filter(
        ({ from, to, kind }) => kind === 'static' && reached.has(from) && to.startsWith(heavy),
      );
      expect(found.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
    },
  );
});

test.each<[string, string, Edge['kind'], boolean]>([
  ['ken/verifier/executor/run.ts', 'ken/models/model.ts', 'dynamic', false],
  ['ken/kernel/gate.ts', 'harness/judge/oracle.ts', 'type', false],
  ['ken/models/model.ts', 'ken/pipeline/result.ts', 'type', false],
  ['dataset-builder/pairs/fetch.ts', 'ken/pipeline/synthesise.ts', 'dynamic', false],
  ['dataset-builder/pairs/fetch.ts', 'harness/cases/case.ts', 'dynamic', false],
  ['harness/report/table.ts', 'ken/kernel/guest/pool.ts', 'dynamic', false],
  ['harness/report/table.ts', 'harness/run/execute-plan.ts', 'dynamic', false],
  ['harness/report/table.ts', 'ken/pipeline/result.ts', 'type', true],
  ['harness/report/table.ts', 'harness/record/record.ts', 'static', true],
  ['ken/pipeline/synthesise.ts', 'ken/synthesis/extract/extraction.ts', 'static', true],
  ['harness/run/cell.ts', 'ken/pipeline/synthesise.ts', 'static', true],
])('the rules themselves: %s -> %s (%s) is %s', (from, to, kind, expected) => {
  expect(isAllowed({ from, to, kind })).toBe(expected);
});

interface Edge {
  from: string;
  /** Path from the root for our own files, else the package's specifier. */
  to: string;
  /** `type`: gone when the program runs; `dynamic`: loaded when it is first used. */
  kind: 'static' | 'type' | 'dynamic';
}

async function importsOf(file: string): Promise<Edge[]> {
  const source = ts.createSourceFile(file, await readFile(path.join(root, file), 'utf8'), ts.ScriptTarget.Latest);
  const found: Edge[] = [];
  const add = (specifier: ts.Node | undefined, kind: Edge['kind']): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const to = specifier.text.startsWith('.') ? path.join(path.dirname(file), specifier.text) : specifier.text;
    found.push({ from: file, to, kind });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? 'type' : 'static');
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'static');
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], 'dynamic');
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, 'type');
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isAllowed({ from, to, kind }: Edge): boolean {
  const folder = folderOf(from);
  if (folder === undefined) return false;
  const targets = [
    folder,
    ...shared,
    ...(allowed[folder] ?? []),
    ...(kind === 'type' ? (typesOnly[folder] ?? []) : []),
  ];
  return targets.some((target) => isInside(to, target));
}

/** The longest key of `allowed` that the file belongs to. */
function folderOf(file: string): string | undefined {
  return Object.keys(allowed)
    .filter((key) => isInside(file, key))
    .sort((left, right) => right.length - left.length)[0];
}

function isInside(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}

function isOurs(target: string): boolean {
  return /^(?:ken|dataset-builder|harness|corpora|bench)\//.test(target);
}

/** Tests may import whatever they test with. */
function isForTests(file: string): boolean {
  return file.endsWith('.test.ts');
}

function reachableFrom(start: string): Set<string> {
  const reached = new Set([start]);
  for (const file of reached) {
    for (const { from, to, kind } of edges) {
      if (from === file && kind === 'static' && isOurs(to)) reached.add(to);
    }
  }
  return reached;
}

async function listSources(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}
