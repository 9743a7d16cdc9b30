// What the second pass is made of: where it is, strings, and the names of members.
#ifndef CORDON_READ_H
#define CORDON_READ_H

#include "CJSONScan.h"

#include <string.h>

#define INLINE static inline __attribute__((always_inline))
#define UNUSUAL(condition) __builtin_expect((condition), 0)

// Names of objects of more members are not compared here.
#define MEMBERS_MAX 64
#define NAME_WORDS 8

enum { OBJECT = 1, ARRAY = 2, STRING = 3, INTEGER = 4, DOUBLE = 5, TRUE = 6, FALSE = 7, NOTHING = 8, BIG_NUMBER = 9 };

// A container that is open.
typedef struct {
    // The names so far, as few bits as make nearly all look-ups unnecessary.
    uint64_t names[NAME_WORDS];
    cjson_node *node;
    uint32_t children;
    bool is_object;
} frame;

// Where the reading is.
typedef struct {
    const uint8_t *at;
    // The next quote.
    const uint32_t *quotes;
    // The next node and its kind.
    cjson_node *node;
    uint8_t *kind;
} cursor;

INLINE uint64_t word_at(const uint8_t *at) {
    uint64_t word;
    memcpy(&word, at, 8);
    return word;
}

// Whether two bytes are these; what follows a string is looked at so, as mostly it is a comma or a colon and a quote.
INLINE bool has_pair(const uint8_t *at, char first, char second) {
    uint16_t pair;
    memcpy(&pair, at, 2);
    return pair == (uint16_t)((uint8_t)first | (uint16_t)(uint8_t)second << 8);
}

INLINE const uint8_t *skip_space(const uint8_t *at) {
    if (__builtin_expect(*at > 0x20, 1)) return at;
    while (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t') at++;
    return at;
}

INLINE void put(cursor *here, uint8_t kind, const cjson_source *source, const uint8_t *end, uint64_t payload) {
    *here->kind++ = kind;
    here->node->offset = (uint32_t)(here->at - source->text);
    here->node->length = (uint32_t)(end - here->at);
    here->node->payload = payload;
    here->node++;
    here->at = end;
}

// MARK: Strings

INLINE void read_string(cursor *here, const uint8_t *text) {
    uint32_t start = here->quotes[0] + 1, closing = here->quotes[1];
    uint32_t end = closing & ~CJSON_ESCAPED;
    here->quotes += 2;
    *here->kind++ = STRING;
    here->node->offset = start;
    here->node->length = end - start;
    here->node->payload = (uint64_t)(closing & CJSON_ESCAPED) << (56 - 31);
    here->node++;
    here->at = text + end + 1;
}

INLINE uint64_t fold(uint64_t one, uint64_t other) {
    unsigned __int128 product = (unsigned __int128)one * other;
    return (uint64_t)(product >> 64) ^ (uint64_t)product;
}

#define HASH_MASK (((uint64_t)1 << 56) - 1)

// The bits of the first eight bytes that are those of a name of such a length.
static const uint64_t name_masks[17] = {
    0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF, UINT64_MAX, UINT64_MAX,
    UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX};

// Of 1 to 16 bytes: the first and the last eight, which overlap where there are fewer than sixteen.
INLINE uint64_t hash_short(const cjson_source *source, const uint8_t *name, size_t count) {
    uint64_t mask = name_masks[count];
    uint64_t first = word_at(name) & mask, last = word_at(name + (count > 8 ? count : 8) - 8) & mask;
    return fold(first ^ source->seed_low, last ^ source->seed_high ^ count) & HASH_MASK;
}

static __attribute__((noinline)) uint64_t hash_other(const cjson_source *source, const uint8_t *name, size_t count) {
    if (count == 0) return fold(source->seed_low, source->seed_high) & HASH_MASK;
    uint64_t mixed = fold(word_at(name) ^ source->seed_low, count ^ source->seed_high);
    for (size_t at = 8; at + 8 < count; at += 8) mixed = fold(mixed ^ word_at(name + at), source->seed_high);
    return fold(mixed ^ word_at(name + count - 8), source->seed_high ^ source->seed_low) & HASH_MASK;
}

// Whether an object has a name of this hash already, or too many to know.
static __attribute__((noinline)) bool may_have_name(
    const cjson_source *source, const frame *object, const cjson_node *end, uint64_t hash) {
    if (source->allows_repeated_names) return false;
    if (object->children > MEMBERS_MAX) return true;
    const cjson_node *node = object->node + 1;
    while (node < end) {
        if (node->payload == hash) return true;
        node++;
        node = source->kinds[node - source->nodes] <= ARRAY ? source->nodes + node->payload : node + 1;
    }
    return false;
}

// Reads a member name; false where it is unusual.
INLINE bool read_name(cursor *here, const cjson_source *source, frame *object) {
    const uint8_t *text = source->text;
    uint32_t start = here->quotes[0] + 1, closing = here->quotes[1];
    uint32_t length = closing - start;
    uint64_t hash;
    // An escape makes the length very large.
    if (UNUSUAL(length - 1 >= 16)) {
        if ((closing & CJSON_ESCAPED) != 0) return false;
        hash = hash_other(source, text + start, length);
    } else {
        hash = hash_short(source, text + start, length);
    }
    uint64_t *names = &object->names[hash >> 6 & (NAME_WORDS - 1)];
    uint64_t known = *names;
    *names = known | (uint64_t)1 << (hash & 63);
    if (UNUSUAL(known >> (hash & 63) & 1) && may_have_name(source, object, here->node, hash)) return false;
    here->quotes += 2;
    // The value's kind with it, as mostly that is the same.
    const uint8_t both[2] = {STRING, STRING};
    memcpy(here->kind++, both, 2);
    here->node->offset = start;
    here->node->length = length;
    here->node->payload = hash;
    here->node++;
    here->at = text + closing + 1;
    return true;
}

#endif
