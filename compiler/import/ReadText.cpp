#include "import/Act.h"

#include "source/Characters.h"
#include "wording/Days.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

namespace proviso::importing {

namespace {

/// More of its letters are Chinese characters than Latin ones.
bool isChinese(llvm::StringRef text) {
  size_t chinese = 0, latin = 0;
  for (char c : text.take_front(20'000)) {
    chinese += beginsChinese(c);
    latin += llvm::isAlpha(c);
  }
  return chinese * 3 > latin;
}

bool opensBody(llvm::StringRef line) {
  if (line.startswith("#")) return true;
  if (line.startswith("第")) return line.take_front(40).contains("条") || line.take_front(20).contains("章");
  for (llvm::StringRef word :
       {"Article ", "ARTICLE ", "Section ", "SECTION ", "Part ", "PART ", "Chapter ", "CHAPTER ", "1. ", "1 "})
    if (line.startswith(word)) return true;
  return false;
}

} // namespace

std::optional<Act> readText(const Sources &sources, uint32_t file, Diagnostics &diagnostics) {
  std::vector<Line> lines = linesOf(sources, file);
  // The head of a page in a website generator is no part of the act.
  if (!lines.empty() && lines.front().text == "---") {
    const auto end = llvm::find_if(llvm::drop_begin(lines), [](const Line &line) { return line.text == "---"; });
    lines.erase(lines.begin(), end == lines.end() ? end : end + 1);
  }
  const auto endOfHead = llvm::find_if(lines, [](const Line &line) { return line.text == "<!-- INFO END -->"; });
  const bool marked = endOfHead != lines.end();
  const size_t headEnd = static_cast<size_t>(endOfHead - lines.begin());
  Act act;
  act.language = isChinese(sources.text(file)) ? Language::Chinese : Language::English;
  std::vector<Line> body;
  bool inHead = true;
  for (size_t i = 0; i < lines.size(); ++i) {
    const Line &line = lines[i];
    if (line.text.startswith("<!--") && line.text.endswith("-->")) continue;
    if (marked ? i > headEnd : !inHead) {
      body.push_back(line);
      continue;
    }
    const llvm::StringRef heading = line.text.startswith("# ") ? trimmed(line.text.drop_front(2)) : llvm::StringRef();
    if (act.title.empty()) {
      act.title = closedUp(heading.empty() ? line.text : heading);
      act.at = line.range;
    } else if (!heading.empty() && act.volume.empty() && (marked || !opensBody(heading))) {
      act.volume = closedUp(heading);
    } else if (marked) {
      act.history.push_back(line.text.str());
    } else if (opensBody(line.text)) {
      inHead = false;
      body.push_back(line);
    } else if (wording::firstDay(line.text) || line.text.startswith("（") || line.text.startswith("(")) {
      act.history.push_back(line.text.str());
    } else {
      body.push_back(line);
    }
  }
  if (act.title.empty() || body.empty()) {
    diagnostics.report(Code::I001, Range{{file, 0}, 0});
    return std::nullopt;
  }
  if (act.language == Language::Chinese)
    readChinese(act, body, diagnostics);
  else
    readEnglish(act, body, diagnostics);
  findDays(act, sources.path(file), diagnostics);
  return act;
}

} // namespace proviso::importing
