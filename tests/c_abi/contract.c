/*
 * The contract of proviso.h, from C.
 * usage: contract TABLES FOLDER              everything but the next
 *        contract TABLES FOLDER memory       what happens when there is not enough of it
 */
#include "proviso/proviso.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures = 0;

static void fail(int line, const char *wanted, const char *got) {
  fprintf(stderr, "line %d: wanted \"%s\", got \"%s\"\n", line, wanted, got);
  ++failures;
}

#define CHECK(condition) ((condition) ? (void)0 : fail(__LINE__, #condition, "no"))
#define CHECK_TEXT(got, wanted) check_text(__LINE__, got, wanted)
/* Decides, and looks whether the result is a decision and has a text in it. */
#define CHECK_DECISION(tables, json, flags, part) check_decision(__LINE__, tables, json, flags, part)
/* Decides, and looks whether the result is these errors, or begins with them where a text ends with "...". */
#define CHECK_ERRORS(tables, json, flags, wanted) check_errors(__LINE__, tables, json, flags, wanted)

static void check_text(int line, const char *got, const char *wanted) {
  if (strcmp(got, wanted) != 0) fail(line, wanted, got);
}

static void check_decision(int line, const proviso_tables *tables, const char *json, uint32_t flags, const char *part) {
  proviso_result *result = proviso_decide(tables, json, strlen(json), flags);
  const char *text = proviso_result_text(result);
  if (!proviso_result_is_decision(result)) fail(line, "a decision", text);
  if (!strstr(text, "\"format\": \"proviso-decision/1\"")) fail(line, "the format", text);
  if (!strstr(text, part)) fail(line, part, text);
  if (proviso_result_length(result) != strlen(text)) fail(line, "the length of the text", text);
  proviso_result_free(result);
}

static void check_errors(int line, const proviso_tables *tables, const char *json, uint32_t flags, const char *wanted) {
  proviso_result *result = proviso_decide(tables, json, json ? strlen(json) : 0, flags);
  const char *text = proviso_result_text(result);
  const char *dots = strstr(wanted, "...");
  if (proviso_result_is_decision(result)) fail(line, "no decision", text);
  if (dots ? strncmp(text, wanted, (size_t)(dots - wanted)) != 0 : strcmp(text, wanted) != 0) fail(line, wanted, text);
  if (proviso_result_length(result) != strlen(text)) fail(line, "the length of the text", text);
  if (!*text || text[strlen(text) - 1] != '\n') fail(line, "a last line with its end", text);
  proviso_result_free(result);
}

/* The bytes of the table file, with room for more. */
static char bytes[1 << 22];
static size_t size;

static void read_tables(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) {
    perror(path);
    exit(2);
  }
  size = fread(bytes, 1, sizeof bytes, file);
  fclose(file);
  CHECK(size < sizeof bytes);
}

static void versions(void) {
  char wanted[64];
  CHECK(strchr(proviso_version(), '.') != NULL);
  /* The version of the file stands after its eight first bytes, little-endian. */
  CHECK(proviso_layout_version() == (uint32_t)(unsigned char)bytes[8]);
  bytes[8] = (char)(bytes[8] + 1);
  {
    char error[256];
    sprintf(wanted, "this table file has format %u, ", (unsigned)proviso_layout_version() + 1);
    CHECK(!proviso_tables_load(bytes, size, error, sizeof error));
    CHECK(strncmp(error, wanted, strlen(wanted)) == 0);
  }
  bytes[8] = (char)(bytes[8] - 1);
}

static void opening(const char *path, const char *folder) {
  char error[256] = "something from before";
  char missing[4096];
  proviso_tables *tables = proviso_tables_open(path, error, sizeof error);
  CHECK(tables != NULL);
  CHECK_TEXT(error, "");
  proviso_tables_free(tables);
  tables = proviso_tables_open(path, NULL, 0);
  CHECK(tables != NULL);
  proviso_tables_free(tables);
  proviso_tables_free(NULL);

  CHECK(!proviso_tables_open(NULL, error, sizeof error));
  CHECK_TEXT(error, "there is no path: it is null");
  sprintf(missing, "%.4000s/nowhere", folder);
  CHECK(!proviso_tables_open(missing, error, sizeof error));
  CHECK_TEXT(error, "there is no such file");
  CHECK(!proviso_tables_open(folder, error, sizeof error));
  CHECK_TEXT(error, "this is a folder");
  CHECK(!proviso_tables_open(folder, NULL, 0));

  /* A sentence that is too long is cut, within bounds. */
  strcpy(error, "xxxxxxxxxxxxxxx");
  CHECK(!proviso_tables_open(folder, error, 8));
  CHECK_TEXT(error, "this is");
  CHECK(error[8] == 'x');
  CHECK(!proviso_tables_open(folder, error, 1));
  CHECK_TEXT(error, "");
}

