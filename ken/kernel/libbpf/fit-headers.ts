import type { IncludeDirective, SourceDirectives, Violation } from './source-directives.ts';

/** Where the kernel's types come from: its own BTF, or the headers that it gives to user space. */
export type TypeSource = 'vmlinux' | 'user-space-headers';

export interface FittedSource {
  text: string;
  /** One sentence for each change. */
  changes: string[];
  refused: Violation[];
}

const libbpfHeaders = 'bpf_helpers bpf_helper_defs bpf_tracing bpf_core_read bpf_endian usdt.bpf'.split(' ');
const ownHeaders = 'maps.bpf.h bits.bpf.h regs-ip.bpf.h'.split(' ');
const freestandingHeaders = 'stddef.h stdint.h stdbool.h'.split(' ');
const kernelRoots =
  /^(linux|uapi\/linux|asm|asm-generic|uapi\/asm|net|netinet|sys|bits|arpa|trace|scsi|block|kvm|rdma|crypto|drm)(\/[A-Za-z0-9_-]+)+\.h$/;
const userSpaceRoots = /^(?:uapi\/)?((?:linux|asm|asm-generic)(?:\/[A-Za-z0-9_-]+)+\.h)$/;
const libraryHeaders =
  /^(errno|fcntl|signal|stdio|stdlib|string|time|unistd|sched|limits|inttypes|assert|ctype|stdarg|memory)\.h$/;

/**
 * Fits the includes of a BPF C text to the folder that the compiler may read. `vmlinux.h` replaces every header of the
 * kernel and of the C library: beside it they would only declare the same types again. With `user-space-headers` the
 * kernel's own headers for user space stay, which is right for texts that do not know vmlinux.h. Lines keep their
 * numbers. Any other header is refused: a program is one file, and the compiler must not read the host's files.
 */
export function fitHeaders(text: string, { includes }: SourceDirectives, source: TypeSource): FittedSource {
  const fitted: FittedSource = { text, changes: [], refused: [] };
  const included = includes.some(({ header }) => header === 'vmlinux.h');
  let typesGiven = included;
  const replacements = includes.map((directive): [IncludeDirective, string | null] => [directive, fit(directive)]);
  for (const [{ start, end }, replacement] of replacements.reverse()) {
    if (replacement !== null) fitted.text = fitted.text.slice(0, start) + replacement + fitted.text.slice(end);
  }
  return fitted;

  /** Null to keep the directive. */
  function fit({ header, line }: IncludeDirective): string | null {
    if (header === 'vmlinux.h' || ownHeaders.includes(header)) return null;
    const libbpf = libbpfHeaders.find((name) => header === `bpf/${name}.h` || header === `${name}.h`);
    if (libbpf !== undefined) return bpfFolder(header, libbpf);
    const known = freestandingHeaders.includes(header) || libraryHeaders.test(header) || kernelRoots.test(header);
    if (!known) {
      fitted.refused.push({
        line,
        message: `'${header}' file not found: a program is one file, and beside vmlinux.h, bpf/*.h and the kernel's headers there are none`,
      });
      return null;
    }
    return source === 'vmlinux' ? fromVmlinux(header) : fromUserSpace(header);
  }

  function bpfFolder(header: string, name: string): string | null {
    if (header.startsWith('bpf/')) return null;
    fitted.changes.push(`Read <${header}> as <bpf/${name}.h>.`);
    return `#include <bpf/${name}.h>`;
  }

  function fromVmlinux(header: string): string {
    if (typesGiven) {
      fitted.changes.push(`Dropped #include <${header}>: types come from vmlinux.h.`);
      return '';
    }
    typesGiven = true;
    fitted.changes.push(`Read vmlinux.h in the place of <${header}>.`);
    return '#include "vmlinux.h"';
  }

  function fromUserSpace(header: string): string | null {
    if (freestandingHeaders.includes(header)) return null;
    const kept = userSpaceRoots.exec(header)?.[1];
    if (kept !== undefined) {
      if (kept === header) return null;
      fitted.changes.push(`Read <${header}> as <${kept}>.`);
      return `#include <${kept}>`;
    }
    fitted.changes.push(`Dropped #include <${header}>: a BPF program has no C library.`);
    return '';
  }
}

/** The sources of types to try, in this order. Only headers that the kernel gives to user space allow the second kind. */
export function typeSources({ includes }: SourceDirectives): TypeSource[] {
  const headers = includes.map(({ header }) => header);
  if (headers.includes('vmlinux.h')) return ['vmlinux'];
  const kernel = headers.filter((header) => kernelRoots.test(header));
  if (kernel.some((header) => !userSpaceRoots.test(header))) return ['vmlinux'];
  return ['user-space-headers', 'vmlinux'];
}
