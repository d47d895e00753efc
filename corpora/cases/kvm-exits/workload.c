/*
 * A virtual machine of a few instructions, on AMD's SVM: it executes cpuid, which KVM answers by itself, writes to a port
 * and halts, each a known number of times. Reasons are those of SVM (arch/x86/include/uapi/asm/svm.h).
 */
#include "../workload.h"
#include <linux/kvm.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

enum { cpuid_calls = 73, port_writes = 41, halts = 9 };
enum { reason_cpuid = 0x72, reason_halt = 0x78, reason_port = 0x7b };

/* Real mode, at 0x1000. */
static const unsigned char code[] = {
    0xbe, cpuid_calls, 0x00,       /* mov si, cpuid_calls */
    0x31, 0xc0, 0x0f, 0xa2,        /* again: xor ax, ax; cpuid */
    0x4e, 0x75, 0xf9,              /* dec si; jnz again */
    0xba, 0xf8, 0x03, 0xb0, 'K',   /* mov dx, 0x3f8; mov al, 'K' */
    0xbe, port_writes, 0x00,       /* mov si, port_writes */
    0xee, 0x4e, 0x75, 0xfc,        /* again: out dx, al; dec si; jnz again */
    0xbe, halts - 1, 0x00,         /* mov si, halts - 1 */
    0xf4, 0x4e, 0x75, 0xfc,        /* again: hlt; dec si; jnz again */
    0xf4,                          /* hlt */
};

static int call(int descriptor, unsigned long request, void *argument, const char *what) {
  int result = ioctl(descriptor, request, argument);
  if (result < 0) die(what);
  return result;
}

int main(void) {
  int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
  if (kvm < 0) die("/dev/kvm");
  int machine = call(kvm, KVM_CREATE_VM, NULL, "KVM_CREATE_VM");
  char *memory = mmap(NULL, 0x1000, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) die("mmap");
  memcpy(memory, code, sizeof code);
  struct kvm_userspace_memory_region region = {
      .guest_phys_addr = 0x1000, .memory_size = 0x1000, .userspace_addr = (unsigned long)memory};
  call(machine, KVM_SET_USER_MEMORY_REGION, &region, "memory");
  int processor = call(machine, KVM_CREATE_VCPU, NULL, "KVM_CREATE_VCPU");
  int size = call(kvm, KVM_GET_VCPU_MMAP_SIZE, NULL, "size");
  struct kvm_run *run = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, processor, 0);
  if (run == MAP_FAILED) die("mmap of the processor");
  struct kvm_sregs system;
  call(processor, KVM_GET_SREGS, &system, "KVM_GET_SREGS");
  system.cs.base = 0;
  system.cs.selector = 0;
  call(processor, KVM_SET_SREGS, &system, "KVM_SET_SREGS");
  struct kvm_regs registers = {.rip = 0x1000, .rflags = 2};
  call(processor, KVM_SET_REGS, &registers, "KVM_SET_REGS");
  int ports = 0, halted = 0;
  while (halted < halts) {
    call(processor, KVM_RUN, NULL, "KVM_RUN");
    if (run->exit_reason == KVM_EXIT_IO)
      ports++;
    else if (run->exit_reason == KVM_EXIT_HLT)
      halted++;
    else {
      fprintf(stderr, "exit %u\n", run->exit_reason);
      return 1;
    }
  }
  fact("exits", "reason=%d name=cpuid count=%d", reason_cpuid, cpuid_calls);
  fact("exits", "reason=%d name=ioio count=%d", reason_port, ports);
  fact("exits", "reason=%d name=hlt count=%d", reason_halt, halted);
  return 0;
}
