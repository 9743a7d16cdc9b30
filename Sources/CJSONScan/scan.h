// What all ways of the pass share: the steps from the masks of a block to what is written.
#ifndef CORDON_SCAN_H
#define CORDON_SCAN_H

#include "CJSONScan.h"

#include <string.h>

#define BLOCK 64

// What 64 bytes hold, a bit for each byte.
typedef struct {
    uint64_t quotes, backslashes, controls, beyond_ascii;
} block_masks;

// What is written for a block, a bit for each byte.
typedef struct {
    // Quotes that no backslash escapes, and those of them that close a string with a backslash.
    uint64_t quotes, closes_escaped;
    // Bytes that a backslash escapes.
    uint64_t escapes;
} block_marks;

// What one block tells the next.
typedef struct {
    // Where the next quote, the next escape and the next block are written.
    uint32_t *quotes, *escapes, *blocks;
    // One where the first byte of the next block is escaped.
    uint64_t escape_carry;
    // One where the string that the next block begins in has a backslash.
    unsigned long long string_carry;
    // Of the last block.
    uint64_t beyond_ascii;
    size_t control_offset;
} scan_state;

// The bytes that an odd run of backslashes precedes.
static inline uint64_t escaped_bytes(uint64_t backslashes, uint64_t *carry) {
    const uint64_t even = 0x5555555555555555u;
    backslashes &= ~*carry;
    uint64_t follows = backslashes << 1 | *carry;
    uint64_t odd_starts = backslashes & ~even & ~follows;
    uint64_t sequences;
    *carry = __builtin_add_overflow(odd_starts, backslashes, &sequences) ? 1 : 0;
    return (even ^ (sequences << 1)) & follows;
}

// For each bit whether an odd number of bits is set from the lowest up to it.
static inline uint64_t prefix_parity(uint64_t bits) {
    for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
    return bits;
}

// Notes the first control character within a string.
static inline void find_control(
    size_t base, uint64_t controls, uint64_t quotes, const uint32_t *first_quote, scan_state *state) {
    uint64_t begins_inside = 0 - ((uint64_t)(state->quotes - first_quote) & 1);
    uint64_t inside = (prefix_parity(quotes) ^ begins_inside) & controls;
    if (inside != 0 && state->control_offset == SIZE_MAX) {
        state->control_offset = base + (size_t)__builtin_ctzll(inside);
    }
}

// Lists a block that has, or follows, letters beyond ASCII. Without a branch: which blocks those are cannot be foretold.
static inline __attribute__((always_inline)) void list_block(size_t base, uint64_t beyond_ascii, scan_state *state) {
    *state->blocks = (uint32_t)base;
    state->blocks += (beyond_ascii | state->beyond_ascii) != 0;
    state->beyond_ascii = beyond_ascii;
}

// Whether a block has no escapes nor control characters, nor a string with a backslash: then its marks are its quotes.
static inline __attribute__((always_inline)) bool is_plain(block_masks masks, const scan_state *state) {
    return __builtin_expect(
        (masks.backslashes | masks.controls | state->escape_carry | state->string_carry) == 0, 1);
}

// Takes the masks of any other block into account; what is left is to write its marks.
static inline __attribute__((always_inline)) block_marks advance(
    size_t base, block_masks masks, const uint32_t *first_quote, scan_state *state) {
    block_marks marks = {masks.quotes, 0, 0};
    if ((masks.backslashes | state->escape_carry) != 0) {
        marks.escapes = escaped_bytes(masks.backslashes, &state->escape_carry);
        marks.quotes &= ~marks.escapes;
    }
    // From a backslash on, a carry runs up to the next quote, and into the next block where there is none.
    uint64_t run = __builtin_addcll(masks.backslashes, ~marks.quotes, state->string_carry, &state->string_carry);
    marks.closes_escaped = run & marks.quotes;
    if (masks.controls != 0) find_control(base, masks.controls, marks.quotes, first_quote, state);
    return marks;
}

// The bits of a last block that belong to the text.
static inline block_masks within(block_masks masks, size_t count) {
    uint64_t valid = ((uint64_t)1 << count) - 1;
    block_masks cut = {
        masks.quotes & valid, masks.backslashes & valid, masks.controls & valid, masks.beyond_ascii & valid};
    return cut;
}

static inline scan_state begin(cjson_scan_target target) {
    scan_state state = {target.quotes, target.escapes, target.blocks, 0, 0, 0, SIZE_MAX};
    return state;
}

// What the blocks amount to, but for UTF-8.
static inline cjson_scan_result finish(scan_state *state, size_t length, cjson_scan_target target) {
    state->quotes[0] = state->quotes[1] = (uint32_t)length;
    if (state->escape_carry != 0) *state->escapes++ = (uint32_t)length;
    // A sequence that the end cuts off is seen by the zeros that follow.
    if (length % BLOCK == 0 && state->beyond_ascii != 0) *state->blocks++ = (uint32_t)length;
    cjson_scan_result result = {state->control_offset, SIZE_MAX, (size_t)(state->escapes - target.escapes)};
    return result;
}

// Copies what is left of a text, less than a block, and puts zeros behind it.
static inline void copy_tail(const uint8_t *text, size_t from, size_t length, uint8_t *target) {
    if (target != text && length > from) memcpy(target + from, text + from, length - from);
    memset(target + length, 0, CJSON_PADDING);
}

// The first byte from an offset on that is not UTF-8 (RFC 3629, section 4), `SIZE_MAX` where all are. Zeros follow the
// text.
size_t cjson_broken_utf8(const uint8_t *text, size_t from, size_t length);

#if defined(__x86_64__)
cjson_scan_result cjson_scan_avx2(const uint8_t *text, size_t length, cjson_scan_target target);
cjson_scan_result cjson_scan_avx512(const uint8_t *text, size_t length, cjson_scan_target target);
#endif

#endif
