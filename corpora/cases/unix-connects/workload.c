/*
 * Connects to UNIX sockets by path: stream, seqpacket and datagram, one by a second thread, one refused. Decoys: the
 * servers, which bind and accept; a datagram that names a path without a connect; TCP, UDP; a path that is bound only.
 */
#include "../named-processes.h"
#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

static socklen_t fill(struct sockaddr_un *address, const char *path) {
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  strcpy(address->sun_path, path);
  return sizeof *address;
}

static int server(int type, const char *path) {
  struct sockaddr_un address;
  socklen_t length = fill(&address, path);
  int s = socket(AF_UNIX, type, 0);
  if (s < 0 || bind(s, (struct sockaddr *)&address, length)) die("bind");
  if (type != SOCK_DGRAM && listen(s, 64)) die("listen");
  return s;
}

static void connect_to(int type, const char *path, int times, int expected) {
  struct sockaddr_un address;
  socklen_t length = fill(&address, path);
  char name[16];
  prctl(PR_GET_NAME, name, 0, 0, 0);
  for (int i = 0; i < times; i++) {
    int s = socket(AF_UNIX, type, 0);
    int result = connect(s, (struct sockaddr *)&address, length) ? errno : 0;
    if (s < 0 || result != expected) die("connect");
    close(s);
  }
  fact(expected ? "refused" : "connect", "actor=%s pid=%d tid=%d path=%s times=%d", name, getpid(), gettid(), path, times);
}

static void *in_thread(void *unused) {
  connect_to(SOCK_STREAM, "/run/ken/by-thread.sock", 7, 0);
  return unused;
}

static void send_without_connect(void) {
  struct sockaddr_un address;
  socklen_t length = fill(&address, "/run/ken/sent-to.sock");
  int s = socket(AF_UNIX, SOCK_DGRAM, 0);
  for (int i = 0; i < 3; i++)
    if (sendto(s, "ken", 3, 0, (struct sockaddr *)&address, length) != 3) die("sendto");
  fact("decoy", "kind=sender pid=%d path=%s", getpid(), address.sun_path);
}

static void over_internet(void) {
  struct sockaddr_in address = {AF_INET, htons(18080), {htonl(INADDR_LOOPBACK)}, {0}};
  int listener = socket(AF_INET, SOCK_STREAM, 0), s = socket(AF_INET, SOCK_STREAM, 0), u = socket(AF_INET, SOCK_DGRAM, 0);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4)) die("listen");
  if (connect(s, (struct sockaddr *)&address, sizeof address)) die("connect");
  if (connect(u, (struct sockaddr *)&address, sizeof address)) die("connect");
  fact("decoy", "kind=internet pid=%d path=-", getpid());
}

int main(void) {
  if (mkdir("/run/ken", 0755) && errno != EEXIST) die("mkdir");
  int servers[] = {server(SOCK_STREAM, "/run/ken/store.sock"), server(SOCK_SEQPACKET, "/run/ken/packets.sock"),
                   server(SOCK_STREAM, "/run/ken/by-thread.sock"), server(SOCK_DGRAM, "/run/ken/journal.sock"),
                   server(SOCK_DGRAM, "/run/ken/sent-to.sock"), server(SOCK_STREAM, "/run/ken/bound-only.sock")};
  if (start_actor(24211, "dial-stream") == 0) {
    connect_to(SOCK_STREAM, "/run/ken/store.sock", 11, 0);
    _exit(0);
  }
  if (start_actor(24317, "dial-packet") == 0) {
    connect_to(SOCK_SEQPACKET, "/run/ken/packets.sock", 5, 0);
    _exit(0);
  }
  if (start_actor(24421, "dial-dgram") == 0) {
    connect_to(SOCK_DGRAM, "/run/ken/journal.sock", 13, 0);
    _exit(0);
  }
  if (start_actor(24533, "dial-thread") == 0) {
    pthread_t thread;
    next_process_id(24571);
    if (pthread_create(&thread, NULL, in_thread, NULL) || pthread_join(thread, NULL)) die("thread");
    _exit(0);
  }
  if (start_actor(24611, "dial-refused") == 0) {
    connect_to(SOCK_STREAM, "/run/ken/journal.sock", 3, EPROTOTYPE);
    _exit(0);
  }
  if (actors_ended()) die("a process that connects");
  if (start_actor(24709, "accept-decoy") == 0) {
    fact("decoy", "kind=server pid=%d path=-", getpid());
    for (int i = 0; i < 11; i++)
      if (accept(servers[0], NULL, NULL) < 0) die("accept");
    _exit(0);
  }
  if (start_actor(24809, "send-decoy") == 0) {
    send_without_connect();
    _exit(0);
  }
  if (start_actor(24907, "tcp-decoy") == 0) {
    over_internet();
    _exit(0);
  }
  fact("decoy", "kind=binder pid=%d path=/run/ken/bound-only.sock", getpid());
  return actors_ended();
}
