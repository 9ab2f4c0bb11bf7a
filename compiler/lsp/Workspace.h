// The files of a workspace as the editor has them, and what has been made of them.
#pragma once

#include "cli/FileNames.h"
#include "cli/Index.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace proviso::lsp {

/// Texts that were compiled together.
struct Analysis {
  std::unique_ptr<Compilation> law;
  std::unique_ptr<Index> index;
  std::map<std::string, uint32_t, std::less<>> files;
  uint64_t revision = 0; // of the workspace whose texts these are
  double milliseconds = 0;

  std::optional<uint32_t> file(const std::string &path) const {
    const auto found = files.find(path);
    return found == files.end() ? std::nullopt : std::optional(found->second);
  }
};

using Text = std::shared_ptr<const std::string>;
using Texts = std::vector<std::pair<std::string, Text>>; // in the order of the paths

std::shared_ptr<const Analysis> analyse(const Texts &texts, const CompileOptions &options, uint64_t revision);

class Workspace {
public:
  /// Law files at and under the paths, beside what is opened.
  void read(std::vector<std::string> paths);

  void open(const std::string &path, std::string text);
  void close(const std::string &path); // what is on the disk counts again
  /// It may have changed on the disk, or vanished.
  void changedOnDisk(const std::string &path);
  bool isOpen(const std::string &path) const;
  /// Null: there is no such file.
  Text text(const std::string &path) const;

  /// Grows with each change of any file.
  uint64_t revision() const { return current; }
  /// When this file was last changed.
  uint64_t revision(const std::string &path) const;
  /// Under the paths of the workspace. What is opened from elsewhere is law by itself.
  bool belongs(const std::string &path) const;

  Texts all() const;
  /// A file, with what it cites, what changes it or that, and what holds for all: enough to say what is wrong in it,
  /// but for what only the whole law shows.
  Texts around(const std::string &path);
  /// By what files are bound to each other, as the whole law has just been read.
  void learn(const Analysis &whole);
  const CompileOptions &options() const { return compiling; }

private:
  struct File {
    Text text;
    bool open = false;
    uint64_t revision = 0;
    std::optional<FileNames> names; // of some text of it that could be read
    uint64_t namesOf = 0;           // its revision
  };
  void set(const std::string &path, std::string text);
  const FileNames &namesIn(const std::string &path, File &file);

  std::vector<std::string> roots;
  std::map<std::string, File> files;
  uint64_t current = 0;
  CompileOptions compiling;
};

} // namespace proviso::lsp
