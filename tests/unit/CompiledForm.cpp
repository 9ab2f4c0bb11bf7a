// A table file is data from outside: a damaged one is refused, and never leads out of bounds.
#include "cli/Pipeline.h"

#include "proviso/Decision.h"
#include "proviso/proviso.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace proviso;
namespace fs = std::filesystem;

namespace {

const std::string &compiled() {
  static const std::string bytes = [] {
    const auto c = compile({PROVISO_STATUTES});
    return emitCompiledForm(c->emitInput());
  }();
  return bytes;
}

/// Decides a case with tables that loaded, whatever they hold: it must end, in bounds.
void use(const Tables &tables) {
  Case c;
  c.date = c.decided = *Date::parse("2018-12-01");
  std::vector<std::string> errors;
  if (const auto bound = BoundCase::bind(tables, c, errors)) {
    DecideOptions options;
    options.reasons = true;
    options.missingBudget = 50;
    const Decision decision = decide(*bound, options);
    decisionText(*bound, decision, true);
    decisionJson(*bound, decision, true);
  }
}

/// Everything that a decision of one case says.
std::string decided(const Tables &tables) {
  std::vector<std::string> errors;
  const auto read = readCase(R"({"date": "2018-12-01", "subject": ["network_operator", "unit"],
                                 "facts": {"obstructs_inspection": true}})",
                             errors);
  REQUIRE(read);
  const auto bound = BoundCase::bind(tables, *read, errors);
  REQUIRE(bound);
  DecideOptions options;
  options.reasons = true;
  return decisionJson(*bound, decide(*bound, options), true);
}

/// A folder of its own, which goes with the test.
struct Scratch {
  fs::path folder = fs::temp_directory_path() / ("proviso_compiled_form." + std::to_string(::getpid()));
  Scratch() { fs::create_directories(folder); }
  ~Scratch() { fs::remove_all(folder); }
  std::string write(const std::string &name, const std::string &bytes) const {
    std::ofstream((folder / name), std::ios::binary) << bytes;
    return (folder / name).string();
  }
};

std::string whyNot(const std::string &path) {
  std::string error;
  CHECK_FALSE(Tables::open(path, error));
  return error;
}

void put(std::string &bytes, size_t at, uint64_t value, size_t count) {
  for (size_t i = 0; i < count; ++i) bytes[at + i] = static_cast<char>(value >> 8 * i & 0xFF);
}

} // namespace

