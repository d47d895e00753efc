/*
 * Sockets that join multicast groups on the loopback interface: by IP_ADD_MEMBERSHIP, IPV6_JOIN_GROUP and
 * MCAST_JOIN_GROUP. Decoys: one that leaves a group (its join counts), sends to groups, bind() to a group's address,
 * broadcast and multicast options that join nothing.
 */
#include "../named-processes.h"
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

static int datagram_socket(int family) {
  int s = socket(family, SOCK_DGRAM, 0);
  if (s < 0) die("socket");
  return s;
}

static void four(int s, int option, const char *group) {
  struct ip_mreqn request = {.imr_ifindex = if_nametoindex("lo")};
  inet_pton(AF_INET, group, &request.imr_multiaddr);
  if (setsockopt(s, IPPROTO_IP, option, &request, sizeof request)) die("IPv4 membership");
}

static void six(int s, int option, const char *group) {
  struct ipv6_mreq request = {.ipv6mr_interface = if_nametoindex("lo")};
  inet_pton(AF_INET6, group, &request.ipv6mr_multiaddr);
  if (setsockopt(s, IPPROTO_IPV6, option, &request, sizeof request)) die("IPv6 membership");
}

static void either(int s, int level, const char *group) {
  struct group_req request = {.gr_interface = if_nametoindex("lo")};
  struct sockaddr_in *four_address = (void *)&request.gr_group;
  struct sockaddr_in6 *six_address = (void *)&request.gr_group;
  if (level == IPPROTO_IP) {
    four_address->sin_family = AF_INET;
    inet_pton(AF_INET, group, &four_address->sin_addr);
  } else {
    six_address->sin6_family = AF_INET6;
    inet_pton(AF_INET6, group, &six_address->sin6_addr);
  }
  if (setsockopt(s, level, MCAST_JOIN_GROUP, &request, sizeof request)) die("MCAST_JOIN_GROUP");
}

static void joined(const char *actor, const char *group) {
  fact("join", "actor=%s pid=%d group=%s", actor, getpid(), group);
}

static void leave(void) {
  int s = datagram_socket(AF_INET), t = datagram_socket(AF_INET6);
  four(s, IP_ADD_MEMBERSHIP, "239.77.3.9");
  joined("joins-leaves", "239.77.3.9");
  six(t, IPV6_JOIN_GROUP, "ff05::4b:31:7");
  joined("joins-leaves", "ff05::4b:31:7");
  four(s, IP_DROP_MEMBERSHIP, "239.77.3.9");
  six(t, IPV6_LEAVE_GROUP, "ff05::4b:31:7");
}

static void only_send(void) {
  struct sockaddr_in group = {.sin_family = AF_INET, .sin_port = htons(18080)}, own = group;
  struct ip_mreqn interface = {.imr_ifindex = if_nametoindex("lo")};
  int s = datagram_socket(AF_INET), t = datagram_socket(AF_INET), one = 1, zero = 0;
  inet_pton(AF_INET, "239.88.5.13", &group.sin_addr);
  if (setsockopt(s, IPPROTO_IP, IP_MULTICAST_IF, &interface, sizeof interface)) die("IP_MULTICAST_IF");
  if (setsockopt(s, IPPROTO_IP, IP_MULTICAST_LOOP, &zero, sizeof zero)) die("IP_MULTICAST_LOOP");
  if (setsockopt(s, SOL_SOCKET, SO_BROADCAST, &one, sizeof one)) die("SO_BROADCAST");
  for (int i = 0; i < 5; i++) sendto(s, "ken", 3, 0, (struct sockaddr *)&group, sizeof group);
  own.sin_addr = group.sin_addr;
  if (bind(t, (struct sockaddr *)&own, sizeof own)) die("bind");
  fact("decoy", "actor=sends-only pid=%d group=239.88.5.13", getpid());
}

int main(void) {
  if (start_actor(24211, "joins-four") == 0) {
    int s = datagram_socket(AF_INET);
    four(s, IP_ADD_MEMBERSHIP, "239.13.37.5");
    joined("joins-four", "239.13.37.5");
    four(s, IP_ADD_MEMBERSHIP, "224.0.77.201");
    joined("joins-four", "224.0.77.201");
    _exit(0);
  }
  if (start_actor(24317, "joins-six") == 0) {
    int s = datagram_socket(AF_INET6);
    six(s, IPV6_JOIN_GROUP, "ff02::1:3:77");
    joined("joins-six", "ff02::1:3:77");
    six(s, IPV6_JOIN_GROUP, "ff0e:4b45:4e31::9");
    joined("joins-six", "ff0e:4b45:4e31::9");
    _exit(0);
  }
  if (start_actor(24421, "joins-newer") == 0) {
    either(datagram_socket(AF_INET), IPPROTO_IP, "239.99.1.17");
    joined("joins-newer", "239.99.1.17");
    either(datagram_socket(AF_INET6), IPPROTO_IPV6, "ff15::abc:5");
    joined("joins-newer", "ff15::abc:5");
    _exit(0);
  }
  if (start_actor(24533, "joins-leaves") == 0) {
    leave();
    _exit(0);
  }
  if (start_actor(24709, "sends-only") == 0) {
    only_send();
    _exit(0);
  }
  return actors_ended();
}
