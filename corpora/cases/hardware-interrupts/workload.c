/*
 * Two bursts of interrupts, seconds apart, of two devices: the PS/2 mouse (IRQ 12), whose controller is asked for one
 * byte after another, and the serial port (IRQ 4), which asks for more whenever it has sent some. The kernel's own
 * account (/proc/interrupts) tells how many there were. Between the bursts soft interrupts: packets over the loopback.
 */
#include "../moments.h"
#include <arpa/inet.h>
#include <sys/io.h>
#include <sys/socket.h>
#include <termios.h>

enum { data_port = 0x60, status_port = 0x64, output_full = 1, input_full = 2, write_mouse_output = 0xd3 };
enum { irq_mouse = 12, irq_serial = 4 };

/* Interrupts of one line on all processors since boot. */
static long interrupts_of(int irq) {
  char line[512];
  long total = -1;
  FILE *file = fopen("/proc/interrupts", "r");
  if (!file) die("/proc/interrupts");
  while (fgets(line, sizeof line, file)) {
    char *at;
    if (strtol(line, &at, 10) != irq || *at != ':') continue;
    total = 0;
    for (char *end = at + 1; (at = end + strspn(end, " ")), *at >= '0' && *at <= '9' && strspn(at, "0123456789") == strcspn(at, " \n");)
      total += strtol(at, &end, 10);
  }
  fclose(file);
  if (total < 0) die("no such interrupt");
  return total;
}

static void wait_while(int bit) {
  for (int tries = 0; inb(status_port) & bit; tries++) {
    if (tries > 100000) die("the keyboard controller is busy");
    usleep(20);
  }
}

/* The controller hands the byte out as if the mouse had sent it. 0xfa, an acknowledgement, means nothing to the driver. */
static void mouse_sends(int bytes) {
  for (int index = 0; index < bytes; index++) {
    wait_while(input_full | output_full);
    outb(write_mouse_output, status_port);
    wait_while(input_full);
    outb(0xfa, data_port);
    wait_while(output_full);
  }
}

/* Small pieces, each sent before the next: the port asks for more after each. */
static void serial_sends(int pieces) {
  struct termios raw;
  int port = open("/dev/ttyS0", O_RDWR | O_NOCTTY);
  if (port < 0 || tcgetattr(port, &raw)) die("ttyS0");
  cfmakeraw(&raw);
  cfsetspeed(&raw, B115200);
  if (tcsetattr(port, TCSANOW, &raw)) die("ttyS0");
  for (int index = 0; index < pieces; index++) {
    if (write(port, "\r\r\r", 3) != 3) die("write to ttyS0");
    tcdrain(port);
  }
  close(port);
}

static void soft_interrupts(int packets) {
  struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t length = sizeof own;
  int s = socket(AF_INET, SOCK_DGRAM, 0);
  char byte = 'k';
  if (s < 0 || bind(s, (struct sockaddr *)&own, length) || getsockname(s, (struct sockaddr *)&own, &length)) die("socket");
  for (int index = 0; index < packets; index++) {
    if (sendto(s, &byte, 1, 0, (struct sockaddr *)&own, length) != 1) die("sendto");
    if (recv(s, &byte, 1, 0) != 1) die("recv");
  }
  close(s);
  fact("soft", "packets=%d", packets);
}

static void burst(int number, int mouse_bytes, int serial_pieces) {
  long long start = milliseconds();
  long mouse = interrupts_of(irq_mouse), serial = interrupts_of(irq_serial);
  mouse_sends(mouse_bytes);
  serial_sends(serial_pieces);
  fact("burst", "number=%d mouse=%ld serial=%ld start=%lld end=%lld", number, interrupts_of(irq_mouse) - mouse,
       interrupts_of(irq_serial) - serial, start, milliseconds());
}

int main(void) {
  if (ioperm(data_port, 5, 1)) die("ioperm");
  long long start = milliseconds();
  sleep_until(start + 1300);
  burst(1, 701, 90);
  sleep_until(start + 3100);
  soft_interrupts(1500);
  sleep_until(start + 7900);
  burst(2, 307, 170);
  return 0;
}