static void loading(void) {
  char error[256];
  proviso_tables *tables = proviso_tables_load(bytes, size, error, sizeof error);
  CHECK(tables != NULL);
  CHECK_TEXT(error, "");
  proviso_tables_free(tables);

  CHECK(!proviso_tables_load(NULL, 0, error, sizeof error));
  CHECK_TEXT(error, "there are no bytes: they are null");
  CHECK(!proviso_tables_load(bytes, 0, error, sizeof error));
  CHECK_TEXT(error, "this is not a Proviso table file");
  CHECK(!proviso_tables_load("{}", 2, error, sizeof error));
  CHECK_TEXT(error, "this is not a Proviso table file");
  CHECK(!proviso_tables_load(bytes, 100, error, sizeof error));
  CHECK_TEXT(error, "this table file is truncated: its section table is not whole");
  CHECK(!proviso_tables_load(bytes, size / 2, error, sizeof error));
  CHECK(strncmp(error, "this table file is truncated: section ", 38) == 0);
  bytes[size / 2] = (char)(bytes[size / 2] ^ 1);
  CHECK(!proviso_tables_load(bytes, size, error, sizeof error));
  CHECK(strstr(error, " of this table file is damaged: its checksum does not agree") != NULL);
  bytes[size / 2] = (char)(bytes[size / 2] ^ 1);
}

static void deciding(const proviso_tables *tables) {
  const char *serious = "{\"date\": \"2018-12-01\", \"subject\": [\"internet_service_provider\", \"unit\"],"
                        " \"facts\": {\"fails_security_management_duties\": true, \"ordered_to_correct\": true,"
                        " \"refuses_to_correct\": true, \"user_information_leaked\": true,"
                        " \"circumstances\": {\"CL/art286-1\": \"serious\"}}}";
  proviso_result *result;
  CHECK_DECISION(tables, serious, 0, "\"id\": \"CL/art286-1/par2\",\n      \"status\": \"applies\"");
  CHECK_DECISION(tables, serious, PROVISO_EXPLAIN,
                 "\"text\": \"commits preceding paragraph\",\n          \"holds\": \"true\"");
  result = proviso_decide(tables, serious, strlen(serious), 0);
  CHECK(!strstr(proviso_result_text(result), "because"));
  proviso_result_free(result);
  CHECK_DECISION(tables, "{\"date\": \"2018-12-01\"}", 0, "\"sanctions\": []");
  /* The length counts, and nothing else ends the text. */
  result = proviso_decide(tables, "{\"date\": \"2018-12-01\"} and more", 22, 0);
  CHECK(proviso_result_is_decision(result));
  proviso_result_free(result);
  CHECK_DECISION(tables,
                 "{\"date\": \"2018-12-01\", \"facts\": {\"ordered_to_correct\": false, \"refuses_to_correct\": true}}",
                 0, "\"contradictory\": true,\n  \"provisions\": [],\n  \"sanctions\": []");
}

