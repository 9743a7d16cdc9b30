#ifndef CORDON_CRE2_H
#define CORDON_CRE2_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled RE2 pattern. Owned by whoever called `cre2_compile`; safe to share between threads once compiled.
typedef struct cre2_pattern cre2_pattern;

/// Compiles `length` bytes of UTF-8 at `pattern`, with at most `memory_max` bytes for the program and its cache.
/// Returns null on failure and writes a NUL-terminated reason of at most `reason_size` bytes to `reason`.
cre2_pattern *_Nullable cre2_compile(
    const char *_Nonnull pattern, size_t length, size_t memory_max, char *_Nonnull reason, size_t reason_size);

/// Whether the pattern is found anywhere in the text. Time is linear in the text.
bool cre2_search(const cre2_pattern *_Nonnull pattern, const char *_Nullable text, size_t length);

/// The number of instructions that the pattern was compiled to: without its automaton of states, a search walks at most
/// so many for each byte.
int cre2_instruction_count(const cre2_pattern *_Nonnull pattern);

/// Frees a pattern.
void cre2_free(cre2_pattern *_Nonnull pattern);

#ifdef __cplusplus
}
#endif

#endif
