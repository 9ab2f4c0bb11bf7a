// The targets of the fuzzers without a fuzzer: given files, and variants of them that are always the same.
//
//     fuzz_replay VARIANTS FILE-OR-FOLDER...
//
// An input that brings a target down is left in fuzz_replay.failed, in the folder where it ran.
#include "fuzz/Targets.h"
#include "support/Golden.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <random>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

std::string input;

void leaveInput(int signal) {
  const int file = open("fuzz_replay.failed", O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file >= 0 && write(file, input.data(), input.size()) >= 0) close(file);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

class Mutator {
public:
  explicit Mutator(const std::vector<std::string> &seeds) : seeds(seeds) {
    for (const std::string &seed : seeds)
      for (size_t begin = 0, end; begin < seed.size(); begin = end + 1) {
        end = std::min(seed.find_first_of(" \n", begin), seed.size());
        if (end > begin) words.push_back(seed.substr(begin, end - begin));
      }
  }

  std::string variant() {
    std::string text = pick(seeds);
    // A window, so that long files do not take all the time.
    if (text.size() > 3000) text = text.substr(below(text.size() - 2000), 3000);
    for (size_t i = 0, n = 1 + below(4); i < n; ++i) mutate(text);
    return text;
  }

private:
  size_t below(size_t n) { return random() % std::max<size_t>(n, 1); }
  const std::string &pick(const std::vector<std::string> &list) { return list[below(list.size())]; }

  void mutate(std::string &text) {
    const size_t at = below(text.size() + 1), length = std::min(below(40), text.size() - at);
    switch (below(7)) {
    case 0: text.erase(at, length); break;
    case 1: text.insert(at, text.substr(at, length)); break;
    case 2: text.insert(at, " " + pick(words) + " "); break;
    case 3: text.replace(at, length, pick(words)); break;
    case 4: {
      const std::string &other = pick(seeds);
      text.insert(at, other.substr(below(other.size()), below(300)));
      break;
    }
    case 5:
      if (!text.empty()) text[std::min(at, text.size() - 1)] = static_cast<char>(below(128));
      break;
    default: text.resize(at); break;
    }
  }

  const std::vector<std::string> &seeds;
  std::vector<std::string> words;
  std::mt19937 random{1};
};

} // namespace

int main(int argc, char **argv) {
  std::vector<std::string> paths;
  for (int i = 2; i < argc; ++i) {
    if (!std::filesystem::is_directory(argv[i])) {
      paths.emplace_back(argv[i]);
      continue;
    }
    for (const auto &entry : std::filesystem::recursive_directory_iterator(argv[i]))
      if (const auto ending = entry.path().extension();
          ending == ".law" || ending == ".md" || ending == ".txt" || ending == ".xml")
        paths.push_back(entry.path().string());
  }
  if (paths.empty()) {
    fmt::print(stderr, "usage: fuzz_replay VARIANTS FILE-OR-FOLDER...\n");
    return 2;
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> seeds;
  for (const std::string &path : paths) seeds.push_back(proviso::testing::readAll(path));

  for (int signal : {SIGABRT, SIGSEGV, SIGFPE}) std::signal(signal, leaveInput);
  auto attempt = [](std::string text) {
    input = std::move(text);
    proviso::fuzz::syntax(input);
    proviso::fuzz::compiler(input);
    proviso::fuzz::importing(input);
  };
  for (const std::string &seed : seeds) attempt(seed);
  Mutator mutator(seeds);
  const size_t variants = std::strtoul(argv[1], nullptr, 10);
  for (size_t i = 0; i < variants; ++i) attempt(mutator.variant());
  fmt::print("{} files and {} variants\n", seeds.size(), variants);
}
