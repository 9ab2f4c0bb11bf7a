#include "proviso/Layout.h"

namespace proviso::layout {

const std::vector<SectionLayout> &sections() {
  using S = Section;
  constexpr Word any = Word::Any, below = Word::Below, string = Word::String, row = Word::Row, maybe = Word::MaybeRow,
                 earlier = Word::EarlierRow, first = Word::First, target = Word::Target;
  auto text = [](std::string_view name) { return Column{name, string}; };
  static const std::vector<SectionLayout> table = {
      {S::Text, "Text", {}},
      {S::Strings, "Strings", {{"offset", first, S::Text}, {"length"}}},
      {S::Meta, "Meta", {text("key"), text("value")}},
      {S::Facts, "Facts",
       {text("name"), text("label"), {"type", below, S::Count, 7}, text("currency"), {"flags", below, S::Count, 8},
        {"first value", first, S::Values}, {"values"}, {"owner", maybe, S::Roles}}},
      {S::Values, "Values", {text("name")}},
      {S::Roles, "Roles", {text("name"), text("label"), {"first entailed", first, S::Entailed}, {"entailed"}}},
      {S::Entailed, "Entailed", {{"role", row, S::Roles}}},
      {S::Forms, "Forms", {text("name"), text("label")}},
      {S::Kinds, "Kinds",
       {text("name"), text("label"), text("group"), text("currency"), {"additional", below, S::Count, 2}}},
      {S::Referrals, "Referrals", {text("name"), text("label")}},
      {S::Provisions, "Provisions",
       {text("id"), text("citation"), text("title"), {"parent", earlier, S::Provisions}, {"from", any}, {"until", any},
        {"decides", below, S::Count, 2}, {"first variable", first, S::Variables}, {"variables"},
        {"elements", target, S::Nodes}, {"first effect", first, S::Effects}, {"effects"},
        {"first statement", first, S::Statements}, {"statements"}, text("concurrence")}},
      {S::Variables, "Variables",
       {{"kind", below, S::Count, 7}, {"owner", below, S::Count, 2}, {"fact", maybe, S::Facts},
        {"provision", maybe, S::Provisions}, {"role", maybe, S::Roles}, {"size", below, S::Count, maxVariableSize + 1},
        {"first cut", first, S::Cuts}, {"cuts"}, {"months", below, S::Count, 2}, {"expression", maybe, S::Exprs},
        {"relation", below, S::Count, 6}, text("label")}},
      {S::Cuts, "Cuts",
       {{"numerator, low", any}, {"numerator, high", any}, {"denominator, low", any}, {"denominator, high", any},
        {"after", below, S::Count, 2}}},
      {S::Nodes, "Nodes", {{"variable", row, S::Variables}, {"first child", first, S::Children}, {"children"}}},
      {S::Children, "Children", {{"target", target, S::Nodes}}},
      {S::Effects, "Effects",
       {{"addressee", below, S::Count, 2}, {"root", target, S::Nodes}, text("group"), text("alternative"),
        {"source", row, S::Provisions}, {"first chain", first, S::Chains}, {"chains"}}},
      {S::Chains, "Chains", {{"first link", first, S::Links}, {"links"}}},
      {S::Links, "Links", {{"provision", row, S::Provisions}}},
      {S::Outcomes, "Outcomes",
       {{"op", below, S::Count, 7}, {"may", below, S::Count, 2}, {"kind", maybe, S::Kinds},
        {"referral", maybe, S::Referrals}, text("qualifier"), {"low", maybe, S::Exprs}, {"high", maybe, S::Exprs},
        {"measure", below, S::Count, 4}, text("currency"), text("things"), text("within"), text("authority"),
        text("addressee"), {"first branch", first, S::Branches}, {"branches"}, text("text")}},
      {S::Branches, "Branches", {{"outcome", row, S::Outcomes}}},
      {S::Exprs, "Exprs",
       {{"op", below, S::Count, 8}, {"numerator, low", any}, {"numerator, high", any}, {"denominator, low", any},
        {"denominator, high", any}, {"fact", maybe, S::Facts}, {"provision", maybe, S::Provisions},
        {"owner", below, S::Count, 2}, {"left", earlier, S::Exprs}, {"right", earlier, S::Exprs}}},
      {S::Statements, "Statements",
       {{"provision", row, S::Provisions}, {"kind", below, S::Count, 4}, {"root", target, S::Nodes}, text("text")}},
  };
  return table;
}

uint64_t checksum(const void *bytes, uint64_t size) {
  uint64_t hash = 0xcbf29ce484222325ULL;
  const auto *at = static_cast<const unsigned char *>(bytes);
  for (uint64_t i = 0; i < size; ++i) hash = (hash ^ at[i]) * 0x100000001b3ULL;
  return hash;
}

} // namespace proviso::layout
