import Parser from 'tree-sitter';
import C from 'tree-sitter-c';
import { expandTopLevel } from '../preprocess/expand.ts';
import type { FileReader, ReadFile } from '../preprocess/file-reader.ts';
import type { TopMacro } from '../preprocess/mask.ts';
import { templates } from '../preprocess/templates.ts';
import { bracedChunks } from './braced-chunks.ts';
import { commentBefore } from './comments.ts';
import { type Alias, declare, parameterListOf, parametersOf, specifiersOf } from './declarator.ts';
import { LineIndex } from './line-index.ts';
import type { SourceFunction } from './source-function.ts';

type Node = Parser.SyntaxNode;

/** Sees each function that is written as such. The syntax is gone when it returns. `base`: offset of the tree's text in the file. */
export type DefinitionVisitor = (definition: WrittenDefinition) => void;

export interface WrittenDefinition {
  found: SourceFunction;
  node: Node;
  base: number;
  read: ReadFile;
  lines: LineIndex;
  /** Of the function whose body it is; for `SYSCALL_DEFINE` not those of `found`. */
  parameters: SourceFunction['parameters'];
}

/** Finds the functions of a file: written ones, those in regions that the parser gave up, and those made by macros. */
export class FunctionParser {
  readonly #parser = new Parser();
  readonly #reader: FileReader;

  constructor(reader: FileReader) {
    this.#reader = reader;
    this.#parser.setLanguage(C as Parser.Language);
  }

