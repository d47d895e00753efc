/**
 * What a kernel function (kfunc) does, for the few that leave everything modelled as it is. `nothing`: locks and
 * reference counts. `number`: returns a number that may be anything. Null: not modelled.
 */
export function kernelFunctionEffect(name: string): 'nothing' | 'number' | null {
  if (withoutEffect.has(name)) return 'nothing';
  return numbers.has(name) ? 'number' : null;
}

const withoutEffect = new Set([
  'bpf_rcu_read_lock',
  'bpf_rcu_read_unlock',
  'bpf_preempt_disable',
  'bpf_preempt_enable',
  'bpf_task_release',
  'bpf_cgroup_release',
  'bpf_cpumask_release',
]);

const numbers = new Set(['bpf_map_sum_elem_count', 'bpf_session_is_return']);
