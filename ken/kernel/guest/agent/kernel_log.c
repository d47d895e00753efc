#include "agent.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int log_file = -1;

void kernel_log_open(void) { log_file = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC); }

void kernel_log_skip(void) {
    if (log_file >= 0) lseek(log_file, 0, SEEK_END);
}

/* Only warnings and worse: level 4 and below (include/linux/kern_levels.h). */
void kernel_log_read(struct text *into) {
    char line[8192];
    ssize_t length;
    while (log_file >= 0 && into->length < 16384 && (length = read(log_file, line, sizeof line - 1)) != 0) {
        if (length < 0) {
            if (errno == EPIPE) continue;
            return;
        }
        line[length] = 0;
        char *message = strchr(line, ';');
        if (message && (atoi(line) & 7) <= 4) {
            message++;
            text_add(into, message, strcspn(message, "\n"));
            text_add(into, "\n", 1);
        }
    }
}
