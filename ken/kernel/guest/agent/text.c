#include "agent.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void text_add(struct text *text, const void *bytes, size_t length) {
    if (text->length + length + 1 > text->capacity) {
        text->capacity = (text->length + length + 1) * 2;
        text->bytes = realloc(text->bytes, text->capacity);
        if (!text->bytes) abort();
    }
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = 0;
}

void text_format(struct text *text, const char *format, ...) {
    char line[1024];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    text_add(text, line, length < (int)sizeof line ? (size_t)length : sizeof line - 1);
}

/* Length of the UTF-8 sequence at `s`, 0 if it is none (RFC 3629: no overlong forms, no surrogates). */
static size_t utf8_length(const unsigned char *s, size_t left) {
    size_t length = *s < 0x80 ? 1 : *s >= 0xc2 && *s < 0xe0 ? 2 : (*s & 0xf0) == 0xe0 ? 3 : *s >= 0xf0 && *s <= 0xf4 ? 4 : 0;
    if (length == 0 || length > left) return 0;
    for (size_t i = 1; i < length; i++)
        if ((s[i] & 0xc0) != 0x80) return 0;
    if (*s == 0xe0 && s[1] < 0xa0) return 0;
    if (*s == 0xed && s[1] > 0x9f) return 0;
    if (*s == 0xf0 && s[1] < 0x90) return 0;
    if (*s == 0xf4 && s[1] > 0x8f) return 0;
    return length;
}

void text_json_string(struct text *text, const char *bytes, size_t length) {
    text_add(text, "\"", 1);
    for (size_t i = 0; i < length;) {
        unsigned char c = (unsigned char)bytes[i];
        if (c == '"' || c == '\\') {
            char escaped[2] = {'\\', (char)c};
            text_add(text, escaped, 2);
            i++;
        } else if (c < 0x20 || c == 0x7f) {
            text_format(text, "\\u%04x", c);
            i++;
        } else {
            size_t sequence = utf8_length((const unsigned char *)bytes + i, length - i);
            if (sequence) text_add(text, bytes + i, sequence);
            else text_add(text, "\\ufffd", 6);
            i += sequence ? sequence : 1;
        }
    }
    text_add(text, "\"", 1);
}
