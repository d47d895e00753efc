# Runs once while the template boots, before it is saved.
[ -e /dev/fd ] || { ln -s /proc/self/fd /dev/fd; ln -s fd/0 /dev/stdin; ln -s fd/1 /dev/stdout; ln -s fd/2 /dev/stderr; }
for module in virtio_pci virtio_console; do modprobe "$module" 2>/dev/null; done
# bpftrace finds the library of `uprobe:libc:...` in the linker's cache.
ldconfig
ip link set lo up
hostname guest
echo 4 > /proc/sys/kernel/printk
echo 0 > /proc/sys/kernel/kptr_restrict
echo 1 > /proc/sys/kernel/panic_on_oops
