// The tests one by one, and the choice of a way. Swift cannot reach the instructions that the other way takes, so this
// much is C.
#include "rules.h"

// 1 where a test holds, 0 where not or where it is a long one. No branch depends on the test or the alert: either is
// anyone's guess.
static inline uint32_t outcome(const crules_alert *alert, uint32_t test) {
    uint32_t kind = test >> KIND_SHIFT, operand = test & OPERAND_MASK;
    uint32_t value = alert->columns[test >> COLUMN_SHIFT & COLUMN_MASK];
    uint32_t other = kind > KIND_OF_SETS ? alert->ranks[operand & alert->rank_mask] : operand;
    uint32_t result = (uint32_t)(value > other) | (uint32_t)(value < other) << 1;
    uint32_t place = value - FIRST_TEXT < SET_SIZE ? value - FIRST_TEXT : SET_SIZE;
    uint32_t bits = kind == KIND_OF_SETS ? operand : kind;
    return bits >> (kind == KIND_OF_SETS ? place : result) & 1;
}

static size_t find_runs_portable(
    const crules_alert *alert, const uint32_t *runs, size_t count, uint32_t *begins, uint32_t *ends) {
    size_t found = 0;
    for (const uint32_t *run = runs; run < runs + count * 2; run += 2) {
        begins[found] = run[-1];
        ends[found] = run[1];
        found += outcome(alert, run[0]);
    }
    return found;
}

static inline uint32_t is_long(uint32_t test) { return test < FIRST_SHORT; }

static crules_counts test_records_portable(
    const crules_alert *alert, const crules_records *records, size_t count, uint32_t *matching,
    const crules_records *pending) {
    crules_counts counts = {0, 0};
    for (size_t at = 0; at < count; at++) {
        uint32_t first = records->first[at], second = records->second[at], third = records->third[at];
        uint32_t holds = (outcome(alert, first) | is_long(first)) & (outcome(alert, second) | is_long(second)) &
                         (outcome(alert, third) | is_long(third));
        uint32_t any_long = is_long(first) | is_long(second) | is_long(third);
        matching[counts.matching] = records->rules[at];
        counts.matching += holds & ~any_long;
        pending->rules[counts.pending] = records->rules[at];
        pending->first[counts.pending] = first;
        pending->second[counts.pending] = second;
        pending->third[counts.pending] = third;
        counts.pending += holds & any_long;
    }
    return counts;
}

// MARK: Choosing a way

bool crules_has(crules_way way) {
#if defined(__x86_64__)
    if (way == CRULES_AVX512) return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl");
#endif
    return way == CRULES_PORTABLE;
}

size_t crules_find_runs(
    crules_way way, const crules_alert *alert, const uint32_t *runs, size_t count, uint32_t *begins, uint32_t *ends) {
#if defined(__x86_64__)
    if (way == CRULES_AVX512) return crules_find_runs_avx512(alert, runs, count, begins, ends);
#endif
    (void)way;
    return find_runs_portable(alert, runs, count, begins, ends);
}

crules_counts crules_test_records(
    crules_way way, const crules_alert *alert, const crules_records *records, size_t count, uint32_t *matching,
    const crules_records *pending) {
#if defined(__x86_64__)
    if (way == CRULES_AVX512) return crules_test_records_avx512(alert, records, count, matching, pending);
#endif
    (void)way;
    return test_records_portable(alert, records, count, matching, pending);
}
