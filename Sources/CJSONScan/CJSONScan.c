// The first pass over a JSON text: where strings begin and end, 64 bytes at a time. Swift cannot reach the wide compare
// instructions that this takes, so this much is C.
#include "CJSONScan.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// What 64 bytes hold, a bit for each byte.
typedef struct {
    uint64_t quotes, backslashes, controls, beyond_ascii;
} block_masks;

// What one block tells the next.
typedef struct {
    // All ones within a string.
    uint64_t in_string;
    // One where the first byte is escaped.
    uint64_t escape_carry;
    // Bytes before this offset are known to be UTF-8.
    size_t checked;
    // Where the next quote and the next escaped string are written, and where the first quote was.
    uint32_t *out, *escaped, *quotes;
    cjson_scan_result result;
} scan_state;

// The length of the UTF-8 sequence at `at` (RFC 3629, section 4), 0 where it is none.
static inline size_t sequence_length(const uint8_t *at) {
    uint8_t lead = at[0], second = at[1];
    if (lead < 0xC2) return 0;
    if ((second & 0xC0) != 0x80) return 0;
    if (lead < 0xE0) return 2;
    if ((at[2] & 0xC0) != 0x80) return 0;
    if (lead < 0xF0) {
        if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)) return 0;
        return 3;
    }
    if (lead > 0xF4 || (at[3] & 0xC0) != 0x80) return 0;
    if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) return 0;
    return 4;
}

// Checks the sequences that begin in a block. The last may reach into the next block, whose bytes are read from `text`:
// for the last whole block that is the copy, which has zeros behind its end.
static __attribute__((noinline)) void check_utf8(
    const uint8_t *text, size_t base, uint64_t mask, scan_state *state) {
    if (state->result.broken_offset != SIZE_MAX) return;
    while (mask != 0) {
        size_t at = base + (size_t)__builtin_ctzll(mask);
        if (at < state->checked) at = state->checked;
        while (at < base + 64 && text[at] >= 0x80) {
            size_t length = sequence_length(text + at);
            if (length == 0) {
                state->result.broken_offset = at;
                return;
            }
            at += length;
        }
        state->checked = at;
        if (at - base >= 64) return;
        mask &= ~(uint64_t)0 << (at - base);
    }
}

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

// Notes the strings that the backslashes of a block are in, each once.
static inline void note_escaped(uint64_t backslashes, uint64_t quotes, scan_state *state) {
    uint32_t before = (uint32_t)(state->out - state->quotes);
    while (backslashes != 0) {
        uint64_t lowest = backslashes & (0 - backslashes);
        uint32_t closing = before + (uint32_t)__builtin_popcountll(quotes & (lowest - 1));
        if (state->result.escaped_count == 0 || state->escaped[-1] != closing) {
            *state->escaped++ = closing;
            state->result.escaped_count++;
        }
        // All up to the next quote are in the same string.
        uint64_t later = quotes & (0 - lowest);
        if (later == 0) return;
        backslashes &= 0 - (later & (0 - later));
    }
}

// For each bit whether an odd number of bits is set from the lowest up to it.
static inline uint64_t prefix_parity(uint64_t bits) {
    bits ^= bits << 1;
    bits ^= bits << 2;
    bits ^= bits << 4;
    bits ^= bits << 8;
    bits ^= bits << 16;
    bits ^= bits << 32;
    return bits;
}

static inline uint32_t *write_offsets(uint32_t *out, uint32_t base, uint64_t bits) {
    size_t count = (size_t)__builtin_popcountll(bits);
    for (size_t at = 0; at < count; at += 4) {
        for (size_t step = 0; step < 4; step++) {
            out[at + step] = base + (uint32_t)(bits == 0 ? 0 : __builtin_ctzll(bits));
            bits &= bits - 1;
        }
    }
    return out + count;
}

// Takes the masks of a block into account; what is left is to write where its quotes are.
static inline __attribute__((always_inline)) uint64_t advance(
    const uint8_t *text, size_t base, block_masks masks, uint64_t *backslash_words, scan_state *state) {
    backslash_words[base / 64] = masks.backslashes;
    uint64_t quotes = masks.quotes;
    if ((masks.backslashes | state->escape_carry) != 0) {
        quotes &= ~escaped_bytes(masks.backslashes, &state->escape_carry);
        note_escaped(masks.backslashes, quotes, state);
    }
    if (masks.controls != 0) {
        uint64_t inside = (prefix_parity(quotes) ^ state->in_string) & masks.controls;
        if (inside != 0 && state->result.control_offset == SIZE_MAX) {
            state->result.control_offset = base + (size_t)__builtin_ctzll(inside);
        }
    }
    state->in_string ^= 0 - ((uint64_t)__builtin_popcountll(quotes) & 1);
    if (masks.beyond_ascii != 0) check_utf8(text, base, masks.beyond_ascii, state);
    return quotes;
}

