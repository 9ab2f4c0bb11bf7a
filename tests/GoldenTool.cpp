// golden FILE... compares; golden --update FILE... rewrites.
#include "support/Golden.h"

#include <cstdio>
#include <cstring>
#include <fstream>

int main(int argc, char **argv) {
  const bool update = argc > 1 && std::strcmp(argv[1], "--update") == 0;
  int bad = 0;
  for (int i = update ? 2 : 1; i < argc; ++i) {
    const std::string path = argv[i], before = proviso::testing::readAll(path),
                      after = proviso::testing::annotated(path, before);
    if (before == after) continue;
    if (update)
      std::ofstream(path, std::ios::binary) << after;
    else {
      std::printf("%s: the diagnostics differ; now:\n%s\n", path.c_str(), after.c_str());
      bad = 1;
    }
  }
  return bad;
}
