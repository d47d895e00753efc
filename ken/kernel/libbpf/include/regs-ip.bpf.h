/* The address of a kprobe from the saved instruction pointer; the customary name of tools built on libbpf. */
#pragma once

/* On x86 the breakpoint that fires a kprobe is one byte long, and the pointer stands behind it. */
#define KPROBE_REGS_IP_FIX(ip) ((ip) - 1)
