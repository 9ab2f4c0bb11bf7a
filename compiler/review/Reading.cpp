#include "review/Reading.h"

#include "source/Fingerprint.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

#include <map>
#include <set>

namespace proviso {

namespace {

std::string fingerprint(const std::vector<ReadingLine> &lines) {
  std::string all;
  for (const ReadingLine &line : lines) all += line.key + '\n';
  return fingerprintOf(all);
}

/// One space between words.
std::string words(llvm::StringRef text) {
  llvm::SmallVector<llvm::StringRef, 32> parts;
  llvm::SplitString(text, parts);
  return llvm::join(parts, " ");
}

/// Such a condition says what stands in the items, which are read by themselves.
bool namesItems(llvm::StringRef text) {
  return text.contains("any item") || text.contains("all items") || text.contains(" items");
}

} // namespace

std::string Reading::wordingFingerprint() const { return fingerprint(wording); }
std::string Reading::statementsFingerprint() const { return fingerprint(statements); }

ProvisionRef Readings::root(ProvisionRef ref) const {
  std::set<ProvisionRef> seen;
  while (seen.insert(ref).second && !linked.history->life(ref).before.empty())
    ref = linked.history->life(ref).before.front();
  return ref;
}

std::string Readings::lineage(ProvisionRef ref) const { return linked.history->id(root(ref)); }

std::string Readings::keyName(ProvisionRef ref) const {
  const std::string id = lineage(ref);
  const auto former = formerCodes.find(id.substr(0, id.find('/')));
  return former == formerCodes.end() ? id : former->second + id.substr(former->first.size());
}

/// Gathers the lines of one provision after another.
struct Readings::Lines {
  const Readings &readings;
  const History &history = *readings.linked.history;
  const ir::Program &program = readings.program;
  Reading reading = {};

  ProvisionRef refOf(ir::Index provision) const {
    const ir::Index instrument = program.provisions[provision].instrument;
    return {instrument, provision - program.instruments[instrument].root};
  }
  /// An expression without what time brought into it: what is cited stands under one name whatever has become of it.
  std::string key(ir::Index index) const {
    const ir::Expr &expr = program.exprs[index];
    switch (expr.op) {
    case ir::Op::InForce:
    case ir::Op::Became: return "true";
    case ir::Op::Not: {
      const std::string operand = key(expr.operands[0]);
      return operand == "true" ? "false" : operand == "false" ? "true" : "not (" + operand + ")";
    }
    case ir::Op::And:
    case ir::Op::Or: {
      const bool all = expr.op == ir::Op::And;
      std::vector<std::string> parts;
      for (ir::Index operand : expr.operands)
        if (std::string one = key(operand); one != (all ? "true" : "false") && !llvm::is_contained(parts, one))
          parts.push_back(std::move(one));
      if (parts.empty()) return all ? "true" : "false";
      if (parts.size() == 1) return parts.front();
      return "(" + llvm::join(parts, all ? ") and (" : ") or (") + ")";
    }
    default:
      return ir::describe(program, index, [&](ir::Index provision) { return readings.keyName(refOf(provision)); });
    }
  }
  std::string list(const std::vector<ir::Index> &provisions, bool keys) const {
    std::vector<std::string> names;
    for (ir::Index one : provisions)
      names.push_back(keys ? readings.keyName(refOf(one)) : program.provisions[one].citation);
    if (keys) llvm::sort(names);
    return fmt::format("{}", fmt::join(names, ", "));
  }

  void state(const std::string &place, const std::string &placeKey, std::string text, std::string key) {
    reading.statements.push_back({placeKey + ": " + key, place + text});
  }

  void sanction(const std::string &place, const std::string &placeKey, const std::string &when,
                const std::string &whenKey, ir::Index index) {
    const ir::Sanction &s = program.sanctions[index];
    std::string text = s.text, key = s.text;
    if (s.op == ir::SanctionOp::Delegation) {
      text = fmt::format("punish per {}", list(s.cited, false));
      key = fmt::format("punish per {}{}", s.choice ? "one of " : "", list(s.cited, true));
    }
    if (!s.authority.empty()) {
      text += " by " + s.authority;
      key += " by " + s.authority;
    }
    state(place, placeKey, when + text, whenKey + key);
  }

