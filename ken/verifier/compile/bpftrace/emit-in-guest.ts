import type { GuestPool } from '../../../kernel/guest/job.ts';
import { type Emission, objectFile, programFile } from './emission.ts';

/** Bytes of standard output: the object in base64 and the dump. */
const outputLimit = 16 << 20;
const separator = '\n----- object -----\n';

/** The same compilation inside a clone of the guest: about two seconds instead of a fraction of one. */
export async function emitInGuest(
  pool: GuestPool,
  text: string,
  files: Readonly<Record<string, Uint8Array>> = {},
): Promise<Emission> {
  const named = Object.entries(files).map(([name, data]) => [`/job/${name}`, data] as const);
  const outcome = await pool.run({
    files: { ...Object.fromEntries(named), [`/job/${programFile}`]: text },
    workload: [
      `LC_ALL=C bpftrace --emit-elf /job/${objectFile} -d ast /job/${programFile}; status=$?`,
      // The format is quoted by JSON: a line break in it is an escape for printf as well.
      `printf -- ${JSON.stringify(separator)}`,
      `[ $status -eq 0 ] && base64 -w 0 /job/${objectFile}`,
      'exit $status',
    ].join('\n'),
    outputLimit,
    deadlines: { workload: 60_000, total: 60_000 },
  });
  const report = outcome.reply?.workload;
  if (!report || outcome.fault !== undefined) {
    const fault = `the guest failed while it compiled: ${outcome.faultDetail ?? outcome.fault ?? 'no reply'}`;
    return { elf: null, dump: '', log: report?.stderr ?? '', fault };
  }
  const at = report.stdout.lastIndexOf(separator);
  const dump = at < 0 ? report.stdout : report.stdout.slice(0, at);
  if (report.exit === null || report.exit >= 128) {
    return {
      elf: null,
      dump,
      log: report.stderr,
      fault: `bpftrace was ended by a signal (${report.exit ?? 'unknown'})`,
    };
  }
  if (at < 0) return { elf: null, dump, log: report.stderr, fault: 'the output of bpftrace was cut' };
  const object = report.stdout.slice(at + separator.length);
  return { elf: report.exit === 0 ? Buffer.from(object, 'base64') : null, dump, log: report.stderr };
}
