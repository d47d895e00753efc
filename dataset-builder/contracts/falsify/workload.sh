# A rich workload for a guest without much in it: file systems, processes, memory, network, block devices, namespaces.
# Every line may fail; it is run for what the kernel does meanwhile.
cd /tmp || exit 0
files() {
  mkdir -p d/e/f; for i in 1 2 3 4 5; do echo $i > d/f$i; cp d/f$i d/e/; ln d/f$i d/e/l$i; ln -s f$i d/s$i; done
  cat d/* > /dev/null 2>&1; ls -laR d > /dev/null; find d -type f -exec stat {} + > /dev/null; chmod 600 d/f1; chown 1:1 d/f2
  mv d/f3 d/g3; rm d/e/f4; touch -t 202001010000 d/f5; truncate -s 100000 d/big; dd if=/dev/zero of=d/big bs=4k count=30 conv=fsync
  dd if=d/big of=/dev/null bs=1k; head -c 100 d/big | od > /dev/null; mkfifo d/p; (echo x > d/p &); cat d/p; flock d/f1 true
  cat /nonexistent; cat d; rmdir d; cp /dev/zero /dev/full; du d; df; sync; fallocate -l 65536 d/fa; cmp d/f1 d/f2; diff d d/e
  rm -rf d
}
processes() {
  for i in 1 2 3; do (sleep 0.01) & done; wait; ps > /dev/null; kill -0 1; kill -9 999999; (exit 3); nice -n 5 true; renice 3 $$
  sh -c 'kill -TERM $$'; timeout 1 sleep 0.02; echo a | tr a b | wc > /dev/null; time true; nohup true; setsid true; ulimit -a
  for f in /proc/[0-9]*; do cat $f/stat $f/status $f/maps $f/cmdline $f/limits $f/io $f/mountinfo; done > /dev/null 2>&1
  cat /proc/meminfo /proc/vmstat /proc/interrupts /proc/slabinfo /proc/modules /proc/mounts /proc/cpuinfo /proc/stat > /dev/null
  find /sys -maxdepth 5 -type f 2>/dev/null | head -600 | while read f; do cat "$f" > /dev/null 2>&1; done
}
memory() {
  dd if=/dev/zero of=/dev/shm/m bs=1M count=20; cat /dev/shm/m > /dev/null; rm /dev/shm/m; echo 3 > /proc/sys/vm/drop_caches
  echo 1 > /proc/sys/vm/compact_memory; head -c 5000000 /dev/urandom | sort > /dev/null; swapoff -a; sysctl -a > /dev/null
}
network() {
  ip link set lo up; ip addr add 10.9.9.1/24 dev lo; ip route; ip neigh; ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up
  ip addr add 10.8.0.1/24 dev v0; ip link add d0 type dummy; ip link set d0 up; ping -c 2 -i 0.2 127.0.0.1; ping -c 1 -W 1 10.8.0.2; ip -6 addr; ping6 -c 1 ::1
  (nc -l -p 5555 > /dev/null &) ; sleep 0.05; echo hello | nc -w 1 127.0.0.1 5555; echo x | nc -w 1 127.0.0.1 5556; echo u | nc -u -w 1 127.0.0.1 5557
  (httpd -p 8089 -h /tmp 2>/dev/null); wget -q -O /dev/null http://127.0.0.1:8089/ ; netstat -an > /dev/null; nslookup localhost 127.0.0.1
  cat /proc/net/tcp /proc/net/udp /proc/net/dev /proc/net/route /proc/net/unix /proc/net/sockstat > /dev/null; ip link del v0; ip link del d0; arp; ifconfig -a > /dev/null
}
disks() {
  dd if=/dev/zero of=img bs=1M count=40 2>/dev/null; dev=$(losetup -f); losetup "$dev" img
  for t in ext2 vfat; do mkfs.$t "$dev" > /dev/null 2>&1 && mkdir -p m && mount -t $t "$dev" m && (cd m && files); umount m 2>/dev/null; done
  (command -v mkfs.xfs mkfs.btrfs > /dev/null) && truncate -s 320M x && losetup -d "$dev" && losetup "$dev" x
  mkfs.xfs -q -f "$dev" && mount "$dev" m && (cd m && files); umount m; mkfs.btrfs -q -f "$dev" && mount -t btrfs "$dev" m && (cd m && files); umount m
  losetup -d "$dev"; rm -f img x; blkid; hdparm -t /dev/ram0; mount -t tmpfs t m && (cd m && files) && umount m; mount -o bind / m; umount m; mount -t proc p m; umount m
}
namespaces() {
  unshare -m sh -c 'mount -t tmpfs x /mnt; umount /mnt'; unshare -u sh -c 'hostname foo'; unshare -n sh -c 'ip link set lo up; ping -c 1 127.0.0.1'
  unshare -p -f sh -c 'ps'; unshare -i true; unshare -U true; unshare -C true; chroot / true; ipcs; ipcmk -Q; ipcrm -a; mkdir -p /sys/fs/cgroup/x && echo $$ > /sys/fs/cgroup/x/cgroup.procs; echo $$ > /sys/fs/cgroup/cgroup.procs; rmdir /sys/fs/cgroup/x
}
for part in files processes memory network disks namespaces; do $part < /dev/null > /dev/null 2>&1; done
