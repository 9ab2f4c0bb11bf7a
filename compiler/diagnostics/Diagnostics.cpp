#include "diagnostics/Diagnostics.h"

#include "proviso/NearestName.h"

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

const CodeEntry &entry(Code code) { return codeTable()[static_cast<size_t>(code)]; }

size_t Diagnostics::count(Severity severity) const {
  return static_cast<size_t>(std::count_if(
      all.begin(), all.end(), [&](const Diagnostic &diagnostic) { return diagnostic.severity == severity; }));
}

void Diagnostics::arrange(const Sources &sources) {
  auto key = [&](const Diagnostic &d) {
    return std::tuple(std::string_view(sources.path(d.range.begin.file)), d.range.begin.offset, d.code,
                      std::string_view(d.message));
  };
  std::stable_sort(all.begin(), all.end(), [&](const Diagnostic &a, const Diagnostic &b) { return key(a) < key(b); });
  all.erase(
      std::unique(all.begin(), all.end(), [&](const Diagnostic &a, const Diagnostic &b) { return key(a) == key(b); }),
      all.end());
}

llvm::StringRef nearestName(llvm::StringRef name, const std::vector<llvm::StringRef> &candidates) {
  const std::string_view near = nearestName(std::string_view(name), {candidates.begin(), candidates.end()});
  return {near.data(), near.size()};
}

} // namespace proviso
