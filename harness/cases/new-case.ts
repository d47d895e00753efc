import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { KenError, quote } from '../../ken/errors.ts';
import type { Framework } from '../../ken/program.ts';
import { casesFolder } from './catalogue.ts';
import { parseCaseFile } from './read-case-file.ts';

export interface NewCase {
  prompt: string;
  frameworks: Framework[];
  split: 'comparable' | 'clean';
  upstreamPrompt: number | null;
}

/**
 * Makes the folder of a new case with every file that it needs. The programs, the workload and the oracle work together
 * as they are (a count of sync() calls, to be replaced), so that `ken cases check ID` can be run after each step. Returns
 * the files' paths. An id that is taken or not well formed is a `KenError('usage')`, and nothing is written.
 */
export async function newCase(id: string, request: NewCase, folder: string = casesFolder): Promise<string[]> {
  const { prompt, frameworks, split, upstreamPrompt } = request;
  const yaml = stringify({
    id,
    upstreamPrompt,
    split,
    prompt,
    frameworks,
    leftOpen: [],
    workload: { file: 'workload.c', name: 'kenwl' },
    tags: [],
  });
  checked(id, yaml);
  const target = path.join(folder, id);
  await mkdir(target).catch((cause: unknown) => {
    const taken = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    throw new KenError('usage', taken ? `there is a case ${quote(id)} already` : `${target} cannot be made`, {
      cause,
      ...(taken ? { hint: `ken cases show ${id}` } : {}),
    });
  });
  const files = Object.entries(filesOf(yaml, frameworks));
  for (const [name, text] of files) {
    await mkdir(path.join(target, path.dirname(name)), { recursive: true });
    await writeFile(path.join(target, name), text, { flag: 'wx' });
  }
  return files.map(([name]) => path.join(target, name));
}

function checked(id: string, yaml: string): void {
  try {
    parseCaseFile(yaml, 'case.yaml');
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new KenError('usage', `${quote(id)} cannot be made: ${message}`, {
      cause,
      hint: 'An id is lower-case words joined by hyphens; the prompt has at least ten characters.',
    });
  }
}

function filesOf(yaml: string, frameworks: readonly Framework[]): Record<string, string> {
  return {
    'case.yaml': yaml,
    'workload.c': workload,
    'oracle.ts': oracle,
    ...(frameworks.includes('bpftrace')
      ? { 'reference.bt': bpftraceReference, 'mutants/wrong-call.bt': bpftraceMutant }
      : {}),
    ...(frameworks.includes('libbpf')
      ? { 'reference.bpf.c': libbpfReference, 'mutants/wrong-call.bpf.c': libbpfMutant }
      : {}),
  };
}

const workload = `#include <sys/wait.h>
#include "../workload.h"

/* Make the asked events in an unusual number, and near misses by another process; account for both as facts. */
int main(void)
{
	for (int i = 0; i < 7; i++)
		sync();
	fact("asked", "pid=%d calls=7", getpid());

	pid_t child = fork();
	if (child < 0)
		die("fork");
	if (child == 0) {
		set_process_name("kendecoy");
		fsync(0);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	fact("decoy", "pid=%d", child);
	return 0;
}
`;

const oracle = `import {
  factNumber,
  items,
  notReported,
  theFact,
  totalWithin,
  workloadDid,
  type Oracle,
} from '../../../harness/judge/toolbox.ts';

const oracle: Oracle = ({ observation, facts }) => {
  const asked = theFact(facts, 'asked');
  const decoy = theFact(facts, 'decoy');
  workloadDid(factNumber(asked, 'calls') === 7, 'seven calls of sync()');
  return [
    totalWithin(
      observation.records,
      'each of 7 calls is reported once with the pid',
      { min: 7, max: 7 },
      factNumber(asked, 'pid'),
    ),
    notReported(items(observation.records), 'fsync() by another process is not reported', factNumber(decoy, 'pid')),
  ];
};

export default oracle;
`;

const bpftraceReference = `tracepoint:syscalls:sys_enter_sync
{
	printf("%d %s\\n", pid, comm);
}
`;

const bpftraceMutant = `// fault: fsync in the place of sync
tracepoint:syscalls:sys_enter_fsync
{
	printf("%d %s\\n", pid, comm);
}
`;

const libbpfReference = libbpf('sync');
const libbpfMutant = `// fault: fsync in the place of sync\n${libbpf('fsync')}`;

function libbpf(call: string): string {
  return `#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

SEC("tracepoint/syscalls/sys_enter_${call}")
int report_call(void *context)
{
	bpf_printk("pid %d", (int)(bpf_get_current_pid_tgid() >> 32));
	return 0;
}
`;
}
