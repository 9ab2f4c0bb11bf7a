#include "wording/Mentions.h"

namespace proviso::wording {

llvm::StringRef nameOf(Level level) {
  constexpr llvm::StringLiteral names[] = {"annex",      "part",      "subpart",      "chapter", "section", "article",
                                           "subsection", "paragraph", "subparagraph", "item",    "subitem", ""};
  return names[static_cast<size_t>(level)];
}

void recognise(llvm::StringRef text, Mentions &mentions) {
  for (char c : text)
    if (const auto byte = static_cast<unsigned char>(c); byte >= 0xE4 && byte <= 0xE9) {
      recogniseChinese(text, mentions);
      return;
    }
  recogniseEnglish(text, mentions);
}

} // namespace proviso::wording
