// The pass with the wide instructions of x86-64.
#include "scan.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt")))
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,bmi2,popcnt,lzcnt")))

// A text that was received some time ago is not in the nearest cache, and is too short for the processor to notice in time
// that it is read from end to end. Past its end a prefetch does no harm.
#ifndef AHEAD
#define AHEAD 2048
#endif

static inline void prefetch(const uint8_t *at) { __builtin_prefetch(at, 0, 3); }

// MARK: UTF-8

// What can be wrong with two bytes in a row, a bit for each; found by three tables, by the halves of the first byte and
// the upper half of the second (after Keiser and Lemire, "Validating UTF-8 in less than one instruction per byte", 2021).
enum {
    LEAD_THEN_OTHER = 1 << 0,    // a lead, then no continuation
    ASCII_THEN_MORE = 1 << 1,    // ASCII, then a continuation
    OVERLONG_2 = 1 << 2,         // C0, C1
    OVERLONG_3 = 1 << 3,         // E0, then 80 to 9F
    SURROGATE = 1 << 4,          // ED, then A0 to BF
    BEYOND_LAST = 1 << 5,        // F4 or more, then 90 to BF
    BEYOND_OR_OVERLONG = 1 << 6, // F5 or more, then 80 to 8F; F0, then 80 to 8F
    TWO_MORE = 1 << 7,           // two continuations, which is right for a third or fourth byte
    ANY_LOW_HALF = LEAD_THEN_OTHER | ASCII_THEN_MORE | TWO_MORE,
    MORE = ASCII_THEN_MORE | OVERLONG_2 | TWO_MORE,
};

AVX2 static inline __m256i look_up(__m256i halves, __m128i table) {
    return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(table), halves);
}

// The faults of 32 bytes, each judged with the three before it.
AVX2 static inline __m256i utf8_faults(const uint8_t *at) {
    const __m128i first_upper = _mm_setr_epi8(
        ASCII_THEN_MORE, ASCII_THEN_MORE, ASCII_THEN_MORE, ASCII_THEN_MORE, ASCII_THEN_MORE, ASCII_THEN_MORE,
        ASCII_THEN_MORE, ASCII_THEN_MORE, (char)TWO_MORE, (char)TWO_MORE, (char)TWO_MORE, (char)TWO_MORE,
        LEAD_THEN_OTHER | OVERLONG_2, LEAD_THEN_OTHER, LEAD_THEN_OTHER | OVERLONG_3 | SURROGATE,
        LEAD_THEN_OTHER | BEYOND_LAST | BEYOND_OR_OVERLONG);
    const char beyond = (char)(ANY_LOW_HALF | BEYOND_LAST | BEYOND_OR_OVERLONG);
    const __m128i first_lower = _mm_setr_epi8(
        (char)(ANY_LOW_HALF | OVERLONG_2 | OVERLONG_3 | BEYOND_OR_OVERLONG), (char)(ANY_LOW_HALF | OVERLONG_2),
        (char)ANY_LOW_HALF, (char)ANY_LOW_HALF, (char)(ANY_LOW_HALF | BEYOND_LAST), beyond, beyond, beyond, beyond, beyond,
        beyond, beyond, beyond, (char)(beyond | SURROGATE), beyond, beyond);
    const __m128i second_upper = _mm_setr_epi8(
        LEAD_THEN_OTHER, LEAD_THEN_OTHER, LEAD_THEN_OTHER, LEAD_THEN_OTHER, LEAD_THEN_OTHER, LEAD_THEN_OTHER,
        LEAD_THEN_OTHER, LEAD_THEN_OTHER, (char)(MORE | OVERLONG_3 | BEYOND_OR_OVERLONG),
        (char)(MORE | OVERLONG_3 | BEYOND_LAST), (char)(MORE | SURROGATE | BEYOND_LAST),
        (char)(MORE | SURROGATE | BEYOND_LAST), LEAD_THEN_OTHER, LEAD_THEN_OTHER, LEAD_THEN_OTHER, LEAD_THEN_OTHER);
    const __m256i low_half = _mm256_set1_epi8(0x0F);
    __m256i here = _mm256_loadu_si256((const __m256i *)at);
    __m256i before = _mm256_loadu_si256((const __m256i *)(at - 1));
    __m256i faults = look_up(_mm256_and_si256(_mm256_srli_epi16(before, 4), low_half), first_upper);
    faults = _mm256_and_si256(faults, look_up(_mm256_and_si256(before, low_half), first_lower));
    faults = _mm256_and_si256(
        faults, look_up(_mm256_and_si256(_mm256_srli_epi16(here, 4), low_half), second_upper));
    // Third bytes have E0 or more two bytes before them, fourth bytes F0 or more three bytes before.
    __m256i third = _mm256_subs_epu8(
        _mm256_loadu_si256((const __m256i *)(at - 2)), _mm256_set1_epi8((char)(0xE0 - 0x80)));
    __m256i fourth = _mm256_subs_epu8(
        _mm256_loadu_si256((const __m256i *)(at - 3)), _mm256_set1_epi8((char)(0xF0 - 0x80)));
    __m256i must_be_more = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)TWO_MORE));
    return _mm256_xor_si256(faults, must_be_more);
}

