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

bool isLabel(llvm::StringRef text) {
  if (text.size() == 1 && (isUpper(text[0]) || isLower(text[0]))) return true;
  if (text.size() < 7 && !text.empty() && text.find_first_not_of("ivxlc") == llvm::StringRef::npos) return true;
  const llvm::StringRef digits = text.take_while([](char c) { return '0' <= c && c <= '9'; });
  if (digits.empty() || digits.size() > 6) return false;
  llvm::StringRef rest = text.drop_front(digits.size());
  const llvm::StringRef letters = rest.take_while([](char c) { return isUpper(c) || isLower(c); });
  rest = rest.drop_front(letters.size());
  if (rest.empty()) return letters.size() < 4;
  if (!letters.empty() || !rest.consume_front("-")) return false;
  return !rest.empty() && rest.size() < 5 && rest.find_first_not_of("0123456789") == llvm::StringRef::npos;
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