static void errors(const proviso_tables *tables) {
  proviso_result *result;
  CHECK_ERRORS(tables, "", 0, "the case is not valid JSON: parse error...");
  CHECK_ERRORS(tables, "{\"date\": ", 0, "the case is not valid JSON: parse error at line 1, column 10...");
  CHECK_ERRORS(tables, "[[[[[[[[[[[[[[[[[[[[", 0, "the case is not valid JSON: nested more than 16 deep\n");
  CHECK_ERRORS(tables, "[]", 0, "a case is a JSON object\n");
  CHECK_ERRORS(tables, "{}", 0, "the case does not say on which `date` the act was done\n");
  CHECK_ERRORS(tables, "{\"date\": \"2018-12-01\", \"facts\": {\"obstructs_inspecton\": true}}", 0,
               "there is no fact `obstructs_inspecton`; did you mean `obstructs_inspection`?\n");
  CHECK_ERRORS(tables, "{\"date\": \"2018-12-01\", \"facts\": {\"illegal_gains\": 5}, \"subject\": [\"wizard\"]}", 0,
               "there is no role or form `wizard`\n"
               "`illegal_gains` must be a sum with its currency, as in \"120000.00 CNY\"\n");
  /* A sentence is one line of UTF-8, whatever the names. */
  CHECK_ERRORS(tables, "{\"date\": \"2018-12-01\", \"subject\": [\"a\\nb\\u0000c\xc3\xa4\"]}", 0,
               "there is no role or form `a\\u000ab\\u0000c\xc3\xa4`\n");
  CHECK_ERRORS(tables, "{\"date\": \"2018-12-01\", \"subject\": [\"\xff\"]}", 0,
               "the case is not valid JSON: parse error...");
  result = proviso_decide(tables, "\"\xff\"", 3, 0);
  CHECK(!strchr(proviso_result_text(result), '\xff'));
  proviso_result_free(result);

  CHECK_ERRORS(NULL, "{}", 0, "there are no tables: they are null\n");
  CHECK_ERRORS(tables, NULL, 0, "there is no case: it is null\n");
  CHECK_ERRORS(NULL, NULL, 6,
               "there are no tables: they are null\nthere is no case: it is null\nthere is no flag 0x6\n");
  CHECK(proviso_result_is_decision(NULL) == 0);
  CHECK_TEXT(proviso_result_text(NULL), "");
  CHECK(proviso_result_length(NULL) == 0);
  proviso_result_free(NULL);

  /* No text is so long: the standard library throws, and that stays inside. */
  result = proviso_decide(tables, "{}", SIZE_MAX / 2 + 1, 0);
  CHECK_TEXT(proviso_result_text(result), "out of memory\n");
  proviso_result_free(result);
}

/* A result outlives the tables. */
static void owning(const char *path) {
  proviso_tables *tables = proviso_tables_open(path, NULL, 0);
  proviso_result *result = proviso_decide(tables, "{\"date\": \"2018-12-01\"}", 22, 0);
  proviso_tables_free(tables);
  CHECK(strstr(proviso_result_text(result), "\"date\": \"2018-12-01\"") != NULL);
  proviso_result_free(result);
}

static proviso_plan *plan_of(const proviso_tables *tables, const char *form, char *error, size_t error_size) {
  return proviso_plan_make(tables, form, form ? strlen(form) : 0, error, error_size);
}

static void refused(int line, const proviso_tables *tables, const char *form, const char *wanted) {
  char error[512];
  const char *dots = strstr(wanted, "...");
  if (plan_of(tables, form, error, sizeof error)) fail(line, "no plan", form);
  if (dots ? strncmp(error, wanted, (size_t)(dots - wanted)) != 0 : strcmp(error, wanted) != 0)
    fail(line, wanted, error);
}

