import { closingParenthesis } from './scan.ts';

/** What a macro of the kernel's build stands for: headings of functions with empty bodies. */
type Template = (values: readonly string[]) => string;

/** By name. Each gives every function that the macro defines, as the kernel's BTF shows them on x86-64. */
export const templates: ReadonlyMap<string, Template> = new Map<string, Template>([
  ...['TRACE_EVENT', 'TRACE_EVENT_FN', 'TRACE_EVENT_FN_COND', 'TRACE_EVENT_CONDITION', 'TRACE_EVENT_SYSCALL'].map(
    (name): [string, Template] => [
      name,
      ([event = '', fields = '']) => eventClass(event, fields) + event_(event, fields),
    ],
  ),
  ['DECLARE_EVENT_CLASS', ([name = '', fields = '']) => eventClass(name, fields)],
  ['DECLARE_EVENT_SYSCALL_CLASS', ([name = '', fields = '']) => eventClass(name, fields)],
  ...['DEFINE_EVENT', 'DEFINE_EVENT_FN', 'DEFINE_EVENT_CONDITION'].map((name): [string, Template] => [
    name,
    ([, event = '', fields = '']) => event_(event, fields),
  ]),
  ['DEFINE_EVENT_PRINT', ([, event = '', fields = '']) => event_(event, fields) + rawOutput(event)],
  ...['DECLARE_TRACE', 'DECLARE_TRACE_CONDITION', 'DECLARE_TRACE_SYSCALL'].map((name): [string, Template] => [
    name,
    ([event = '', fields = '']) =>
      `${event_(event, fields)}static void __bpf_trace_${event}(void *__data${rest(fields)}){}\n`,
  ]),
  [
    'TRACE_EVENT_PERF_PERM',
    ([event = '']) =>
      `static int perf_perm_${event}(struct trace_event_call *tp_event, struct perf_event *p_event){}\n`,
  ],
  ['LSM_HOOK', ([type = '', , name = '', ...parameters]) => `${type} bpf_lsm_${name}(${parameters.join(', ')}){}\n`],
  // kernel/sys_ni.c: what stands in for a system call that is not built.
  ['COND_SYSCALL', ([name = '']) => systemCallStubs(name)],
  ['COND_SYSCALL_COMPAT', ([name = '']) => systemCallStubs(name, 'compat_')],
  ...counts(6).flatMap((count): [string, Template][] => [
    [`SYSCALL_DEFINE${count}`, count === 0 ? systemCallWithout : systemCall],
    [`COMPAT_SYSCALL_DEFINE${count}`, count === 0 ? compatCallWithout : compatCall],
  ]),
  ...counts(5).flatMap((count): [string, Template][] => [
    [`BPF_CALL_${count}`, helper],
    [`NOTRACE_BPF_CALL_${count}`, helper],
  ]),
]);

function counts(most: number): number[] {
  return Array.from({ length: most + 1 }, (_, count) => count);
}

/** include/trace/trace_events.h and perf.h, bpf_probe.h: one class of events. */
function eventClass(name: string, fields: string): string {
  const parameters = `void *__data${rest(fields)}`;
  return (
    rawOutput(name) +
    `static void trace_event_raw_event_${name}(${parameters}){}\n` +
    `static void do_trace_event_raw_event_${name}(${parameters}){}\n` +
    `static void perf_trace_${name}(${parameters}){}\n` +
    `static void do_perf_trace_${name}(${parameters}){}\n` +
    `static void __bpf_trace_${name}(${parameters}){}\n`
  );
}

function rawOutput(name: string): string {
  return `static enum print_line_t trace_raw_output_${name}(struct trace_iterator *iter, int flags, struct trace_event *trace_event){}\n`;
}

/** include/linux/tracepoint.h: the iterator of one tracepoint, and since 6.3 what a probe is hooked to. */
function event_(name: string, fields: string): string {
  const parameters = `void *__data${rest(fields)}`;
  return `int __traceiter_${name}(${parameters}){}\nvoid __probestub_${name}(${parameters}){}\n`;
}

/** The parameters of `TP_PROTO(...)`, as a continuation of a list. */
function rest(fields: string): string {
  const open = /^(?:TP_PROTO|PARAMS)\s*\(/.exec(fields);
  const close = open ? closingParenthesis(fields, open[0].length - 1) : -1;
  const list = (open && close > 0 ? fields.slice(open[0].length, close) : fields).trim().replace(/\s+/g, ' ');
  return list === '' || list === 'void' ? '' : `, ${list}`;
}

/** include/linux/syscalls.h and arch/x86/include/asm/syscall_wrapper.h. */
function systemCall([name = '', ...parameters]: readonly string[]): string {
  const call = name.replace(/^_/, '');
  return (
    `static long __do_sys_${call}(${typed(parameters)}){}\n` +
    `static long __se_sys_${call}(${widened(parameters)}){}\n` +
    `long __x64_sys_${call}(const struct pt_regs *regs){}\n` +
    `long __ia32_sys_${call}(const struct pt_regs *regs){}\n`
  );
}

function systemCallWithout([name = '']: readonly string[]): string {
  return (
    `static long __do_sys_${name}(const struct pt_regs *__unused){}\n` +
    `long __x64_sys_${name}(const struct pt_regs *__unused){}\n` +
    `long __ia32_sys_${name}(const struct pt_regs *__unused){}\n`
  );
}

function compatCall([name = '', ...parameters]: readonly string[]): string {
  const call = name.replace(/^_/, '');
  return (
    `static long __do_compat_sys_${call}(${typed(parameters)}){}\n` +
    `static long __se_compat_sys_${call}(${widened(parameters)}){}\n` +
    `long __ia32_compat_sys_${call}(const struct pt_regs *regs){}\n` +
    `long __x64_compat_sys_${call}(const struct pt_regs *regs){}\n`
  );
}

function compatCallWithout([name = '']: readonly string[]): string {
  return (
    `static long __do_compat_sys_${name}(const struct pt_regs *__unused){}\n` +
    `long __ia32_compat_sys_${name}(const struct pt_regs *__unused){}\n` +
    `long __x64_compat_sys_${name}(const struct pt_regs *__unused){}\n`
  );
}

function systemCallStubs(name: string, compat = ''): string {
  return ['x64', 'ia32']
    .map((kind) => `long __${kind}_${compat}sys_${name}(const struct pt_regs *__unused){}\n`)
    .join('');
}

/** include/linux/filter.h: a helper takes five registers, its inner function what it is written with. */
function helper([name = '', ...parameters]: readonly string[]): string {
  const names = pairs(parameters).map(([, parameter]) => `u64 ${parameter}`);
  for (let missing = 1; names.length < 5; missing++) names.push(`u64 __ur_${missing}`);
  return `static u64 ____${name}(${typed(parameters)}){}\nu64 ${name}(${names.join(', ')}){}\n`;
}

function pairs(values: readonly string[]): [string, string][] {
  return Array.from({ length: Math.floor(values.length / 2) }, (_, index) => [
    values[2 * index] ?? '',
    values[2 * index + 1] ?? '',
  ]);
}

function typed(values: readonly string[]): string {
  const list = pairs(values).map(([type, name]) => `${type} ${name}`);
  return list.length === 0 ? 'void' : list.join(', ');
}

/** `__SC_LONG`: everything is a long, but what is a long long stays one. */
function widened(values: readonly string[]): string {
  return pairs(values)
    .map(
      ([type, name]) =>
        `${/\b(?:loff_t|long long|compat_loff_t)\b/.test(type) && !type.includes('*') ? 'long long' : 'long'} ${name}`,
    )
    .join(', ');
}
