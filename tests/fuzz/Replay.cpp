// The targets of the fuzzers without a fuzzer: given files, what fuzzers have found worth keeping, and variants of both
// that are always the same.
//
//     fuzz_replay run VARIANTS CORPORA FILE-OR-FOLDER...    CORPORA: a folder with the corpus of each target, packed
//     fuzz_replay pack FOLDER CORPUS                        the files of a folder, in one
//     fuzz_replay unpack CORPUS FOLDER
//
// An input that brings a target down is left in fuzz_replay.failed, in the folder where it ran.
#include "fuzz/Targets.h"
#include "support/Golden.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

namespace fs = std::filesystem;
using proviso::fuzz::Target;

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
    if (words.empty()) words.emplace_back("a");
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

std::vector<std::string> filesIn(const std::string &path) {
  std::vector<std::string> files;
  if (!fs::is_directory(path)) return {path};
  for (const auto &entry : fs::recursive_directory_iterator(path))
    if (entry.is_regular_file()) files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

/// Each input is its length, a line break, its bytes, and a line break.
std::vector<std::string> unpacked(const std::string &bytes) {
  std::vector<std::string> list;
  for (size_t at = 0; at < bytes.size();) {
    size_t length = 0;
    const auto [end, error] = std::from_chars(bytes.data() + at, bytes.data() + bytes.size(), length);
    const auto begin = static_cast<size_t>(end - bytes.data()) + 1;
    if (error != std::errc() || begin + length >= bytes.size()) {
      fmt::print(stderr, "this is no packed corpus\n");
      std::exit(2);
    }
    list.push_back(bytes.substr(begin, length));
    at = begin + length + 1;
  }
  return list;
}

void attempt(const Target &target, std::string text) {
  input = std::move(text);
  target.attempt(input);
}

void run(size_t variants, const std::string &corpora, const std::vector<std::string> &files) {
  for (int signal : {SIGABRT, SIGSEGV, SIGFPE}) std::signal(signal, leaveInput);
  for (const Target &target : proviso::fuzz::targets()) {
    std::vector<std::string> seeds;
    for (const std::string &file : files)
      if (std::any_of(target.endings.begin(), target.endings.end(),
                      [&](const std::string &ending) { return file.ends_with(ending); }))
        seeds.push_back(proviso::testing::readAll(file));
    const size_t given = seeds.size();
    if (const std::string packed = fmt::format("{}/{}", corpora, target.name); fs::exists(packed))
      for (std::string &one : unpacked(proviso::testing::readAll(packed))) seeds.push_back(std::move(one));
    const size_t found = seeds.size() - given, share = variants / target.cost;
    if (seeds.empty()) seeds.emplace_back("0");
    for (const std::string &seed : seeds) attempt(target, seed);
    Mutator mutator(seeds);
    for (size_t i = 0; i < share; ++i) attempt(target, mutator.variant());
    fmt::print("{}: {} files, {} of the corpus, {} variants\n", target.name, given, found, share);
    std::fflush(stdout);
  }
}

} // namespace

int main(int argc, char **argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const std::string what = arguments.empty() ? "" : arguments[0];
  if (what == "run" && arguments.size() > 3) {
    std::vector<std::string> files;
    for (size_t i = 3; i < arguments.size(); ++i)
      for (std::string &file : filesIn(arguments[i])) files.push_back(std::move(file));
    run(std::strtoul(arguments[1].c_str(), nullptr, 10), arguments[2], files);
  } else if (what == "pack" && arguments.size() == 3) {
    std::ofstream out(arguments[2], std::ios::binary);
    for (const std::string &file : filesIn(arguments[1])) {
      const std::string bytes = proviso::testing::readAll(file);
      out << bytes.size() << '\n' << bytes << '\n';
    }
  } else if (what == "unpack" && arguments.size() == 3) {
    fs::create_directories(arguments[2]);
    size_t number = 0;
    for (const std::string &bytes : unpacked(proviso::testing::readAll(arguments[1])))
      std::ofstream(fmt::format("{}/{:05}", arguments[2], number++), std::ios::binary) << bytes;
  } else {
    fmt::print(stderr, "usage: fuzz_replay run VARIANTS CORPORA FILE-OR-FOLDER... | pack FOLDER CORPUS | unpack CORPUS "
                       "FOLDER\n");
    return 2;
  }
  return 0;
}
