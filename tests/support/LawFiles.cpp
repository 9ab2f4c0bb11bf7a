#include "support/LawFiles.h"

#include "cli/Files.h"

namespace proviso::testing {

std::vector<LawFile> lawFilesIn(const std::vector<std::string> &folders) {
  std::vector<std::string> paths;
  for (const std::string &folder : folders) paths.push_back(PROVISO_SOURCE_DIR "/" + folder);
  std::vector<LawFile> files;
  for (const std::string &path : lawFiles(paths)) files.push_back({path, readFile(path)});
  return files;
}

std::vector<LawFile> writtenStatutes() {
  std::vector<LawFile> files = lawFilesIn({"statutes"});
  std::erase_if(files, [](const LawFile &file) { return file.path.find("/scenarios/proposed/") != std::string::npos; });
  return files;
}

} // namespace proviso::testing
