// `proviso check --watch`.
#include "cli/Console.h"
#include "cli/Files.h"

#include <chrono>
#include <ctime>
#include <filesystem>
#include <map>
#include <thread>

namespace proviso {

namespace fs = std::filesystem;

namespace {

/// How long nothing more must have changed, as editors write a file in several steps.
constexpr auto quiet = std::chrono::milliseconds(60), pause = std::chrono::milliseconds(200);

/// The law files as they are: when each was written, and how long it is. A folder that cannot be read has none.
std::map<std::string, std::pair<fs::file_time_type, uintmax_t>> stateOf(const std::vector<std::string> &paths) {
  std::map<std::string, std::pair<fs::file_time_type, uintmax_t>> state;
  for (const std::string &path : paths) try {
      for (const std::string &file : lawFiles({path})) {
        std::error_code error;
        const auto written = fs::last_write_time(file, error);
        const uintmax_t size = fs::file_size(file, error);
        state[file] = {written, error ? 0 : size};
      }
    } catch (const EnvironmentError &) {
    }
  return state;
}

} // namespace

int watchCommand(const CommonOptions &common) {
  auto seen = stateOf(common.paths);
  int result = checkCommand(common, false, {}); // what is wrong with the call ends it
  while (true) {
    std::fflush(stdout);
    std::this_thread::sleep_for(pause);
    auto now = stateOf(common.paths);
    if (now == seen) continue;
    do {
      seen = std::move(now);
      std::this_thread::sleep_for(quiet);
      now = stateOf(common.paths);
    } while (now != seen);
    const std::time_t at = std::time(nullptr);
    std::tm local{};
    localtime_r(&at, &local);
    char time[16];
    std::strftime(time, sizeof time, "%H:%M:%S", &local);
    print(fmt::format("\n-- {}\n", time));
    std::fflush(stdout);
    try {
      result = checkCommand(common, false, {});
    } catch (const EnvironmentError &e) { // a file that is on its way
      fmt::print(stderr, "proviso: {}\n", e.what());
    }
  }
  return result;
}

} // namespace proviso
