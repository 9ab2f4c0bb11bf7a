#include "lsp/Workspace.h"

#include "cli/CheckManifest.h"
#include "cli/Files.h"
#include "link/Acts.h"
#include "source/Parallel.h"
#include "syntax/Lexer.h"
#include "syntax/Parse.h"

#include <chrono>
#include <filesystem>

namespace proviso::lsp {

namespace fs = std::filesystem;

std::shared_ptr<const Analysis> analyse(const Texts &texts, const CompileOptions &options, uint64_t revision) {
  const auto begin = std::chrono::steady_clock::now();
  auto made = std::make_shared<Analysis>();
  made->law = std::make_unique<Compilation>();
  made->law->options = options;
  made->law->sources.limits = options.limits;
  for (const auto &[path, text] : texts) {
    const std::optional<size_t> bad = invalidUtf8(*text);
    const uint32_t file = made->law->sources.add(path, text->substr(0, bad.value_or(text->size())));
    made->files[path] = file;
    if (bad) made->law->diagnostics.report(Code::F001, Range{{file, static_cast<uint32_t>(*bad)}, 0});
  }
  compile(*made->law);
  made->index = std::make_unique<Index>(*made->law);
  made->revision = revision;
  made->milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  return made;
}

void Workspace::read(std::vector<std::string> paths) {
  roots = std::move(paths);
  compiling.nameUses = true;
  compiling.lock = lockBeside(roots);
  std::vector<std::string> found;
  for (const std::string &root : roots) try {
      for (std::string &path : lawFiles({root})) found.push_back(std::move(path));
    } catch (const EnvironmentError &) { // no file yet, or one that cannot be reached: what can be read is
    }
  std::vector<std::optional<std::string>> texts(found.size());
  inParallel(found.size(), [&](size_t i) {
    try {
      texts[i] = readFile(found[i]);
    } catch (const EnvironmentError &) {
    }
  });
  for (size_t i = 0; i < found.size(); ++i)
    if (texts[i] && !isOpen(found[i])) set(found[i], std::move(*texts[i]));
}

void Workspace::set(const std::string &path, std::string text) {
  File &file = files[path];
  file.text = std::make_shared<const std::string>(std::move(text));
  file.revision = ++current;
}

void Workspace::open(const std::string &path, std::string text) {
  if (const auto known = files.find(path); known == files.end() || *known->second.text != text)
    set(path, std::move(text));
  files[path].open = true;
}

void Workspace::close(const std::string &path) {
  const auto known = files.find(path);
  if (known == files.end()) return;
  known->second.open = false;
  if (belongs(path))
    changedOnDisk(path);
  else
    files.erase(known);
}

void Workspace::changedOnDisk(const std::string &path) {
  if (isOpen(path) || !belongs(path) || !llvm::StringRef(path).endswith(".law")) return;
  try {
    std::string text = readFile(path);
    if (const auto known = files.find(path); known == files.end() || *known->second.text != text)
      set(path, std::move(text));
  } catch (const EnvironmentError &) {
    if (files.erase(path)) ++current;
  }
}

bool Workspace::isOpen(const std::string &path) const {
  const auto known = files.find(path);
  return known != files.end() && known->second.open;
}

Text Workspace::text(const std::string &path) const {
  const auto known = files.find(path);
  return known == files.end() ? nullptr : known->second.text;
}

uint64_t Workspace::revision(const std::string &path) const {
  const auto known = files.find(path);
  return known == files.end() ? 0 : known->second.revision;
}

bool Workspace::belongs(const std::string &path) const {
  for (const std::string &root : roots)
    if (path == root || llvm::StringRef(path).startswith((fs::path(root) / "").string())) return true;
  return false;
}

Texts Workspace::all() const {
  Texts texts;
  for (const auto &[path, file] : files)
    if (belongs(path)) texts.emplace_back(path, file.text);
  return texts;
}

const FileNames &Workspace::namesIn(const std::string &path, File &file) {
  if (!file.names || file.namesOf != file.revision) {
    Sources sources;
    Diagnostics ignored;
    const std::optional<size_t> bad = invalidUtf8(*file.text);
    const uint32_t id = sources.add(path, file.text->substr(0, bad.value_or(file.text->size())));
    file.names = namesOf(law::buildLaw(parse(sources, id, ignored), sources, ignored), sources);
    file.namesOf = file.revision;
  }
  return *file.names;
}

Texts Workspace::around(const std::string &path) {
  const auto known = files.find(path);
  if (known == files.end()) return {};
  if (!belongs(path)) return {{path, known->second.text}};
  FileNames own = namesIn(path, known->second);
  // What is being written may not be readable yet: any of its words may be the name of an act.
  for (const Token &token : scan(*known->second.text))
    if (token.kind == TokenKind::ID || token.kind == TokenKind::CUR)
      own.asks.push_back(manifestHash(titleKey(llvm::StringRef(*known->second.text).slice(token.begin, token.end))));
  sortUnique(own.asks);
  Texts texts;
  for (auto &[other, file] : files) {
    if (!belongs(other)) continue;
    const FileNames &names = namesIn(other, file);
    if (other == path || names.declares || meet(names.provides, own.asks) || meet(names.amends, own.asks))
      texts.emplace_back(other, file.text);
  }
  return texts;
}

void Workspace::learn(const Analysis &whole) {
  if (!whole.law->history) return;
  const std::vector<law::File> &read = whole.law->history->files();
  std::vector<std::pair<File *, size_t>> todo;
  for (auto &[path, file] : files)
    if (const auto id = whole.file(path);
        id && *id < read.size() && whole.revision >= file.revision && (!file.names || file.namesOf != file.revision))
      todo.emplace_back(&file, *id);
  inParallel(todo.size(), [&](size_t i) {
    todo[i].first->names = namesOf(read[todo[i].second], whole.law->sources);
    todo[i].first->namesOf = todo[i].first->revision;
  });
}

} // namespace proviso::lsp
