/*
 * Requests to NETLINK_ROUTE of four types by three processes, some of them several to a send. Decoys: a generic netlink
 * request whose type number is that of RTM_NEWLINK and a listener that gets the kernel's messages.
 */
#include "../named-processes.h"
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>

struct request {
  struct nlmsghdr header;
  union {
    struct rtgenmsg general;
    struct ifinfomsg link;
    struct genlmsghdr generic;
  } body;
};

static int open_netlink(int protocol) {
  struct sockaddr_nl own = {.nl_family = AF_NETLINK};
  int s = socket(AF_NETLINK, SOCK_RAW, protocol);
  if (s < 0 || bind(s, (struct sockaddr *)&own, sizeof own)) die("netlink");
  return s;
}

/* Reads replies until the socket is empty; `refused` when one of them is an error. */
static int read_replies(int s) {
  static char bytes[65536];
  int refused = 0;
  for (ssize_t length; (length = recv(s, bytes, sizeof bytes, MSG_DONTWAIT)) > 0;)
    for (struct nlmsghdr *reply = (void *)bytes; NLMSG_OK(reply, length); reply = NLMSG_NEXT(reply, length))
      if (reply->nlmsg_type == NLMSG_ERROR && ((struct nlmsgerr *)NLMSG_DATA(reply))->error) refused = 1;
  return refused;
}

static struct request new_request(int type, int flags, size_t size) {
  struct request request;
  memset(&request, 0, sizeof request);
  request.header.nlmsg_type = type;
  request.header.nlmsg_flags = NLM_F_REQUEST | flags;
  request.header.nlmsg_len = NLMSG_LENGTH(size);
  return request;
}

/* Several equal requests, `together` of them in one send. */
static void make_requests(const char *actor, const struct request *request, int times, int together) {
  static char bytes[4096];
  size_t length = NLMSG_ALIGN(request->header.nlmsg_len);
  int s = open_netlink(NETLINK_ROUTE);
  for (int i = 0; i < together; i++) memcpy(bytes + i * length, request, length);
  for (int i = 0; i < times; i += together) {
    if (send(s, bytes, together * length, 0) != (ssize_t)(together * length)) die("send");
    if (read_replies(s)) die("a request was refused");
  }
  close(s);
  fact("requests", "actor=%s pid=%d type=%d times=%d", actor, getpid(), request->header.nlmsg_type, times);
}

static void other_protocols(void) {
  struct request family = new_request(GENL_ID_CTRL, NLM_F_DUMP, sizeof family.body.generic);
  family.body.generic = (struct genlmsghdr){CTRL_CMD_GETFAMILY, 1, 0};
  int s = open_netlink(NETLINK_GENERIC);
  for (int i = 0; i < 4; i++) {
    if (send(s, &family, family.header.nlmsg_len, 0) < 0 || read_replies(s)) die("generic netlink");
  }
  fact("decoy", "kind=generic pid=%d", getpid());
}

static void listen_only(void) {
  struct sockaddr_nl own = {.nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR};
  int s = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
  if (s < 0 || bind(s, (struct sockaddr *)&own, sizeof own)) die("netlink");
  fact("decoy", "kind=listener pid=%d", getpid());
  usleep(400000);
  read_replies(s);
}

int main(void) {
  int loopback = if_nametoindex("lo");
  struct request links = new_request(RTM_GETLINK, NLM_F_DUMP, sizeof links.body.general);
  struct request routes = new_request(RTM_GETROUTE, NLM_F_DUMP, sizeof routes.body.general);
  struct request addresses = new_request(RTM_GETADDR, NLM_F_DUMP, sizeof addresses.body.general);
  struct request set_link = new_request(RTM_SETLINK, NLM_F_ACK, sizeof set_link.body.link);
  links.body.general.rtgen_family = routes.body.general.rtgen_family = addresses.body.general.rtgen_family = AF_INET;
  set_link.body.link.ifi_index = loopback;
  if (start_actor(24907, "listen-decoy") == 0) {
    listen_only();
    _exit(0);
  }
  usleep(50000);
  if (start_actor(24211, "asks-links") == 0) {
    links.body.general.rtgen_family = AF_UNSPEC;
    make_requests("asks-links", &links, 13, 1);
    make_requests("asks-links", &addresses, 7, 1);
    _exit(0);
  }
  if (start_actor(24317, "asks-routes") == 0) {
    make_requests("asks-routes", &routes, 11, 1);
    _exit(0);
  }
  if (start_actor(24421, "sets-links") == 0) {
    make_requests("sets-links", &set_link, 34, 17);
    _exit(0);
  }
  if (start_actor(24709, "other-decoy") == 0) {
    other_protocols();
    _exit(0);
  }
  return actors_ended();
}