// The first byte that is not UTF-8 in the blocks listed.
AVX2 static inline size_t broken_utf8(const scan_state *state, size_t length, cjson_scan_target target) {
    __m256i faults = _mm256_setzero_si256();
    for (const uint32_t *block = target.blocks; block < state->blocks; block++) {
        const uint8_t *at = target.text + *block;
        faults = _mm256_or_si256(faults, _mm256_or_si256(utf8_faults(at), utf8_faults(at + 32)));
    }
    if (_mm256_testz_si256(faults, faults)) return SIZE_MAX;
    return cjson_broken_utf8(target.text, target.blocks[0], length);
}

// MARK: AVX2

AVX2 static inline uint64_t bits_of(__m256i low, __m256i high) {
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

AVX2 static inline block_masks masks_avx2(const uint8_t *from, uint8_t *to) {
    const __m256i quote = _mm256_set1_epi8('"'), backslash = _mm256_set1_epi8('\\'), control = _mm256_set1_epi8(0x1F);
    __m256i low = _mm256_loadu_si256((const __m256i *)from), high = _mm256_loadu_si256((const __m256i *)(from + 32));
    _mm256_storeu_si256((__m256i *)to, low);
    _mm256_storeu_si256((__m256i *)(to + 32), high);
    block_masks masks;
    masks.quotes = bits_of(_mm256_cmpeq_epi8(low, quote), _mm256_cmpeq_epi8(high, quote));
    masks.backslashes = bits_of(_mm256_cmpeq_epi8(low, backslash), _mm256_cmpeq_epi8(high, backslash));
    masks.controls = bits_of(
        _mm256_cmpeq_epi8(_mm256_min_epu8(low, control), low),
        _mm256_cmpeq_epi8(_mm256_min_epu8(high, control), high));
    masks.beyond_ascii = bits_of(low, high);
    return masks;
}

// Writes four at a time, so that the number of bits is seldom guessed wrong.
AVX2 static inline uint32_t *write_avx2(uint32_t *out, size_t base, uint64_t bits, uint64_t flagged) {
    size_t count = (size_t)__builtin_popcountll(bits);
    for (size_t at = 0; at < count; at += 4) {
        for (size_t step = 0; step < 4; step++) {
            unsigned place = bits == 0 ? 0 : (unsigned)__builtin_ctzll(bits);
            out[at + step] = ((uint32_t)base + place) | (uint32_t)(flagged >> place & 1) << 31;
            bits &= bits - 1;
        }
    }
    return out + count;
}

AVX2 static inline __attribute__((always_inline)) void note_avx2(
    size_t base, block_masks masks, cjson_scan_target target, scan_state *state) {
    list_block(base, masks.beyond_ascii, state);
    if (is_plain(masks, state)) {
        state->quotes = write_avx2(state->quotes, base, masks.quotes, 0);
        return;
    }
    block_marks marks = advance(base, masks, target.quotes, state);
    state->quotes = write_avx2(state->quotes, base, marks.quotes, marks.closes_escaped);
    if (marks.escapes != 0) state->escapes = write_avx2(state->escapes, base, marks.escapes, 0);
}

AVX2 cjson_scan_result cjson_scan_avx2(const uint8_t *text, size_t length, cjson_scan_target target) {
    scan_state state = begin(target);
    for (size_t ahead = 0; ahead < AHEAD && ahead < length; ahead += BLOCK) prefetch(text + ahead);
    size_t base = 0;
    for (; base + BLOCK <= length; base += BLOCK) {
        prefetch(text + base + AHEAD);
        note_avx2(base, masks_avx2(text + base, target.text + base), target, &state);
    }
    copy_tail(text, base, length, target.text);
    if (base < length) {
        block_masks masks = masks_avx2(target.text + base, target.text + base);
        note_avx2(base, within(masks, length - base), target, &state);
    }
    cjson_scan_result result = finish(&state, length, target);
    result.broken_offset = broken_utf8(&state, length, target);
    return result;
}

// MARK: AVX-512

AVX512 static inline block_masks masks_avx512(const uint8_t *from, uint8_t *to) {
    __m512i block = _mm512_loadu_si512(from);
    _mm512_storeu_si512(to, block);
    block_masks masks;
    masks.quotes = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('"'));
    masks.backslashes = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('\\'));
    masks.controls = _mm512_cmplt_epu8_mask(block, _mm512_set1_epi8(0x20));
    masks.beyond_ascii = _mm512_movepi8_mask(block);
    return masks;
}