TEST_SUITE("compiled form") {
  TEST_CASE("what the compiler writes loads, and the same input gives the same bytes") {
    std::string error;
    const auto tables = Tables::load(compiled(), error);
    REQUIRE_MESSAGE(tables, error);
    use(*tables);
    const auto again = compile({PROVISO_STATUTES});
    CHECK(emitCompiledForm(again->emitInput()) == compiled());
  }

  TEST_CASE("a mapped file decides as a loaded one does") {
    const Scratch scratch;
    const std::string path = scratch.write("tables.proviso", compiled());
    std::string error;
    auto mapped = Tables::open(path, error);
    REQUIRE_MESSAGE(mapped, error);
    const auto loaded = Tables::load(compiled(), error);
    REQUIRE(loaded);
    const std::string wanted = decided(*loaded);
    CHECK(wanted.find("\"applies\"") != std::string::npos);
    CHECK(decided(*mapped) == wanted);

    // The mapping lasts as long as a copy does: the file is replaced, and the tables it came with are gone.
    const Tables copy = *mapped;
    mapped.reset();
    fs::rename(scratch.write("beside", "something else"), path);
    CHECK(decided(copy) == wanted);
  }

  TEST_CASE("what cannot be mapped is read") {
    const Scratch scratch;
    const std::string path = (scratch.folder / "pipe").string();
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    std::thread writer([&] { std::ofstream(path, std::ios::binary) << compiled(); });
    std::string error;
    const auto tables = Tables::open(path, error);
    writer.join();
    REQUIRE_MESSAGE(tables, error);
    use(*tables);
    CHECK(whyNot(scratch.write("empty", "")) == "this is not a Proviso table file");
  }

  TEST_CASE("a file that does not open says why") {
    const Scratch scratch;
    const std::string path = scratch.write("tables.proviso", compiled().substr(0, compiled().size() - 8));
    CHECK(whyNot(path).find("this table file is truncated: section ") == 0);
    CHECK(whyNot((scratch.folder / "nowhere").string()) == "there is no such file");
    CHECK(whyNot(path + "/below") == "there is no such file");
    CHECK(whyNot(scratch.folder.string()) == "this is a folder");
    fs::create_symlink("circle", scratch.folder / "circle");
    CHECK(whyNot((scratch.folder / "circle").string()).find("this file cannot be read: ") == 0);
  }

  TEST_CASE("threads decide by the same tables at once") {
    const Scratch scratch;
    proviso_tables *tables = proviso_tables_open(scratch.write("tables.proviso", compiled()).c_str(), nullptr, 0);
    REQUIRE(tables);
    const std::string json = R"({"date": "2018-12-01", "facts": ["obstructs_inspection"]})";
    std::vector<std::string> said(4);
    std::vector<std::thread> threads;
    for (std::string &mine : said)
      threads.emplace_back([&] {
        for (int round = 0; round < 5; ++round) {
          proviso_result *result = proviso_decide(tables, json.data(), json.size(), PROVISO_EXPLAIN);
          mine += proviso_result_text(result);
          proviso_result_free(result);
        }
      });
    for (std::thread &one : threads) one.join();
    proviso_tables_free(tables);
    CHECK(said[0].find("\"sanctions\"") != std::string::npos);
    for (const std::string &one : said) CHECK(one == said[0]);
  }

  TEST_CASE("every truncation is refused with a reason") {
    for (size_t size = 0; size < compiled().size(); size += 1 + size / 50) {
      std::string error;
      CHECK_FALSE(Tables::load(compiled().substr(0, size), error));
      CHECK_FALSE(error.empty());
    }
  }

  TEST_CASE("every flipped bit is refused or harmless") {
    std::mt19937 random(9);
    for (int round = 0; round < 300; ++round) {
      std::string bytes = compiled();
      const size_t at = std::uniform_int_distribution<size_t>(0, bytes.size() - 1)(random);
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << (round % 8)));
      std::string error;
      if (const auto tables = Tables::load(bytes, error)) use(*tables); // padding between sections is not read
    }
  }

  TEST_CASE("words changed under a right checksum cannot lead out of bounds") {
    std::mt19937 random(11);
    size_t loaded = 0;
    for (int round = 0; round < 1500; ++round) {
      std::string bytes = compiled();
      const auto section =
          std::uniform_int_distribution<size_t>(1, static_cast<size_t>(layout::Section::Count) - 1)(random);
      const size_t entry = 16 + section * 32;
      auto wide = [&](size_t at) {
        uint64_t value = 0;
        for (size_t i = 0; i < 8; ++i) value |= uint64_t(static_cast<unsigned char>(bytes[at + i])) << 8 * i;
        return value;
      };
      const size_t width = layout::sections()[section].columns.size() * 4;
      const uint64_t rows = wide(entry + 8), offset = wide(entry + 16);
      if (rows == 0) continue;
      for (int change = 0; change < 3; ++change) {
        const size_t word = std::uniform_int_distribution<size_t>(0, rows * width / 4 - 1)(random);
        const uint32_t values[] = {0,
                                   1,
                                   2,
                                   0xFFFFFFFF,
                                   0x80000000,
                                   0x7FFFFFFF,
                                   0x80000002,
                                   static_cast<uint32_t>(random() % 64),
                                   static_cast<uint32_t>(random() % 2000)};
        put(bytes, offset + word * 4, values[random() % std::size(values)], 4);
      }
      put(bytes, entry + 24, layout::checksum(bytes.data() + offset, rows * width), 8);
      std::string error;
      if (const auto tables = Tables::load(bytes, error)) {
        ++loaded;
        use(*tables);
      }
    }
    MESSAGE(loaded << " of 1500 changed files loaded, and were used");
  }
}
