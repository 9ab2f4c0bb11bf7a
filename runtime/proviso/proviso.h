/*
 * The runtime for C, and for whatever calls C: opens compiled tables, and decides cases that are JSON by decisions that
 * are JSON. docs/embedding.md has a whole program.
 *
 * - Texts are UTF-8. Where a length goes with one, it does not count the zero at the end.
 * - A null argument is a mistake that is reported like others, unless a function says what it means.
 * - Any number of threads may decide by the same tables at once. Tables are freed when no call uses them any more.
 *   A result belongs to the caller alone and does not need the tables that it came from.
 * - No C++ exception leaves a function. A mistake of the library itself ends the program by an assert.
 */
#ifndef PROVISO_PROVISO_H
#define PROVISO_PROVISO_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define PROVISO_API __attribute__((visibility("default")))
#else
#define PROVISO_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** Compiled tables: a file `tables.proviso` that was found whole. They never change. */
typedef struct proviso_tables proviso_tables;

/** What came of a case: a decision, or why there is none. It never changes. */
typedef struct proviso_result proviso_result;

/** The version of this library, as in "0.1.0". */
PROVISO_API const char *proviso_version(void);

/** The version of the format of the table files that this library reads; it refuses others. */
PROVISO_API uint32_t proviso_layout_version(void);

/**
 * Opens a table file. It is mapped and not copied, so it must stay as it is until the tables are freed: whoever
 * replaces it writes another beside it and renames.
 *
 * Returns null on failure. `error` then has one sentence that says why, and does not name the path; on success it is
 * empty. A sentence that is longer than `error_size - 1` bytes is cut; with `error_size` 0, `error` may be null.
 */
PROVISO_API proviso_tables *proviso_tables_open(const char *path, char *error, size_t error_size);

/** The same with the bytes of a table file, which are copied. */
PROVISO_API proviso_tables *proviso_tables_load(const void *bytes, size_t size, char *error, size_t error_size);

/** Frees tables. Null is fine. */
PROVISO_API void proviso_tables_free(proviso_tables *tables);

/** A flag of proviso_decide: the decision says, of every provision, which of its statements hold. */
#define PROVISO_EXPLAIN UINT32_C(1)

/**
 * Decides a case. `case_json` has `case_length` bytes, in the form of docs/cli.md ("Case files"); it needs no zero at
 * the end. `flags` is 0 or PROVISO_EXPLAIN.
 *
 * Never returns null. The result is a decision, or says what is wrong with the case or with the call. A case that
 * contradicts itself has a decision too, with `"contradictory": true` and empty lists.
 */
PROVISO_API proviso_result *proviso_decide(const proviso_tables *tables, const char *case_json, size_t case_length,
                                           uint32_t flags);

/** 1: the text is a decision. 0: the text is errors; or the result is null. */
PROVISO_API int proviso_result_is_decision(const proviso_result *result);

/**
 * A decision: JSON, `proviso-decision/1` of docs/cli.md. Else errors, one sentence a line, each line with its end.
 * The text ends with a zero and has none inside. It lives as long as the result. Of null it is empty.
 */
PROVISO_API const char *proviso_result_text(const proviso_result *result);

/** The number of bytes of the text. Of null it is 0. */
PROVISO_API size_t proviso_result_length(const proviso_result *result);

/** Frees a result. Null is fine. */
PROVISO_API void proviso_result_free(proviso_result *result);

#ifdef __cplusplus
}
#endif

#endif
