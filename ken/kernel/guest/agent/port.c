#include "agent.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int port = -1;

static int find_port(void) {
    DIR *folder = opendir("/sys/class/virtio-ports");
    if (!folder) return -1;
    int found = -1;
    for (struct dirent *entry; found < 0 && (entry = readdir(folder));) {
        char path[320], name[64] = "";
        snprintf(path, sizeof path, "/sys/class/virtio-ports/%s/name", entry->d_name);
        int file = open(path, O_RDONLY | O_CLOEXEC);
        if (file < 0) continue;
        ssize_t length = read(file, name, sizeof name - 1);
        close(file);
        if (length < 11 || strncmp(name, "ken.control", 11)) continue;
        snprintf(path, sizeof path, "/dev/%s", entry->d_name);
        found = open(path, O_RDWR | O_CLOEXEC);
    }
    closedir(folder);
    return found;
}

void port_open(void) {
    for (int attempt = 0; attempt < 500 && (port = find_port()) < 0; attempt++) usleep(10000);
    if (port < 0) fprintf(stderr, "agent: no control port\n");
}

void port_write(const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t written = write(port, bytes, length);
        if (written < 0) {
            if (errno != EINTR) usleep(5000);
            continue;
        }
        bytes += written;
        length -= (size_t)written;
    }
}