  parse(file: string, visit?: DefinitionVisitor): { read: ReadFile; functions: SourceFunction[] } {
    const read = this.#reader.read(file);
    const lines = new LineIndex(read.source);
    const headings = new Map<number, Node>();
    const written = this.#written(read, lines, visit, headings);
    const made = this.#made(read, lines, (macro, functions) => {
      const node = headings.get(macro.placeholder);
      if (!node || !visit || !/^(?:COMPAT_)?SYSCALL_DEFINE|^(?:NOTRACE_)?BPF_CALL/.test(macro.name)) return;
      // The body is that of the innermost function; the others hand its result on.
      const [inner] = functions;
      for (const found of functions) visit({ found, node, base: 0, read, lines, parameters: inner?.parameters ?? [] });
    });
    return { read, functions: [...written, ...made] };
  }

  #written(
    read: ReadFile,
    lines: LineIndex,
    visit: DefinitionVisitor | undefined,
    headings: Map<number, Node>,
  ): SourceFunction[] {
    const { masked } = read;
    const tree = this.#tree(masked.text);
    const definitions = tree.rootNode.descendantsOfType('function_definition').map((node) => ({ node, base: 0 }));
    if (tree.rootNode.hasError) {
      const ends = new Set(definitions.map(({ node }) => node.endIndex));
      for (const { start, end } of bracedChunks(masked.text)) {
        if (ends.has(end)) continue;
        const { rootNode } = this.#tree(masked.text.slice(start, end));
        for (const node of rootNode.children) {
          if (node.type === 'function_definition') definitions.push({ node, base: start });
        }
      }
    }
    const placeholders = new Set(masked.macros.map((macro) => macro.placeholder));
    const found: SourceFunction[] = [];
    for (const { node, base } of definitions) {
      const definition = this.#definition(node, base, read, lines);
      if (!definition) continue;
      if (placeholders.has(definition.nameAt)) {
        if (base === 0) headings.set(definition.nameAt, node);
        continue;
      }
      found.push(definition.found);
      const { parameters } = definition.found;
      visit?.({ found: definition.found, node, base, read, lines, parameters });
    }
    return found;
  }

  #definition(
    node: Node,
    base: number,
    read: ReadFile,
    lines: LineIndex,
  ): { found: SourceFunction; nameAt: number } | null {
    const declarator = node.childForFieldName('declarator');
    const body = node.childForFieldName('body');
    if (!declarator || !body) return null;
    const alias = this.#alias(read);
    const { type, isStatic, isInline } = specifiersOf(node, declarator, alias);
    const declared = declare(declarator, type, alias);
    if (!declared.at || !declared.type.startsWith('fn(')) return null;
    const start = base + node.startIndex;
    const end = base + node.endIndex;
    const bodyStart = base + body.startIndex;
    // A clone has strings of its own: parts of a text keep all of the text in memory.
    const found: SourceFunction = structuredClone({
      name: declared.name,
      file: read.file,
      line: lines.lineOf(base + declared.at.startIndex),
      endLine: lines.lineOf(end),
      macro: null,
      type: declared.type,
      parameters: parametersOf(parameterListOf(declarator), alias),
      isStatic,
      isInline,
      attributes: read.masked.attributes
        .filter((attribute) => attribute.start >= start - 60 && attribute.start < bodyStart)
        .map((attribute) => attribute.text),
      comment: commentBefore(read.source, read.masked.text, start),
      uncertain: read.directed.uncertain.some((span) => span.start < end && span.end > start),
    });
    return { found, nameAt: base + declared.at.startIndex };
  }

  /** Functions that macros make, from the macros' expansions. */
  #made(
    read: ReadFile,
    lines: LineIndex,
    visit: (macro: TopMacro, functions: readonly SourceFunction[]) => void,
  ): SourceFunction[] {
    const lookup = (name: string, offset: number): ReturnType<FileReader['lookup']> =>
      this.#reader.lookup(read, name, offset);
    const pieces: string[] = [];
    const origins: { at: number; macro: TopMacro }[] = [];
    let length = 0;
    for (const macro of read.masked.macros) {
      if (!templates.has(macro.name) && !lookup(macro.name, macro.start)) continue;
      const call = `${macro.name}(${macro.arguments})`;
      const text = expandTopLevel(call, lookup, macro.start);
      if (text === call || !text.includes('(')) continue;
      const piece = `${macro.isStatic ? 'static ' : ''}${text}${macro.hasBody ? ' {}' : ''}\n`;
      if (!piece.includes('{')) continue;
      origins.push({ at: length, macro });
      pieces.push(piece);
      length += piece.length;
    }
    if (pieces.length === 0) return [];
    const { text } = this.#reader.maskText(pieces.join(''), read.names);
    const alias = this.#alias(read);
    const found: SourceFunction[] = [];
    const byOrigin = new Map<TopMacro, SourceFunction[]>();
    for (const node of this.#tree(text).rootNode.descendantsOfType('function_definition')) {
      const declarator = node.childForFieldName('declarator');
      if (!declarator) continue;
      const { type, isStatic, isInline } = specifiersOf(node, declarator, alias);
      const declared = declare(declarator, type, alias);
      const origin = origins.findLast(({ at }) => at <= node.startIndex)?.macro;
      if (!declared.at || !origin || !declared.type.startsWith('fn(')) continue;
      const made: SourceFunction = structuredClone({
        name: declared.name,
        file: read.file,
        line: lines.lineOf(origin.start),
        endLine: origin.hasBody
          ? lines.lineOf(endOfBody(read.masked.text, origin.start))
          : lines.lineOf(origin.start + origin.arguments.length),
        macro: origin.name,
        type: declared.type,
        parameters: parametersOf(parameterListOf(declarator), alias),
        isStatic,
        isInline,
        attributes: [],
        comment: commentBefore(read.source, read.masked.text, origin.start),
        uncertain: false,
      });
      found.push(made);
      byOrigin.set(origin, [...(byOrigin.get(origin) ?? []), made]);
    }
    for (const [macro, functions] of byOrigin) visit(macro, functions);
    return found;
  }

  /** What an object-like macro makes of a type's name: `rcu_head` is `callback_head`. */
  #alias({ directed }: ReadFile): Alias {
    return (name) => {
      let current = name;
      for (let step = 0; step < 4; step++) {
        const local = directed.local.get(current);
        const macro = local === undefined ? this.#reader.headers.find(current)[0] : local;
        if (
          !macro ||
          macro.parameters !== null ||
          !/^(?:(?:unsigned|signed|struct|long|const) )*[A-Za-z_]\w*$/.test(macro.body)
        )
          break;
        current = macro.body;
      }
      return current;
    };
  }

  #tree(text: string): Parser.Tree {
    // The buffer is counted in bytes of UTF-16.
    return this.#parser.parse(text, undefined, { bufferSize: Math.max(32_768, text.length * 2 + 2) });
  }
}

function endOfBody(text: string, start: number): number {
  const open = text.indexOf('{', start);
  let depth = 0;
  for (let at = open; at >= 0 && at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return start;
}
