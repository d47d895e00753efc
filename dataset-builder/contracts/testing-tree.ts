import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { KernelConfiguration } from './kernel/configuration.ts';
import { findAttributes } from './preprocess/attributes.ts';
import { FileReader } from './preprocess/file-reader.ts';
import { readHeaderMacros } from './preprocess/header-macros.ts';

/** Writes a small tree for tests and opens it. The texts are the tests' own. */
export async function testingTree(
  files: Readonly<Record<string, string>>,
  configuration: KernelConfiguration = new Map(),
): Promise<FileReader> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'ken-tree-'));
  for (const [name, text] of Object.entries({
    'include/linux/base.h': baseHeader,
    'arch/x86/include/asm/base.h': '',
    ...files,
  })) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
  const headers = readHeaderMacros(root, configuration);
  return new FileReader(root, configuration, headers, findAttributes(headers));
}

const baseHeader = `
#ifndef _BASE_H
#define _BASE_H
#define __section(name) __attribute__((__section__(name)))
#define __init __section(".init.text") __cold
#define __cold __attribute__((__cold__))
#define __user
#define noinline __attribute__((__noinline__))
#define __printf(a, b) __attribute__((__format__(printf, a, b)))
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define list_for_each(pos, head) for (pos = (head)->sk_next; pos != (head); pos = pos->sk_next)
#define BUG_ON(condition) do { if (condition) BUG(); } while (0)
#define WARN_ON(condition) ({ int __ret = !!(condition); __ret; })
#define might_sleep() do { } while (0)
#define SET_TO(variable, value) do { (variable) = (value); } while (0)
#define RETURN_IF(condition) do { if (condition) return -1; } while (0)
#define MAX_PORTS 64
#define container_of(ptr, type, member) ((type *)(ptr))
#define first_sk(ptr) container_of(ptr, struct sock, sk_state)
#endif
`;
