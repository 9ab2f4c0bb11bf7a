// A decision for people.
#include "proviso/Decision.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

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
    out += tables.text(Section::Provisions, link, provisions::Citation);
    if (i + 1 < count) out += tables.word(Section::Links, first + i, links::Named) ? ", now " : " -> ";
  }
  return out;
}

constexpr const char *statementWord[] = {"subject", "when", "unless", "tier when", "adjustment", "factor"};

std::string citation(const Tables &tables, uint32_t provision) {
  return std::string(tables.text(Section::Provisions, provision, provisions::Citation));
}

/// `exempt when under_age (CL article 17)`
std::string adjustmentText(const Tables &tables, uint32_t adjustment) {
  return fmt::format("`{}` ({})", tables.text(Section::Adjustments, adjustment, adjustments::Text),
                     citation(tables, tables.word(Section::Adjustments, adjustment, adjustments::Provision)));
}

std::string statusText(const Tables &tables, const ProvisionResult &p) {
  if (!p.inForce) return "not in force on that day";
  std::string by;
  switch (p.status) {
  case Status::DoesNotApply: return "does not apply";
  case Status::Applies: return "applies";
  case Status::Undetermined: return "undetermined";
  case Status::Displaced:
    for (uint32_t one : p.by) by += (by.empty() ? "" : " or ") + citation(tables, one);
    return "displaced by " + by;
  case Status::Exempt:
  case Status::Barred:
    for (uint32_t one : p.by) by += (by.empty() ? "" : " or ") + adjustmentText(tables, one);
    return (p.status == Status::Exempt ? "exempt: " : "barred: ") + by;
  }
  return {};
}

const char *groundWord(Ground ground) {
  switch (ground) {
  case Ground::None: break;
  case Ground::Severity: return "the heavier ";
  case Ground::Rank: return "the higher-ranking ";
  case Ground::Specialty: return "the more special ";
  case Ground::Date: return "the later ";
  }
  return "";
}

std::string fateText(const Tables &tables, const Possible &one) {
  switch (one.fate) {
  case Fate::Stands: break;
  case Fate::Exempt: return "exempt: " + adjustmentText(tables, one.by);
  case Fate::Barred: return "barred: " + adjustmentText(tables, one.by);
  case Fate::Displaced: return "displaced by " + citation(tables, one.by);
  case Fate::GivesWay: return fmt::format("gives way to {}{}", groundWord(one.ground), citation(tables, one.by));
  case Fate::MilderLaw: return fmt::format("the law of {} is milder", Date{static_cast<int32_t>(one.by)}.text());
  }
  return {};
}

/// `lighter`, `lighter or mitigated`.
std::string adjectivesText(const Tables &tables, uint32_t adjustment) {
  constexpr const char *words[] = {"heavier", "lighter", "mitigated", "exempt", "raised", "barred", "milder law"};
  const uint32_t bits = tables.word(Section::Adjustments, adjustment, adjustments::Adjectives);
  std::string out;
  for (uint32_t i = 0; i < std::size(words); ++i)
    if (bits >> i & 1) out += fmt::format("{}{}", out.empty() ? "" : " or ", words[i]);
  return out;
}

std::string personText(const BoundCase::Person *person) {
  if (!person) return "the subject";
  return person->abstract ? "each person liable" : person->name;
}

/// `the subject: fine together up to 100,000 CNY`
std::string totalText(const BoundCase &bound, const TotalResult &total) {
  const Tables &tables = bound.tables();
  std::string kind(tables.text(Section::Kinds, total.kind, kinds::Name)), limits;
  std::replace(kind.begin(), kind.end(), '_', ' ');
  for (uint32_t outcome : total.outcomes)
    limits += (limits.empty() ? "" : " or ") + maximumText(bound, outcome, total.person);
  return fmt::format("{}: {} together {}{}{}", personText(total.person), kind, limits,
                     total.maybeNone ? ", if more than one is imposed" : "",
                     total.missing.empty() ? "" : " - undetermined, missing: " + list(total.missing));
}