static inline scan_state begin(uint32_t *quotes, uint32_t *escaped) {
    scan_state state = {0};
    state.out = state.quotes = quotes;
    state.escaped = escaped;
    state.result.control_offset = SIZE_MAX;
    state.result.broken_offset = SIZE_MAX;
    return state;
}

static inline cjson_scan_result finish(scan_state state, size_t length, uint32_t *quotes, uint64_t *backslashes) {
    state.result.quote_count = (size_t)(state.out - quotes);
    *state.escaped = UINT32_MAX;
    state.out[0] = state.out[1] = (uint32_t)length;
    backslashes[(length + 63) / 64] = 0;
    return state.result;
}

// Copies what is left of a text, less than a block, and puts zeros behind it.
static inline void copy_tail(const uint8_t *text, size_t from, size_t length, uint8_t *target) {
    if (target != text && length > from) memcpy(target + from, text + from, length - from);
    memset(target + length, 0, CJSON_PADDING);
}

// The bits of a last block that belong to the text.
static inline block_masks within(block_masks masks, size_t count) {
    uint64_t valid = ((uint64_t)1 << count) - 1;
    block_masks cut = {
        masks.quotes & valid, masks.backslashes & valid, masks.controls & valid, masks.beyond_ascii & valid};
    return cut;
}

// MARK: Portable

static inline uint64_t gather(uint64_t high_bits) {
    // Brings the top bits of eight bytes together, the first byte's lowest.
    return ((high_bits >> 7) * 0x0102040810204080u) >> 56;
}

static inline uint64_t bytes_below(uint64_t word, uint64_t limit) {
    // Exact for each byte: no borrow leaves one, as its top bit is set first.
    const uint64_t tops = 0x8080808080808080u;
    return ~(((word | tops) - limit) | word) & tops;
}

static inline block_masks masks_portable(const uint8_t *block) {
    const uint64_t ones = 0x0101010101010101u;
    block_masks masks = {0, 0, 0, 0};
    for (unsigned at = 0; at < 8; at++) {
        uint64_t word;
        memcpy(&word, block + at * 8, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        word = __builtin_bswap64(word);
#endif
        unsigned shift = at * 8;
        masks.quotes |= gather(bytes_below(word ^ (ones * '"'), ones)) << shift;
        masks.backslashes |= gather(bytes_below(word ^ (ones * '\\'), ones)) << shift;
        masks.controls |= gather(bytes_below(word, ones * 0x20)) << shift;
        masks.beyond_ascii |= gather(word & (ones * 0x80)) << shift;
    }
    return masks;
}

cjson_scan_result cjson_scan_portable(
    const uint8_t *text, size_t length, uint8_t *target, uint32_t *quotes, uint64_t *backslashes,
    uint32_t *escaped) {
    scan_state state = begin(quotes, escaped);
    size_t base = 0;
    if (target != text && length > 0) memcpy(target, text, length);
    memset(target + length, 0, CJSON_PADDING);
    for (; base + 64 <= length; base += 64) {
        uint64_t bits = advance(target, base, masks_portable(target + base), backslashes, &state);
        state.out = write_offsets(state.out, (uint32_t)base, bits);
    }
    if (base < length) {
        block_masks masks = within(masks_portable(target + base), length - base);
        state.out = write_offsets(state.out, (uint32_t)base, advance(target, base, masks, backslashes, &state));
    }
    return finish(state, length, quotes, backslashes);
}

// MARK: x86-64

#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt")))
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,bmi2,popcnt,lzcnt")))

AVX2 static inline uint64_t bits_of(__m256i low, __m256i high) {
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

AVX2 static inline block_masks masks_avx2(__m256i low, __m256i high) {
    const __m256i quote = _mm256_set1_epi8('"'), backslash = _mm256_set1_epi8('\\'), control = _mm256_set1_epi8(0x1F);
    block_masks masks;
    masks.quotes = bits_of(_mm256_cmpeq_epi8(low, quote), _mm256_cmpeq_epi8(high, quote));
    masks.backslashes = bits_of(_mm256_cmpeq_epi8(low, backslash), _mm256_cmpeq_epi8(high, backslash));
    masks.controls = bits_of(
        _mm256_cmpeq_epi8(_mm256_min_epu8(low, control), low),
        _mm256_cmpeq_epi8(_mm256_min_epu8(high, control), high));
    masks.beyond_ascii = bits_of(low, high);
    return masks;
}

AVX2 static cjson_scan_result scan_avx2(
    const uint8_t *text, size_t length, uint8_t *target, uint32_t *quotes, uint64_t *backslashes,
    uint32_t *escaped) {
    scan_state state = begin(quotes, escaped);
    size_t whole = length & ~(size_t)63, base = 0;
    if (whole == 0) copy_tail(text, 0, length, target);
    const uint8_t *ahead = text;
    for (; base < whole; base += 64) {
        __m256i low = _mm256_loadu_si256((const __m256i *)(text + base));
        __m256i high = _mm256_loadu_si256((const __m256i *)(text + base + 32));
        _mm256_storeu_si256((__m256i *)(target + base), low);
        _mm256_storeu_si256((__m256i *)(target + base + 32), high);
        if (base + 64 == whole) {
            copy_tail(text, whole, length, target);
            ahead = target;
        }
        uint64_t bits = advance(ahead, base, masks_avx2(low, high), backslashes, &state);
        state.out = write_offsets(state.out, (uint32_t)base, bits);
    }
    if (base < length) {
        __m256i low = _mm256_loadu_si256((const __m256i *)(target + base));
        __m256i high = _mm256_loadu_si256((const __m256i *)(target + base + 32));
        block_masks masks = within(masks_avx2(low, high), length - base);
        state.out = write_offsets(state.out, (uint32_t)base, advance(target, base, masks, backslashes, &state));
    }
    return finish(state, length, quotes, backslashes);
}

AVX512 static inline block_masks masks_avx512(__m512i block) {
    block_masks masks;
    masks.quotes = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('"'));
    masks.backslashes = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('\\'));
    masks.controls = _mm512_cmplt_epu8_mask(block, _mm512_set1_epi8(0x20));
    masks.beyond_ascii = _mm512_movepi8_mask(block);
    return masks;
}

