// Lines and columns: what messages for people need.
#define _GNU_SOURCE
#include "CJSONScan.h"

#include <string.h>

// Sums of so many bytes of at most 1 fit a byte, which lets compilers add sixteen and more at once.
#define CHUNK 240

cjson_place cjson_place_of(const uint8_t *text, size_t offset) {
    cjson_place place = {1, 0, 0};
    const uint8_t *newline = offset == 0 ? NULL : memrchr(text, '\n', offset);
    if (newline != NULL) place.line_start = (size_t)(newline - text) + 1;
    for (; newline != NULL; place.line++) {
        size_t before = (size_t)(newline - text);
        newline = before == 0 ? NULL : memrchr(text, '\n', before);
    }
    for (size_t at = place.line_start; at < offset; at += CHUNK) {
        size_t end = offset - at < CHUNK ? offset : at + CHUNK;
        uint8_t found = 0;
        for (size_t byte = at; byte < end; byte++) found += (text[byte] & 0xC0) != 0x80;
        place.code_points += found;
    }
    return place;
}
