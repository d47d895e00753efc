/*
 * Runs one program of the guest on this machine, locked into a copy of the guest's files:
 *
 *     ken-sandbox TREE JOB LIBRARIES RELEASE PROGRAM [ARGUMENT...]
 *
 * The program sees TREE as its root, read-only, with JOB at /job (writable), LIBRARIES at /mnt and nothing else of this
 * machine but /dev/null. It has no capability, no network, no process outside its own, and limits on processor time,
 * memory, files and processes. Needs user namespaces, not root; the same calls are made when root starts it, so both see
 * the same.
 *
 * Exit status: the program's; 128 + signal when a signal ended it; 125 when the sandbox could not be made.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <linux/securebits.h>

enum { no_sandbox = 125 };

static void must(int ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "ken-sandbox: %s: %s\n", what, strerror(errno));
	_exit(no_sandbox);
}

static void write_file(const char *path, const char *text)
{
	int file = open(path, O_WRONLY | O_CLOEXEC);

	must(file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text) && close(file) == 0, path);
}

/* The caller becomes user 0 of a namespace in which it is alone. */
static void become_root_of_nothing(void)
{
	unsigned user = geteuid(), group = getegid();
	char map[64];

	must(unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS) == 0, "new namespaces");
	write_file("/proc/self/setgroups", "deny");
	snprintf(map, sizeof(map), "0 %u 1", user);
	write_file("/proc/self/uid_map", map);
	snprintf(map, sizeof(map), "0 %u 1", group);
	write_file("/proc/self/gid_map", map);
}

static void bind(const char *source, const char *folder, const char *name)
{
	char target[4096];

	snprintf(target, sizeof(target), "%s%s", folder, name);
	must(mount(source, target, NULL, MS_BIND, NULL) == 0, target);
}

static void make_read_only(const char *path)
{
	struct statvfs info;
	unsigned long flags = MS_BIND | MS_REMOUNT | MS_RDONLY;

	/* Flags of the file system below are locked in this namespace and have to be named again. */
	must(statvfs(path, &info) == 0, path);
	flags |= (info.f_flag & ST_NOSUID ? MS_NOSUID : 0) | (info.f_flag & ST_NODEV ? MS_NODEV : 0);
	flags |= (info.f_flag & ST_NOEXEC ? MS_NOEXEC : 0) | (info.f_flag & ST_NOATIME ? MS_NOATIME : 0);
	flags |= (info.f_flag & ST_NODIRATIME ? MS_NODIRATIME : 0) | (info.f_flag & ST_RELATIME ? MS_RELATIME : 0);
	must(mount(NULL, path, NULL, flags, NULL) == 0, "read-only root");
}

static void enter_tree(const char *tree, const char *job, const char *libraries)
{
	must(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0, "private mounts");
	bind(tree, tree, "");
	bind("/dev/null", tree, "/dev/null");
	bind(libraries, tree, "/mnt");
	bind(job, tree, "/job");
	make_read_only(tree);
	must(chdir(tree) == 0, tree);
	/* The old root goes on top of the new one and is taken off: nothing of it stays reachable. */
	must(syscall(SYS_pivot_root, ".", ".") == 0, "pivot_root");
	must(umount2(".", MNT_DETACH) == 0, "leaving the old root");
	must(chdir("/job") == 0, "/job");
}

static void limit(int resource, rlim_t value)
{
	struct rlimit both = { value, value };

	must(setrlimit(resource, &both) == 0, "resource limit");
}

static void set_limits(void)
{
	limit(RLIMIT_CPU, 30);
	limit(RLIMIT_AS, 3ul << 30);
	limit(RLIMIT_FSIZE, 64ul << 20);
	limit(RLIMIT_NOFILE, 256);
	limit(RLIMIT_NPROC, 512);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_MEMLOCK, 0);
}

/* A program with user 0 would get all capabilities back when it starts; this bit takes that rule away. */
static void drop_capabilities(void)
{
	struct { unsigned version; int process; } header = { 0x20080522, 0 };
	struct { unsigned effective, permitted, inheritable; } none[2] = { { 0 } };

	for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++)
		must(prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0, "bounding set");
	must(prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED, 0, 0, 0) == 0, "secure bits");
	must(syscall(SYS_capset, &header, none) == 0, "capabilities");
}

#define DENY(name) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1), \
		   BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)

static void filter_system_calls(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		DENY(bpf), DENY(perf_event_open), DENY(ptrace), DENY(process_vm_readv), DENY(process_vm_writev),
		DENY(socket), DENY(socketpair), DENY(io_uring_setup), DENY(userfaultfd), DENY(unshare), DENY(setns),
		DENY(mount), DENY(umount2), DENY(pivot_root), DENY(chroot), DENY(add_key), DENY(request_key),
		DENY(keyctl), DENY(kexec_load), DENY(init_module), DENY(finit_module),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(filter) / sizeof(filter[0]), filter };

	must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "no new privileges");
	must(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0, "filter of system calls");
}

static void run_program(const char *release, char **command)
{
	char kernel[128];
	char *environment[] = {
		"LC_ALL=C", "HOME=/job", "PATH=/usr/sbin:/usr/bin", "BPFTRACE_BTF=/sys/kernel/btf/vmlinux",
		"LD_PRELOAD=/mnt/guest-kernel.so", kernel, NULL,
	};

	must(prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0, "death signal");
	snprintf(kernel, sizeof(kernel), "KEN_GUEST_RELEASE=%s", release);
	/* The same addresses in every run: output that depended on them would still be the same. */
	personality(ADDR_NO_RANDOMIZE);
	set_limits();
	drop_capabilities();
	filter_system_calls();
	execve(command[0], command, environment);
	must(0, command[0]);
}

static int status_of(pid_t child)
{
	int status = 0;

	must(child >= 0, "fork");
	while (waitpid(child, &status, 0) < 0)
		must(errno == EINTR, "waitpid");
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/*
 * The first process of the new process namespace: when it ends, all others end. It is not the program itself, since a
 * first process ignores signals, even those of abort().
 */
static void run_first_process(const char *release, char **command)
{
	pid_t program;

	must(prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0, "death signal");
	program = fork();
	if (program == 0)
		run_program(release, command);
	_exit(status_of(program));
}

int main(int count, char **arguments)
{
	pid_t child;

	if (count < 6) {
		fprintf(stderr, "ken-sandbox: TREE JOB LIBRARIES RELEASE PROGRAM [ARGUMENT...]\n");
		return no_sandbox;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	become_root_of_nothing();
	enter_tree(arguments[1], arguments[2], arguments[3]);
	child = fork();
	if (child == 0)
		run_first_process(arguments[4], arguments + 5);
	return status_of(child);
}
