#include "loader.h"
#include <stdio.h>
#include <string.h>

static void put_string(const char *bytes, size_t length);

static void put_name(const char *name) { printf(",\"%s\":", name); }

void report_begin(const char *event) { printf("{\"event\":\"%s\"", event); }

void report_end(void) { fputs("}\n", stdout); }

void report_flush(void) { fflush(stdout); }

void report_text(const char *name, const char *text) { report_bytes_as_text(name, text, strlen(text)); }

void report_bytes_as_text(const char *name, const char *bytes, size_t length) {
    put_name(name);
    put_string(bytes, length);
}

void report_bool(const char *name, bool value) {
    put_name(name);
    fputs(value ? "true" : "false", stdout);
}

void report_number(const char *name, long long value) {
    put_name(name);
    printf("%lld", value);
}

static void put_hex(const unsigned char *bytes, size_t length) {
    static const char digits[] = "0123456789abcdef";
    putchar('"');
    for (size_t i = 0; i < length; i++) {
        putchar(digits[bytes[i] >> 4]);
        putchar(digits[bytes[i] & 15]);
    }
    putchar('"');
}

void report_hex(const char *name, const void *bytes, size_t length) {
    put_name(name);
    put_hex(bytes, length);
}

void report_hex_list(const char *name, const void *bytes, size_t length, size_t stride, size_t count) {
    put_name(name);
    for (size_t i = 0; i < count; i++) {
        putchar(i ? ',' : '[');
        put_hex((const unsigned char *)bytes + i * stride, length);
    }
    putchar(']');
}

/* Length of the UTF-8 sequence at `s`, 0 if it is none (RFC 3629: no overlong forms, no surrogates). */
static size_t sequence_length(const unsigned char *s, size_t left) {
    size_t length = *s < 0x80 ? 1 : *s >= 0xc2 && *s < 0xe0 ? 2 : (*s & 0xf0) == 0xe0 ? 3 : *s >= 0xf0 && *s <= 0xf4 ? 4 : 0;
    if (length == 0 || length > left) return 0;
    for (size_t i = 1; i < length; i++)
        if ((s[i] & 0xc0) != 0x80) return 0;
    if ((*s == 0xe0 && s[1] < 0xa0) || (*s == 0xed && s[1] > 0x9f)) return 0;
    if ((*s == 0xf0 && s[1] < 0x90) || (*s == 0xf4 && s[1] > 0x8f)) return 0;
    return length;
}

static void put_string(const char *bytes, size_t length) {
    putchar('"');
    for (size_t i = 0; i < length;) {
        unsigned char c = (unsigned char)bytes[i];
        size_t taken = 1;
        if (c == '"' || c == '\\') {
            putchar('\\');
            putchar(c);
        } else if (c < 0x20 || c == 0x7f) {
            printf("\\u%04x", c);
        } else if ((taken = sequence_length((const unsigned char *)bytes + i, length - i))) {
            fwrite(bytes + i, 1, taken, stdout);
        } else {
            fputs("\\ufffd", stdout);
            taken = 1;
        }
        i += taken;
    }
    putchar('"');
}
