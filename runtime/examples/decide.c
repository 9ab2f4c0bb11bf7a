#include "proviso/proviso.h"

#include <stdio.h>

/* decide TABLES CASE: prints the decision as JSON. */
int main(int argc, char **argv) {
  static char text[1 << 20];
  char error[256];
  if (argc != 3) return 2;

  FILE *file = fopen(argv[2], "rb");
  if (!file) {
    perror(argv[2]);
    return 2;
  }
  size_t length = fread(text, 1, sizeof text, file);
  fclose(file);

  /* Once: any number of threads may then decide by these tables. */
  proviso_tables *tables = proviso_tables_open(argv[1], error, sizeof error);
  if (!tables) {
    fprintf(stderr, "%s: %s\n", argv[1], error);
    return 2;
  }

  proviso_result *result = proviso_decide(tables, text, length, 0);
  int good = proviso_result_is_decision(result);
  fputs(proviso_result_text(result), good ? stdout : stderr);

  proviso_result_free(result);
  proviso_tables_free(tables);
  return good ? 0 : 1;
}
