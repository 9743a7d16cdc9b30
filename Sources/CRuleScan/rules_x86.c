// Sixteen tests at a time, with the wide instructions of x86-64.
#include "rules.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512vl,bmi,bmi2,popcnt,lzcnt")))

enum { LANES = 16 };

// An alert as the tests need it: where it has few columns, all are held in two registers.
typedef struct {
    const crules_alert *alert;
    __m512i low, high;
    bool fits;
} held_alert;

AVX512 static inline held_alert hold(const crules_alert *alert) {
    held_alert held = {alert, _mm512_loadu_si512(alert->columns), _mm512_loadu_si512(alert->columns + LANES), false};
    held.fits = alert->column_count <= 2 * LANES;
    return held;
}

AVX512 static inline __m512i values(const held_alert *held, __m512i tests) {
    __m512i columns = _mm512_and_si512(_mm512_srli_epi32(tests, COLUMN_SHIFT), _mm512_set1_epi32(COLUMN_MASK));
    if (held->fits) return _mm512_permutex2var_epi32(held->low, columns, held->high);
    return _mm512_i32gather_epi32(columns, held->alert->columns, 4);
}

// Which tests hold; none that is a long one.
AVX512 static inline __mmask16 outcomes(const held_alert *held, __m512i tests, __mmask16 lanes) {
    __m512i kinds = _mm512_srli_epi32(tests, KIND_SHIFT);
    __m512i operands = _mm512_and_si512(tests, _mm512_set1_epi32(OPERAND_MASK));
    __mmask16 sets = _mm512_cmpeq_epu32_mask(kinds, _mm512_set1_epi32(KIND_OF_SETS));
    __mmask16 ranked = _mm512_mask_cmpgt_epu32_mask(lanes, kinds, _mm512_set1_epi32(KIND_OF_SETS));
    __m512i found = values(held, tests);
    __m512i others = operands;
    if (ranked != 0) {
        __m512i places = _mm512_and_si512(operands, _mm512_set1_epi32((int)held->alert->rank_mask));
        others = _mm512_mask_i32gather_epi32(operands, ranked, places, held->alert->ranks, 4);
    }
    __m512i results = _mm512_or_si512(
        _mm512_maskz_set1_epi32(_mm512_cmpgt_epu32_mask(found, others), 1),
        _mm512_maskz_set1_epi32(_mm512_cmplt_epu32_mask(found, others), 2));
    __m512i places =
        _mm512_min_epu32(_mm512_sub_epi32(found, _mm512_set1_epi32(FIRST_TEXT)), _mm512_set1_epi32(SET_SIZE));
    __m512i bits = _mm512_mask_mov_epi32(kinds, sets, operands);
    __m512i shifts = _mm512_mask_mov_epi32(results, sets, places);
    return _mm512_mask_test_epi32_mask(lanes, _mm512_srlv_epi32(bits, shifts), _mm512_set1_epi32(1));
}

AVX512 static inline __mmask16 first_lanes(size_t count) {
    return count >= LANES ? (__mmask16)0xFFFF : (__mmask16)((1u << count) - 1);
}

AVX512 static inline void store(uint32_t *to, __mmask16 lanes, __m512i words) {
    _mm512_storeu_si512(to, _mm512_maskz_compress_epi32(lanes, words));
}

AVX512 size_t crules_find_runs_avx512(
    const crules_alert *alert, const uint32_t *runs, size_t count, uint32_t *begins, uint32_t *ends) {
    const __m512i even = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    const __m512i odd = _mm512_add_epi32(even, _mm512_set1_epi32(1));
    held_alert held = hold(alert);
    __m512i before = _mm512_set1_epi32((int)runs[-1]);
    size_t found = 0;
    for (size_t at = 0; at < count; at += LANES) {
        size_t left = count - at, words = left * 2;
        __m512i low = _mm512_maskz_loadu_epi32(first_lanes(words), runs + at * 2);
        __m512i high = _mm512_maskz_loadu_epi32(
            first_lanes(words < LANES ? 0 : words - LANES), runs + at * 2 + LANES);
        __m512i tests = _mm512_permutex2var_epi32(low, even, high);
        __m512i marks = _mm512_permutex2var_epi32(low, odd, high);
        __mmask16 holds = outcomes(&held, tests, first_lanes(left));
        // Each begins where the one before ends.
        store(begins + found, holds, _mm512_alignr_epi32(marks, before, LANES - 1));
        store(ends + found, holds, marks);
        found += (size_t)_mm_popcnt_u32(holds);
        before = marks;
    }
    return found;
}

// Which tests hold or are long ones; the long ones are added to `any_long`.
AVX512 static inline __mmask16 possible(
    const held_alert *held, const uint32_t *list, __mmask16 lanes, __m512i *tests, __mmask16 *any_long) {
    *tests = _mm512_maskz_loadu_epi32(lanes, list);
    if (_mm512_mask_cmpneq_epu32_mask(lanes, *tests, _mm512_set1_epi32((int)ALWAYS)) == 0) return lanes;
    __mmask16 is_long = _mm512_mask_cmplt_epu32_mask(lanes, *tests, _mm512_set1_epi32((int)FIRST_SHORT));
    *any_long |= is_long;
    return outcomes(held, *tests, lanes) | is_long;
}

AVX512 crules_counts crules_test_records_avx512(
    const crules_alert *alert, const crules_records *records, size_t count, uint32_t *matching,
    const crules_records *pending) {
    held_alert held = hold(alert);
    crules_counts counts = {0, 0};
    for (size_t at = 0; at < count; at += LANES) {
        __mmask16 lanes = first_lanes(count - at), any_long = 0;
        __m512i first, second, third;
        __mmask16 holds = possible(&held, records->first + at, lanes, &first, &any_long);
        holds &= possible(&held, records->second + at, lanes, &second, &any_long);
        holds &= possible(&held, records->third + at, lanes, &third, &any_long);
        __m512i rules = _mm512_maskz_loadu_epi32(lanes, records->rules + at);
        __mmask16 here = (__mmask16)(holds & ~any_long), later = holds & any_long;
        store(matching + counts.matching, here, rules);
        store(pending->rules + counts.pending, later, rules);
        store(pending->first + counts.pending, later, first);
        store(pending->second + counts.pending, later, second);
        store(pending->third + counts.pending, later, third);
        counts.matching += (size_t)_mm_popcnt_u32(here);
        counts.pending += (size_t)_mm_popcnt_u32(later);
    }
    return counts;
}
#endif
