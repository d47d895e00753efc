/*
 * Renames of dummy interfaces by ioctl and by a netlink message. Decoys: an interface that is set up and down, gets
 * another MTU, an alias and an address; one that is created and deleted.
 */
#include "../named-processes.h"
#include <arpa/inet.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

static void ask_by_ioctl(unsigned long what, struct ifreq *request) {
  int s = socket(AF_INET, SOCK_DGRAM, 0);
  if (s < 0 || ioctl(s, what, request)) die("ioctl");
  close(s);
}

static struct ifreq request_for(const char *name) {
  struct ifreq request;
  memset(&request, 0, sizeof request);
  strcpy(request.ifr_name, name);
  return request;
}

/* A netlink message about one interface with one attribute of text; waits for the kernel's answer. */
static void ask_by_netlink(const char *interface, int attribute, const char *text) {
  struct {
    struct nlmsghdr header;
    struct ifinfomsg link;
    struct rtattr attribute;
    char text[32];
  } request;
  char answer[4096];
  memset(&request, 0, sizeof request);
  request.header.nlmsg_type = RTM_SETLINK;
  request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
  request.link.ifi_index = if_nametoindex(interface);
  request.attribute.rta_type = attribute;
  request.attribute.rta_len = RTA_LENGTH(strlen(text) + 1);
  strcpy(request.text, text);
  request.header.nlmsg_len = NLMSG_LENGTH(sizeof request.link) + RTA_ALIGN(request.attribute.rta_len);
  int s = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
  if (s < 0 || send(s, &request, request.header.nlmsg_len, 0) < 0) die("netlink");
  if (recv(s, answer, sizeof answer, 0) < 0) die("netlink");
  struct nlmsgerr *result = NLMSG_DATA((struct nlmsghdr *)answer);
  if (result->error) {
    errno = -result->error;
    die("RTM_SETLINK");
  }
  close(s);
}

static void rename_by_ioctl(const char *actor, const char *from, const char *to) {
  struct ifreq request = request_for(from);
  strcpy(request.ifr_newname, to);
  ask_by_ioctl(SIOCSIFNAME, &request);
  fact("rename", "actor=%s pid=%d from=%s to=%s", actor, getpid(), from, to);
}

static void rename_by_netlink(const char *actor, const char *from, const char *to) {
  ask_by_netlink(from, IFLA_IFNAME, to);
  fact("rename", "actor=%s pid=%d from=%s to=%s", actor, getpid(), from, to);
}

static void other_changes(void) {
  struct ifreq request = request_for("ken-still");
  request.ifr_flags = IFF_UP;
  ask_by_ioctl(SIOCSIFFLAGS, &request);
  request.ifr_mtu = 1337;
  ask_by_ioctl(SIOCSIFMTU, &request);
  struct sockaddr_in *address = (struct sockaddr_in *)&request.ifr_addr;
  memset(address, 0, sizeof *address);
  address->sin_family = AF_INET;
  inet_pton(AF_INET, "10.77.3.9", &address->sin_addr);
  ask_by_ioctl(SIOCSIFADDR, &request);
  ask_by_netlink("ken-still", IFLA_IFALIAS, "ken-alias");
  request.ifr_flags = 0;
  ask_by_ioctl(SIOCSIFFLAGS, &request);
  fact("decoy", "actor=change-decoy pid=%d", getpid());
}

int main(void) {
  if (start_actor(24211, "names-ioctl") == 0) {
    rename_by_ioctl("names-ioctl", "ken-old-a", "wan-seven");
    rename_by_ioctl("names-ioctl", "wan-seven", "wan-eight");
    _exit(0);
  }
  if (actors_ended()) die("the first process");
  if (start_actor(24317, "names-netlink") == 0) {
    rename_by_netlink("names-netlink", "ken-old-b", "lan-nine");
    _exit(0);
  }
  if (start_actor(24421, "names-third") == 0) {
    rename_by_netlink("names-third", "ken-old-c", "dmz-four");
    _exit(0);
  }
  if (start_actor(24709, "change-decoy") == 0) {
    other_changes();
    _exit(0);
  }
  return actors_ended();
}
