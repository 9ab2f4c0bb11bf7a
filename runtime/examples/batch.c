#include "proviso/proviso.h"

#include <stdio.h>
#include <string.h>

/* batch TABLES: decides two cases at once, and prints their verdicts and the whole decision of the second. */
int main(int argc, char **argv) {
  char error[1024];
  if (argc != 2) return 2;
  proviso_tables *tables = proviso_tables_open(argv[1], error, sizeof error);
  if (!tables) {
    fprintf(stderr, "%s: %s\n", argv[1], error);
    return 2;
  }

  /* Once for the columns that cases have, and the law of a day. */
  const char *form = "{ \"date\": \"2019-04-04\", \"columns\": [\n"
                     "  { \"column\": \"subject\", \"subjects\": [[\"network_operator\", \"unit\"]] },\n"
                     "  \"obstructs_inspection\", \"circumstances\" ] }";
  proviso_plan *plan = proviso_plan_make(tables, form, strlen(form), error, sizeof error);
  proviso_tables_free(tables);
  if (!plan) {
    fputs(error, stderr);
    return 1;
  }

  /* How cells lie stands in proviso_plan_text(plan): serious is 2, the third of the circumstances. */
  const uint16_t subject[] = {0, 0};
  const uint8_t obstructs[] = {1, 1}, circumstances[] = {2, 0};
  const uint64_t known[] = {1}; /* the second case does not say */
  const proviso_cells cells[] = {{subject, NULL}, {obstructs, NULL}, {circumstances, known}};
  proviso_batch *batch = proviso_plan_decide(plan, cells, 3, 2, 0, error, sizeof error);
  if (!batch) {
    fprintf(stderr, "%s\n", error);
    return 1;
  }

  for (size_t i = 0; i < proviso_batch_cases(batch); ++i)
    for (uint64_t v = proviso_batch_offsets(batch)[i]; v < proviso_batch_offsets(batch)[i + 1]; ++v) {
      const char *verdict = proviso_plan_verdict(plan, proviso_batch_verdicts(batch)[v]);
      printf("case %u: %s", (unsigned)i, verdict ? verdict : "contradictory, or a cell that cannot be\n");
    }
  proviso_batch_free(batch);

  proviso_result *second = proviso_plan_decide_one(plan, cells, 3, 1, 0);
  fputs(proviso_result_text(second), stdout);
  proviso_result_free(second);
  proviso_plan_free(plan);
  return 0;
}