/* Many cases. Everything outlives what it came from, but a verdict its plan. */
static void planning(const char *path) {
  char error[512] = "something from before";
  const uint8_t obstructs[] = {1, 1, 0, 9}, circumstances[] = {1, 0, 0, 0};
  const uint64_t known[] = {13}; /* not the second one */
  proviso_cells cells[2];
  proviso_batch *batch;
  proviso_result *result;
  size_t i, seen = 0;
  proviso_tables *tables = proviso_tables_open(path, NULL, 0);
  proviso_plan *plan;

  refused(__LINE__, NULL, "{}", "there are no tables: they are null\n");
  refused(__LINE__, tables, NULL, "there is no form: it is null\n");
  refused(__LINE__, tables, "[]", "a form is a JSON object\n");
  refused(__LINE__, tables, "{\"date\": 3", "the form is not valid JSON: parse error...");
  refused(__LINE__, tables, "{\"date\": \"2019-04-04\", \"columns\": {}}", "`columns` must be a list\n");
  refused(__LINE__, tables, "{\"date\": \"2019-04-04\", \"columns\": [3, {\"colum\": \"date\"}, \"subject\"]}",
          "a column is a name, or an object with one as its `column`\n"
          "a column is a name, or an object with one as its `column`\n"
          "the column `subject` must have `subjects`, a list that has a list of roles and forms for each\n");
  refused(__LINE__, tables,
          "{\"date\": \"2019-04-04\", \"columns\": [\"obstructs_inspections\", \"violates CSL/art999\"]}",
          "column `obstructs_inspections` is no fact; did you mean `obstructs_inspection`?\n");
  refused(__LINE__, tables,
          "{\"date\": \"2019-04-04\", \"columns\": [\"obstructs_inspection\", \"obstructs_inspection\"]}",
          "two columns ...");

  plan = plan_of(tables, "{\"date\": \"2019-04-04\", \"columns\": [\"obstructs_inspection\", \"circumstances\"]}",
                 error, sizeof error);
  CHECK_TEXT(error, "");
  proviso_tables_free(tables);
  if (!plan) {
    CHECK(plan != NULL);
    return;
  }
  CHECK(strstr(proviso_plan_text(plan), "\"cells\": \"uint8\"") != NULL);
  cells[0].values = obstructs;
  cells[0].known = NULL;
  cells[1].values = circumstances;
  cells[1].known = known;
  batch = proviso_plan_decide(plan, cells, 2, 4, 2, error, sizeof error);
  CHECK_TEXT(error, "");
  CHECK(proviso_batch_cases(batch) == 4);
  CHECK(proviso_batch_offsets(batch)[0] == 0);
  for (i = 0; i < 4; ++i) {
    uint64_t v = proviso_batch_offsets(batch)[i];
    const uint64_t end = proviso_batch_offsets(batch)[i + 1];
    CHECK(v <= end);
    result = proviso_plan_decide_one(plan, cells, 2, i, 0);
    CHECK(proviso_result_is_decision(result) == (i != 3));
    for (; v < end; ++v) {
      const uint32_t verdict = proviso_batch_verdicts(batch)[v];
      if (i == 3) {
        CHECK(verdict == PROVISO_INVALID);
        CHECK(!proviso_plan_verdict(plan, verdict));
        CHECK_TEXT(proviso_result_text(result),
                   "a cell has a value that it cannot have, or the day is not one of the plan's\n");
        continue;
      }
      ++seen;
      CHECK(strstr(proviso_plan_verdict(plan, verdict), "\"format\": \"proviso-decision/1\"") != NULL);
      CHECK(proviso_plan_verdict(plan, verdict) == proviso_plan_verdict(plan, verdict));
    }
    proviso_result_free(result);
  }
  CHECK(seen != 0);
  CHECK(!proviso_plan_verdict(plan, 0x7fffffff));
  CHECK(!proviso_plan_verdict(plan, PROVISO_CONTRADICTORY));
  CHECK(!proviso_plan_verdict(NULL, 0));

  CHECK(!proviso_plan_decide(plan, cells, 1, 4, 1, error, sizeof error));
  CHECK_TEXT(error, "1 columns; the plan has 2");
  CHECK(!proviso_plan_decide(plan, NULL, 2, 4, 1, error, sizeof error));
  CHECK_TEXT(error, "there are no columns: they are null");
  CHECK(!proviso_plan_decide(NULL, cells, 2, 4, 1, NULL, 0));
  cells[1].values = NULL;
  CHECK(!proviso_plan_decide(plan, cells, 2, 4, 1, error, sizeof error));
  CHECK_TEXT(error, "column 1 has no cells: they are null");
  result = proviso_plan_decide_one(plan, cells, 2, 0, 4);
  CHECK_TEXT(proviso_result_text(result), "column 1 has no cells: they are null\nthere is no flag 0x4\n");
  proviso_result_free(result);
  proviso_plan_free(plan);
  CHECK(proviso_batch_cases(batch) == 4);
  CHECK(proviso_batch_verdicts(batch)[proviso_batch_offsets(batch)[3]] == PROVISO_INVALID);
  proviso_batch_free(batch);

  proviso_plan_free(NULL);
  proviso_batch_free(NULL);
  CHECK_TEXT(proviso_plan_text(NULL), "");
  CHECK(proviso_batch_cases(NULL) == 0);
  CHECK(!proviso_batch_offsets(NULL));
  CHECK(!proviso_batch_verdicts(NULL));
}

/* No memory has so many bytes: they are asked for before any is read. */
static void memory(const proviso_tables *tables) {
  char error[256];
  proviso_result *result = proviso_decide(tables, "{}", SIZE_MAX / 4, 0);
  CHECK(!proviso_result_is_decision(result));
  CHECK_TEXT(proviso_result_text(result), "out of memory\n");
  proviso_result_free(result);
  CHECK(!proviso_tables_load("", SIZE_MAX / 4, error, sizeof error));
  CHECK_TEXT(error, "out of memory");
}

int main(int argc, char **argv) {
  proviso_tables *tables;
  if (argc < 3) return 2;
  read_tables(argv[1]);
  tables = proviso_tables_open(argv[1], NULL, 0);
  CHECK(tables != NULL);
  if (argc > 3) {
    memory(tables);
  } else {
    versions();
    opening(argv[1], argv[2]);
    loading();
    deciding(tables);
    errors(tables);
    owning(argv[1]);
    planning(argv[1]);
  }
  proviso_tables_free(tables);
  if (failures == 0) puts("the C functions keep their contract");
  return failures != 0;
}
