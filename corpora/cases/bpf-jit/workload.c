/*
 * BPF programs that the kernel compiles: classic socket filters, classic seccomp filters, eBPF programs loaded by bpf().
 * Decoys are other processes: bpf() calls that compile nothing (maps, a program that the verifier refuses), attaching a
 * program that is compiled already and running it, executing files.
 */
#include "../turns.h"
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum { classic = 5, seccomp_filters = 3, extended = 7, packets = 20 };
enum { refused = 11, attached = 9, executed = 6 };

static int bpf(int command, union bpf_attr *attributes) { return syscall(SYS_bpf, command, attributes, sizeof *attributes); }

/* A socket filter that returns r0; refused by the verifier when r0 is not set. */
static int load_program(int valid) {
  struct bpf_insn instructions[] = {
      {.code = BPF_ALU64 | BPF_MOV | (valid ? BPF_K : BPF_X), .src_reg = valid ? 0 : BPF_REG_9, .imm = valid ? 0xffff : 0},
      {.code = BPF_JMP | BPF_EXIT},
  };
  union bpf_attr attributes = {0};
  attributes.prog_type = BPF_PROG_TYPE_SOCKET_FILTER;
  attributes.insns = (unsigned long)instructions;
  attributes.insn_cnt = 2;
  attributes.license = (unsigned long)"GPL";
  return bpf(BPF_PROG_LOAD, &attributes);
}

static void attach_classic(void) {
  struct sock_filter code[] = {BPF_STMT(BPF_LD | BPF_W | BPF_LEN, 0), BPF_STMT(BPF_RET | BPF_A, 0)};
  struct sock_fprog program = {2, code};
  for (int i = 0; i < classic; i++) {
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    wait_for_turn(0);
    if (setsockopt(s, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program)) die("SO_ATTACH_FILTER");
    close(s);
  }
}

static void filter_system_calls(void) {
  struct sock_filter code[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  struct sock_fprog program = {2, code};
  for (int i = 0; i < seccomp_filters; i++) {
    wait_for_turn(1);
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0)) die("PR_SET_SECCOMP");
  }
}

static void load_extended(void) {
  for (int i = 0; i < extended; i++) {
    wait_for_turn(2);
    int program = load_program(1);
    if (program < 0) die("BPF_PROG_LOAD");
    close(program);
  }
}

/* bpf() that compiles nothing. */
static void other_commands(void) {
  for (int i = 0; i < refused; i++) {
    union bpf_attr attributes = {0};
    attributes.map_type = BPF_MAP_TYPE_ARRAY;
    attributes.key_size = 4;
    attributes.value_size = 8;
    attributes.max_entries = 4;
    wait_for_turn(3);
    int map = bpf(BPF_MAP_CREATE, &attributes);
    if (map < 0) die("BPF_MAP_CREATE");
    close(map);
    if (load_program(0) >= 0) die("the verifier accepts a wrong program");
  }
}

/* The program was loaded by the parent. */
static void attach_and_run(int program) {
  int ends[2];
  char byte = 'x';
  if (socketpair(AF_UNIX, SOCK_DGRAM, 0, ends)) die("socketpair");
  for (int i = 0; i < attached; i++) {
    wait_for_turn(4);
    if (setsockopt(ends[0], SOL_SOCKET, SO_ATTACH_BPF, &program, sizeof program)) die("SO_ATTACH_BPF");
  }
  for (int i = 0; i < packets; i++)
    if (send(ends[1], &byte, 1, 0) != 1 || recv(ends[0], &byte, 1, 0) != 1) die("packet");
}

static void execute_files(void) {
  for (int i = 0; i < executed; i++) {
    wait_for_turn(5);
    pid_t child = fork();
    if (child == 0) {
      execl("/bin/busybox", "true", NULL);
      _exit(1);
    }
    int status;
    if (waitpid(child, &status, 0) != child || status != 0) die("exec");
  }
}

/* Starts a child with a telling id and name; returns 0 in the child. */
static pid_t start(const char *event, const char *name, int id, int programs) {
  next_process_id(id);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child > 0) {
    fact(event, "actor=%s pid=%d programs=%d", name, child, programs);
    return child;
  }
  set_process_name(name);
  return 0;
}

#define actor(event, name, id, programs, action)        \
  if (start(event, name, id, programs) == 0) {          \
    action;                                             \
    _exit(0);                                           \
  }

int main(void) {
  int program = load_program(1);
  if (program < 0) die("BPF_PROG_LOAD");
  fact("compiled", "actor=kenjit pid=%d programs=1", getpid());
  actor("compiled", "kenclassic", 24211, classic, attach_classic());
  actor("compiled", "kenseccomp", 24317, seccomp_filters, filter_system_calls());
  actor("compiled", "kenextended", 24421, extended, load_extended());
  actor("decoy", "kenrefused", 24533, 0, other_commands());
  actor("decoy", "kenattach", 24611, 0, attach_and_run(program));
  actor("decoy", "kenexec", 24709, 0, execute_files());
  for (int status; wait(&status) > 0;)
    if (status != 0) return 1;
  return 0;
}
