import type { Framework, Program } from '../../../ken/program.ts';

/**
 * A program as tokens in which names and constants are levelled out, so that copies with other names stay alike. In C
 * keywords, types, `bpf_*`, capitals and `.field` names stay; in bpftrace builtins stay, probes are written one way, and
 * every map and variable is the same. Comments and `#include`s are dropped.
 */
export function programTokens({ framework, text }: Program): string[] {
  const plain = text
    .replace(/\/\*[\s\S]*?(?:\*\/|(?![\s\S]))|(?<![:\w])\/\/[^\n]*/g, ' ')
    .replace(/^\s*#\s*(?:include|!)[^\n]*$/gm, ' ');
  const prepared = framework === 'bpftrace' ? oneWriting(plain) : plain;
  return [...prepared.matchAll(token)]
    .map(([word], index, all) => levelled[framework](word, all[index - 1]?.[0] ?? ''))
    .filter((word) => word !== '');
}

const token =
  /"(?:[^"\\\n]|\\.)*"|[@$]?[A-Za-z_]\w*|0[xX][0-9a-fA-F]+\w*|\d[\w.]*|->|[-+*/%&|^!=<>]=|&&|\|\||<<|>>|\+\+|--|\S/g;

const levelled: Record<Framework, (word: string, before: string) => string> = {
  bpftrace(word) {
    if (word.startsWith('@')) return '@M';
    if (word.startsWith('$')) return '$V';
    if (word.startsWith('"')) return 'S';
    return /^\d/.test(word) ? 'N' : word;
  },
  libbpf(word, before) {
    if (word.startsWith('"')) return before === '(' ? word : 'S';
    if (/^\d/.test(word)) return 'N';
    if (!/^[A-Za-z_]/.test(word)) return word;
    if (before === '.' || before === '->' || keptWord.test(word)) return word;
    return 'ID';
  },
};

const keptWord =
  /^(?:bpf_\w+|BPF_\w+|[A-Z][A-Z0-9_]+|(?:auto|break|case|char|const|continue|default|do|double|else|enum|extern|float|for|goto|if|inline|int|long|register|return|short|signed|sizeof|static|struct|switch|typedef|union|unsigned|void|volatile|while|bool|_Bool)|[us](?:8|16|32|64)|__[us](?:8|16|32|64)|__be\d\d|size_t|pid_t|\w+_t)$/;

/** Probes and field accesses in the newer writing of the two that bpftrace knows. */
function oneWriting(text: string): string {
  return text
    .replace(/\bt:(?=\w)/g, 'tracepoint:')
    .replace(/\bk:(?=\w)/g, 'kprobe:')
    .replace(/\bkr:(?=\w)/g, 'kretprobe:')
    .replace(/\bkfunc:/g, 'fentry:')
    .replace(/\bkretfunc:/g, 'fexit:')
    .replace(/\bargs\s*->\s*/g, 'args.')
    .replace(/\bbegin\b/g, 'BEGIN')
    .replace(/\bend\b(?=\s*\{)/g, 'END');
}
