#include "link/Acts.h"

#include "source/Characters.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

namespace proviso {

std::string titleKey(llvm::StringRef title) {
  std::string key;
  title.consume_front_insensitive("the ");
  for (size_t i = 0; i < title.size();) {
    const llvm::StringRef rest = title.drop_front(i);
    size_t skip = 0;
    for (llvm::StringRef country :
         {"中华人民共和国", " of the People's Republic of China", " of the People’s Republic of China"})
      if (rest.startswith(country)) skip = country.size();
    const size_t length = lengthInBytes(title[i]);
    if (skip == 0 && length == 1) {
      if (llvm::isAlnum(title[i])) key += llvm::toLower(title[i]);
    } else if (skip == 0 && (length == 2 || beginsChinese(title[i]))) { // letters of other scripts, or Chinese
      key += rest.take_front(length).str();
    }
    i += skip ? skip : length;
  }
  return key;
}

Acts::Acts(const History &history) : history(history) {
  for (llvm::StringRef code : history.instrumentCodes())
    for (uint32_t text : history.textsOf(code)) {
      const law::Instrument &act = history.instrument(text);
      auto add = [&](llvm::StringRef name) {
        if (const std::string key = titleKey(name); !key.empty()) codes.try_emplace(key, act.code.text);
      };
      add(act.title.text);
      for (const auto &[language, name] : act.names) add(name.text);
      add(code);
    }
}

llvm::StringRef Acts::named(llvm::StringRef title) const {
  const auto found = codes.find(titleKey(title));
  return found == codes.end() ? llvm::StringRef() : found->second;
}

namespace {

/// After which a name begins: 依照, 违反, 根据, 和, 或者 ...
bool endsBeforeName(llvm::StringRef words) {
  if (words.empty()) return true;
  for (llvm::StringRef last :
       {"照", "据", "反", "背", "按", "用", "合", "有", "和", "与", "及", "或", "者", "行", "由", "除", "对", "在",
        "于", "因", "为", "以", "被", "的", "将", "了", "是", "即", "等", "从", "守", "定", "备", "使", "嫌", "指",
        "交", "取", "出", "算", "到", "同", "得", "其", "受", "须", "非", "如", "进", "履", "本", "国", "原"})
    if (words.endswith(last)) return true;
  return false;
}

} // namespace

Acts::Found Acts::endOf(llvm::StringRef words) const {
  Found result{words, {}};
  endsOf(words, [&](llvm::StringRef name) {
    const llvm::StringRef code = named(name);
    if (!code.empty() || repeals.count(titleKey(name))) {
      result = {name, code};
      return true;
    }
    // Where nothing is known: after the last word that comes before names.
    constexpr llvm::StringLiteral before[] = {"依照", "按照", "根据", "依据", "违反", "适用", "符合", "参照",
                                              "执行", "违背", "或者", "以及", "和",   "与",   "及"};
    if (llvm::any_of(before, [&](llvm::StringRef word) { return words.drop_back(name.size()).endswith(word); }))
      result.name = name;
    return false;
  });
  return result;
}

void Acts::endsOf(llvm::StringRef words, llvm::function_ref<bool(llvm::StringRef)> found) {
  for (size_t at = 0; at + 2 * chineseBytes <= words.size(); at += chineseBytes)
    if (endsBeforeName(words.take_front(at)) && found(words.drop_front(at))) return;
}

void Acts::repealed(llvm::StringRef title, Repeal repeal) { repeals[titleKey(title)].push_back(repeal); }

const Acts::Repeal *Acts::repealOf(llvm::StringRef title, Date day) const {
  const auto found = repeals.find(titleKey(title));
  if (found == repeals.end()) return nullptr;
  Date last = Date::earliest();
  if (const llvm::StringRef code = named(title); !code.empty())
    for (uint32_t text : history.textsOf(code)) {
      const law::Instrument &act = history.instrument(text);
      last = std::max({last, act.inForce.from, act.version.value_or(Date::earliest())});
    }
  const Repeal *first = nullptr;
  for (const Repeal &one : found->second)
    if (one.on >= day && (!first || one.on < first->on)) first = &one;
  return first && first->on > last ? first : nullptr;
}

} // namespace proviso
