// Acts by what the wording of other acts calls them, and when the wording of one says that another is repealed.
#pragma once

#include "history/History.h"
#include "wording/Mentions.h"

#include <llvm/ADT/STLFunctionalExtras.h>

namespace proviso {

/// What stays of a title to compare it by: without 中华人民共和国, `of the People's Republic of China`, marks, blanks.
std::string titleKey(llvm::StringRef title);

class Acts {
public:
  explicit Acts(const History &history);

  /// The code of the act with this title, this name in some language, or this code; empty: there is none at hand.
  llvm::StringRef named(llvm::StringRef title) const;

  /// A name without marks has words before it: 依照刑法. What of it is a title; and the code, if it is one at hand.
  struct Found {
    llvm::StringRef name, code;
  };
  Found endOf(llvm::StringRef words) const;
  /// All that the name may be, the longest first, until one is found.
  static void endsOf(llvm::StringRef words, llvm::function_ref<bool(llvm::StringRef)> found);

  struct Repeal {
    Date on;
    ProvisionRef by;
    Range where;
  };
  /// `同时废止`: told once for each text that says so, before anybody asks.
  void repealed(llvm::StringRef title, Repeal repeal);
  /// Since when the act of this title is repealed that was in force the day before `day`. Not where an act of the same
  /// title has taken its place.
  const Repeal *repealOf(llvm::StringRef title, Date day) const;

private:
  const History &history;
  llvm::StringMap<llvm::StringRef> codes; // by key
  llvm::StringMap<std::vector<Repeal>> repeals;
};

} // namespace proviso
