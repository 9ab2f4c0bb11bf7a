// Table files as the operating system has them: mapped where it can, read where it cannot.
#include "proviso/Tables.h"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace proviso {

namespace {

/// What is read and not mapped may have no end.
constexpr size_t maxReadMiB = 256;

struct Descriptor {
  int number;
  explicit Descriptor(int number) : number(number) {}
  Descriptor(const Descriptor &) = delete;
  Descriptor &operator=(const Descriptor &) = delete;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

std::string cannotBeRead() {
  if (errno == ENOENT || errno == ENOTDIR) return "there is no such file";
  return fmt::format("this file cannot be read: {}", std::generic_category().message(errno));
}

std::optional<std::string> readAll(int file, std::string &error) {
  std::string bytes;
  char buffer[1 << 16];
  while (true) {
    const ssize_t count = ::read(file, buffer, sizeof buffer);
    if (count == 0) return bytes;
    if (count < 0) {
      if (errno == EINTR) continue;
      error = cannotBeRead();
      return std::nullopt;
    }
    bytes.append(buffer, static_cast<size_t>(count));
    if (bytes.size() > maxReadMiB << 20) {
      error = fmt::format("this file is larger than {} MiB, the limit for what cannot be mapped", maxReadMiB);
      return std::nullopt;
    }
  }
}

} // namespace

std::optional<Tables> Tables::open(const std::string &path, std::string &error) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat about {};
  if (file.number < 0 || ::fstat(file.number, &about) != 0) {
    error = cannotBeRead();
    return std::nullopt;
  }
  if (S_ISDIR(about.st_mode)) {
    error = "this is a folder";
    return std::nullopt;
  }
  // The size of other kinds of files says nothing, and nothing cannot be mapped.
  if (S_ISREG(about.st_mode) && about.st_size > 0) {
    const auto size = static_cast<size_t>(about.st_size);
    if (void *start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file.number, 0);
        start != MAP_FAILED) {
      const std::shared_ptr<const void> mapping(start, [size](void *begin) { ::munmap(begin, size); });
      return check({static_cast<const char *>(start), size}, mapping, error);
    }
  }
  std::optional<std::string> bytes = readAll(file.number, error);
  if (!bytes) return std::nullopt;
  return load(std::move(*bytes), error);
}

} // namespace proviso
