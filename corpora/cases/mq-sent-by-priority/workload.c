/*
 * POSIX messages of odd sizes with four priorities, by two processes; with the same priorities sends that fail, since
 * the queue is full or the message too long. Decoys: receives, and System V messages.
 */
#include "../named-processes.h"
#include <mqueue.h>
#include <sys/msg.h>

enum { longest = 4000, capacity = 10 };

static char bytes[8192];

static mqd_t new_queue(const char *name) {
  struct mq_attr attributes = {.mq_maxmsg = capacity, .mq_msgsize = longest};
  mqd_t queue = mq_open(name, O_RDWR | O_CREAT | O_NONBLOCK, 0600, &attributes);
  if (queue == (mqd_t)-1) die("mq_open");
  return queue;
}

static void empty(mqd_t queue) {
  unsigned priority;
  while (mq_receive(queue, bytes, sizeof bytes, &priority) >= 0) continue;
}

/* Sends until `times` messages are queued; every time the queue is full one more is refused, and one is too long. */
static void send_messages(mqd_t queue, unsigned priority, int times, int size) {
  int sent = 0, total = 0, refused = 0;
  while (sent < times) {
    if (mq_send(queue, bytes, size + 7 * sent, priority) == 0) {
      total += size + 7 * sent++;
      continue;
    }
    if (errno != EAGAIN) die("mq_send");
    refused++;
    if (mq_send(queue, bytes, longest + 1, priority) == 0 || errno != EMSGSIZE) die("a message that is too long");
    refused++;
    empty(queue);
  }
  empty(queue);
  if (mq_send(queue, bytes, longest + 500, priority) == 0) die("a message that is too long");
  refused++;
  fact("sent", "priority=%u pid=%d messages=%d bytes=%d refused=%d", priority, getpid(), sent, total, refused);
}

static void system_v(void) {
  struct { long type; char text[512]; } message = {4127, ""};
  int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
  for (int i = 0; i < 5; i++)
    if (msgsnd(queue, &message, 444, 0)) die("msgsnd");
  msgctl(queue, IPC_RMID, NULL);
  fact("decoy", "pid=%d size=444 priority=4127", getpid());
}

int main(void) {
  if (start_actor(24211, "mq-one") == 0) {
    mqd_t queue = new_queue("/ken-one");
    send_messages(queue, 1234, 23, 311);
    send_messages(queue, 31007, 37, 503);
    _exit(0);
  }
  if (actors_ended()) die("the first sender");
  if (start_actor(24317, "mq-two") == 0) {
    mqd_t queue = new_queue("/ken-two");
    send_messages(queue, 557, 31, 907);
    send_messages(queue, 31007 - 7, 29, 1409);
    _exit(0);
  }
  if (start_actor(24709, "sysv-decoy") == 0) {
    system_v();
    _exit(0);
  }
  return actors_ended();
}
