// What a sentence and a provision have in common: whether one speaks of the other, told by its words. A word is a run
// of three Chinese characters; in other scripts one of six letters and more.
#pragma once

#include "history/History.h"

#include <llvm/ADT/DenseMap.h>

namespace proviso {

/// How many different words both have, those of the title of the act aside, which every citation has.
size_t sharedWords(llvm::StringRef a, llvm::StringRef b, llvm::StringRef title);

/// The words that stand in one article of a text and in no other. Immutable once made.
class ArticleWords {
public:
  ArticleWords(const History &history, uint32_t text);

  /// Of such words the sentence has four or more of the article in which `ref` stands, and fewer of any other. What
  /// follows the citation up to the next comma counts twice: 第七条规定的职工名册.
  bool sentenceIsOf(llvm::StringRef sentence, llvm::StringRef following, ProvisionRef ref) const;

private:
  static constexpr uint32_t several = UINT32_MAX;

  llvm::StringRef title;
  std::vector<uint32_t> articleOf;               // by provision; 0: in none
  llvm::DenseMap<uint64_t, uint32_t> homeOfWord; // by hash
};

} // namespace proviso
