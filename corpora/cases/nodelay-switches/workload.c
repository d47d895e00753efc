/*
 * TCP_NODELAY switched on, off, and both, over IPv4 and IPv6. Decoys: the same option number at two other levels
 * (SO_DEBUG, IP_TOS), other options of TCP, and getsockopt(). No descriptor is a small number.
 */
#include "../named-processes.h"
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

static int new_socket(int family, int type) {
  int s = socket(family, type, 0);
  if (s < 60) die("socket");
  return s;
}

static void set(int s, int level, int option, int value) {
  if (setsockopt(s, level, option, &value, sizeof value)) die("setsockopt");
}

static void switch_nodelay(int family, const char *name, int value, int times) {
  int s = new_socket(family, SOCK_STREAM);
  for (int i = 0; i < times; i++) set(s, IPPROTO_TCP, TCP_NODELAY, value);
  fact("switch", "actor=%s pid=%d value=%d times=%d", name, getpid(), value, times);
}

static void decoy(const char *kind, int level, int option, int value) {
  if (start_actor(25111 + level * 13 + option, kind) == 0) {
    int s = new_socket(AF_INET, SOCK_STREAM);
    for (int i = 0; i < 3; i++) set(s, level, option, value);
    fact("decoy", "kind=%s pid=%d", kind, getpid());
    _exit(0);
  }
}

static void ask(void) {
  int s = new_socket(AF_INET, SOCK_STREAM), value;
  socklen_t length = sizeof value;
  for (int i = 0; i < 3; i++)
    if (getsockopt(s, IPPROTO_TCP, TCP_NODELAY, &value, &length)) die("getsockopt");
  fact("decoy", "kind=getsockopt pid=%d", getpid());
}

int main(void) {
  occupy_low_descriptors(60);
  if (start_actor(24211, "on-four") == 0) {
    switch_nodelay(AF_INET, "on-four", 1, 11);
    _exit(0);
  }
  if (start_actor(24317, "off-four") == 0) {
    switch_nodelay(AF_INET, "off-four", 0, 7);
    _exit(0);
  }
  if (start_actor(24421, "on-six") == 0) {
    switch_nodelay(AF_INET6, "on-six", 1, 13);
    _exit(0);
  }
  if (start_actor(24533, "off-six") == 0) {
    switch_nodelay(AF_INET6, "off-six", 0, 5);
    _exit(0);
  }
  decoy("debug-level", SOL_SOCKET, SO_DEBUG, 1);
  decoy("ip-level", IPPROTO_IP, IP_TOS, 0);
  decoy("cork-option", IPPROTO_TCP, TCP_CORK, 1);
  decoy("quickack", IPPROTO_TCP, TCP_QUICKACK, 1);
  if (start_actor(26111, "asks-only") == 0) {
    ask();
    _exit(0);
  }
  return actors_ended();
}
