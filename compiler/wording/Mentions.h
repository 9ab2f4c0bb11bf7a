// The citations in the wording of a law, as they are written: what is said, not yet what it leads to.
//
// Recognition is by language. Each language has a grammar of its own, in a file of its own, which stands in its header
// as productions and below as one function for each. It is scanned for the few words that can begin a citation, and
// only there is it parsed.
#pragma once

#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringRef.h>

#include <cstdint>
#include <string>
#include <vector>

namespace proviso::wording {

/// What the words for levels mean; which level of an instrument that is, the instrument decides.
enum class Level : uint8_t {
  Annex,
  Part,
  Subpart,
  Chapter,
  Section,
  Article,
  Subsection,
  Paragraph,
  Subparagraph,
  Item,
  Subitem,
  Unnamed // `(a)` in `5(1)(a)`: the next one down
};
/// `article`
llvm::StringRef nameOf(Level level);

/// `第一、二款`, `Articles 5 to 9`: one level and its labels.
struct Step {
  struct Member {
    std::string from, to; // `to` only in a range
  };
  Level level = Level::Article;
  llvm::SmallVector<Member, 1> members;
  llvm::StringRef title; // in place of labels: 总则
};

/// Which act is meant.
enum class ActForm : uint8_t {
  Silent, // it is not said: this one, or the one of the citation that this one continues
  This,   // 本法, `this Law`
  Named,  // 《反恐怖主义法》, 刑法, `the Criminal Law`
  Former  // 该法, `that Act`: the one named before
};

enum class Relative : uint8_t {
  None,
  This,      // 本条, `this Article`
  Preceding, // 前款, 前两款, 上款, `the preceding paragraph`
  Following, // 下款
  That       // 该款, 各该款, `the said paragraph`: what was cited before
};

/// One citation. `第十条第一款或者第十二条` are two: the second has all that it takes over from the first.
struct Mention {
  uint32_t begin = 0, end = 0; // bytes of the text
  ActForm act = ActForm::Silent;
  llvm::StringRef name; // of a named act. Without marks around it, it may have words before it: 依照刑法
  bool marked = false;  // the name stands in 《》
  Relative relative = Relative::None;
  Level relativeLevel = Level::Paragraph;
  uint8_t count = 1;                // 前两款
  llvm::SmallVector<Step, 2> steps; // outer first; none, and nothing relative: the act as a whole
  bool continues = false;           // it takes over from the one before
  uint32_t sentence = 0;            // counted in the text

  bool wholeAct() const { return steps.empty() && relative == Relative::None; }
};

/// `以下简称`: another name of an act, good for the instrument.
struct ShortName {
  llvm::StringRef name, of;
};

/// Words that look like a citation and are none, with the reason: 本条件 is `these conditions`.
struct NoMention {
  uint32_t begin = 0;
  llvm::StringRef reason;
};

struct Mentions {
  std::vector<Mention> list;
  std::vector<ShortName> shortNames;
  std::vector<NoMention> none;
};

/// The citations in a text, in order. Chinese where it has Chinese characters, else English. The result has views into
/// the text. Thread-safe; linear time.
void recognise(llvm::StringRef text, Mentions &mentions);

/// Whether a title is that of an act, and not of a licence, a list or a form.
bool isActTitle(llvm::StringRef title);

/// `第二百八十六条之一第二款` of levels and labels. Empty for a level that has no Chinese word.
std::string chineseCitation(const std::vector<std::pair<std::string, std::string>> &steps);

void recogniseChinese(llvm::StringRef text, Mentions &mentions);
void recogniseEnglish(llvm::StringRef text, Mentions &mentions);

} // namespace proviso::wording
