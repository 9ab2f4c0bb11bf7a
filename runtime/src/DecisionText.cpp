// A decision for people.
#include "proviso/Decision.h"

#include <fmt/format.h>

#include <algorithm>

namespace proviso {

using namespace layout;

namespace {

std::string list(const std::vector<Missing> &missing) {
  std::string out;
  for (const Missing &one : missing) out += (out.empty() ? "" : ", ") + one.text;
  return out;
}

std::string chainText(const Tables &tables, uint32_t chain) {
  std::string out;
  const uint32_t first = tables.word(Section::Chains, chain, chains::FirstLink),
                 count = tables.word(Section::Chains, chain, chains::LinkCount);
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t link = tables.word(Section::Links, first + i, links::Provision);
    out += (i ? " -> " : "") + std::string(tables.text(Section::Provisions, link, provisions::Citation));
  }
  return out;
}

constexpr const char *statementWord[] = {"subject", "when", "unless", "tier when"};

} // namespace

std::string decisionText(const BoundCase &bound, const Decision &decision, bool explain) {
  const Tables &tables = bound.tables();
  std::string out = fmt::format("Law of {}.\n", decision.date.text());
  if (decision.contradictory)
    out += "The facts contradict what the vocabulary says always holds: nothing can be decided from them.\n";
  size_t shown = 0;
  for (const ProvisionResult &p : decision.provisions) {
    if (!explain && (p.status == Status::DoesNotApply || p.nothingKnown)) continue;
    ++shown;
    const std::string_view title = tables.text(Section::Provisions, p.provision, provisions::Title);
    out += fmt::format("\n{}{}: {}\n", tables.text(Section::Provisions, p.provision, provisions::Citation),
                       title.empty() ? "" : fmt::format(" \"{}\"", title),
                       !p.inForce                         ? "not in force on that day"
                       : p.status == Status::Applies      ? "applies"
                       : p.status == Status::Undetermined ? "undetermined"
                                                          : "does not apply");
    if (p.status == Status::Undetermined)
      out += fmt::format("  missing: {}{}\n", list(p.missing),
                         p.smallest ? "" : " (some of these; the search for fewer was given up)");
    for (const Reason &reason : p.reasons) {
      const char *sign = reason.holds == Status::Applies ? "yes" : reason.holds == Status::DoesNotApply ? "no " : "?  ";
      const uint32_t at = tables.word(Section::Statements, reason.statement, statements::Provision);
      out += fmt::format("  {} {}: {} {}\n", sign, tables.text(Section::Provisions, at, provisions::Citation),
                         statementWord[tables.word(Section::Statements, reason.statement, statements::Kind)],
                         tables.text(Section::Statements, reason.statement, statements::Text));
    }
    // A choice of the authority among provisions is shown as one.
    std::string group, alternative;
    std::vector<std::string> lines;
    for (const EffectResult &e : decision.effects) {
      if (e.provision != p.provision) continue;
      const std::string_view effectGroup = tables.text(Section::Effects, e.effect, effects::Group),
                             effectAlternative = tables.text(Section::Effects, e.effect, effects::Alternative);
      std::string indent = "  ";
      if (!effectGroup.empty()) {
        if (effectGroup != group) out += "  at the choice of the authority:\n";
        if (effectGroup != group || effectAlternative != alternative)
          out += fmt::format("    {} per {}:\n", effectGroup != group ? "either" : "or", effectAlternative);
        indent = "      ";
      }
      group = effectGroup;
      alternative = effectAlternative;
      // The authority is said once where it is the same for all that is possible.
      auto authority = [&](uint32_t outcome) {
        std::string by(tables.text(Section::Outcomes, outcome, outcomes::Authority));
        std::replace(by.begin(), by.end(), '_', ' ');
        return by.empty() ? by : ", by the " + by;
      };
      const bool same = std::all_of(e.outcomes.begin(), e.outcomes.end(),
                                    [&](uint32_t o) { return authority(o) == authority(e.outcomes.front()); });
      std::string what;
      for (uint32_t outcome : e.outcomes)
        what +=
            (what.empty() ? "" : ", or ") + outcomeText(bound, outcome, e.person) + (same ? "" : authority(outcome));
      std::string line = fmt::format("{}{}: {}{}", indent, addresseeText(bound, e, e.outcomes.front()), what,
                                     same ? authority(e.outcomes.front()) : "");
      if (!e.determined)
        line += fmt::format("{} - undetermined, missing: {}", e.maybeNothing ? ", or nothing" : "", list(e.missing));
      else if (const AmountResult amount = amountOf(bound, e.outcomes.front(), e.person); !amount.missing.empty())
        line += fmt::format(" - the amount needs: {}", fmt::join(amount.missing, ", "));
      line += "\n";
      const uint32_t first = tables.word(Section::Effects, e.effect, effects::FirstChain),
                     count = tables.word(Section::Effects, e.effect, effects::ChainCount);
      for (uint32_t c = first; c < first + count; ++c)
        line += fmt::format("{}  basis: {}\n", indent, chainText(tables, c));
      // Abstract persons of several roles may come to the same.
      if (std::find(lines.begin(), lines.end(), line) != lines.end()) continue;
      out += line;
      lines.push_back(std::move(line));
    }
    for (const ConcurrenceResult &c : decision.concurrence)
      if (c.provision == p.provision)
        out += fmt::format(
            "  where other provisions apply to the same act: {} (this version lists them and does not choose)\n",
            c.rule);
  }
  if (shown == 0) out += "No provision applies.\n";
  return out;
}

} // namespace proviso
