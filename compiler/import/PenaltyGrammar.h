// The grammar of penal paragraphs; its productions are at the head of ReadPenalty.cpp.
#pragma once

#include "import/Penalty.h"
#include "import/PenaltyWords.h"

#include <llvm/ADT/STLExtras.h>

namespace proviso::importing {

inline bool onlyRefers(const std::vector<Imposed> &list) {
  return llvm::all_of(list, [](const Imposed &one) { return one.form == Imposed::Form::Refer; });
}

/// Reads one paragraph. What it has read so far is in `result`; a reading that fails is undone by who tried it.
class PenaltyGrammar {
public:
  PenaltyGrammar(const PenaltyPlace &where, DraftNames &names) : where(where), names(names) {}
  std::optional<Penalty> run(StringRef wording, const std::vector<std::string> &itemTexts, std::string &why);

private:
  struct Clause {
    std::vector<std::string> persons;
    std::string by;
    bool may = false, also = false, adds = false;
    std::vector<Imposed> imposed;
  };

  /// What follows a segment that was not understood may go on from it, unless it says of itself what it is a tier of.
  static bool standsAlone(StringRef segment);
  /// `有前款行为，同时构成其他犯罪的，依照处罚较重的规定定罪处罚。`
  bool concurrence(StringRef words);
  /// Where the conduct is said to be a crime or none: that is a tier where another one says the opposite, else a part
  /// of the conduct.
  bool finish();
  /// 尚不构成犯罪的，...；情节较重的，...；构成犯罪的，...: the tiers between are of what is no crime, too. Referrals
  /// stand for themselves.
  bool gravity(llvm::ArrayRef<PenaltyTier> further);

  // ---- names
  /// Bodies that mostly act as authorities are named as such; other authorities, and such bodies as subjects, have a
  /// word that tells them apart.
  static bool isAuthority(StringRef words);
  std::string role(StringRef words);
  std::string referral(StringRef name, StringRef words);
  /// A boolean with these words, for each provision.
  std::string open(StringRef words);
  /// The sum of which a multiple is taken.
  std::string sum(StringRef words);

  // ---- conduct
  bool opening(StringRef segment, const std::vector<std::string> &itemTexts);
  bool conduct(StringRef words, const std::vector<std::string> &itemTexts);
  static std::string joined(StringRef a, StringRef word, StringRef b);
  /// Conduct as a condition. Empty: everybody, always.
  std::optional<std::string> conductOf(StringRef words, bool withItems, const std::string &name, bool whole);
  /// A clause among these words imposes something: then conduct ended before it.
  static bool holdsConsequence(StringRef words);
  std::string conductFact(const std::string &of, StringRef words);
  /// What stands right before 有下列 is who does it, unless it says how.
  static bool isNoun(StringRef words);
  /// A noun that stands before 违反, 有下列, 未 ...
  void subject(StringRef &words);
  /// After 违反: `本法第十条、第十二条第一款的规定`. What comes after it stays.
  std::optional<std::string> violated(StringRef &words);
  /// Citations of this act, and nothing else.
  std::optional<std::vector<DraftCitation>> citations(StringRef text) const;
  /// `有前款行为`, `犯前款罪`.
  std::optional<std::string> committed(StringRef words);

  // ---- conditions of tiers
  static bool isGains(StringRef clause);
  /// `拒不改正或者情节严重`, without the 的 at its end. `free`: other words may stand as they are.
  std::optional<std::string> conditions(StringRef text, bool free);
  /// 造成..., 给他人造成...
  static bool isOpener(StringRef text);
  /// A tier in words of its own.
  std::optional<std::string> freely(StringRef text);
  std::optional<std::string> atom(StringRef text);
  std::optional<std::string> threshold(StringRef text);
  static bool isSum(StringRef words);
  static std::optional<std::string> compared(const std::string &base, StringRef text);

