// What a penal paragraph says, as far as it is read with certainty: the bridge from its wording to a draft.
#pragma once

#include "wording/Mentions.h"

#include <llvm/ADT/StringRef.h>

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace proviso::importing {

/// What the statements of drafts name, with the declaration of each: the words of the law are the labels.
struct DraftNames {
  std::map<std::string, std::string> roles, authorities, referrals, facts; // name: label
  std::map<std::string, std::string> own;                                  // facts of one act: name: type and label
  std::set<std::string> used;                                              // all names in statements

  void add(const DraftNames &other);
};

/// One thing that is imposed, or several joined.
struct Imposed {
  enum class Form : uint8_t { Kind, OneOf, AlsoOrOnly, On, Per, Refer } form = Form::Kind;
  std::string kind;   // of the scale; Refer: the referral
  std::string detail; // what follows it: an amount, a text, citations
  bool may = false;
  std::string by;                 // an authority of its own
  std::vector<std::string> roles; // On
  std::vector<Imposed> of;
};

/// A block of sanctions, the first one without a guard.
struct PenaltyTier {
  enum class Kind : uint8_t { Base, Also, Instead } kind = Kind::Base;
  std::string guard; // a condition
  std::string by;
  std::vector<Imposed> imposed;
  bool bound = false; // its guard is a sum, so that it spells out the base
};

/// Where a citation leads, in the words of the language.
struct DraftCitation {
  std::string text;
  std::vector<uint32_t> targets; // provisions of the act
};

/// A penal paragraph. `left`: the words that were not understood; what they would change stands apart from the rest.
struct Penalty {
  std::string subject, when; // in the language
  std::vector<std::string> items;
  std::vector<PenaltyTier> tiers;
  std::vector<std::string> factors; // what the authority is to weigh
  std::string concurrence;          // a rule between provisions, in place of tiers
  std::vector<std::string> left;
  std::vector<uint32_t> imposing, committed; // what is cited must be a draft with sanctions, with elements
};

/// What the reader of a paragraph may ask about the place where it stands.
struct PenaltyPlace {
  std::string name; // `article_59_paragraph_1`
  std::function<std::optional<DraftCitation>(const wording::Mention &)> citation;
};

/// Reads the wording of a paragraph and of its items. Nothing where the conduct or what is imposed for it is not
/// understood as a whole; then `why` says which words were not. Names are added to what is given.
std::optional<Penalty> readPenalty(llvm::StringRef wording, const std::vector<std::string> &items,
                                   const PenaltyPlace &place, DraftNames &names, std::string &why);

/// The statements of a penalty in the language, the items' aside: those that stand before them, and those after.
std::string conditionsOf(const Penalty &penalty);
std::string sanctionsOf(const Penalty &penalty);

} // namespace proviso::importing