/// The questions that an explanation rests on, each with its answer.
std::string restsText(const BoundCase &bound, const std::vector<uint32_t> &rests) {
  std::string out;
  for (uint32_t variable : rests)
    out +=
        fmt::format("        {}: {}\n", questionText(bound.tables(), variable), answerText(bound, variable, nullptr));
  return out;
}

} // namespace

std::vector<std::string_view> factorsOf(const Tables &tables, uint32_t provision) {
  std::vector<std::string_view> list;
  const uint32_t first = tables.word(Section::Provisions, provision, provisions::FirstStatement),
                 count = tables.word(Section::Provisions, provision, provisions::StatementCount);
  for (uint32_t s = first; s < first + count; ++s)
    if (static_cast<StatementKind>(tables.word(Section::Statements, s, statements::Kind)) == StatementKind::Factor)
      list.push_back(tables.text(Section::Statements, s, statements::Text));
  return list;
}

std::string markText(const Tables &tables, const Mark &mark) {
  const bool may = tables.word(Section::Adjustments, mark.adjustment, adjustments::May) != 0;
  return fmt::format("{}{}", may ? "may be " : "", adjectivesText(tables, mark.adjustment));
}

std::string questionText(const Tables &tables, uint32_t variable) {
  const uint32_t at = tables.word(Section::Variables, variable, variables::Provision),
                 index = tables.word(Section::Variables, variable, variables::Index);
  const bool ofPerson = tables.word(Section::Variables, variable, variables::Owner) != 0;
  const std::string who = ofPerson ? "the person" : "the subject";
  auto named = [&](Section section, uint32_t row) {
    std::string text(tables.text(section, row, 1)); // the label
    if (text.empty()) {
      text = tables.text(section, row, 0);
      std::replace(text.begin(), text.end(), '_', ' ');
    }
    return text;
  };
  const std::string provision = at ? citation(tables, at - 1) : "";
  switch (static_cast<VariableKind>(tables.word(Section::Variables, variable, variables::Kind))) {
  case VariableKind::Fact:
    return named(Section::Facts, tables.word(Section::Variables, variable, variables::Fact) - 1) +
           (at ? ", in " + provision : "");
  case VariableKind::Role: return fmt::format("{} is: {}", who, named(Section::Roles, index - 1));
  case VariableKind::Form: return "legal form of " + who;
  case VariableKind::Breach: return "a duty in " + provision + " is breached";
  case VariableKind::Disobeyed: return "an order under " + provision + " was served and not obeyed in time";
  case VariableKind::InForce: return provision + " is in force";
  case VariableKind::Succession: return "what " + provision + " has become";
  case VariableKind::Record:
  case VariableKind::Stated:
  case VariableKind::Comparison: return std::string(tables.text(Section::Variables, variable, variables::Label));
  }
  return {};
}

