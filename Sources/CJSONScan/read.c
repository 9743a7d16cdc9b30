// The second pass over a text: from value to value, as fast as can be. It knows what is right and usual, and has no words
// for anything else: such texts are read again by `JSONScanner`.
#include "CJSONScan.h"

// The words that are read here are those of processors that have the lowest byte first.
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#include "read_number.h"

// MARK: Values

INLINE bool read_literal(cursor *here, const cjson_source *source) {
    uint32_t word;
    memcpy(&word, here->at, 4);
    if (word == 0x65757274) {
        put(here, TRUE, source, here->at + 4, 0);
    } else if (word == 0x6C6C756E) {
        put(here, NOTHING, source, here->at + 4, 0);
    } else if (word == 0x736C6166 && here->at[4] == 'e') {
        put(here, FALSE, source, here->at + 5, 0);
    } else {
        return false;
    }
    return true;
}

// Whether a byte begins an object or an array.
INLINE bool opens(uint8_t byte) { return (byte | 0x20) == '{'; }

// Reads a value that is no container; false where it is none or something unusual.
INLINE bool read_scalar(cursor *here, const cjson_source *source) {
    uint8_t byte = *here->at;
    if (byte == '"') {
        read_string(here, source->text);
        return true;
    }
    if ((uint8_t)(byte - '0') <= 9 || byte == '-') return read_number(here, source);
    return read_literal(here, source);
}

INLINE void open_container(cursor *here, const cjson_source *source, frame *top, bool is_object) {
    memset(top->names, 0, sizeof top->names);
    top->node = here->node;
    top->children = 0;
    top->is_object = is_object;
    put(here, is_object ? OBJECT : ARRAY, source, here->at + 1, 0);
    here->at = skip_space(here->at);
}

INLINE size_t read_text(const cjson_source *source) {
    frame frames[CJSON_DEPTH_MAX + 1];
    frame *top = frames;
    frame *const last = frames + source->depth_max;
    const uint8_t *const text = source->text;
    cursor here = {skip_space(text), source->quotes, source->nodes, source->kinds};
    if (!opens(*here.at)) {
        if (!read_scalar(&here, source)) return 0;
        goto end;
    }

open:
    if (top == last) return 0;
    top++;
    if (*here.at == '[') {
        open_container(&here, source, top, false);
        if (*here.at == ']') goto close;
        goto element;
    }
    open_container(&here, source, top, true);
    if (*here.at == '}') goto close;
    if (*here.at != '"') return 0;

member:
    top->children++;
    if (!read_name(&here, source, top)) return 0;
    if (has_pair(here.at, ':', '"')) {
        read_string(&here, text);
    } else {
        here.at = skip_space(here.at);
        if (*here.at != ':') return 0;
        here.at = skip_space(here.at + 1);
        if (opens(*here.at)) goto open;
        if (!read_scalar(&here, source)) return 0;
    }
behind_member:
    if (has_pair(here.at, ',', '"')) goto member;
    here.at = skip_space(here.at);
    if (*here.at == ',') {
        here.at = skip_space(here.at + 1);
        if (*here.at != '"') return 0;
        goto member;
    }
    if (*here.at != '}') return 0;
    if (UNUSUAL(top->children > MEMBERS_MAX) && !source->allows_repeated_names) return 0;
    goto close;

element:
    top->children++;
    if (opens(*here.at)) goto open;
    if (!read_scalar(&here, source)) return 0;
behind_element:
    here.at = skip_space(here.at);
    if (*here.at == ',') {
        here.at = skip_space(here.at + 1);
        goto element;
    }
    if (*here.at != ']') return 0;

close:
    top->node->length = top->children;
    top->node->payload = (uint64_t)(here.node - source->nodes);
    here.at++;
    top--;
    if (top != frames) {
        if (top->is_object) goto behind_member;
        goto behind_element;
    }

end:
    here.at = skip_space(here.at);
    return here.at == text + source->length ? (size_t)(here.node - source->nodes) : 0;
}

static size_t read_portable(const cjson_source *source) { return read_text(source); }

#if defined(__x86_64__)
__attribute__((target("avx2,bmi,bmi2,lzcnt"))) static size_t read_bmi2(const cjson_source *source) {
    return read_text(source);
}
#endif

size_t cjson_read_by(cjson_way way, const cjson_source *source) {
#if defined(__x86_64__)
    if (way != CJSON_PORTABLE) return read_bmi2(source);
#endif
    (void)way;
    return read_portable(source);
}

#else

size_t cjson_read_by(cjson_way way, const cjson_source *source) {
    (void)way;
    (void)source;
    return 0;
}

#endif
