#include "diagnostics/Diagnostics.h"

#include "proviso/NearestName.h"
#include "source/Characters.h"

#include <algorithm>
#include <tuple>

namespace proviso {

const std::vector<CodeEntry> &codeTable() {
  static const std::vector<CodeEntry> table = {
#define DIAGNOSTIC(code, severity, headline) {Code::code, Severity::severity, #code, headline},
#include "diagnostics/Codes.def"
  };
  return table;
}

const std::vector<Family> &families() {
  static const std::vector<Family> list = {
#define FAMILY(letter, about) {letter, about},
#include "diagnostics/Codes.def"
  };
  return list;
}

std::string_view nameOf(Severity severity) {
  static constexpr std::string_view names[] = {"error", "warning", "note"};
  return names[static_cast<size_t>(severity)];
}

const CodeEntry &entry(Code code) { return codeTable()[static_cast<size_t>(code)]; }

size_t Diagnostics::count(Severity severity) const {
  return static_cast<size_t>(std::count_if(
      all.begin(), all.end(), [&](const Diagnostic &diagnostic) { return diagnostic.severity == severity; }));
}

/// What follows from a mistake that is reported anyway would only hide it in a crowd.
void Diagnostics::dropConsequences() {
  std::vector<Location> causes; // mistakes in how the law is written: what was to stand there is not known
  for (const Diagnostic &d : all) {
    const char family = entry(d.code).name.front();
    const bool unread = family == 'P' || family == 'S' || d.code == Code::D001 || d.code == Code::V002;
    if (d.severity == Severity::Error && ((unread && d.restsOn.empty()) || d.code == Code::V006))
      causes.push_back(d.range.begin);
  }
  if (causes.empty()) return;
  std::sort(causes.begin(), causes.end());
  std::erase_if(all, [&](const Diagnostic &d) {
    return std::any_of(d.restsOn.begin(), d.restsOn.end(), [&](Range on) {
      const auto first = std::lower_bound(causes.begin(), causes.end(), on.begin);
      return first != causes.end() && first->file == on.begin.file && first->offset <= on.end();
    });
  });
}

void Diagnostics::arrange(const Sources &sources) {
  dropConsequences();
  auto key = [&](const Diagnostic &d) {
    return std::tuple(std::string_view(sources.path(d.range.begin.file)), d.range.begin.offset, d.code,
                      std::string_view(d.message));
  };
  auto order = [&](auto &list, auto keyOf) {
    std::stable_sort(list.begin(), list.end(), [&](const auto &a, const auto &b) { return keyOf(a) < keyOf(b); });
    list.erase(
        std::unique(list.begin(), list.end(), [&](const auto &a, const auto &b) { return keyOf(a) == keyOf(b); }),
        list.end());
  };
  order(all, key);
  order(taken, [&](const Accepted &one) { return key(one.finding); });
}

/// The one candidate that looks like the name, if there is one.
static llvm::StringRef lookAlike(llvm::StringRef name, const std::vector<llvm::StringRef> &candidates) {
  const std::string looks = skeleton(name);
  llvm::StringRef found;
  for (llvm::StringRef candidate : candidates) {
    if (candidate == found || skeleton(candidate) != looks) continue;
    if (!found.empty()) return {};
    found = candidate;
  }
  return found;
}

llvm::StringRef nearestName(llvm::StringRef name, const std::vector<llvm::StringRef> &candidates) {
  if (const llvm::StringRef alike = lookAlike(name, candidates); !alike.empty()) return alike;
  const std::string_view near = nearestName(std::string_view(name), {candidates.begin(), candidates.end()});
  return {near.data(), near.size()};
}

bool isSlip(llvm::StringRef name, const std::vector<llvm::StringRef> &candidates) {
  return !lookAlike(name, candidates).empty() || isSlip(std::string_view(name), {candidates.begin(), candidates.end()});
}

void noteLookAlike(Diagnostic &diagnostic, llvm::StringRef name, llvm::StringRef proposed) {
  if (name != proposed && skeleton(name) == skeleton(proposed)) diagnostic.note(whatDiffers(name, proposed));
}

} // namespace proviso
