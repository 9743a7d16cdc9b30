// A C face for RE2 (linear-time regular expressions), as narrow as Cordon needs it.
#include "CRE2.h"

#include <re2/re2.h>

#include <cstring>
#include <new>

struct cre2_pattern {
    re2::RE2 expression;
    cre2_pattern(const re2::StringPiece &text, const re2::RE2::Options &options) : expression(text, options) {}
};

extern "C" cre2_pattern *cre2_compile(
    const char *pattern, size_t length, size_t memory_max, char *reason, size_t reason_size) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(static_cast<int64_t>(memory_max));
    auto *compiled = new (std::nothrow) cre2_pattern(re2::StringPiece(pattern, length), options);
    if (compiled != nullptr && compiled->expression.ok()) return compiled;
    const char *why = compiled == nullptr ? "out of memory" : compiled->expression.error().c_str();
    if (reason_size > 0) {
        std::strncpy(reason, why, reason_size - 1);
        reason[reason_size - 1] = '\0';
    }
    delete compiled;
    return nullptr;
}

extern "C" bool cre2_search(const cre2_pattern *pattern, const char *text, size_t length) {
    return re2::RE2::PartialMatch(re2::StringPiece(text, length), pattern->expression);
}

extern "C" int cre2_instruction_count(const cre2_pattern *pattern) { return pattern->expression.ProgramSize(); }

extern "C" void cre2_free(cre2_pattern *pattern) { delete pattern; }
