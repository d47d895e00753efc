import type Parser from 'tree-sitter';

/** A parsed C text. Nodes keep the places of the text that was parsed. */
export type CSyntax = Parser.SyntaxNode;

let opened: Promise<Parser> | undefined;

/**
 * Parses BPF C without its headers; whatever the grammar does not know becomes an `ERROR` node. Macros that only decorate
 * are blanked and `BPF_KPROBE(name, type argument)` becomes the plain function that it declares, place for place.
 */
export async function parseC(text: string): Promise<CSyntax> {
  opened ??= openParser();
  const parser = await opened;
  const plain = withoutDecoration(text);
  // The binding copies the text through a buffer; the default one ends at 32 KiB.
  return parser.parse(plain, undefined, { bufferSize: 4 * plain.length + 1024 }).rootNode;
}

async function openParser(): Promise<Parser> {
  const [{ default: TreeSitter }, { default: grammar }] = await Promise.all([
    import('tree-sitter'),
    import('tree-sitter-c'),
  ]);
  const parser = new TreeSitter();
  parser.setLanguage(grammar as unknown as Parser.Language);
  return parser;
}

const decoration =
  /\bSEC\s*\(\s*"[^"\n]*"\s*\)|\b(?:__always_inline|__noinline|__weak|__hidden|__ksym|__kconfig|__kptr|__uptr|__arg_\w+|__attribute__\s*\(\([^()]*(?:\([^()]*\))?[^()]*\)\))/g;
const wrapped =
  /\b(BPF_(?:KPROBE|KRETPROBE|KPROBE_SYSCALL|KSYSCALL|PROG|PROG2|UPROBE|URETPROBE|USDT)\s*\(\s*)(\w+)\s*([,)])/g;

function withoutDecoration(text: string): string {
  return text
    .replace(decoration, (found) => found.replace(/[^\n]/g, ' '))
    .replace(wrapped, (found: string, head: string, name: string, next: string) => {
      const call = next === ',' ? `${name}(` : `${name}()`;
      return head.replace(/[^\n]/g, ' ').slice(0, found.length - call.length) + call;
    });
}

/** Levels of nesting; what is deeper is not read, since each level costs stack. */
const deepest = 500;

export function isTooDeep(root: CSyntax): boolean {
  const cursor = root.walk();
  let depth = 0;
  for (;;) {
    if (depth > deepest) return true;
    if (cursor.gotoFirstChild()) {
      depth += 1;
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) return false;
      depth -= 1;
    }
  }
}
