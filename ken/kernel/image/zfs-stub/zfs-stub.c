/*
 * A file system named "zfs" with the functions that tracers of ZFS hook: the kernel calls zpl_open, zpl_iter_read,
 * zpl_iter_write, zpl_fsync and zpl_release, and they call zfs_open, zfs_read, zfs_write, zfs_fsync and zfs_close, as in
 * OpenZFS 2 (module/os/linux/zfs/zpl_file.c, zfs_vnops.c). It stores nothing; it only takes time: a read or write of
 * N bytes sleeps N microseconds, an open or fsync as long as the module's parameters say. OpenZFS itself is no part of
 * the kernel's packages.
 */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/fs_context.h>
#include <linux/module.h>
#include <linux/uio.h>

MODULE_DESCRIPTION("entry points of ZFS without the file system behind them");
MODULE_LICENSE("GPL");

static unsigned int open_us, fsync_us;
module_param(open_us, uint, 0644);
module_param(fsync_us, uint, 0644);

/* Opaque here: `znode` stands for an inode, `zfs_uio` for the user's buffers. */
struct znode;
struct zfs_uio;

/*
 * A function that ftrace may patch: not inlined, under its own name, its address in __mcount_loc (with -mfentry the
 * call of __fentry__ is its first instruction; the kernel's own build writes this section with a host tool).
 */
#define TRACEABLE(result, name, ...)                                                                  \
  result name(__VA_ARGS__);                                                                           \
  static const void *const name##_entry __used __section("__mcount_loc") = (void *)name; \
  noinline __used result name(__VA_ARGS__)

static inline void take(size_t microseconds) {
  if (microseconds > 0) usleep_range(microseconds, microseconds + 1);
}

TRACEABLE(int, zfs_open, struct inode *inode, int mode, int flag, const struct cred *cred) {
  take(READ_ONCE(open_us));
  return 0;
}

TRACEABLE(int, zfs_close, struct inode *inode, int flag, const struct cred *cred) {
  barrier();
  return 0;
}

TRACEABLE(int, zfs_read, struct znode *node, struct zfs_uio *buffers, int flags, const struct cred *cred) {
  take(iov_iter_count((struct iov_iter *)buffers));
  return 0;
}

TRACEABLE(int, zfs_write, struct znode *node, struct zfs_uio *buffers, int flags, const struct cred *cred) {
  take(iov_iter_count((struct iov_iter *)buffers));
  return 0;
}

TRACEABLE(int, zfs_fsync, struct znode *node, int flags, const struct cred *cred) {
  take(READ_ONCE(fsync_us));
  return 0;
}

TRACEABLE(int, zpl_open, struct inode *inode, struct file *file) {
  int error = zfs_open(inode, file->f_mode, file->f_flags, file->f_cred);
  barrier();
  return error;
}

TRACEABLE(int, zpl_release, struct inode *inode, struct file *file) {
  int error = zfs_close(inode, file->f_flags, file->f_cred);
  barrier();
  return error;
}

TRACEABLE(ssize_t, zpl_iter_read, struct kiocb *control, struct iov_iter *to) {
  struct file *file = control->ki_filp;
  int error = zfs_read((struct znode *)file_inode(file), (struct zfs_uio *)to, file->f_flags, file->f_cred);
  size_t done = error ? 0 : iov_iter_zero(iov_iter_count(to), to);
  control->ki_pos += done;
  return error ? error : done;
}

TRACEABLE(ssize_t, zpl_iter_write, struct kiocb *control, struct iov_iter *from) {
  struct file *file = control->ki_filp;
  size_t count = iov_iter_count(from);
  int error = zfs_write((struct znode *)file_inode(file), (struct zfs_uio *)from, file->f_flags, file->f_cred);
  if (error) return error;
  iov_iter_advance(from, count);
  control->ki_pos += count;
  return count;
}

TRACEABLE(int, zpl_fsync, struct file *file, loff_t start, loff_t end, int data_only) {
  int error = zfs_fsync((struct znode *)file_inode(file), data_only, file->f_cred);
  barrier();
  return error;
}

static const struct file_operations file_operations = {
  .owner = THIS_MODULE,
  .open = zpl_open,
  .release = zpl_release,
  .read_iter = zpl_iter_read,
  .write_iter = zpl_iter_write,
  .fsync = zpl_fsync,
  .llseek = noop_llseek,
};

/* Inode 1 is the root; entries 0 and 1 of the list are not used (fs/libfs.c, simple_fill_super). */
static const struct tree_descr files[] = {
  [2] = {"one", &file_operations, 0666},
  [3] = {"two", &file_operations, 0666},
  [4] = {""},
};

static int fill(struct super_block *super, struct fs_context *context) {
  return simple_fill_super(super, 0x2fc12fc1, files); /* ZFS_SUPER_MAGIC of OpenZFS */
}

static int get_tree(struct fs_context *context) {
  return get_tree_nodev(context, fill);
}

static const struct fs_context_operations context_operations = {.get_tree = get_tree};

static int start_context(struct fs_context *context) {
  context->ops = &context_operations;
  return 0;
}

static struct file_system_type zfs = {
  .owner = THIS_MODULE,
  .name = "zfs",
  .init_fs_context = start_context,
  .kill_sb = kill_litter_super,
};

static int __init load(void) {
  return register_filesystem(&zfs);
}

static void __exit unload(void) {
  unregister_filesystem(&zfs);
}

module_init(load);
module_exit(unload);
