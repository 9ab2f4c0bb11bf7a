#include "cli/Files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <unistd.h>

namespace proviso {

namespace fs = std::filesystem;

std::vector<std::string> filesUnder(const std::string &folder, llvm::function_ref<bool(const std::string &)> wanted) {
  std::vector<std::string> found;
  std::error_code error;
  std::string last = folder;
  fs::recursive_directory_iterator at(folder, error), end;
  for (; !error && at != end; at.increment(error)) {
    last = at->path().string();
    if (!wanted(last) || at->is_directory(error)) continue;
    if (!fs::exists(at->path(), error))
      throw EnvironmentError(
          fmt::format("{}: {}", last, error && !at->is_symlink() ? error.message() : "this link leads to no file"));
    if (at->is_regular_file(error)) found.push_back(last);
  }
  if (error) throw EnvironmentError(fmt::format("{}: {}", last, error.message()));
  return found;
}

std::vector<std::string> lawFiles(const std::vector<std::string> &paths) {
  std::vector<std::string> found;
  for (const std::string &path : paths) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (path == "-") {
      found.push_back(path);
      continue;
    }
    if (!fs::exists(status)) throw EnvironmentError(fmt::format("{}: there is no such file or folder", path));
    if (!fs::is_directory(status)) {
      found.push_back(path);
      continue;
    }
    const std::vector<std::string> laws =
        filesUnder(path, [](const std::string &file) { return fs::path(file).extension() == ".law"; });
    if (laws.empty()) throw EnvironmentError(fmt::format("{}: there is no `.law` file in this folder", path));
    found.insert(found.end(), laws.begin(), laws.end());
  }
  // `statutes/../a.law` and `a.law` are one file.
  for (std::string &path : found)
    if (path != "-") path = fs::path(path).lexically_normal().string();
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::string readFile(const std::string &path, size_t mostMiB) {
  const bool standard = path == "-";
  std::error_code error;
  if (!standard && fs::is_directory(path, error)) throw EnvironmentError(fmt::format("{}: this is a folder", path));
  if (!standard && !fs::exists(path, error)) throw EnvironmentError(fmt::format("{}: there is no such file", path));
  struct Close {
    bool owned;
    void operator()(FILE *file) const {
      if (owned) std::fclose(file);
    }
  };
  std::unique_ptr<FILE, Close> file(standard ? stdin : std::fopen(path.c_str(), "rb"), Close{!standard});
  if (!file) throw EnvironmentError(fmt::format("{}: {}", path, std::strerror(errno)));
  std::string bytes;
  // As large as it says it is, and then whatever there is more.
  std::setvbuf(file.get(), nullptr, _IONBF, 0);
  const uintmax_t said = standard ? 0 : fs::file_size(path, error);
  size_t size = 0;
  for (size_t step = said == 0 || said > mostMiB << 20 ? 1 << 16 : static_cast<size_t>(said) + 1;; step = 1 << 16) {
    bytes.resize(size + step);
    const size_t count = std::fread(bytes.data() + size, 1, bytes.size() - size, file.get());
    size += count;
    const bool ended = size < bytes.size();
    bytes.resize(size);
    if (ended) break;
    if (bytes.size() > mostMiB << 20)
      throw EnvironmentError(
          fmt::format("{}: larger than {} MiB, as much as `--limit file={}` allows", path, mostMiB, mostMiB));
  }
  if (std::ferror(file.get())) throw EnvironmentError(fmt::format("{}: {}", path, std::strerror(errno)));
  return bytes;
}

void writeFile(const std::string &path, const std::string &bytes) {
  std::error_code error;
  const fs::path folder = fs::path(path).parent_path();
  if (!folder.empty()) fs::create_directories(folder, error);
  if (error) throw EnvironmentError(fmt::format("{}: {}", folder.string(), error.message()));
  // A link stays one: what it leads to is written.
  std::string target = path;
  if (fs::is_symlink(path, error)) target = fs::weakly_canonical(path, error).string();
  if (error && error != std::errc::no_such_file_or_directory)
    throw EnvironmentError(fmt::format("{}: {}", path, error.message()));
  const fs::file_status before = fs::status(target, error);
  if (fs::is_directory(before)) throw EnvironmentError(fmt::format("{}: this is a folder", path));
  // A device or a pipe is no file that another can take the place of.
  const bool straight = fs::exists(before) && !fs::is_regular_file(before);
  const std::string beside = straight ? target : fmt::format("{}.{}.tmp", target, static_cast<long>(getpid()));
  std::string reason;
  if (FILE *file = std::fopen(beside.c_str(), "wb"); !file) {
    throw EnvironmentError(fmt::format("{}: {}", path, std::strerror(errno)));
  } else {
    const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
    if (!written) reason = std::strerror(errno);
    if (std::fclose(file) != 0 && reason.empty()) reason = std::strerror(errno);
  }
  if (!straight && reason.empty()) {
    if (fs::exists(before)) fs::permissions(beside, before.permissions(), error);
    fs::rename(beside, target, error);
    if (error) reason = error.message();
  }
  if (reason.empty()) return;
  if (!straight) fs::remove(beside, error);
  throw EnvironmentError(fmt::format("{}: {}", path, reason));
}

} // namespace proviso