std::string answerText(const BoundCase &bound, uint32_t variable, const BoundCase::Person *person) {
  const Tables &tables = bound.tables();
  const auto kind = static_cast<VariableKind>(tables.word(Section::Variables, variable, variables::Kind));
  const uint64_t possible = bound.possible(variable, person);
  if (kind == VariableKind::Form) {
    for (uint32_t form = 0; form < tables.rows(Section::Forms); ++form)
      if (possible == uint64_t(1) << form) return std::string(tables.text(Section::Forms, form, forms::Name));
    return "not stated";
  }
  if (kind == VariableKind::Succession) return possible == 1 ? "it stands" : "not known";
  if (kind != VariableKind::Fact) return possible == 3 ? "not known" : possible == 2 ? "yes" : "no";
  const uint32_t at = tables.word(Section::Variables, variable, variables::Provision);
  const FactValue value = bound.fact(tables.word(Section::Variables, variable, variables::Fact) - 1,
                                     at ? std::optional(at - 1) : std::nullopt,
                                     tables.word(Section::Variables, variable, variables::Owner) != 0, person);
  switch (value.kind) {
  case FactValue::Kind::Unknown: return "not known";
  case FactValue::Kind::Boolean: return value.boolean ? "yes" : "no";
  case FactValue::Kind::Number: return value.number.grouped() + (value.currency.empty() ? "" : " " + value.currency);
  case FactValue::Kind::Date: return value.date.text();
  case FactValue::Kind::Duration: return value.duration.text();
  case FactValue::Kind::Unascertainable: return "cannot be established";
  case FactValue::Kind::Choice: break;
  }
  std::string text = value.choice;
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

static std::string_view searchText(bool smallest) {
  return smallest ? "" : " (some of these; the search for fewer was given up)";
}

static uint32_t actOf(const Tables &tables, uint32_t provision) {
  for (std::optional<uint32_t> around; (around = tables.parent(provision));) provision = *around;
  return provision;
}

/// That it is no advice, and what it rests on.
static std::string noticeText(const Tables &tables, const std::set<uint32_t> &acts) {
  std::string out = "\nAn aid, and no legal advice.\n";
  for (uint32_t act : acts) {
    const std::string key = "act " + std::string(tables.text(Section::Provisions, act, provisions::Id));
    if (const auto row = tables.find(Section::Meta, meta::Key, key))
      out += fmt::format("  {}\n", tables.text(Section::Meta, *row, meta::Value));
  }
  return out;
}

std::string decisionText(const BoundCase &bound, const Decision &decision, bool explain) {
  const Tables &tables = bound.tables();
  std::string out = fmt::format("Law of {}.\n", decision.date.text());
  if (decision.contradictory)
    out += "The facts contradict what the vocabulary says always holds: nothing can be decided from them.\n";
  size_t shown = decision.contradictory ? 1 : 0;
  std::set<uint32_t> acts;
  for (const ProvisionResult &p : decision.provisions) {
    if (!explain && (p.status == Status::DoesNotApply || p.nothingKnown)) continue;
    ++shown;
    acts.insert(actOf(tables, p.provision));
    const std::string_view title = tables.text(Section::Provisions, p.provision, provisions::Title);
    out += fmt::format("\n{}{}: {}{}\n", tables.text(Section::Provisions, p.provision, provisions::Citation),
                       title.empty() ? "" : fmt::format(" \"{}\"", title), statusText(tables, p),
                       p.inForce && p.law != decision.date ? ", by the law of " + p.law.text() : "");
    if (explain) out += restsText(bound, p.rests);
    if (p.status == Status::Undetermined)
      out += fmt::format("  missing: {}{}\n", list(p.missing), searchText(p.smallest));
    for (const Reason &reason : p.reasons) {
      const char *sign = reason.holds == Status::Applies ? "yes" : reason.holds == Status::DoesNotApply ? "no " : "?  ";
      const uint32_t at = tables.word(Section::Statements, reason.statement, statements::Provision);
      out += fmt::format("  {} {}: {} {}\n", sign, tables.text(Section::Provisions, at, provisions::Citation),
                         statementWord[tables.word(Section::Statements, reason.statement, statements::Kind)],
                         tables.text(Section::Statements, reason.statement, statements::Text));
      out += restsText(bound, reason.rests);
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
      const std::string law = e.law == p.law ? "" : fmt::format("by the law of {}: ", e.law.text());
      std::string line = fmt::format("{}{}{}: {}{}", indent, law, addresseeText(bound, e, e.outcomes.front()), what,
                                     same ? authority(e.outcomes.front()) : "");
      if (!e.determined) {
        std::string nothing = e.maybeNothing ? ", or nothing" : "";
        std::vector<std::string> fates;
        for (const Possible &one : e.removed)
          if (std::string fate = fateText(tables, one); std::find(fates.begin(), fates.end(), fate) == fates.end())
            fates.push_back(std::move(fate));
        if (!fates.empty()) nothing += fmt::format(" ({})", fmt::join(fates, "; "));
        line += fmt::format("{} - undetermined, missing: {}{}{}", nothing, list(e.missing), searchText(e.smallest),
                            e.settled ? "" : " (not settled: too many combinations)");
      } else if (const AmountResult amount = amountOf(bound, e.outcomes.front(), e.person); !amount.missing.empty())
        line += fmt::format(" - the amount needs: {}", fmt::join(amount.missing, ", "));
      line += "\n";
      if (e.alreadyOrdered) line += indent + "  already ordered\n";
      for (const Mark &mark : e.marks)
        line += fmt::format("{}  {}{}: {}\n", indent, mark.open ? "perhaps " : "", markText(tables, mark),
                            adjustmentText(tables, mark.adjustment));
      const uint32_t first = tables.word(Section::Effects, e.effect, effects::FirstChain),
                     count = tables.word(Section::Effects, e.effect, effects::ChainCount);
      for (uint32_t c = first; c < first + count; ++c) {
        line += fmt::format("{}  basis: {}\n", indent, chainText(tables, c));
        const uint32_t link = tables.word(Section::Chains, c, chains::FirstLink),
                       end = link + tables.word(Section::Chains, c, chains::LinkCount);
        for (uint32_t l = link; l < end; ++l)
          acts.insert(actOf(tables, tables.word(Section::Links, l, links::Provision)));
      }
      // Abstract persons of several roles may come to the same.
      if (std::find(lines.begin(), lines.end(), line) != lines.end()) continue;
      out += line;
      lines.push_back(std::move(line));
    }
    for (const EffectResult &e : decision.removed) {
      if (e.provision != p.provision) continue;
      std::string line;
      for (const Possible &one : e.removed)
        line += fmt::format("  {}: {} - {}{}\n", addresseeText(bound, e, one.outcome),
                            outcomeText(bound, one.outcome, e.person), e.maybeNothing ? "if it is imposed, " : "",
                            fateText(tables, one));
      if (std::find(lines.begin(), lines.end(), line) != lines.end()) continue;
      out += line;
      lines.push_back(std::move(line));
    }
    if (p.status == Status::Applies || p.status == Status::Undetermined)
      for (std::string_view factor : factorsOf(tables, p.provision))
        out += fmt::format("  having regard to: {}\n", factor);
    if ((tables.word(Section::Provisions, p.provision, provisions::Flags) & provisionYieldsToOtherLaw) &&
        (p.status == Status::Applies || p.status == Status::Undetermined))
      out += "  gives way where other law rules the case\n";
    for (const ConcurrenceResult &c : decision.concurrence) {
      if (c.provision != p.provision) continue;
      out += fmt::format("  where other provisions apply to the same act: {}\n", c.rule);
      for (const TotalResult &total : c.totals) out += "    " + totalText(bound, total) + "\n";
      for (const auto &[a, b] : c.notComparable)
        out += fmt::format("    which is heavier cannot be said: {} or {}; both are listed\n", citation(tables, a),
                           citation(tables, b));
    }
  }
  for (const auto &[a, b] : decision.conflicts)
    out += fmt::format("\n{} and {} apply side by side: no rule says which counts.\n", citation(tables, a),
                       citation(tables, b));
  std::string before; // abstract persons may all have the same
  for (const MildestLaw &one : decision.mildest) {
    std::vector<std::string> mildest;
    for (Date day : one.mildest) mildest.push_back(day.text());
    std::string said = fmt::format("\nFor {} the law of {} is the mildest ({}){}.\n", personText(one.person),
                                   fmt::join(mildest, " or "), adjustmentText(tables, one.adjustment),
                                   one.missing.empty() ? "" : "; missing: " + list(one.missing));
    for (const auto &[a, b] : one.notComparable)
      said += fmt::format("  the laws of {} and {} cannot be compared: the earlier one counts\n", a.text(), b.text());
    if (said != before) out += said;
    before = std::move(said);
  }
  if (shown == 0) out += "No provision applies.\n";
  return out + noticeText(tables, acts);
}

} // namespace proviso
