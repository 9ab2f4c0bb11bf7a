#include "website/WordChanges.h"

#include "emit/Xml.h"

#include <llvm/ADT/StringExtras.h>

#include <vector>

namespace proviso {

namespace {

constexpr size_t mostWords = 3000;

std::vector<llvm::StringRef> wordsOf(llvm::StringRef text) {
  std::vector<llvm::StringRef> words;
  for (size_t at = 0; at < text.size();) {
    size_t end = at + 1;
    if (static_cast<unsigned char>(text[at]) >= 0x80)
      while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    else if (llvm::isAlnum(text[at]))
      while (end < text.size() && llvm::isAlnum(text[end])) ++end;
    words.push_back(text.slice(at, end));
    at = end;
  }
  return words;
}

} // namespace

std::string wordChanges(llvm::StringRef before, llvm::StringRef after) {
  if (before == after) return {};
  const std::vector<llvm::StringRef> a = wordsOf(before), b = wordsOf(after);
  if (a.size() > mostWords || b.size() > mostWords) return {};
  // The longest common subsequence, from the end.
  std::vector<uint16_t> length((a.size() + 1) * (b.size() + 1), 0);
  const size_t width = b.size() + 1;
  for (size_t i = a.size(); i-- > 0;)
    for (size_t j = b.size(); j-- > 0;)
      length[i * width + j] = a[i] == b[j] ? static_cast<uint16_t>(length[(i + 1) * width + j + 1] + 1)
                                           : std::max(length[(i + 1) * width + j], length[i * width + j + 1]);
  std::string out, gone, fresh;
  auto flush = [&] {
    if (!gone.empty()) out += "<del>" + xml(gone) + "</del>";
    if (!fresh.empty()) out += "<ins>" + xml(fresh) + "</ins>";
    gone.clear();
    fresh.clear();
  };
  size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      flush();
      out += xml(std::string_view(a[i]));
      ++i;
      ++j;
    } else if (j == b.size() || (i < a.size() && length[(i + 1) * width + j] >= length[i * width + j + 1])) {
      gone += a[i++].str();
    } else {
      fresh += b[j++].str();
    }
  }
  flush();
  return out;
}

} // namespace proviso
