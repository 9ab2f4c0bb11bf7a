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
    const size_t before = found.size();
    fs::recursive_directory_iterator at(path, fs::directory_options::skip_permission_denied, error), end;
    for (; !error && at != end; at.increment(error))
      if (at->path().extension() == ".law" && at->is_regular_file(error)) found.push_back(at->path().string());
    if (error) throw EnvironmentError(fmt::format("{}: {}", path, error.message()));
    if (found.size() == before) throw EnvironmentError(fmt::format("{}: there is no `.law` file in this folder", path));
  }
  // `statutes/../a.law` and `a.law` are one file.
  for (std::string &path : found)
    if (path != "-") path = fs::path(path).lexically_normal().string();
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::string readFile(const std::string &path) {
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
  for (size_t step = said == 0 || said > maxFileMiB << 20 ? 1 << 16 : static_cast<size_t>(said) + 1;; step = 1 << 16) {
    bytes.resize(size + step);
    const size_t count = std::fread(bytes.data() + size, 1, bytes.size() - size, file.get());
    size += count;
    const bool ended = size < bytes.size();
    bytes.resize(size);
    if (ended) break;
    if (bytes.size() > maxFileMiB << 20)
      throw EnvironmentError(fmt::format("{}: larger than {} MiB, the limit for one file", path, maxFileMiB));
  }
  if (std::ferror(file.get())) throw EnvironmentError(fmt::format("{}: {}", path, std::strerror(errno)));
  return bytes;
}

void writeFile(const std::string &path, const std::string &bytes) {
  std::error_code error;
  const fs::path folder = fs::path(path).parent_path();
  if (!folder.empty()) fs::create_directories(folder, error);
  if (error) throw EnvironmentError(fmt::format("{}: {}", folder.string(), error.message()));
  const std::string beside = fmt::format("{}.{}.tmp", path, static_cast<long>(getpid()));
  FILE *file = std::fopen(beside.c_str(), "wb");
  if (!file) throw EnvironmentError(fmt::format("{}: {}", path, std::strerror(errno)));
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  const bool closed = std::fclose(file) == 0;
  if (!written || !closed) {
    const std::string reason = std::strerror(errno);
    fs::remove(beside, error);
    throw EnvironmentError(fmt::format("{}: {}", path, reason));
  }
  fs::rename(beside, path, error);
  if (error) {
    const std::string reason = error.message();
    fs::remove(beside, error);
    throw EnvironmentError(fmt::format("{}: {}", path, reason));
  }
}

} // namespace proviso
