#include "import/Act.h"

#include "wording/Days.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

#include <filesystem>

namespace proviso::importing {

using wording::dayAt;
using wording::firstDay;

namespace {

/// The day that a sentence names for coming into force; `earliest` where it says that of publication.
std::optional<Date> statedInForce(llvm::StringRef text) {
  std::optional<Date> found;
  for (llvm::StringRef word : {"施行", "生效", "实施", "执行", "起实行"})
    for (size_t at = text.find(word); at != llvm::StringRef::npos; at = text.find(word, at + 1)) {
      const size_t from = text.take_front(at).rfind("自");
      if (from == llvm::StringRef::npos || at - from > 120) continue;
      const llvm::StringRef days = text.slice(from, at).drop_front(llvm::StringRef("自").size());
      if (const auto day = dayAt(trimmed(days)))
        found = day->first;
      else if (days.contains("公布之日") || days.contains("发布之日") || days.contains("颁布之日") ||
               days.contains("通过之日"))
        found = Date::earliest();
    }
  for (llvm::StringRef word : {"in force", "into force", "take effect", "takes effect", "effective", "commence"})
    if (const size_t at = text.find_insensitive(word); at != llvm::StringRef::npos)
      if (const auto day = firstDay(text.drop_front(at))) found = day;
  return found;
}

bool has(llvm::StringRef text, std::initializer_list<llvm::StringRef> words) {
  return llvm::any_of(words, [&](llvm::StringRef word) { return text.contains_insensitive(word); });
}

} // namespace

void findDays(Act &act, llvm::StringRef path, Diagnostics &diagnostics) {
  std::optional<Date> amended, published, statedHere;
  for (llvm::StringRef line : act.history) {
    const std::optional<Date> day = firstDay(line);
    if (!day) continue;
    if (!act.adopted || *day < *act.adopted) act.adopted = day;
    if (has(line, {"修正", "修订", "修改", "amended", "revised"})) amended = std::max(amended.value_or(*day), *day);
    if (has(line, {"公布", "发布", "颁布", "promulgated", "published"}))
      published = std::max(published.value_or(*day), *day);
    if (has(line, {"施行", "生效", "in force", "into force", "effective"}))
      statedHere = std::max(statedHere.value_or(*day), *day);
  }
  // The name of a file may hold the day of its text: `网络安全法(2016-11-07).md`.
  const std::string name = std::filesystem::path(path.str()).stem().string();
  if (const size_t open = llvm::StringRef(name).find_last_of("(_ "); open != llvm::StringRef::npos)
    if (const auto day = dayAt(llvm::StringRef(name).drop_front(open + 1))) {
      if (!act.adopted) act.adopted = day->first;
      if (day->first > amended.value_or(*act.adopted)) amended = day->first;
    }
  if (amended && act.adopted && *amended > *act.adopted) act.version = amended;
  std::optional<Date> inText;
  size_t looked = 0;
  for (size_t i = act.provisions.size(); i-- > 1 && !inText && looked < 60; ++looked)
    for (const Text &text : act.provisions[i].texts)
      if (act.provisions[i].level != "annex" && text.words.size() < 1200)
        if (const auto stated = statedInForce(text.words)) inText = *stated;
  if (inText == Date::earliest()) inText = published ? published : act.adopted;
  // The last article of an amended text mostly keeps the day of the first one.
  const std::optional<Date> needed = act.version ? act.version : act.adopted;
  for (const auto &stated : {inText, statedHere})
    if (!act.inForce && stated && (!act.version || *stated >= *act.version)) act.inForce = stated;
  if (act.inForce) return;
  act.inForce = needed;
  if (!act.volume.empty()) return; // another volume may say it
  if (!needed)
    diagnostics.report(Code::I003, act.at, act.title, "nothing says from when it is in force")
        .note("add `in force from DATE` to the file");
  else
    diagnostics
        .report(Code::I003, act.at, act.title,
                act.version
                    ? fmt::format("nothing says from when its amendment of {} is in force; that day is taken",
                                  needed->text())
                    : fmt::format("nothing says from when it is in force; the day of its adoption, {}, is taken",
                                  needed->text()))
        .note("correct `in force from` in the file where you know better");
}

} // namespace proviso::importing
