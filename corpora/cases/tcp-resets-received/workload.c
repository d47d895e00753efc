/*
 * TCP connections over the loopback interface that the other side resets by SO_LINGER with time 0, and connects to closed
 * ports. Both ends are on this machine: who sends a reset has the ports the other way round. Decoys: connections that
 * are closed in the usual way, and shutdown().
 */
#include "../named-processes.h"
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>

union address {
  struct sockaddr any;
  struct sockaddr_in four;
  struct sockaddr_in6 six;
};

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

static int bound_socket(int family, int port) {
  union address own;
  socklen_t length = fill(&own, family, port);
  int s = socket(family, SOCK_STREAM, 0), one = 1;
  setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (s < 0 || bind(s, &own.any, length)) die("bind");
  return s;
}

enum end { client_resets, server_resets, nobody_resets };

/* One connection from `local` to `remote`; the receiver of the reset is the other end. */
static void connection(int family, int listener, int local, int remote, enum end end) {
  union address to;
  socklen_t length = fill(&to, family, remote);
  struct linger at_once = {1, 0};
  char byte;
  int client = bound_socket(family, local), server;
  if (connect(client, &to.any, length)) die("connect");
  if ((server = accept(listener, NULL, NULL)) < 0) die("accept");
  if (send(client, "k", 1, 0) != 1 || recv(server, &byte, 1, 0) != 1) die("send");
  int resets = end == client_resets ? client : server, receives = end == client_resets ? server : client;
  if (end != nobody_resets && setsockopt(resets, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once)) die("SO_LINGER");
  if (end == nobody_resets) shutdown(resets, SHUT_WR);
  close(resets);
  ssize_t result = recv(receives, &byte, 1, 0);
  if (end == nobody_resets ? result != 0 : result != -1 || errno != ECONNRESET) die("the end of a connection");
  close(receives);
  if (end == client_resets) fact("reset", "local=%d remote=%d family=%d", remote, local, family == AF_INET ? 4 : 6);
  if (end == server_resets) fact("reset", "local=%d remote=%d family=%d", local, remote, family == AF_INET ? 4 : 6);
  if (end == nobody_resets) fact("closed", "local=%d remote=%d", local, remote);
}

static void refused(int family, int local, int remote) {
  union address to;
  socklen_t length = fill(&to, family, remote);
  int client = bound_socket(family, local);
  if (connect(client, &to.any, length) == 0 || errno != ECONNREFUSED) die("a connect that is refused");
  fact("reset", "local=%d remote=%d family=%d", local, remote, family == AF_INET ? 4 : 6);
  close(client);
}

int main(void) {
  int four = bound_socket(AF_INET, 18081), six = bound_socket(AF_INET6, 23117);
  if (listen(four, 8) || listen(six, 8)) die("listen");
  connection(AF_INET, four, 30011, 18081, nobody_resets);
  connection(AF_INET, four, 31013, 18081, server_resets);
  connection(AF_INET, four, 33413, 18081, client_resets);
  connection(AF_INET6, six, 35509, 23117, server_resets);
  connection(AF_INET6, six, 36217, 23117, client_resets);
  connection(AF_INET6, six, 37201, 23117, nobody_resets);
  refused(AF_INET, 38303, 26711);
  refused(AF_INET6, 39409, 27803);
  return 0;
}