  // ---- tiers
  bool further(StringRef segment);
  bool tryFurther(StringRef segment);
  /// Further clauses for the base.
  bool more(llvm::ArrayRef<StringRef> clauses);
  static void kinds(const Imposed &one, std::vector<std::string> &list);
  static bool isChoice(const Imposed &one);
  /// The same kind for the same persons stands there already.
  static bool clashes(const Imposed &one, const std::vector<Imposed> &list);
  /// A choice of which one branch is stated again, or the other way round.
  static bool splitsChoice(const Imposed &one, const std::vector<Imposed> &list);
  /// Both things are confiscated, gains first.
  static void confiscateAlso(Imposed &one, const Imposed &other);
  /// Adds to a block. What is confiscated is one sanction.
  static bool place(Imposed thing, std::vector<Imposed> &block);
  static bool isCriminal(const std::string &kind);
  /// Reads the clauses of a tier and adds it, and those that are nested in it.
  bool tier(llvm::ArrayRef<StringRef> clauses, PenaltyTier &one, bool base);
  /// A confiscation that is stated again supersedes the one above, and is meant to be added to it.
  bool takeAlong(PenaltyTier &one);
  /// Where only certain persons are punished above, a tier without an addressee is meant for them; disciplinary
  /// sanctions are for no one else either.
  bool persons(PenaltyTier &one) const;
  static bool isDisciplinary(StringRef kind);
  /// Of disciplinary sanctions there is one: the graver one takes the place of the milder. Nothing where the tier or
  /// what stands above has none.
  std::optional<bool> discipline(PenaltyTier &one) const;
  static bool isOn(const Imposed &one);
  /// Whether a tier adds to what stands above, or takes its place.
  bool relation(PenaltyTier &one, bool adding);

  // ---- clauses
  /// All clauses of a segment. A condition among them opens a tier in it.
  bool read(llvm::ArrayRef<StringRef> clauses, PenaltyTier &one, std::vector<PenaltyTier> &nested);
  static bool actBy(const std::string &authority, Imposed &thing);
  /// 没收违法所得, and nothing besides: that is the same where there are none.
  static bool confiscatesOnly(StringRef clause);
  /// 并, 可以, 依法 ... before what is imposed.
  static void prefixes(StringRef &text, Clause &to);
  std::optional<std::vector<std::string>> personsIn(StringRef words);
  bool clause(StringRef text, Clause &to, unsigned depth = 0);
  bool alone(StringRef text, Clause &to);
  std::string authority(StringRef words);

  // ---- sanctions
  static Imposed kind(StringRef name, std::string detail = {});
  static Imposed refer(std::string to);
  /// One sanction, or a choice.
  std::optional<Imposed> list(StringRef text, Clause &context);
  /// Words that are to live as long as the grammar.
  StringRef elliptical(std::string words);
  /// Words for a thing: a permit, goods. No verb may be among them.
  static bool isThing(StringRef text);
  std::optional<Imposed> single(StringRef text, Clause &context);
  /// `三年以下有期徒刑、拘役或者管制`.
  std::optional<Imposed> criminal(StringRef text);
  /// `给予降级、撤职或者开除的处分`: one of them, whatever joins them.
  static std::optional<Imposed> disciplinary(StringRef text, bool given);
  std::optional<std::string> amount(StringRef text);
  std::optional<Imposed> confiscated(StringRef things);
  std::optional<Imposed> ordered(StringRef text);
  std::optional<Imposed> disqualified(StringRef text);
  static bool isBan(StringRef text);
  /// What another provision or another law decides.
  std::optional<Imposed> delegation(StringRef text);

  const PenaltyPlace &where;
  DraftNames &names;
  Penalty result;
  std::map<std::string, size_t> cases; // words of a tier: their number
  std::set<std::string> made;          // words with what is left out in them
  std::set<std::string> orders;        // what has been ordered so far
  std::string crime;                   // 构成犯罪 at the end of the conduct
  bool unit = false;                   // a unit is punished
  std::string outer;                   // the guard in which a threshold stands
  bool categories = false;             // tiers are of persons: 对首要分子...的
  StringRef stuck;                     // the last clause that could not be read
  bool ofSum = false;                  // the tier is one of a sum
  bool adds = false;                   // the tier begins with 并
  bool afterStop = false;
};

} // namespace proviso::importing
