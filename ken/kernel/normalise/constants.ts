/**
 * Constants that kernel and C library headers give as macros, with their values on x86-64. Values that the kernel keeps
 * as enums (TCP_ESTABLISHED, IPPROTO_TCP, SOCK_STREAM) are left out on purpose: bpftrace reads those from BTF, and a
 * macro of the same name would break the enum's own declaration.
 */
export const constants: ReadonlyMap<string, number> = new Map([
  ...numbered('AF_', { UNSPEC: 0, UNIX: 1, LOCAL: 1, INET: 2, INET6: 10, NETLINK: 16, PACKET: 17, VSOCK: 40, XDP: 44 }),
  ...numbered('PF_', { INET: 2, INET6: 10, KTHREAD: 0x200000, EXITING: 4, FORKNOEXEC: 0x40 }),
  ...numbered('TASK_', { RUNNING: 0, INTERRUPTIBLE: 1, UNINTERRUPTIBLE: 2, STOPPED: 4, TRACED: 8, DEAD: 0x80 }),
  ...numbered('SIG', {
    HUP: 1,
    INT: 2,
    QUIT: 3,
    ILL: 4,
    TRAP: 5,
    ABRT: 6,
    BUS: 7,
    FPE: 8,
    KILL: 9,
    USR1: 10,
    SEGV: 11,
  }),
  ...numbered('SIG', { USR2: 12, PIPE: 13, ALRM: 14, TERM: 15, STKFLT: 16, CHLD: 17, CONT: 18, STOP: 19, TSTP: 20 }),
  ...numbered('SIG', { TTIN: 21, TTOU: 22, URG: 23, XCPU: 24, XFSZ: 25, VTALRM: 26, PROF: 27, WINCH: 28, IO: 29 }),
  ...numbered('SIG', { PWR: 30, SYS: 31 }),
  ...numbered('O_', { RDONLY: 0, WRONLY: 1, RDWR: 2, ACCMODE: 3, CREAT: 0o100, EXCL: 0o200, TRUNC: 0o1000 }),
  ...numbered('O_', { APPEND: 0o2000, NONBLOCK: 0o4000, DSYNC: 0o10000, DIRECT: 0o40000, DIRECTORY: 0o200000 }),
  ...numbered('O_', { NOFOLLOW: 0o400000, CLOEXEC: 0o2000000, SYNC: 0o4010000, PATH: 0o10000000 }),
  ...numbered('PROT_', { NONE: 0, READ: 1, WRITE: 2, EXEC: 4 }),
  ...numbered('MAP_', { SHARED: 1, PRIVATE: 2, FIXED: 0x10, ANONYMOUS: 0x20, LOCKED: 0x2000, POPULATE: 0x8000 }),
  ...numbered('CLONE_', { VM: 0x100, FS: 0x200, FILES: 0x400, SIGHAND: 0x800, PTRACE: 0x2000, VFORK: 0x4000 }),
  ...numbered('CLONE_', { PARENT: 0x8000, THREAD: 0x10000, NEWNS: 0x20000, SYSVSEM: 0x40000, SETTLS: 0x80000 }),
  ...numbered('CLONE_', { NEWCGROUP: 0x02000000, NEWUTS: 0x04000000, NEWIPC: 0x08000000, NEWUSER: 0x10000000 }),
  ...numbered('CLONE_', { NEWPID: 0x20000000, NEWNET: 0x40000000, IO: 0x80000000 }),
  ...numbered('E', { PERM: 1, NOENT: 2, SRCH: 3, INTR: 4, IO: 5, NXIO: 6, '2BIG': 7, NOEXEC: 8, BADF: 9, CHILD: 10 }),
  ...numbered('E', { AGAIN: 11, WOULDBLOCK: 11, NOMEM: 12, ACCES: 13, FAULT: 14, BUSY: 16, EXIST: 17, XDEV: 18 }),
  ...numbered('E', { NODEV: 19, NOTDIR: 20, ISDIR: 21, INVAL: 22, NFILE: 23, MFILE: 24, NOTTY: 25, FBIG: 27 }),
  ...numbered('E', { NOSPC: 28, SPIPE: 29, ROFS: 30, MLINK: 31, PIPE: 32, RANGE: 34, NAMETOOLONG: 36, NOSYS: 38 }),
  ...numbered('E', { NOTEMPTY: 39, OPNOTSUPP: 95, ADDRINUSE: 98, NETUNREACH: 101, CONNABORTED: 103, CONNRESET: 104 }),
  ...numbered('E', { TIMEDOUT: 110, CONNREFUSED: 111, HOSTUNREACH: 113, ALREADY: 114, INPROGRESS: 115 }),
  ...numbered('S_IF', { MT: 0o170000, SOCK: 0o140000, LNK: 0o120000, REG: 0o100000, BLK: 0o60000, DIR: 0o40000 }),
  ...numbered('S_IF', { CHR: 0o20000, IFO: 0o10000 }),
  ...numbered('IPC_', { RMID: 0, SET: 1, STAT: 2, PRIVATE: 0, CREAT: 0o1000, EXCL: 0o2000 }),
  ...numbered('MSG_', { OOB: 1, PEEK: 2, TRUNC: 0x20, DONTWAIT: 0x40, WAITALL: 0x100, NOSIGNAL: 0x4000 }),
  ...numbered('ETH_P_', { IP: 0x0800, ARP: 0x0806, IPV6: 0x86dd, ALL: 3 }),
  ...numbered('SCHED_', { NORMAL: 0, FIFO: 1, RR: 2, BATCH: 3, IDLE: 5, DEADLINE: 6 }),
  ...numbered('', {
    AT_FDCWD: -100,
    PATH_MAX: 4096,
    NAME_MAX: 255,
    READ: 0,
    WRITE: 1,
    PAGE_SIZE: 4096,
    PAGE_SHIFT: 12,
  }),
  ...numbered('', { NSEC_PER_SEC: 1000000000, NSEC_PER_MSEC: 1000000, NSEC_PER_USEC: 1000, REQ_OP_BITS: 8 }),
  ...numbered('', { REQ_OP_MASK: 255, SOL_SOCKET: 1, SOL_TCP: 6, SO_ATTACH_FILTER: 26 }),
]);

function numbered(prefix: string, values: Record<string, number>): [string, number][] {
  return Object.entries(values).map(([name, value]) => [prefix + name, value]);
}