  void provision(ProvisionRef ref, const std::string &place, bool sanctionsOnly) {
    const ir::Provision &p = program.provisions[program.instruments[ref.instrument].root + ref.provision];
    const std::string placeKey = readings.keyName(ref);
    if (!sanctionsOnly) {
      if (!p.title.empty())
        reading.wording.push_back({placeKey + ": " + p.title, fmt::format("{}\"{}\"", place, p.title)});
      for (const std::string &text : p.texts)
        reading.wording.push_back({placeKey + ": " + words(text), place + words(text)});
      if (p.outline) state(place, placeKey, "outline", "outline");
      for (const ir::Duty &duty : p.duties) {
        const std::string line = fmt::format("{} \"{}\"", duty.verb, words(duty.text));
        state(place, placeKey, line, line);
      }
    }
    for (const ir::Statement &s : p.statements) {
      const std::string_view word = s.kind == ir::StatementKind::Subject ? "subject"
                                    : s.kind == ir::StatementKind::When  ? "when"
                                                                         : "unless";
      // Guards and adjustments stand with what they guard.
      if (s.kind != ir::StatementKind::Subject && s.kind != ir::StatementKind::When &&
          s.kind != ir::StatementKind::Unless)
        continue;
      state(place, placeKey, fmt::format("{} {}", word, s.text),
            fmt::format("{} {}", word, namesItems(s.text) ? words(s.text) : key(s.expr)));
    }
    for (const ir::Tier &tier : p.tiers) {
      std::string when = tier.op == ir::TierOp::Instead ? "instead: " : "", whenKey = when;
      if (program.exprs[tier.guard].op != ir::Op::True) {
        when += fmt::format("when {}: ", ir::describe(program, tier.guard));
        whenKey += fmt::format("when {}: ", key(tier.guard));
      }
      if (tier.addressee == ir::Owner::Person) {
        std::vector<std::string> roles;
        for (ir::Index role : tier.roles) roles.push_back(program.roles[role].name);
        when += fmt::format("on {}: ", fmt::join(roles, " or "));
        whenKey += fmt::format("on {}: ", fmt::join(roles, " or "));
      }
      for (ir::Index index : tier.sanctions) sanction(place, placeKey, when, whenKey, index);
      if (tier.sanctions.empty()) state(place, placeKey, when + "nothing", whenKey + "nothing");
    }
    if (p.concurrence)
      state(place, placeKey,
            fmt::format("concurrence {}{}{}", p.concurrence->text, p.concurrence->with.empty() ? "" : " with ",
                        list(p.concurrence->with, false)),
            fmt::format("concurrence {} {}", p.concurrence->text, list(p.concurrence->with, true)));
    if (!p.displaces.empty())
      state(place, placeKey, "takes the place of " + list(p.displaces, false), "displaces " + list(p.displaces, true));
    if (p.yieldsToOtherLaw) state(place, placeKey, "yields to other law", "yields to other law");
    for (const ir::Adjustment &a : p.adjustments)
      state(place, placeKey, a.text,
            fmt::format("{}{} when {} for {} {}", a.may, a.adjectives.size(), key(a.guard), list(a.provisions, true),
                        words(a.text.substr(0, a.text.find(" when ")))));
  }
};

Reading Readings::of(ProvisionRef ref, Date on) const {
  const History &history = *linked.history;
  Lines lines{*this};
  // An item says nothing without what stands around it.
  if (!history.isRoot(ref))
    for (ProvisionRef around = history.parent(ref);
         !history.isRoot(around) && history[around].level >= history.runningLevel(around.instrument);
         around = history.parent(around))
      lines.provision(around, "around it: ", true);
  for (ProvisionRef one : history.under(ref)) {
    if (one != ref && !history.stands(one).contains(on)) continue;
    std::string place;
    for (ProvisionRef at = one; at != ref; at = history.parent(at))
      place = fmt::format("{} {}{}{}", std::string_view(history.instrument(at.instrument).levels[history[at].level]),
                          std::string_view(history[at].label.text), place.empty() ? "" : " ", place);
    lines.provision(one, place.empty() ? "" : place + ": ", false);
  }
  return std::move(lines.reading);
}

Reading Readings::alone(ProvisionRef ref) const {
  Lines lines{*this};
  lines.provision(ref, "", false);
  return std::move(lines.reading);
}

ReadingDifference difference(const std::vector<ReadingLine> &before, const std::vector<ReadingLine> &after) {
  std::map<std::string, int> count;
  for (const ReadingLine &line : before) ++count[line.key];
  for (const ReadingLine &line : after) --count[line.key];
  ReadingDifference result;
  auto take = [&](const std::vector<ReadingLine> &lines, int sign, std::vector<std::string> &to) {
    std::map<std::string, int> left;
    for (const auto &[key, n] : count)
      if (n * sign > 0) left[key] = n * sign;
    for (const ReadingLine &line : lines)
      if (const auto found = left.find(line.key); found != left.end() && found->second > 0) {
        --found->second;
        to.push_back(line.text);
      }
  };
  take(before, 1, result.gone);
  take(after, -1, result.added);
  return result;
}

} // namespace proviso
