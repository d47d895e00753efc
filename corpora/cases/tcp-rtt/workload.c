/*
 * A connection over IPv4 and one over IPv6 whose acknowledgements are delayed by the receiver, so that the round-trip
 * time is some 40 milliseconds and its smoothed value climbs. The sender reads the smoothed value back after each message
 * (TCP_INFO). Ports differ from their byte-swapped form and from any round-trip time.
 */
#include "../workload.h"
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <time.h>

enum { messages = 14, port_sender = 21357, port_receiver = 18081 };

union address {
  struct sockaddr any;
  struct sockaddr_in four;
  struct sockaddr_in6 six;
};

static const char *sender(int family) { return family == AF_INET ? "127.3.3.7" : "fd0a:be::c1"; }
static const char *receiver(int family) { return family == AF_INET ? "127.77.13.9" : "fd0a:be::d2"; }

static socklen_t fill(union address *address, int family, const char *text, int port) {
  memset(address, 0, sizeof *address);
  address->any.sa_family = family;
  if (family == AF_INET) {
    address->four.sin_port = htons(port);
    if (inet_pton(AF_INET, text, &address->four.sin_addr) != 1) die("inet_pton");
    return sizeof address->four;
  }
  address->six.sin6_port = htons(port);
  if (inet_pton(AF_INET6, text, &address->six.sin6_addr) != 1) die("inet_pton");
  return sizeof address->six;
}

static int bound(int family, const char *text, int port) {
  union address address;
  socklen_t length = fill(&address, family, text, port);
  int s = socket(family, SOCK_STREAM, 0), one = 1;
  if (s < 0) die("socket");
  setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (bind(s, &address.any, length)) die("bind");
  return s;
}

static struct tcp_info information(int s) {
  struct tcp_info info;
  socklen_t length = sizeof info;
  if (getsockopt(s, IPPROTO_TCP, TCP_INFO, &info, &length)) die("TCP_INFO");
  return info;
}

static long microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000L + now.tv_nsec / 1000;
}

static void converse(int family, int number) {
  union address peer;
  socklen_t length = fill(&peer, family, receiver(family), port_receiver);
  int listener = bound(family, receiver(family), port_receiver), off = 0;
  int client = bound(family, sender(family), port_sender + 16 * number);
  if (listen(listener, 1) || connect(client, &peer.any, length)) die("connect");
  int server = accept(listener, NULL, NULL);
  if (server < 0) die("accept");
  for (int i = 0; i < messages; i++) {
    setsockopt(server, IPPROTO_TCP, TCP_QUICKACK, &off, sizeof off);
    long start = microseconds();
    if (send(client, "ken", 3, 0) != 3) die("send");
    while (information(client).tcpi_unacked > 0) usleep(500);
    fact("rtt", "family=%d smoothed=%u measured=%ld", family == AF_INET ? 4 : 6, information(client).tcpi_rtt,
         microseconds() - start);
  }
  fact("connection", "family=%d saddr=%s sport=%d daddr=%s dport=%d", family == AF_INET ? 4 : 6, sender(family),
       port_sender + 16 * number, receiver(family), port_receiver);
  close(client);
  close(server);
  close(listener);
}

int main(void) {
  converse(AF_INET, 0);
  converse(AF_INET6, 1);
  return 0;
}
