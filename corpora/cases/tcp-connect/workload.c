/*
 * Active TCP connects over IPv4 and IPv6, by processes and by a thread, blocking and not, one to a closed port. Decoys
 * are other processes: the passive side that accepts, UDP and Unix sockets that call connect(), a listener.
 * Ports differ from their byte-swapped form, and the IPv4 source differs from the destination.
 */
#include "../turns.h"
#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

enum { port_four = 18080, port_six = 23117, port_thread = 26711, port_closed = 29303, port_udp = 31337 };
/* Numbers of calls that no TCP state, protocol or address family has. */
enum { calls_four = 13, calls_six = 17, calls_thread = 19 };
/* The turn of the thread, whose sockets do not block. */
enum { slot_nonblocking = 2 };
static const char *destination_four = "127.77.13.9", *source_four = "127.3.3.7", *destination_thread = "127.91.5.2";

union address {
  struct sockaddr any;
  struct sockaddr_in four;
  struct sockaddr_in6 six;
};

static socklen_t fill(union address *address, int family, const char *text, int port) {
  memset(address, 0, sizeof *address);
  address->any.sa_family = family;
  if (family == AF_INET) {
    address->four.sin_port = htons(port);
    inet_pton(AF_INET, text, &address->four.sin_addr);
    return sizeof address->four;
  }
  address->six.sin6_port = htons(port);
  inet_pton(AF_INET6, text, &address->six.sin6_addr);
  return sizeof address->six;
}

static int listen_on(int family, int port) {
  union address address;
  socklen_t length = fill(&address, family, family == AF_INET ? "0.0.0.0" : "::1", port);
  int s = socket(family, SOCK_STREAM, 0), one = 1;
  if (s < 0) die("socket");
  setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(s, &address.any, length) || listen(s, 64)) die("listen");
  return s;
}

/* Connects once and reports it; sends a little, so that sending is more frequent than connecting. */
static void connect_to(const char *actor, int family, const char *text, int port, const char *source, int slot) {
  union address peer, own;
  socklen_t length = fill(&peer, family, text, port), own_length = sizeof own;
  int s = socket(family, SOCK_STREAM | (slot == slot_nonblocking ? SOCK_NONBLOCK : 0), 0);
  if (s < 0) die("socket");
  if (source != NULL) {
    socklen_t source_length = fill(&own, family, source, 0);
    if (bind(s, &own.any, source_length)) die("bind");
  }
  wait_for_turn(slot);
  int result = connect(s, &peer.any, length) ? errno : 0, error = 0;
  socklen_t error_length = sizeof error;
  if (result == EINPROGRESS) {
    struct pollfd wait_for = {s, POLLOUT, 0};
    poll(&wait_for, 1, 2000);
  }
  getsockopt(s, SOL_SOCKET, SO_ERROR, &error, &error_length);
  getsockname(s, &own.any, &own_length);
  int sport = ntohs(family == AF_INET ? own.four.sin_port : own.six.sin6_port);
  char own_text[64];
  inet_ntop(family, family == AF_INET ? (void *)&own.four.sin_addr : (void *)&own.six.sin6_addr, own_text, sizeof own_text);
  fact("connect", "actor=%s pid=%d tid=%d family=%d saddr=%s daddr=%s dport=%d sport=%d errno=%d", actor, getpid(), gettid(),
       family == AF_INET ? 4 : 6, own_text, text, port, sport, result == EINPROGRESS ? error : result);
  for (int i = 0; i < 3 && result != ECONNREFUSED; i++)
    if (send(s, "ken", 3, MSG_NOSIGNAL) != 3) die("send");
  close(s);
}

static void *thread_connects(void *unused) {
  (void)unused;
  for (int i = 0; i < calls_thread; i++) connect_to("dial-thread", AF_INET, destination_thread, port_thread, NULL, slot_nonblocking);
  return NULL;
}

static void serve(int listener, int connections) {
  char bytes[64];
  for (int i = 0; i < connections; i++) {
    int s = accept(listener, NULL, NULL);
    if (s < 0) die("accept");
    while (read(s, bytes, sizeof bytes) > 0) continue;
    close(s);
  }
}

static void udp_connects(int family, const char *text) {
  union address peer;
  socklen_t length = fill(&peer, family, text, port_udp);
  int s = socket(family, SOCK_DGRAM, 0);
  wait_for_turn(4);
  if (s < 0 || connect(s, &peer.any, length)) die("udp connect");
  close(s);
}

static void unix_connects(void) {
  struct sockaddr_un name = {AF_UNIX, "\0ken-unix-decoy"};
  socklen_t length = sizeof(sa_family_t) + 15;
  int listener = socket(AF_UNIX, SOCK_STREAM, 0), s = socket(AF_UNIX, SOCK_STREAM, 0);
  if (bind(listener, (struct sockaddr *)&name, length) || listen(listener, 1)) die("unix listen");
  wait_for_turn(5);
  if (connect(s, (struct sockaddr *)&name, length)) die("unix connect");
}

/* Starts a child with a telling id and name; returns 0 in the child. */
static pid_t start(int id, const char *name) {
  next_process_id(id);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) set_process_name(name);
  return child;
}

int main(void) {
  int listeners[] = {listen_on(AF_INET, port_four), listen_on(AF_INET6, port_six)};
  int connections[] = {calls_four, calls_six};
  listen_on(AF_INET, port_thread); /* Nobody accepts here: who reports accepted connections misses these. */
  for (int i = 0; i < 2; i++)
    if (start(24101 + 7 * i, "passive-side") == 0) {
      fact("decoy", "actor=passive-side pid=%d", getpid());
      serve(listeners[i], connections[i]);
      _exit(0);
    }
  if (start(24211, "dial-four") == 0) {
    for (int i = 0; i < calls_four; i++) connect_to("dial-four", AF_INET, destination_four, port_four, source_four, 0);
    _exit(0);
  }
  if (start(24317, "dial-six") == 0) {
    for (int i = 0; i < calls_six; i++) connect_to("dial-six", AF_INET6, "::1", port_six, NULL, 1);
    _exit(0);
  }
  if (start(24421, "dial-thread") == 0) {
    pthread_t thread;
    next_process_id(24437);
    if (pthread_create(&thread, NULL, thread_connects, NULL)) die("pthread_create");
    pthread_join(thread, NULL);
    _exit(0);
  }
  if (start(24509, "dial-closed") == 0) {
    connect_to("dial-closed", AF_INET, destination_four, port_closed, NULL, 3);
    _exit(0);
  }
  if (start(24611, "udp-decoy") == 0) {
    udp_connects(AF_INET, "127.88.8.8");
    udp_connects(AF_INET6, "::1");
    fact("decoy", "actor=udp-decoy pid=%d", getpid());
    _exit(0);
  }
  if (start(24709, "unix-decoy") == 0) {
    unix_connects();
    fact("decoy", "actor=unix-decoy pid=%d", getpid());
    _exit(0);
  }
  for (int status; wait(&status) > 0;)
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return 1;
  return 0;
}