AVX512 static inline uint32_t *write_offsets_avx512(uint32_t *out, uint32_t base, uint64_t bits) {
    const __m512i places = _mm512_set_epi8(
        63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36,
        35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7,
        6, 5, 4, 3, 2, 1, 0);
    size_t count = (size_t)__builtin_popcountll(bits);
    __m512i packed = _mm512_maskz_compress_epi8(bits, places);
    __m512i start = _mm512_set1_epi32((int)base);
    _mm512_storeu_si512(out, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed)), start));
    if (__builtin_expect(count > 16, 0)) {
        for (size_t at = 16; at < count; at += 16) {
            // Shifts by whole 16-byte lanes, one at a time.
            packed = _mm512_maskz_shuffle_i64x2(0x3F, packed, packed, 0x39);
            _mm512_storeu_si512(
                out + at, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed)), start));
        }
    }
    return out + count;
}

AVX512 static cjson_scan_result scan_avx512(
    const uint8_t *text, size_t length, uint8_t *target, uint32_t *quotes, uint64_t *backslashes,
    uint32_t *escaped) {
    scan_state state = begin(quotes, escaped);
    size_t whole = length & ~(size_t)63, base = 0;
    if (whole == 0) copy_tail(text, 0, length, target);
    const uint8_t *ahead = text;
    for (; base < whole; base += 64) {
        __m512i block = _mm512_loadu_si512(text + base);
        _mm512_storeu_si512(target + base, block);
        if (base + 64 == whole) {
            copy_tail(text, whole, length, target);
            ahead = target;
        }
        uint64_t bits = advance(ahead, base, masks_avx512(block), backslashes, &state);
        state.out = write_offsets_avx512(state.out, (uint32_t)base, bits);
    }
    if (base < length) {
        block_masks masks = within(masks_avx512(_mm512_loadu_si512(target + base)), length - base);
        uint64_t bits = advance(target, base, masks, backslashes, &state);
        state.out = write_offsets_avx512(state.out, (uint32_t)base, bits);
    }
    return finish(state, length, quotes, backslashes);
}
#endif

cjson_scan_result cjson_scan(
    const uint8_t *text, size_t length, uint8_t *target, uint32_t *quotes, uint64_t *backslashes,
    uint32_t *escaped) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512bw")) {
        return scan_avx512(text, length, target, quotes, backslashes, escaped);
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) {
        return scan_avx2(text, length, target, quotes, backslashes, escaped);
    }
#endif
    return cjson_scan_portable(text, length, target, quotes, backslashes, escaped);
}
