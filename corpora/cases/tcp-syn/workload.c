/*
 * SYN packets over IPv4 and IPv6, each with its own source port: connections with traffic, connections that the server
 * never sees completed (TCP_DEFER_ACCEPT), refused ones, and forged SYN packets that no socket of this machine sends.
 * A datagram whose bytes look like a SYN is the decoy, as is the traffic of the connections.
 */
#include "../turns.h"
#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>

enum { port_open = 18080, port_deferred = 20357, port_closed = 29303, port_datagram = 31337, port_forged = 23451 };
enum { connections = 5, messages = 8, forged_packets = 2 };

union address {
  struct sockaddr any;
  struct sockaddr_in four;
  struct sockaddr_in6 six;
};

static const char *source(int family) { return family == AF_INET ? "127.3.3.7" : "fd07:13::5"; }
static const char *destination(int family) { return family == AF_INET ? "127.77.13.9" : "fd07:13::77"; }

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

static void report(const char *kind, int family, const char *from, int sport, int dport) {
  fact("syn", "kind=%s family=%d saddr=%s sport=%d daddr=%s dport=%d", kind, family == AF_INET ? 4 : 6, from, sport,
       destination(family), dport);
}

static int listen_on(int family, int port) {
  union address address;
  socklen_t length = fill(&address, family, destination(family), port);
  int s = socket(family, SOCK_STREAM, 0), one = 1;
  if (s < 0) die("socket");
  setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(s, &address.any, length) || listen(s, 64)) die("listen");
  return s;
}

/* A new socket that connects from the source address; the port that the kernel chose. */
static int connect_once(int family, int port, int *socket_made) {
  union address own, peer;
  socklen_t length = fill(&own, family, source(family), 0);
  int s = socket(family, SOCK_STREAM, 0), one = 1;
  if (s < 0) die("socket");
  setsockopt(s, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
  setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (bind(s, &own.any, length)) die("bind");
  length = fill(&peer, family, destination(family), port);
  int refused = connect(s, &peer.any, length) != 0;
  if (refused && errno != ECONNREFUSED) die("connect");
  if (refused != (port == port_closed)) die("connect went the other way");
  getsockname(s, &own.any, &length);
  *socket_made = s;
  return ntohs(family == AF_INET ? own.four.sin_port : own.six.sin6_port);
}

static void talk(int family, int listener) {
  int client, port = connect_once(family, port_open, &client), server = accept(listener, NULL, NULL);
  char bytes[64];
  report("open", family, source(family), port, port_open);
  for (int i = 0; i < messages; i++) {
    if (send(client, "question", 8, 0) != 8 || recv(server, bytes, sizeof bytes, 0) != 8) die("question");
    if (send(server, "answer", 6, 0) != 6 || recv(client, bytes, sizeof bytes, 0) != 6) die("answer");
  }
  close(client);
  close(server);
}

/* The server waits for data that never comes; the client gives up with a reset. */
static void connect_deferred(int family) {
  struct linger at_once = {1, 0};
  int client, port = connect_once(family, port_deferred, &client);
  report("deferred", family, source(family), port, port_deferred);
  usleep(5000);
  setsockopt(client, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close(client);
}

static void connect_refused(int family) {
  int client, port = connect_once(family, port_closed, &client);
  report("refused", family, source(family), port, port_closed);
  close(client);
}

static unsigned short checksum(const void *data, int length) {
  const unsigned short *words = data;
  unsigned sum = 0;
  for (; length > 1; length -= 2) sum += *words++;
  while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
  return ~sum;
}

/* A SYN packet that no socket of this machine sent, to a port that listens. */
static void forge(int number) {
  struct packet {
    struct iphdr ip;
    struct tcphdr tcp;
  } packet = {0};
  struct {
    unsigned source, destination;
    unsigned char zero, protocol;
    unsigned short length;
    struct tcphdr tcp;
  } pseudo = {0};
  const char *from = "127.45.6.8";
  union address peer;
  socklen_t length = fill(&peer, AF_INET, destination(AF_INET), port_open);
  int s = socket(AF_INET, SOCK_RAW, IPPROTO_RAW), port = port_forged + 977 * number;
  if (s < 0) die("raw socket");
  packet.tcp.source = htons(port);
  packet.tcp.dest = htons(port_open);
  packet.tcp.seq = htonl(7 + number);
  packet.tcp.doff = 5;
  packet.tcp.syn = 1;
  packet.tcp.window = htons(4096);
  packet.ip = (struct iphdr){.version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_TCP, .tot_len = htons(sizeof packet)};
  inet_pton(AF_INET, from, &packet.ip.saddr);
  packet.ip.daddr = peer.four.sin_addr.s_addr;
  pseudo.source = packet.ip.saddr;
  pseudo.destination = packet.ip.daddr;
  pseudo.protocol = IPPROTO_TCP;
  pseudo.length = htons(sizeof packet.tcp);
  pseudo.tcp = packet.tcp;
  packet.tcp.check = checksum(&pseudo, sizeof pseudo);
  if (sendto(s, &packet, sizeof packet, 0, &peer.any, length) != sizeof packet) die("raw send");
  report("forged", AF_INET, from, port, port_open);
  close(s);
}

/* A datagram of UDP whose first bytes, read as a TCP header, have the SYN bit and no other. */
static void send_datagram(int family) {
  union address own, peer;
  char bytes[32] = {0};
  bytes[4] = 0x50;
  bytes[5] = 0x02;
  socklen_t length = fill(&own, family, source(family), 27077);
  int s = socket(family, SOCK_DGRAM, 0);
  if (s < 0 || bind(s, &own.any, length)) die("datagram socket");
  fill(&peer, family, destination(family), port_datagram);
  if (connect(s, &peer.any, length) || send(s, bytes, sizeof bytes, 0) != sizeof bytes) die("datagram");
  close(s);
  fact("decoy", "family=%d sport=27077 dport=%d", family == AF_INET ? 4 : 6, port_datagram);
}

static void act(int family) {
  int one = 30, open_listener = listen_on(family, port_open), deferred = listen_on(family, port_deferred);
  if (setsockopt(deferred, IPPROTO_TCP, TCP_DEFER_ACCEPT, &one, sizeof one)) die("TCP_DEFER_ACCEPT");
  for (int i = 0; i < connections; i++) {
    wait_for_turn(2 * i % turns_per_round);
    talk(family, open_listener);
  }
  wait_for_turn(1);
  connect_deferred(family);
  wait_for_turn(3);
  connect_refused(family);
  wait_for_turn(5);
  send_datagram(family);
  for (int i = 0; i < forged_packets && family == AF_INET; i++) {
    wait_for_turn(7);
    forge(i);
  }
  struct pollfd completed = {deferred, POLLIN, 0};
  if (poll(&completed, 1, 10) != 0) die("the deferred connection was completed");
}

int main(void) {
  int families[] = {AF_INET, AF_INET6};
  for (int i = 0; i < 2; i++) {
    int status;
    next_process_id(24211 + 106 * i);
    pid_t child = fork();
    if (child < 0) die("fork");
    if (child == 0) {
      act(families[i]);
      _exit(0);
    }
    if (waitpid(child, &status, 0) != child || status != 0) return 1;
  }
  return 0;
}
