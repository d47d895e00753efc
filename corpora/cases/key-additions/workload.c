/*
 * Processes add keys of three types. Decoys: request_key(), and keyctl() that updates, reads, searches and joins a
 * session keyring.
 */
#include "../in-child.h"
#include <linux/keyctl.h>
#include <sys/syscall.h>

static long add_key(const char *type, const char *description, const char *payload) {
  long key = syscall(SYS_add_key, type, description, payload, payload ? strlen(payload) : 0, KEY_SPEC_PROCESS_KEYRING);
  if (key < 0) die("add_key");
  return key;
}

static void report(const char *type, const char *description, int times) {
  fact("added", "pid=%d type=%s description=%s times=%d", getpid(), type, description, times);
}

static void add_user_keys(void) {
  add_key("user", "ken-secret-amber", "one");
  report("user", "ken-secret-amber", 1);
  add_key("user", "ken-secret-birch", "two");
  report("user", "ken-secret-birch", 1);
}

static void add_logon_key(void) {
  if (setuid(4321)) die("setuid");
  for (int times = 0; times < 3; times++) add_key("logon", "kenfs:cedar", "three");
  report("logon", "kenfs:cedar", 3);
}

static void add_keyring(void) {
  add_key("keyring", "ken-ring-dune", NULL);
  report("keyring", "ken-ring-dune", 1);
}

static long prepared_key;

static void use_key(void) {
  char text[16];
  if (syscall(SYS_request_key, "user", "ken-absent", NULL, KEY_SPEC_PROCESS_KEYRING) >= 0) die("request_key");
  if (syscall(SYS_keyctl, KEYCTL_SEARCH, KEY_SPEC_SESSION_KEYRING, "user", "ken-prepared", 0) != prepared_key) die("search");
  for (int times = 0; times < 4; times++) {
    if (syscall(SYS_keyctl, KEYCTL_UPDATE, prepared_key, "new", 3)) die("update");
    if (syscall(SYS_keyctl, KEYCTL_READ, prepared_key, text, sizeof text) != 3) die("read");
  }
  if (syscall(SYS_keyctl, KEYCTL_LINK, prepared_key, KEY_SPEC_PROCESS_KEYRING)) die("link");
  if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, "ken-session") < 0) die("join");
  fact("decoy", "name=key-user pid=%d", getpid());
}

int main(void) {
  if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) < 0) die("join");
  prepared_key = syscall(SYS_add_key, "user", "ken-prepared", "old", 3, KEY_SPEC_SESSION_KEYRING);
  if (prepared_key < 0) die("add_key");
  in_child(24113, "key-adder", add_user_keys);
  in_child(24217, "key-logon", add_logon_key);
  in_child(24329, "key-ring", add_keyring);
  in_child(24431, "key-user", use_key);
  return 0;
}
