import type { GateStage, GateStatus, ProbeReport } from '../gate-result.ts';
import type { BpftraceOutput } from '../output/bpftrace-output.ts';
import type { AttachPoint } from './attach-points.ts';

export interface BpftraceRun {
  points: readonly AttachPoint[];
  output: BpftraceOutput;
  stderr: string;
  exit: number | null;
  /** A dry run ends after attaching, without the ready line. */
  dryRun: boolean;
}

export interface Verdict {
  status: Exclude<GateStatus, 'guest-fault'>;
  stage: GateStage;
  probes: ProbeReport[];
}

/**
 * What a run of bpftrace 0.23 says of a script. The exit status alone decides nothing: bpftrace only warns when a part
 * of a probe list is missing, so every attach point is looked for in the messages.
 */
export function classifyBpftrace(run: BpftraceRun): Verdict {
  const { points, output, stderr, exit, dryRun } = run;
  const attached = dryRun ? exit === 0 && output.announced !== null : output.ready;
  const complaints = attachComplaints(stderr);
  if (attached) return attachedVerdict(points, complaints);
  const errors = stderr.split('\n').filter((line) => /\bERROR: /.test(line));
  if (errors.some((line) => verifierError.test(line)))
    return { status: 'rejected', stage: 'verify', probes: none(points) };
  const aboutProbes = errors.length > 0 && errors.every((line) => probeMissing.test(line));
  if (!aboutProbes) return { status: 'compile-failed', stage: 'compile', probes: none(points) };
  const probes = none(points).map((probe) => withReason(probe, complaints));
  return { status: 'attach-failed', stage: 'attach', probes };
}

const verifierError = /Error loading BPF program|Loading BPF object|cannot use helper|helper call is not allowed/;

const probeMissing =
  /tracepoints? not found|Error attaching probe|cannot attach probe|[Nn]o probes to attach|not traceable|[Uu]nable to attach|[Ff]ailed to attach|[Cc]ould not attach|No matches for|Could not resolve symbol|Could not add/;

interface Complaint {
  /** The message's words and the script line that it points at. */
  line: string;
  reason: string;
}

/** Warnings and errors of attaching; a warning that attaching "will likely fail" is no failure yet. */
function attachComplaints(stderr: string): Complaint[] {
  return stderr
    .split('\n')
    .filter((line) => /\b(WARNING|ERROR): /.test(line) && probeMissing.test(line) && !line.includes('will likely fail'))
    .map((line) => ({ line, reason: line.replace(/^.*?\b(?:WARNING|ERROR): /, '') }));
}

function attachedVerdict(points: readonly AttachPoint[], complaints: readonly Complaint[]): Verdict {
  const probes = points.map((point): ProbeReport => withReason({ name: point.name, attached: true }, complaints));
  const failed = probes.filter((probe) => !probe.attached).length;
  if (failed === 0 && complaints.length === 0) return { status: 'accepted', stage: 'done', probes };
  const live = probes.filter((probe) => probe.attached && !/^(BEGIN|END|interval:.*|self:.*)$/.test(probe.name));
  return { status: live.length > 0 ? 'partially-attached' : 'attach-failed', stage: 'attach', probes };
}

function withReason(probe: ProbeReport, complaints: readonly Complaint[]): ProbeReport {
  const found = complaints.find(({ line }) => namesPoint(line, probe.name));
  return found ? { name: probe.name, attached: false, reason: found.reason } : probe;
}

/**
 * A message names the whole point (`kprobe:nope`), its target only (`sched:nope`, `/bin/bash:nope`), or the file that a
 * short name stands for (`/lib/x86_64-linux-gnu/libc.so.6:nope` for `libc:nope`).
 */
function namesPoint(line: string, name: string): boolean {
  const full = fullName(name);
  const target = full.slice(full.indexOf(':') + 1);
  const names = [full, target].filter((part) => part !== '').map((part) => `(?<![\\w.])${escaped(part)}`);
  const [file = '', ...rest] = target.split(':');
  if (/^(uprobe|uretprobe|usdt):/.test(full) && rest.length > 0 && !file.includes('/')) {
    names.push(`/(?:lib)?${escaped(file)}(?:\\.so[\\w.]*)?:${escaped(rest.join(':'))}`);
  }
  return names.some((pattern) => new RegExp(`${pattern}(?![\\w.*])`).test(line));
}

function fullName(name: string): string {
  const short: Record<string, string> = { k: 'kprobe', kr: 'kretprobe', t: 'tracepoint', u: 'uprobe', ur: 'uretprobe' };
  const [provider = '', ...rest] = name.split(':');
  return [short[provider] ?? provider, ...rest].join(':');
}

function none(points: readonly AttachPoint[]): ProbeReport[] {
  return points.map(({ name }) => ({ name, attached: false }));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
