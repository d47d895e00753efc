/* Signals by name and affected process, as lines of the trace pipe. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

static const char names[32][10] = {
	"signal 0",  "SIGHUP",	"SIGINT",  "SIGQUIT", "SIGILL",	 "SIGTRAP", "SIGABRT",	"SIGBUS",
	"SIGFPE",    "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM",	"SIGTERM",
	"SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU",	"SIGURG",
	"SIGXCPU",   "SIGXFSZ", "SIGVTAL", "SIGPROF", "SIGWINCH", "SIGIO",  "SIGPWR",	"SIGSYS",
};

SEC("tracepoint/signal/signal_generate")
int on_signal(struct trace_event_raw_signal_generate *context)
{
	__u32 number = context->sig;

	if (number < 32)
		bpf_printk("%s to process %d", names[number], context->pid);
	else
		bpf_printk("SIGRTMIN+%d to process %d", number - 34, context->pid);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
