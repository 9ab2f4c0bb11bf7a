#include "link/Acts.h"

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
    const auto byte = static_cast<unsigned char>(title[i]);
    const size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    if (skip == 0 && byte < 0x80) {
      if (llvm::isAlnum(title[i])) key += llvm::toLower(title[i]);
    } else if (skip == 0 && byte >= 0xE4 && byte <= 0xE9) {
      key += rest.take_front(length).str();
    } else if (skip == 0 && byte < 0xE0) {
      key += rest.take_front(length).str(); // letters of other scripts
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

constexpr size_t characterBytes = 3;

/// After which a name begins: 依照, 违反, 根据, 和, 或者 ...
bool endsBeforeName(llvm::StringRef words) {
  if (words.empty()) return true;
  for (llvm::StringRef last :
       {"照", "据", "反", "按", "用", "合", "有", "和", "与", "及", "或", "者", "行", "由", "除", "对", "在", "于",
        "因", "为", "以", "被", "的", "将", "了", "是", "即", "等", "从", "守", "定", "备", "使", "嫌", "指", "交",
        "取", "出", "算", "到", "同", "得", "其", "受", "须", "非", "如", "进", "履", "本", "国", "原"})
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
    constexpr llvm::StringLiteral before[] = {"依照", "按照", "根据", "依据", "违反", "适用", "符合",
                                              "参照", "执行", "或者", "以及", "和",   "与",   "及"};
    if (llvm::any_of(before, [&](llvm::StringRef word) { return words.drop_back(name.size()).endswith(word); }))
      result.name = name;
    return false;
  });
  return result;
}

void Acts::endsOf(llvm::StringRef words, llvm::function_ref<bool(llvm::StringRef)> found) {
  for (size_t at = 0; at + 2 * characterBytes <= words.size(); at += characterBytes)
    if (endsBeforeName(words.take_front(at)) && found(words.drop_front(at))) return;
}

void Acts::repealed(llvm::StringRef title, Repeal repeal) {
  const auto [at, added] = repeals.try_emplace(titleKey(title), repeal);
  if (!added && repeal.on < at->second.on) at->second = repeal;
}

const Acts::Repeal *Acts::repealOf(llvm::StringRef title) const {
  const auto found = repeals.find(titleKey(title));
  if (found == repeals.end()) return nullptr;
  if (const llvm::StringRef code = named(title); !code.empty())
    for (uint32_t text : history.textsOf(code)) {
      const law::Instrument &act = history.instrument(text);
      if (std::max(act.inForce.from, act.version.value_or(Date::earliest())) >= found->second.on) return nullptr;
    }
  return &found->second;
}

} // namespace proviso
