import { type Part, unknownPart } from './body.ts';
import { pointerClass } from './value.ts';

const { null: isNull, error, valid } = pointerClass;
const truth: Part = { kind: 'range', low: 0, high: 1 };

function named(names: string, part: Part): [string, Part][] {
  return names.split(' ').map((name) => [name, part]);
}

/**
 * Results of functions and macros that the analysis does not look into: allocators and searches (mm/slab.c, mm/util.c,
 * lib/string.c), and tests that give 0 or 1.
 */
export const knownResults: ReadonlyMap<string, Part> = new Map<string, Part>([
  ...named(
    'kmalloc kzalloc kcalloc kmalloc_array kvmalloc kvzalloc kvcalloc kvmalloc_array kstrdup kstrndup kmemdup kmemdup_nul ' +
      'kmalloc_node kzalloc_node kmem_cache_alloc kmem_cache_zalloc kmem_cache_alloc_node vmalloc vzalloc krealloc ' +
      'alloc_page alloc_pages alloc_skb skb_clone skb_copy pskb_copy devm_kzalloc devm_kmalloc devm_kcalloc kasprintf ' +
      'alloc_percpu strchr strrchr strstr memchr strnstr strpbrk',
    { kind: 'pointer', classes: isNull | valid },
  ),
  ...named('memdup_user memdup_user_nul strndup_user filp_open kthread_run kthread_create', {
    kind: 'pointer',
    classes: error | valid,
  }),
  ...named('ERR_CAST', { kind: 'pointer', classes: error }),
  ...named(
    'IS_ERR IS_ERR_OR_NULL IS_ERR_VALUE WARN_ON WARN_ON_ONCE WARN WARN_ONCE WARN_TAINT IS_ENABLED IS_BUILTIN list_empty ' +
      'capable ns_capable signal_pending',
    truth,
  ),
  ...named('PTR_ERR_OR_ZERO', { kind: 'range', low: -4095, high: 0 }),
]);

/** Macros that are their first argument. */
export const transparentMacros: ReadonlySet<string> = new Set(['likely', 'unlikely']);

export function resultOf(name: string): Part {
  return knownResults.get(name) ?? unknownPart;
}
