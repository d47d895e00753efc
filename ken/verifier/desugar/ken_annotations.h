/*
 * Markers of the symbolic verifier in BPF C. A marker is a call to a helper that no kernel has; its argument is the
 * annotation's number. Nothing of a call can be optimised away, and none of the program's own maps is touched.
 * The verifier writes these names; a program says ken_assert(e) and ken_assume(e), each as a statement.
 */
#ifndef KEN_ANNOTATIONS_H
#define KEN_ANNOTATIONS_H

#define __ken_marker(number, id) ((void (*)(unsigned long long))(number))((unsigned long long)(id))
#define __ken_fail(id) __ken_marker(0x4b000001, id)
#define __ken_reach(id) __ken_marker(0x4b000002, id)
#define __ken_cut(id) __ken_marker(0x4b000003, id)

/* Checked: the verifier looks for an input on which it is false. */
#define __ken_assert(id, ...) \
	do { \
		if (!(__VA_ARGS__)) \
			__ken_fail(id); \
		__ken_reach(id); \
	} while (0)

/* Taken for granted: the verifier drops every path on which it is false. */
#define __ken_assume(id, ...) \
	do { \
		if (!(__VA_ARGS__)) \
			__ken_cut(id); \
	} while (0)

#endif
