/*
 * The runtime for C, and for whatever calls C: opens compiled tables, and decides cases that are JSON by decisions that
 * are JSON; or many cases at once, whose facts are columns. docs/embedding.md has a whole program for each.
 *
 * - Texts are UTF-8. Where a length goes with one, it does not count the zero at the end.
 * - A null argument is a mistake that is reported like others, unless a function says what it means.
 * - Any number of threads may decide by the same tables, and by the same plan, at once. Tables and plans are freed when
 *   no call uses them any more. What came of them belongs to the caller alone and does not need them.
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

/** How cases of one form are decided by the law of a day. It never changes. */
typedef struct proviso_plan proviso_plan;

/** What came of many cases. It never changes. */
typedef struct proviso_batch proviso_batch;

/**
 * Makes a plan. `form_json` says the day and the columns of the cases, in the form of docs/embedding.md ("Many cases"):
 * {"date": "2019-04-04", "columns": ["circumstances", "disobeyed CSL/art69/par1"]}. That takes from milliseconds to a
 * second; what the columns leave open is settled here and costs nothing later. The plan does not need the tables later.
 *
 * Returns null on failure; `error` then has one sentence for each mistake, each on a line.
 */
PROVISO_API proviso_plan *proviso_plan_make(const proviso_tables *tables, const char *form_json, size_t form_length,
                                            char *error, size_t error_size);

/**
 * The plan as JSON: the days of which it holds, how the cells of each column lie, and what holds in every case. It
 * lives as long as the plan. Of null it is empty.
 */
PROVISO_API const char *proviso_plan_text(const proviso_plan *plan);

/** Frees a plan. Null is fine. */
PROVISO_API void proviso_plan_free(proviso_plan *plan);

/** A column of cells, as many as there are cases, in the way in which the text of the plan says that they lie. */
typedef struct proviso_cells {
  const void *values;
  /** Bit i % 64 of word i / 64: the cell i is known. Null: all are. What is not known is not stated. */
  const uint64_t *known;
} proviso_cells;

/**
 * Decides many cases, by so many threads; 0: as many as there are processors. `cells` has one for each column of the
 * plan, and is not needed later. Returns null on failure, with a sentence in `error`. A cell that cannot be is no
 * failure: see PROVISO_INVALID.
 */
PROVISO_API proviso_batch *proviso_plan_decide(const proviso_plan *plan, const proviso_cells *cells, size_t columns,
                                               size_t cases, uint32_t threads, char *error, size_t error_size);

/**
 * One of the cases, decided alone: with what is missing, and with the amounts that hang on it. Never returns null.
 * `flags` as of proviso_decide.
 */
PROVISO_API proviso_result *proviso_plan_decide_one(const proviso_plan *plan, const proviso_cells *cells,
                                                    size_t columns, size_t row, uint32_t flags);

/** In place of a verdict: the case contradicts what the vocabulary says always holds. */
#define PROVISO_CONTRADICTORY UINT32_C(0xffffffff)
/** In place of a verdict: a cell has a value that it cannot have, or the day is not one of the plan's. */
#define PROVISO_INVALID UINT32_C(0xfffffffe)
/**
 * In place of a verdict: a comparison of what is known cannot be computed, as it is too large or divides by zero. The
 * case decided alone says which, and what else it comes to.
 */
#define PROVISO_NOT_COMPUTED UINT32_C(0xfffffffd)

/** The number of cases. Of null it is 0. */
PROVISO_API size_t proviso_batch_cases(const proviso_batch *batch);

/** By case, and one more: where its verdicts begin among those of all. They live as long as the batch. */
PROVISO_API const uint64_t *proviso_batch_offsets(const proviso_batch *batch);

/** The verdicts of all cases. Equal numbers are equal verdicts, whatever the batch. They live as long as the batch. */
PROVISO_API const uint32_t *proviso_batch_verdicts(const proviso_batch *batch);

/** Frees a batch. Null is fine. */
PROVISO_API void proviso_batch_free(proviso_batch *batch);

/**
 * What a verdict says: of one provision, that it applies and what it imposes. JSON, `proviso-decision/1`, without what
 * is missing; an amount that hangs on the case is a formula; a provision of whose matter nothing at all is known, which
 * other decisions leave out, has `"nothing_known": true`. It lives as long as the plan. Null: there is no such verdict.
 */
PROVISO_API const char *proviso_plan_verdict(const proviso_plan *plan, uint32_t verdict);

#ifdef __cplusplus
}
#endif

#endif
