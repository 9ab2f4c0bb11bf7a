#include "link/SharedWords.h"

#include "source/Characters.h"

#include <llvm/ADT/Hashing.h>
#include <llvm/ADT/STLFunctionalExtras.h>

namespace proviso {

namespace {

void eachWord(llvm::StringRef text, llvm::function_ref<void(llvm::StringRef)> take) {
  constexpr size_t run = 3 * chineseBytes;
  bool chinese = false;
  for (size_t i = 0; i + run <= text.size(); ++i)
    if (beginsChinese(text[i]) && beginsChinese(text[i + chineseBytes]) && beginsChinese(text[i + 2 * chineseBytes])) {
      take(text.substr(i, run));
      chinese = true;
    }
  if (chinese) return;
  while (!text.empty()) {
    llvm::StringRef word;
    std::tie(word, text) = text.split(' ');
    if (word.size() >= 6) take(word);
  }
}

std::vector<llvm::StringRef> wordsOf(llvm::StringRef text) {
  std::vector<llvm::StringRef> list;
  eachWord(text, [&](llvm::StringRef word) { list.push_back(word); });
  llvm::sort(list);
  list.erase(std::unique(list.begin(), list.end()), list.end());
  return list;
}

uint64_t keyOf(llvm::StringRef word) { return llvm::hash_value(word) >> 2; } // none of DenseMap's own two keys

} // namespace

size_t sharedWords(llvm::StringRef a, llvm::StringRef b, llvm::StringRef title) {
  std::vector<llvm::StringRef> both;
  const auto x = wordsOf(a), y = wordsOf(b);
  std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(both));
  llvm::erase_if(both, [&](llvm::StringRef word) { return title.contains(word); });
  return both.size();
}

ArticleWords::ArticleWords(const History &history, uint32_t text)
    : title(history.instrument(text).title.text), articleOf(history.instrument(text).provisions.size()) {
  const law::Instrument &act = history.instrument(text);
  const uint8_t running = history.runningLevel(text);
  for (uint32_t p = 1; p < act.provisions.size(); ++p) {
    uint32_t around = p;
    while (around != 0 && act.provisions[around].level > running) around = act.provisions[around].parent.value;
    if (around == 0 || act.provisions[around].level != running) continue;
    articleOf[p] = around;
    for (const law::Quote &quote : act.provisions[p].texts)
      eachWord(quote.text, [&](llvm::StringRef word) {
        const auto [known, isNew] = homeOfWord.try_emplace(keyOf(word), articleOf[p]);
        if (!isNew && known->second != articleOf[p]) known->second = several;
      });
  }
}

bool ArticleWords::sentenceIsOf(llvm::StringRef sentence, llvm::StringRef following, ProvisionRef ref) const {
  llvm::SmallDenseMap<uint32_t, unsigned, 16> counts;
  for (llvm::StringRef text : {sentence, following})
    for (llvm::StringRef word : wordsOf(text)) {
      // Numbers are shared with whoever cites the same.
      if (word.contains("第") || word.contains("条") || title.contains(word)) continue;
      if (const auto found = homeOfWord.find(keyOf(word)); found != homeOfWord.end() && found->second != several)
        ++counts[found->second];
    }
  const uint32_t article = articleOf[ref.provision];
  const unsigned own = article == 0 ? 0 : counts.lookup(article);
  return own >= 4 && llvm::none_of(counts, [&](const auto &one) { return one.first != article && one.second >= own; });
}

} // namespace proviso