AVX512 static inline __m512i places_of_bytes(void) {
    return _mm512_set_epi8(
        63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36,
        35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7,
        6, 5, 4, 3, 2, 1, 0);
}

// Writes sixteen at a time: mostly that is all of them.
AVX512 static inline __attribute__((always_inline)) uint32_t *write_avx512(
    uint32_t *out, size_t base, uint64_t bits, uint64_t flagged) {
    const __m512i places = places_of_bytes();
    const __m512i flag_and_place = _mm512_set1_epi32((int)(CJSON_ESCAPED | (BLOCK - 1)));
    size_t count = (size_t)__builtin_popcountll(bits);
    // The flag is the top bit of a place, and stays the top bit as the place is widened.
    __m512i marked = _mm512_mask_blend_epi8(flagged, places, _mm512_or_si512(places, _mm512_set1_epi8((char)0x80)));
    __m512i packed = _mm512_maskz_compress_epi8(bits, marked);
    __m512i start = _mm512_set1_epi32((int)base);
    for (size_t at = 0;;) {
        __m512i wide = _mm512_and_si512(_mm512_cvtepi8_epi32(_mm512_castsi512_si128(packed)), flag_and_place);
        _mm512_storeu_si512(out + at, _mm512_add_epi32(wide, start));
        at += 16;
        if (__builtin_expect(at >= count, 1)) return out + count;
        packed = _mm512_shuffle_i64x2(packed, packed, 0x39);
    }
}

// The same without flags.
AVX512 static inline __attribute__((always_inline)) uint32_t *write_plain_avx512(
    uint32_t *out, size_t base, uint64_t bits) {
    size_t count = (size_t)__builtin_popcountll(bits);
    __m512i packed = _mm512_maskz_compress_epi8(bits, places_of_bytes());
    __m512i start = _mm512_set1_epi32((int)base);
    for (size_t at = 0;;) {
        __m512i wide = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed));
        _mm512_storeu_si512(out + at, _mm512_add_epi32(wide, start));
        at += 16;
        if (__builtin_expect(at >= count, 1)) return out + count;
        packed = _mm512_shuffle_i64x2(packed, packed, 0x39);
    }
}

AVX512 static inline __attribute__((always_inline)) void note_avx512(
    size_t base, block_masks masks, cjson_scan_target target, scan_state *state) {
    list_block(base, masks.beyond_ascii, state);
    if (is_plain(masks, state)) {
        state->quotes = write_plain_avx512(state->quotes, base, masks.quotes);
        return;
    }
    block_marks marks = advance(base, masks, target.quotes, state);
    state->quotes = write_avx512(state->quotes, base, marks.quotes, marks.closes_escaped);
    if (marks.escapes != 0) state->escapes = write_avx512(state->escapes, base, marks.escapes, 0);
}

AVX512 cjson_scan_result cjson_scan_avx512(const uint8_t *text, size_t length, cjson_scan_target target) {
    scan_state state = begin(target);
    for (size_t ahead = 0; ahead < AHEAD && ahead < length; ahead += BLOCK) prefetch(text + ahead);
    size_t base = 0;
    for (; base + BLOCK <= length; base += BLOCK) {
        prefetch(text + base + AHEAD);
        note_avx512(base, masks_avx512(text + base, target.text + base), target, &state);
    }
    copy_tail(text, base, length, target.text);
    if (base < length) {
        block_masks masks = masks_avx512(target.text + base, target.text + base);
        note_avx512(base, within(masks, length - base), target, &state);
    }
    cjson_scan_result result = finish(&state, length, target);
    result.broken_offset = broken_utf8(&state, length, target);
    return result;
}
#endif
