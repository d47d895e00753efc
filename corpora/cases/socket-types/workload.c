/*
 * Processes that work with sockets of one type each, over IPv4, IPv6 and Unix sockets, one of them in a second thread.
 * No type equals the number of its address family, of its protocol or of a descriptor. The decoy works with files and
 * pipes.
 */
#include "../turns.h"
#include <arpa/inet.h>
#include <netinet/icmp6.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

enum { operations = 7, lowest_descriptor = 60 };

struct actor {
  const char *name;
  int id, slot, family, type, flags, protocol, in_thread;
};

static const struct actor actors[] = {
    {"stream-four", 24211, 0, AF_INET, SOCK_STREAM, 0, IPPROTO_TCP, 0},
    {"stream-six", 24317, 1, AF_INET6, SOCK_STREAM, 0, IPPROTO_TCP, 0},
    {"dgram-six", 24421, 2, AF_INET6, SOCK_DGRAM, 0, IPPROTO_UDP, 1},
    {"raw-six", 24533, 3, AF_INET6, SOCK_RAW, SOCK_CLOEXEC, IPPROTO_ICMPV6, 0},
    {"seq-unix", 24611, 4, AF_UNIX, SOCK_SEQPACKET, SOCK_NONBLOCK, 0, 0},
};

union address {
  struct sockaddr any;
  struct sockaddr_in four;
  struct sockaddr_in6 six;
  struct sockaddr_un local;
};

/* The address that the sockets of this actor are bound to; port 0 for raw sockets. */
static socklen_t fill(union address *address, const struct actor *actor) {
  int port = actor->type == SOCK_RAW ? 0 : 18000 + actor->id % 1000;
  memset(address, 0, sizeof *address);
  address->any.sa_family = actor->family;
  switch (actor->family) {
    case AF_INET:
      address->four.sin_port = htons(port);
      address->four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      return sizeof address->four;
    case AF_INET6:
      address->six.sin6_port = htons(port);
      address->six.sin6_addr = in6addr_loopback;
      return sizeof address->six;
    default:
      memcpy(address->local.sun_path, "\0ken-socket", 11);
      return sizeof(sa_family_t) + 11;
  }
}

static int new_socket(const struct actor *actor) {
  int s = socket(actor->family, actor->type | actor->flags, actor->protocol);
  if (s < lowest_descriptor) die("socket");
  return s;
}

/* Sockets that carry connections: a listener, and a connection for each operation. */
static void use_connections(const struct actor *actor) {
  union address address;
  socklen_t length = fill(&address, actor);
  int listener = new_socket(actor), one = 1;
  char bytes[8];
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(listener, &address.any, length) || listen(listener, 8)) die("listen");
  for (int i = 0; i < operations; i++) {
    wait_for_turn(actor->slot);
    int client = new_socket(actor);
    if (connect(client, &address.any, length)) die("connect");
    int server = accept(listener, NULL, NULL);
    if (server < 0) die("accept");
    if (send(client, "ken", 3, 0) != 3 || recv(server, bytes, sizeof bytes, 0) != 3) die("transfer");
    close(client);
    close(server);
  }
  close(listener);
}

/* Sockets that send to themselves. */
static void use_messages(const struct actor *actor) {
  union address address;
  struct icmp6_hdr echo = {.icmp6_type = ICMP6_ECHO_REQUEST};
  socklen_t length = fill(&address, actor);
  char bytes[256];
  for (int i = 0; i < operations; i++) {
    wait_for_turn(actor->slot);
    int s = new_socket(actor);
    if (bind(s, &address.any, length) || connect(s, &address.any, length)) die("bind");
    if (send(s, &echo, sizeof echo, 0) != sizeof echo) die("send");
    if (recv(s, bytes, sizeof bytes, 0) <= 0) die("recv");
    close(s);
  }
}

static void *act(void *argument) {
  const struct actor *actor = argument;
  if (actor->type == SOCK_DGRAM || actor->type == SOCK_RAW)
    use_messages(actor);
  else
    use_connections(actor);
  fact("sockets", "actor=%s pid=%d tid=%d family=%d type=%d flags=%d operations=%d", actor->name, getpid(), gettid(),
       actor->family, actor->type, actor->flags, operations);
  return NULL;
}

static void use_files(void) {
  char bytes[8];
  int ends[2], file = open("/job/kenfile", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0 || pipe(ends)) die("open");
  for (int i = 0; i < operations; i++) {
    wait_for_turn(6);
    if (write(file, "ken", 3) != 3 || pread(file, bytes, 3, 0) != 3) die("file");
    if (write(ends[1], "ken", 3) != 3 || read(ends[0], bytes, sizeof bytes) != 3) die("pipe");
  }
  close(file);
  fact("decoy", "actor=file-decoy pid=%d", getpid());
}

static pid_t start(int id, const char *name) {
  next_process_id(id);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) set_process_name(name);
  return child;
}

int main(void) {
  while (dup(0) < lowest_descriptor) continue;
  for (unsigned i = 0; i < sizeof actors / sizeof *actors; i++) {
    if (start(actors[i].id, actors[i].name) != 0) continue;
    if (actors[i].in_thread) {
      pthread_t thread;
      next_process_id(actors[i].id + 29);
      if (pthread_create(&thread, NULL, act, (void *)&actors[i])) die("pthread_create");
      pthread_join(thread, NULL);
    } else {
      act((void *)&actors[i]);
    }
    _exit(0);
  }
  if (start(24709, "file-decoy") == 0) {
    use_files();
    _exit(0);
  }
  for (int status; wait(&status) > 0;)
    if (status != 0) return 1;
  return 0;
}
