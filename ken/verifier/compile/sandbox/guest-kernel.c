/*
 * Answers for the guest's kernel while the guest's bpftrace compiles on this machine. bpftrace asks the kernel which
 * features it has by loading tiny programs; on this machine nothing may be loaded, and this machine's kernel is not the
 * one that counts. Preloaded, so that libbpf's calls end here; the sandbox refuses the system calls themselves.
 *
 * The guest's kernel has every feature that this bpftrace knows but the replacing of return values, so that all probes
 * but that one succeed. A test compares `bpftrace --info` of both places.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

static long refuse(int error)
{
	errno = error;
	return -1;
}

static long open_something(void)
{
	return open("/dev/null", O_RDWR | O_CLOEXEC);
}

/* Probes read the verifier's log: "unknown func" for a helper that is missing, the limit of instructions. */
static long load_program(const union bpf_attr *attribute)
{
	const struct bpf_insn *first = (const struct bpf_insn *)attribute->insns;
	int is_call = first && attribute->insn_cnt > 0 && first->code == (BPF_JMP | BPF_CALL);
	int unknown = is_call && first->imm == BPF_FUNC_override_return;

	if (attribute->log_level > 0 && attribute->log_buf && attribute->log_size > 64)
		strcpy((char *)attribute->log_buf, unknown ? "unknown func bpf_override_return#58\n"
							   : "processed 2 insns (limit 1000000)\n");
	return unknown ? refuse(EINVAL) : open_something();
}

static long answer(long command, const union bpf_attr *attribute)
{
	switch (command) {
	case BPF_PROG_LOAD:
		return load_program(attribute);
	case BPF_MAP_CREATE:
	case BPF_BTF_LOAD:
	case BPF_RAW_TRACEPOINT_OPEN:
		return open_something();
	case BPF_LINK_CREATE:
		/* libbpf and bpftrace offer an impossible link of this kind and take this error for "known". */
		if (attribute->link_create.attach_type == BPF_TRACE_UPROBE_MULTI)
			return refuse(EBADF);
		return open_something();
	case BPF_MAP_LOOKUP_BATCH:
	case BPF_MAP_UPDATE_BATCH:
	case BPF_MAP_DELETE_BATCH:
		return 0;
	case BPF_PROG_GET_NEXT_ID:
	case BPF_MAP_GET_NEXT_ID:
	case BPF_BTF_GET_NEXT_ID:
	case BPF_LINK_GET_NEXT_ID:
		return refuse(ENOENT);
	default:
		return refuse(EINVAL);
	}
}

long syscall(long number, ...)
{
	va_list list;
	long a, b, c, result;
	register long d __asm__("r10");
	register long e __asm__("r8");
	register long f __asm__("r9");

	va_start(list, number);
	a = va_arg(list, long);
	b = va_arg(list, long);
	c = va_arg(list, long);
	d = va_arg(list, long);
	e = va_arg(list, long);
	f = va_arg(list, long);
	va_end(list);
	if (number == SYS_bpf)
		return answer(a, (const union bpf_attr *)b);
	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(d), "r"(e), "r"(f)
			 : "rcx", "r11", "memory");
	return result < 0 && result > -4096 ? refuse((int)-result) : result;
}

int uname(struct utsname *name)
{
	const char *release = getenv("KEN_GUEST_RELEASE");

	memset(name, 0, sizeof(*name));
	strcpy(name->sysname, "Linux");
	strcpy(name->nodename, "guest");
	strcpy(name->machine, "x86_64");
	strncpy(name->release, release ? release : "", sizeof(name->release) - 1);
	return 0;
}

/* Which namespace the caller is in decides how `pid` is compiled; in the guest it is the first one (linux/proc_ns.h). */
int stat(const char *restrict path, struct stat *restrict info)
{
	int result = fstatat(AT_FDCWD, path, info, 0);

	if (strcmp(path, "/proc/self/ns/pid") != 0)
		return result;
	memset(info, 0, sizeof(*info));
	info->st_dev = 4;
	info->st_ino = 0xeffffffc;
	return 0;
}
