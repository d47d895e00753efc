/*
 * UDP datagrams of odd sizes to six ports: by sendto(), send() on connected sockets, sendmmsg() and writev(), over IPv4
 * and IPv6. Every sender is bound to a source port of its own. Decoys: TCP and UNIX datagrams, and the receivers' reads.
 */
#include "../named-processes.h"
#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>

union address {
  struct sockaddr any;
  struct sockaddr_in four;
  struct sockaddr_in6 six;
};

static char payload[4096];

static socklen_t fill(union address *address, int family, int port) {
  memset(address, 0, sizeof *address);
  address->any.sa_family = family;
  if (family == AF_INET) {
    address->four.sin_port = htons(port);
    address->four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return sizeof address->four;
  }
  address->six.sin6_port = htons(port);
  address->six.sin6_addr = in6addr_loopback;
  return sizeof address->six;
}

static int bound_socket(int family, int type, int port) {
  union address own;
  socklen_t length = fill(&own, family, port);
  int s = socket(family, type, 0);
  if (s < 0 || bind(s, &own.any, length)) die("bind");
  return s;
}

/* Reads everything, so that reading is as frequent as sending. */
static void drain(int receiver) {
  char bytes[8192];
  while (recv(receiver, bytes, sizeof bytes, MSG_DONTWAIT) > 0) continue;
}

enum way { by_sendto, by_send, by_sendmmsg, by_writev };

static void send_one(enum way way, int s, union address *to, socklen_t length, int size) {
  struct iovec parts[] = {{payload, 100}, {payload, size - 100}};
  struct mmsghdr message = {{to, length, parts, 2, NULL, 0, 0}, 0};
  ssize_t sent = -1;
  if (way == by_sendto) sent = sendto(s, payload, size, 0, &to->any, length);
  if (way == by_send) sent = send(s, payload, size, 0);
  if (way == by_writev) sent = writev(s, parts, 2);
  if (way == by_sendmmsg) sent = sendmmsg(s, &message, 1, 0) == 1 ? (ssize_t)message.msg_len : -1;
  if (sent != size) die("send");
}

static void send_to(int id, int family, int port, enum way way, int times, int size) {
  union address to;
  socklen_t length = fill(&to, family, port);
  int receiver = bound_socket(family, SOCK_DGRAM, port);
  char name[16];
  snprintf(name, sizeof name, "udp-%d", id);
  if (start_actor(id, name) == 0) {
    int s = bound_socket(family, SOCK_DGRAM, port + 20011), bytes = 0;
    if ((way == by_send || way == by_writev) && connect(s, &to.any, length)) die("connect");
    for (int i = 0; i < times; i++) {
      send_one(way, s, &to, length, size + 3 * i);
      bytes += size + 3 * i;
    }
    fact("sent", "port=%d source=%d pid=%d datagrams=%d bytes=%d", port, port + 20011, getpid(), times, bytes);
    _exit(0);
  }
  if (actors_ended()) die("a sender");
  drain(receiver);
  close(receiver);
}

static void tcp_decoy(void) {
  union address to;
  socklen_t length = fill(&to, AF_INET, 29303);
  int listener = bound_socket(AF_INET, SOCK_STREAM, 29303), s = socket(AF_INET, SOCK_STREAM, 0);
  if (listen(listener, 4) || connect(s, &to.any, length)) die("connect");
  for (int i = 0; i < 9; i++)
    if (send(s, payload, 333, 0) != 333) die("send");
  fact("decoy", "kind=tcp port=29303 pid=%d", getpid());
}

static void unix_decoy(void) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_DGRAM, 0, ends)) die("socketpair");
  for (int i = 0; i < 9; i++)
    if (send(ends[0], payload, 777, 0) != 777) die("send");
}

int main(void) {
  send_to(24211, AF_INET, 18081, by_sendto, 13, 701);
  send_to(24317, AF_INET, 23117, by_send, 17, 809);
  send_to(24421, AF_INET6, 26711, by_sendto, 19, 907);
  send_to(24533, AF_INET6, 30011, by_writev, 23, 1103);
  send_to(24611, AF_INET, 33413, by_sendmmsg, 29, 1201);
  send_to(24709, AF_INET6, 36217, by_sendmmsg, 31, 1301);
  if (start_actor(24809, "other-decoy") == 0) {
    tcp_decoy();
    unix_decoy();
    _exit(0);
  }
  return actors_ended();
}
