import type { ReadFile } from '../preprocess/file-reader.ts';

/** What initialisers of `struct bpf_func_proto` and sets of kfuncs say (include/linux/bpf.h, include/linux/btf.h). */
export class BpfInterfaces {
  /** Function -> its helper: types of arguments and result, by the verifier's names. */
  readonly helpers = new Map<string, HelperPrototype>();
  /** Function -> flags: `KF_RET_NULL`. */
  readonly kfuncs = new Map<string, { flags: string[]; at: string }>();

  read({ directed, file }: ReadFile): void {
    const { text } = directed;
    if (text.includes('bpf_func_proto')) this.#readHelpers(text, file);
    if (text.includes('BTF_ID_FLAGS')) this.#readKfuncs(text, file);
  }

  #readHelpers(text: string, file: string): void {
    for (const match of text.matchAll(/struct\s+bpf_func_proto\s+(\w+)\s*=\s*\{([\s\S]*?)\n\};/g)) {
      const body = match[2] ?? '';
      const field = (name: string): string | null =>
        new RegExp(`\\.${name}\\s*=\\s*([^,\\n]+)`).exec(body)?.[1]?.trim() ?? null;
      const called = field('func');
      if (called === null) continue;
      const parameters = [1, 2, 3, 4, 5].flatMap((number) => field(`arg${number}_type`) ?? []);
      this.helpers.set(called, {
        parameters,
        returns: field('ret_type') ?? 'RET_VOID',
        at: `${file}:${lineAt(text, match.index)}`,
      });
    }
  }

  #readKfuncs(text: string, file: string): void {
    for (const match of text.matchAll(/BTF_ID_FLAGS\(\s*func\s*,\s*(\w+)\s*(?:,\s*([^)]*))?\)/g)) {
      const flags = (match[2] ?? '')
        .split('|')
        .map((flag) => flag.trim())
        .filter((flag) => flag !== '');
      this.kfuncs.set(match[1] ?? '', { flags, at: `${file}:${lineAt(text, match.index)}` });
    }
  }
}

export interface HelperPrototype {
  /** `ARG_PTR_TO_MAP_KEY`, with its flags, in order. */
  parameters: string[];
  /** `RET_INTEGER`. */
  returns: string;
  /** `file:line`. */
  at: string;
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
