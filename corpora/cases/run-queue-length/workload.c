/* Six processes that are bound to processor 1 compute for two seconds; before and after it little happens. */
#include "../moments.h"
#include <sched.h>
#include <sys/wait.h>

enum { processes = 6, before = 700, busy = 2000 };

int main(void) {
  long long at = milliseconds() + before;
  for (int number = 0; number < processes; number++) {
    pid_t child = fork();
    if (child < 0) die("fork");
    if (child > 0) continue;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(1, &set);
    if (sched_setaffinity(0, sizeof set, &set)) die("sched_setaffinity");
    set_process_name("ken-compute");
    sleep_until(at);
    while (milliseconds() < at + busy) continue;
    _exit(0);
  }
  for (int status; wait(&status) > 0;)
    if (status != 0) return 1;
  fact("computed", "processes=%d milliseconds=%lld", processes, milliseconds() - at);
  return 0;
}
