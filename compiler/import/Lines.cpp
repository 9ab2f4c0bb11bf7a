#include "import/Act.h"

namespace proviso::importing {

namespace {

constexpr llvm::StringLiteral blanks[] = {" ",      "\t",     "\r",     "\v",     "\f",     "\u00A0", "\u2002",
                                          "\u2003", "\u2009", "\u200B", "\u3000", "\uFEFF", "\u2028", "\u00AD"};

bool dropBlank(llvm::StringRef &text, bool front) {
  for (llvm::StringRef blank : blanks)
    if (front ? text.consume_front(blank) : text.consume_back(blank)) return true;
  return false;
}

} // namespace

llvm::StringRef trimmed(llvm::StringRef text) {
  while (dropBlank(text, true)) {
  }
  while (dropBlank(text, false)) {
  }
  return text;
}

std::string closedUp(llvm::StringRef text) {
  std::string out;
  while (!text.empty()) {
    const llvm::StringRef before = text;
    while (dropBlank(text, true)) {
    }
    // A blank stays between words of Latin letters.
    if (text.size() != before.size() && !out.empty() && !text.empty() && static_cast<signed char>(out.back()) > 0 &&
        static_cast<signed char>(text.front()) > 0)
      out += ' ';
    if (text.empty()) break;
    out += text.front();
    text = text.drop_front();
  }
  return out;
}

std::vector<Line> linesOf(const Sources &sources, uint32_t file) {
  std::vector<Line> lines;
  const llvm::StringRef text = sources.text(file);
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const llvm::StringRef line = trimmed(text.slice(at, end));
    at = end + 1;
    if (line.empty()) continue;
    lines.push_back(
        {line, {{file, static_cast<uint32_t>(line.data() - text.data())}, static_cast<uint32_t>(line.size())}});
  }
  return lines;
}

} // namespace proviso::importing
