import type { HelperContract } from './contract.ts';
import { helperNames } from './helper-names.ts';

/** The contract of a helper number. One that is not in the table is unsupported, under its name if it has one. */
export function helperContract(id: number): HelperContract {
  return contracts.get(id) ?? unsupported(id);
}

/**
 * Every helper that is modelled, in the order of their numbers. Errors are returned as the kernel does, as negative
 * numbers of 64 bits.
 */
// prettier-ignore
export const helperTable: readonly HelperContract[] = [
  { id: 1, name: 'map_lookup_elem', parameters: 'map, const void *key', effect: { kind: 'map-lookup' }, summary: 'Pointer to the value, or NULL when the key is absent. An array has every index below max_entries.' },
  { id: 2, name: 'map_update_elem', parameters: 'map, const void *key, const void *value, u64 flags', effect: { kind: 'map-update' }, summary: '0; -EEXIST with BPF_NOEXIST and a present key, -ENOENT with BPF_EXIST and an absent one, -E2BIG beyond an array.' },
  { id: 3, name: 'map_delete_elem', parameters: 'map, const void *key', effect: { kind: 'map-delete' }, summary: '0, or -ENOENT when the key is absent; -EINVAL for an array.' },
  { id: 4, name: 'probe_read', parameters: 'void *dst, u32 size, const void *address', effect: { kind: 'read-memory', space: 'kernel' }, summary: 'Copies kernel memory; below address 4096 it fills with zeros and gives -EFAULT.' },
  { id: 5, name: 'ktime_get_ns', parameters: '', effect: { kind: 'clock', clock: 'ktime' }, summary: 'Nanoseconds since boot without suspend.' },
  { id: 6, name: 'trace_printk', parameters: 'const char *format, u32 size, ...', effect: { kind: 'print', format: 1, size: 2, arguments: 'registers', target: 'trace-printk' }, summary: 'Writes to the trace pipe; a positive length.' },
  { id: 7, name: 'get_prandom_u32', parameters: '', effect: { kind: 'fresh-input', input: 'prandom', width: 32 }, summary: 'A random number.' },
  { id: 8, name: 'get_smp_processor_id', parameters: '', effect: { kind: 'stable-input', input: 'cpu' }, summary: 'Number of this CPU.' },
  { id: 14, name: 'get_current_pid_tgid', parameters: '', effect: { kind: 'stable-input', input: 'pid_tgid' }, summary: 'tgid in the upper half, pid of the current task in the lower.' },
  { id: 15, name: 'get_current_uid_gid', parameters: '', effect: { kind: 'stable-input', input: 'uid_gid' }, summary: 'gid in the upper half, uid of the current task in the lower.' },
  { id: 16, name: 'get_current_comm', parameters: 'char *buffer, u32 size', effect: { kind: 'current-comm' }, summary: 'Name of the current task, at most 15 bytes and a zero.' },
  { id: 17, name: 'get_cgroup_classid', parameters: 'skb', effect: { kind: 'fresh-input', input: 'classid', width: 32 }, summary: "Class of the packet's cgroup." },
  { id: 22, name: 'perf_event_read', parameters: 'map, u64 flags', effect: { kind: 'fresh-input', input: 'perf_counter', width: 64 }, summary: 'A hardware counter or an error.' },
  { id: 25, name: 'perf_event_output', parameters: 'ctx, map, u64 flags, void *data, u64 size', effect: { kind: 'output', stream: 'perf', map: 2, data: 4, size: 5 }, summary: 'Sends a record to user space; 0.' },
  { id: 26, name: 'skb_load_bytes', parameters: 'skb, u32 offset, void *to, u32 length', effect: { kind: 'packet-read' }, summary: 'Copies bytes of the packet; -EFAULT when they are not all there.' },
  { id: 27, name: 'get_stackid', parameters: 'ctx, map, u64 flags', effect: { kind: 'stack-id' }, summary: 'An identifier of the stack, or an error.' },
  { id: 34, name: 'get_hash_recalc', parameters: 'skb', effect: { kind: 'fresh-input', input: 'packet_hash', width: 32 }, summary: 'Hash of the packet.' },
  { id: 35, name: 'get_current_task', parameters: '', effect: { kind: 'stable-input', input: 'task' }, summary: 'Address of the current task_struct.' },
  { id: 36, name: 'probe_write_user', parameters: 'void *address, const void *src, u32 size', effect: { kind: 'write-user-memory' }, summary: 'Writes to user memory; an output of the program.' },
  { id: 37, name: 'current_task_under_cgroup', parameters: 'map, u32 index', effect: { kind: 'fresh-input', input: 'under_cgroup', width: 1 }, summary: '1 when the task is below the cgroup.' },
  { id: 42, name: 'get_numa_node_id', parameters: '', effect: { kind: 'stable-input', input: 'numa_node' }, summary: 'NUMA node of this CPU.' },
  { id: 45, name: 'probe_read_str', parameters: 'void *dst, u32 size, const void *address', effect: { kind: 'read-string', space: 'kernel' }, summary: 'As probe_read_kernel_str.' },
  { id: 46, name: 'get_socket_cookie', parameters: 'ctx', effect: { kind: 'stable-input', input: 'socket_cookie' }, summary: 'Identifier of the socket.' },
  { id: 47, name: 'get_socket_uid', parameters: 'skb', effect: { kind: 'stable-input', input: 'socket_uid' }, summary: 'User of the socket.' },
  { id: 58, name: 'override_return', parameters: 'regs, u64 result', effect: { kind: 'override-return' }, summary: 'Makes the probed function return this; an output of the program.' },
  { id: 67, name: 'get_stack', parameters: 'ctx, void *buffer, u32 size, u64 flags', effect: { kind: 'stack-copy', buffer: 2, size: 3, flags: 4 }, summary: 'Copies a stack; bytes copied.' },
  { id: 80, name: 'get_current_cgroup_id', parameters: '', effect: { kind: 'stable-input', input: 'cgroup' }, summary: "Identifier of the task's cgroup." },
  { id: 87, name: 'map_push_elem', parameters: 'map, const void *value, u64 flags', effect: { kind: 'map-push' }, summary: 'Adds to a queue or stack; -E2BIG when it is full.' },
  { id: 88, name: 'map_pop_elem', parameters: 'map, void *value', effect: { kind: 'map-pop' }, summary: 'Takes from a queue or stack; -ENOENT when it is empty.' },
  { id: 89, name: 'map_peek_elem', parameters: 'map, void *value', effect: { kind: 'map-peek' }, summary: 'Reads the next of a queue or stack; -ENOENT when it is empty.' },
  { id: 93, name: 'spin_lock', parameters: 'lock', effect: { kind: 'constant', value: 0n }, summary: 'Nothing: there is no concurrency.' },
  { id: 94, name: 'spin_unlock', parameters: 'lock', effect: { kind: 'constant', value: 0n }, summary: 'Nothing: there is no concurrency.' },
  { id: 105, name: 'strtol', parameters: 'const char *text, u32 size, u64 flags, long *result', effect: { kind: 'parse-number', signed: true }, summary: 'Reads a number.' },
  { id: 106, name: 'strtoul', parameters: 'const char *text, u32 size, u64 flags, u64 *result', effect: { kind: 'parse-number', signed: false }, summary: 'Reads a number.' },
  { id: 107, name: 'sk_storage_get', parameters: 'map, sk, const void *value, u64 flags', effect: { kind: 'storage-get', object: 'socket' }, summary: "Pointer to the socket's value; made when absent and flags say so, else NULL." },
  { id: 108, name: 'sk_storage_delete', parameters: 'map, sk', effect: { kind: 'storage-delete', object: 'socket' }, summary: '0, or -ENOENT.' },
  { id: 109, name: 'send_signal', parameters: 'u32 signal', effect: { kind: 'signal' }, summary: 'Sends a signal to the current process; an output of the program; 0.' },
  { id: 111, name: 'skb_output', parameters: 'ctx, map, u64 flags, void *data, u64 size', effect: { kind: 'output', stream: 'perf', map: 2, data: 4, size: 5 }, summary: "Sends a record to user space; the packet's bytes that follow it are not modelled." },
  { id: 112, name: 'probe_read_user', parameters: 'void *dst, u32 size, const void *address', effect: { kind: 'read-memory', space: 'user' }, summary: 'Copies user memory; below address 4096 it fills with zeros and gives -EFAULT.' },
  { id: 113, name: 'probe_read_kernel', parameters: 'void *dst, u32 size, const void *address', effect: { kind: 'read-memory', space: 'kernel' }, summary: 'Copies kernel memory; below address 4096 it fills with zeros and gives -EFAULT.' },
  { id: 114, name: 'probe_read_user_str', parameters: 'void *dst, u32 size, const void *address', effect: { kind: 'read-string', space: 'user' }, summary: 'Copies a string of user memory; length with its zero, 1 to size; below address 4096 as probe_read_user.' },
  { id: 115, name: 'probe_read_kernel_str', parameters: 'void *dst, u32 size, const void *address', effect: { kind: 'read-string', space: 'kernel' }, summary: 'Copies a string of kernel memory; length with its zero, 1 to size; below address 4096 as probe_read_kernel.' },
  { id: 117, name: 'send_signal_thread', parameters: 'u32 signal', effect: { kind: 'signal' }, summary: 'Sends a signal to the current thread; an output of the program; 0.' },
  { id: 118, name: 'jiffies64', parameters: '', effect: { kind: 'clock', clock: 'jiffies' }, summary: 'Ticks since boot.' },
  { id: 120, name: 'get_ns_current_pid_tgid', parameters: 'u64 device, u64 inode, struct bpf_pidns_info *info, u32 size', effect: { kind: 'namespace-pid' }, summary: 'Thread and process number in a namespace, 32 bits each; 0, or zeros and -EINVAL.' },
  { id: 122, name: 'get_netns_cookie', parameters: 'ctx', effect: { kind: 'stable-input', input: 'netns' }, summary: 'Identifier of the network namespace.' },
  { id: 123, name: 'get_current_ancestor_cgroup_id', parameters: 'int level', effect: { kind: 'fresh-input', input: 'ancestor_cgroup', width: 64 }, summary: "Identifier of an ancestor of the task's cgroup." },
  { id: 125, name: 'ktime_get_boot_ns', parameters: '', effect: { kind: 'clock', clock: 'boottime' }, summary: 'Nanoseconds since boot with suspend.' },
  { id: 126, name: 'seq_printf', parameters: 'seq, const char *format, u32 size, const void *data, u32 data_size', effect: { kind: 'print', format: 2, size: 3, arguments: 'array', target: 'sequence-file' }, summary: 'Prints to the file that iterates; 0.' },
  { id: 127, name: 'seq_write', parameters: 'seq, const void *data, u32 size', effect: { kind: 'output', stream: 'sequence-file', map: null, data: 2, size: 3 }, summary: 'Writes to the file that iterates; 0.' },
  { id: 130, name: 'ringbuf_output', parameters: 'map, void *data, u64 size, u64 flags', effect: { kind: 'output', stream: 'ringbuf', map: 1, data: 2, size: 3 }, summary: 'Sends a record to user space; 0.' },
  { id: 131, name: 'ringbuf_reserve', parameters: 'map, u64 size, u64 flags', effect: { kind: 'ring-reserve' }, summary: 'Pointer to a record, or NULL.' },
  { id: 132, name: 'ringbuf_submit', parameters: 'void *data, u64 flags', effect: { kind: 'ring-commit', discard: false }, summary: 'Sends a reserved record.' },
  { id: 133, name: 'ringbuf_discard', parameters: 'void *data, u64 flags', effect: { kind: 'ring-commit', discard: true }, summary: 'Drops a reserved record.' },
  { id: 134, name: 'ringbuf_query', parameters: 'map, u64 flags', effect: { kind: 'fresh-input', input: 'ring_state', width: 64 }, summary: 'A number about the buffer.' },
  { id: 141, name: 'get_task_stack', parameters: 'task, void *buffer, u32 size, u64 flags', effect: { kind: 'stack-copy', buffer: 2, size: 3, flags: 4 }, summary: "Copies a task's stack; bytes copied." },
  { id: 145, name: 'inode_storage_get', parameters: 'map, inode, const void *value, u64 flags', effect: { kind: 'storage-get', object: 'inode' }, summary: "Pointer to the inode's value; made when absent and flags say so, else NULL." },
  { id: 146, name: 'inode_storage_delete', parameters: 'map, inode', effect: { kind: 'storage-delete', object: 'inode' }, summary: '0, or -ENOENT.' },
  { id: 148, name: 'copy_from_user', parameters: 'void *dst, u32 size, const void *address', effect: { kind: 'read-memory', space: 'user' }, summary: 'As probe_read_user; may sleep.' },
  { id: 153, name: 'per_cpu_ptr', parameters: 'const void *variable, u32 cpu', effect: { kind: 'cpu-variable', cpu: 'parameter' }, summary: 'Address of a kernel variable on that CPU; NULL for a CPU that does not exist.' },
  { id: 154, name: 'this_cpu_ptr', parameters: 'const void *variable', effect: { kind: 'cpu-variable', cpu: 'this' }, summary: 'Address of a kernel variable on this CPU.' },
  { id: 156, name: 'task_storage_get', parameters: 'map, task, const void *value, u64 flags', effect: { kind: 'storage-get', object: 'task' }, summary: "Pointer to the task's value; made when absent and flags say so, else NULL." },
  { id: 157, name: 'task_storage_delete', parameters: 'map, task', effect: { kind: 'storage-delete', object: 'task' }, summary: '0, or -ENOENT.' },
  { id: 158, name: 'get_current_task_btf', parameters: '', effect: { kind: 'stable-input', input: 'task' }, summary: 'Address of the current task_struct; may be read directly.' },
  { id: 160, name: 'ktime_get_coarse_ns', parameters: '', effect: { kind: 'clock', clock: 'coarse' }, summary: 'Nanoseconds since boot, as of the last tick.' },
  { id: 164, name: 'for_each_map_elem', parameters: 'map, callback, void *context, u64 flags', effect: { kind: 'for-each-entry' }, summary: 'Calls back with each entry until it returns 1; number of calls.' },
  { id: 165, name: 'snprintf', parameters: 'char *text, u32 size, const char *format, u64 *data, u32 data_size', effect: { kind: 'print-to-buffer' }, summary: 'Formats into a buffer; the length it needs with its zero.' },
  { id: 173, name: 'get_func_ip', parameters: 'ctx', effect: { kind: 'stable-input', input: 'function_address' }, summary: 'Address of the probed function.' },
  { id: 174, name: 'get_attach_cookie', parameters: 'ctx', effect: { kind: 'stable-input', input: 'cookie' }, summary: 'Number given when the program was attached.' },
  { id: 175, name: 'task_pt_regs', parameters: 'task', effect: { kind: 'stable-input', input: 'registers' }, summary: "Address of the task's saved registers; may be read directly." },
  { id: 177, name: 'trace_vprintk', parameters: 'const char *format, u32 size, const void *data, u32 data_size', effect: { kind: 'print', format: 1, size: 2, arguments: 'array', target: 'trace-printk' }, summary: 'Writes to the trace pipe; a positive length.' },
  { id: 181, name: 'loop', parameters: 'u32 count, callback, void *context, u64 flags', effect: { kind: 'loop' }, summary: 'Calls back with 0, 1, ... until it returns 1; number of calls.' },
  { id: 182, name: 'strncmp', parameters: 'const char *a, u32 size, const char *b', effect: { kind: 'compare-strings' }, summary: 'Negative, 0 or positive.' },
  { id: 183, name: 'get_func_arg', parameters: 'ctx, u32 n, u64 *value', effect: { kind: 'function-argument' }, summary: 'The n-th argument; 0, or -EINVAL.' },
  { id: 184, name: 'get_func_ret', parameters: 'ctx, u64 *value', effect: { kind: 'function-result' }, summary: "The function's return value; 0." },
  { id: 185, name: 'get_func_arg_cnt', parameters: 'ctx', effect: { kind: 'stable-input', input: 'argument_count' }, summary: 'Number of arguments of the function.' },
  { id: 191, name: 'copy_from_user_task', parameters: 'void *dst, u32 size, const void *address, task, u64 flags', effect: { kind: 'read-memory', space: 'user' }, summary: "As probe_read_user, in a task's memory." },
  { id: 195, name: 'map_lookup_percpu_elem', parameters: 'map, const void *key, u32 cpu', effect: { kind: 'map-lookup-cpu' }, summary: "Pointer to a CPU's value, or NULL." },
  { id: 208, name: 'ktime_get_tai_ns', parameters: '', effect: { kind: 'clock', clock: 'tai' }, summary: 'Nanoseconds of international atomic time.' },
  { id: 210, name: 'cgrp_storage_get', parameters: 'map, cgroup, const void *value, u64 flags', effect: { kind: 'storage-get', object: 'cgroup' }, summary: "Pointer to the cgroup's value; made when absent and flags say so, else NULL." },
  { id: 211, name: 'cgrp_storage_delete', parameters: 'map, cgroup', effect: { kind: 'storage-delete', object: 'cgroup' }, summary: '0, or -ENOENT.' },
];

const contracts = new Map(helperTable.map((contract) => [contract.id, contract]));

function unsupported(id: number): HelperContract {
  const name = helperNames[id];
  const why = name === undefined ? 'no kernel up to 6.12 has it' : 'it is not modelled';
  return { id, name: name ?? `#${id}`, parameters: '...', effect: { kind: 'unsupported', why }, summary: '' };
}
