#include "wording/Mentions.h"

#include "source/Characters.h"
#include "wording/Numerals.h"

#include <llvm/ADT/STLExtras.h>

namespace proviso::wording {

llvm::StringRef nameOf(Level level) {
  constexpr llvm::StringLiteral names[] = {"annex",      "part",      "subpart",      "chapter", "section", "article",
                                           "subsection", "paragraph", "subparagraph", "item",    "subitem", ""};
  return names[static_cast<size_t>(level)];
}

std::string chineseCitation(const std::vector<std::pair<std::string, std::string>> &steps) {
  constexpr std::pair<llvm::StringLiteral, llvm::StringLiteral> words[] = {
      {"part", "编"},    {"subpart", "分编"}, {"chapter", "章"}, {"section", "节"},
      {"article", "条"}, {"paragraph", "款"}, {"item", "项"},    {"subitem", "目"}};
  std::string out;
  for (const auto &[level, label] : steps)
    for (const auto &[name, word] : words)
      if (level == name) {
        const auto [number, inserted] = llvm::StringRef(label).split('-');
        unsigned value = 0;
        if (number.getAsInteger(10, value) || value > 9999) return {};
        out += (level == "item" ? "第（" : "第") + inChinese(value) + (level == "item" ? "）" : "") + word.str();
        if (unsigned more = 0; !inserted.empty() && !inserted.getAsInteger(10, more)) out += "之" + inChinese(more);
      }
  return out;
}

void recognise(llvm::StringRef text, Mentions &mentions) {
  if (llvm::any_of(text, [](char c) { return beginsChinese(c); }))
    recogniseChinese(text, mentions);
  else
    recogniseEnglish(text, mentions);
}

} // namespace proviso::wording
