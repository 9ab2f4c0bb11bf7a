// Holds the runtime against the naive interpreter: on every completely known case both give the same, and on a case
// with unknown facts the runtime gives exactly what the completions give together.
#pragma once

#include "support/Worlds.h"

#include "proviso/Decision.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

namespace proviso::testing {

/// The canonical words of an outcome, as the oracle writes them.
inline std::string canonical(const Tables &tables, uint32_t outcome) {
  using layout::Section;
  namespace outcomes = layout::outcomes;
  const auto op = static_cast<layout::OutcomeOp>(tables.word(Section::Outcomes, outcome, outcomes::Op));
  const std::string may = tables.word(Section::Outcomes, outcome, outcomes::May) ? "may " : "";
  std::string addressed(tables.text(Section::Outcomes, outcome, outcomes::Addressee));
  if (!addressed.empty()) addressed = "," + addressed;
  if (op == layout::OutcomeOp::Referral)
    return fmt::format(
        "{}referral {}{}", may,
        tables.text(Section::Referrals, tables.word(Section::Outcomes, outcome, outcomes::Referral) - 1, 0), addressed);
  if (op == layout::OutcomeOp::Kind) {
    auto bound = [&](uint32_t column) -> std::string {
      const uint32_t e = tables.word(Section::Outcomes, outcome, column);
      if (e == 0) return "open";
      auto constant = [&](uint32_t row) -> std::optional<Number> {
        if (static_cast<layout::ExprOp>(tables.word(Section::Exprs, row, layout::exprs::Op)) !=
            layout::ExprOp::Constant)
          return std::nullopt;
        return tables.number(Section::Exprs, row, layout::exprs::TopLow);
      };
      if (const auto number = constant(e - 1)) return number->text();
      // A maximum that is raised: a bound times a constant on the right.
      if (column == outcomes::High &&
          tables.text(Section::Outcomes, outcome, outcomes::Text).find("(maximum ") != std::string_view::npos) {
        const auto times = constant(tables.word(Section::Exprs, e - 1, layout::exprs::Right) - 1);
        const auto of = constant(tables.word(Section::Exprs, e - 1, layout::exprs::Left) - 1);
        return of ? Number::multiply(*of, *times)->text() : "formula * " + times->text();
      }
      return "formula";
    };
    return fmt::format("{}{} {} {}..{} by {}{}", may,
                       tables.text(Section::Kinds, tables.word(Section::Outcomes, outcome, outcomes::Kind) - 1, 0),
                       tables.text(Section::Outcomes, outcome, outcomes::Qualifier), bound(outcomes::Low),
                       bound(outcomes::High), tables.text(Section::Outcomes, outcome, outcomes::Authority), addressed);
  }
  std::vector<std::string> parts;
  const uint32_t first = tables.word(Section::Outcomes, outcome, outcomes::FirstBranch),
                 count = tables.word(Section::Outcomes, outcome, outcomes::BranchCount);
  for (uint32_t i = 0; i < count; ++i) parts.push_back(canonical(tables, tables.word(Section::Branches, first + i, 0)));
  return fmt::format("{}{}({})", may, static_cast<int>(op), fmt::join(parts, "; "));
}

/// Holds one law against the interpreter. Every world has all atoms of the law: what one provision does to another is
/// part of the answer.
class Agreement : Worlds {
public:
  Agreement(const Compilation &c, Random &random) : Worlds(c, random), decided(c.tables) {}

  size_t totals = 0, partials = 0, settled = 0, presumptions = 0;

  /// `p`: some of its atoms are opened.
  void provision(ir::Index p, size_t rounds) {
    const std::set<Atom> own = oracle.atoms(p);
    for (size_t round = 0; round < rounds; ++round) {
      World world = someone(p);
      if (!fill(world)) continue;
      total(world);
      // Open a few atoms, and try every completion.
      std::vector<Atom> open;
      for (const Atom &atom : own)
        if (open.size() < 3 && below(3) == 0 && !isPresumed(atom)) open.push_back(atom);
      if (const Atom other = *std::next(atoms.begin(), below(static_cast<int>(atoms.size())));
          below(2) == 0 && !isPresumed(other) && std::find(open.begin(), open.end(), other) == open.end())
        open.push_back(other);
      if (!open.empty()) partial(world, open);
      for (const Atom &atom : own)
        if (isPresumed(atom) && below(2) == 0) leftToThePresumption(world, atom);
    }
  }

private:
  using Section = layout::Section;
  /// By effect row, person, and the day whose law it is: outcomes, "" for none.
  using Key = std::tuple<uint32_t, bool, Date>;
  using Effects = std::map<Key, std::set<std::string>>;
  struct Answer {
    std::map<ir::Index, Status> status;
    std::map<ir::Index, Date> law; // that the status is by
    Effects effects;
    std::map<ir::Index, std::vector<Missing>> missing; // of statuses, the smallest
    bool hangsOnAmounts = false;
  };

  Answer ask(const World &world, const std::vector<Atom> &open) {
    const BoundCase bound = bind(world, open);
    DecideOptions options;
    options.weighWhatIsUnknown = true;
    const Decision decision = decide(bound, options);
    CHECK_FALSE(decision.contradictory);
    Answer answer;
    for (const ProvisionResult &result : decision.provisions) {
      answer.status[result.provision] = result.status;
      answer.law[result.provision] = result.law;
      if (result.status == Status::Undetermined && result.smallest) answer.missing[result.provision] = result.missing;
    }
    for (const EffectResult &effect : decision.effects) {
      auto &to = answer.effects[{effect.effect, effect.person != nullptr, effect.law}];
      for (uint32_t outcome : effect.outcomes) to.insert(canonical(tables, outcome));
      if (effect.maybeNothing) to.insert("");
      INFO(fmt::format("outcomes {}: {}", fmt::join(effect.outcomes, " "), fmt::join(to, " | ")));
      CHECK(effect.determined == (to.size() == 1));
      CHECK(effect.settled);
      for (const Missing &one : effect.missing) answer.hangsOnAmounts = answer.hangsOnAmounts || !one.variable;
    }
    return answer;
  }

  /// The whole decision, for who looks for a difference.
  std::string words(const World &world) {
    const BoundCase bound = bind(world, {});
    return decisionText(bound, decide(bound), false);
  }

  static std::string_view word(Status status) {
    return status == Status::Applies        ? "applies"
           : status == Status::Displaced    ? "displaced"
           : status == Status::Exempt       ? "exempt"
           : status == Status::Barred       ? "barred"
           : status == Status::Undetermined ? "undetermined"
                                            : "";
  }

  void total(const World &world) {
    ++totals;
    const Answer answer = ask(world, {});
    rows(world);
    specialties(world);
    for (const auto &each : answer.status) {
      const auto &p = each.first;
      const auto &status = each.second;
      INFO(program.provisions[p].id);
      World then = world;
      then.law = answer.law.at(p);
      INFO(words(world));
      REQUIRE(word(status) == oracle.status(p, then));
      for (bool person : {false, true}) {
        std::multiset<std::string> expected, found;
        for (const auto &[key, outcome] : oracle.remaining(p, world, person, decided.specialties))
          expected.insert(key.second.text() + " " + outcome);
        const uint32_t first = tables.word(Section::Provisions, p, layout::provisions::FirstEffect),
                       count = tables.word(Section::Provisions, p, layout::provisions::EffectCount);
        for (const auto &[key, set] : answer.effects)
          if (std::get<1>(key) == person && std::get<0>(key) >= first && std::get<0>(key) < first + count)
            for (const std::string &outcome : set) found.insert(std::get<2>(key).text() + " " + outcome);
        INFO(fmt::format("person {}: expected [{}] found [{}]", person, fmt::join(expected, " | "),
                         fmt::join(found, " | ")));
        REQUIRE(expected == found);
      }
    }
  }

  /// What is said to be the more special provision is.
  void specialties(const World &world) {
    for (const auto &each : decided.specialties) {
      const auto &narrower = each.first;
      const auto &wider = each.second;
      INFO(program.provisions[narrower].id << " is said to be narrower than " << program.provisions[wider].id);
      const bool both =
          program.provisions[narrower].span.contains(world.date) && program.provisions[wider].span.contains(world.date);
      if (both && oracle.madeOut(narrower, world)) REQUIRE(oracle.madeOut(wider, world));
    }
  }

  /// The rows of the tables: one at most is met, and it says what the interpreter says.
  void rows(const World &world) {
    for (const ProvisionTable &table : decided.provisions) {
      if (!program.provisions[table.provision].span.contains(world.date)) continue;
      INFO(program.provisions[table.provision].id);
      std::vector<uint64_t> values;
      for (const Variable &variable : table.variables) values.push_back(oracle.valueOf(variable, world));
      auto met = [&](const Rows &rows) {
        std::vector<const Row *> list;
        for (const Row &row : rows.rows)
          if (std::all_of(rows.columns.begin(), rows.columns.end(), [&](const uint32_t &column) {
                return row.cells[static_cast<size_t>(&column - rows.columns.data())] >> values[column] & 1;
              }))
            list.push_back(&row);
        REQUIRE(list.size() <= 1);
        return list.empty() ? nullptr : list.front();
      };
      const bool made = oracle.madeOut(table.provision, world);
      if (!table.elementRows.moreThan) REQUIRE((met(table.elementRows) != nullptr) == made);
      for (const AdjustmentTable &one : table.adjustments)
        REQUIRE((met(one.rows) != nullptr) ==
                (made && oracle.holds(program.provisions[table.provision].adjustments[one.index].guard, world)));
      if (!made) continue;
      for (bool person : {false, true}) {
        std::multiset<std::string> expected, found;
        for (const auto &[key, outcome] : oracle.effects(table.provision, world, person)) expected.insert(outcome);
        bool all = true;
        for (const Effect &effect : table.effects) {
          all = all && !effect.rows.moreThan;
          if ((effect.addressee == ir::Owner::Person) != person) continue;
          if (const Row *row = met(effect.rows)) found.insert(canonical(tables, row->outcome));
        }
        INFO(fmt::format("rows, person {}: expected [{}] found [{}]", person, fmt::join(expected, " | "),
                         fmt::join(found, " | ")));
        if (all) REQUIRE(expected == found);
      }
    }
  }

  void partial(const World &world, const std::vector<Atom> &open) {
    ++partials;
    const Answer answer = ask(world, open);
    std::vector<World> worlds;
    std::vector<Answer> completions;
    World completion = world;
    std::function<void(size_t)> complete = [&](size_t i) {
      if (i < open.size()) {
        for (int64_t v : oracle.values(open[i])) {
          completion.values[open[i]] = v;
          complete(i + 1);
        }
        return;
      }
      if (!oracle.consistent(completion)) return;
      worlds.push_back(completion);
      completions.push_back(ask(completion, {}));
    };
    complete(0);
    // A comparison of two facts is an input of its own: the runtime does not yet tie it to the intervals of those
    // facts, and the oracle does not try every number. There an answer may be open that is settled, never the reverse.
    const bool exact = !comparisons();
    for (const auto &each : answer.status) {
      const auto &p = each.first;
      const auto &status = each.second;
      INFO(program.provisions[p].id);
      std::set<Status> possible;
      for (const Answer &one : completions) possible.insert(one.status.at(p));
      if (possible.size() > 1)
        REQUIRE(status == Status::Undetermined);
      else if (exact)
        REQUIRE(status == *possible.begin());
    }
    Effects expected;
    for (const Answer &one : completions)
      for (const auto &[key, set] : one.effects) expected[key].insert(set.begin(), set.end());
    for (auto &[key, set] : expected)
      for (const Answer &one : completions)
        if (one.effects.count(key) == 0) set.insert("");
    std::string differences;
    auto words = [&](const Effects &effects, const Key &key) {
      const auto found = effects.find(key);
      return found == effects.end() ? std::string("-") : fmt::format("[{}]", fmt::join(found->second, " | "));
    };
    for (const Effects *effects : {&answer.effects, &static_cast<const Effects &>(expected)})
      for (const auto &[key, set] : *effects)
        if (words(answer.effects, key) != words(expected, key))
          differences +=
              fmt::format("effect {} of person {} by the law of {}: found {} expected {}\n", std::get<0>(key),
                          std::get<1>(key), std::get<2>(key).text(), words(answer.effects, key), words(expected, key));
    INFO(differences);
    if (exact && !answer.hangsOnAmounts)
      REQUIRE(answer.effects == expected);
    else
      for (const auto &each : expected) {
        const auto &key = each.first;
        const auto &set = each.second;
        const auto found = answer.effects.find(key);
        REQUIRE(found != answer.effects.end());
        REQUIRE(std::includes(found->second.begin(), found->second.end(), set.begin(), set.end()));
      }
    // What is said to be missing settles it, whatever it turns out to be.
    for (const auto &each : answer.missing) {
      const auto &p = each.first;
      const auto &missing = each.second;
      const size_t at = static_cast<size_t>(below(static_cast<int>(worlds.size())));
      std::vector<Atom> still;
      for (const Atom &atom : open)
        if (std::none_of(missing.begin(), missing.end(), [&](const Missing &one) { return asks(*one.variable, atom); }))
          still.push_back(atom);
      if (!exact) continue;
      INFO(program.provisions[p].id);
      REQUIRE(ask(worlds[at], still).status.at(p) != Status::Undetermined);
      ++settled;
    }
  }

  bool isPresumed(const Atom &atom) const {
    return atom.kind == Atom::Kind::Fact &&
           std::any_of(program.definitions.begin(), program.definitions.end(),
                       [&](const ir::Definition &one) { return one.presumed && one.fact == atom.fact; });
  }

  /// The case says nothing of a fact that the law presumes: what its values agree on that the presumption allows.
  void leftToThePresumption(World world, const Atom &atom) {
    world.unstated.insert(atom);
    std::map<ir::Index, std::set<std::string>> possible;
    const Answer answer = ask(world, {atom});
    for (int64_t v : oracle.values(atom)) {
      world.values[atom] = v;
      if (!oracle.consistent(world)) continue;
      ++presumptions;
      for (const auto &each : answer.status) {
        const auto &p = each.first;
        World then = world;
        then.law = answer.law.at(p);
        possible[p].insert(oracle.status(p, then));
      }
    }
    for (const auto &each : possible) {
      const auto &p = each.first;
      const auto &set = each.second;
      INFO(program.provisions[p].id);
      INFO(words(world));
      if (set.size() > 1)
        REQUIRE(answer.status.at(p) == Status::Undetermined);
      else
        REQUIRE(word(answer.status.at(p)) == *set.begin());
    }
  }

  bool asks(uint32_t variable, const Atom &atom) const {
    namespace variables = layout::variables;
    const auto kind = static_cast<layout::VariableKind>(tables.word(Section::Variables, variable, variables::Kind));
    const uint32_t at = tables.word(Section::Variables, variable, variables::Provision);
    const ir::Index provision = at ? at - 1 : ir::none;
    switch (atom.kind) {
    case Atom::Kind::Breach: return kind == layout::VariableKind::Breach && provision == atom.provision;
    case Atom::Kind::Disobeyed: return kind == layout::VariableKind::Disobeyed && provision == atom.provision;
    case Atom::Kind::Succession: return kind == layout::VariableKind::Succession && provision == atom.provision;
    default:
      return kind == layout::VariableKind::Fact && provision == atom.provision &&
             tables.word(Section::Variables, variable, variables::Fact) == atom.fact + 1;
    }
  }

  bool comparisons() const {
    for (uint32_t v = 0; v < tables.rows(Section::Variables); ++v)
      if (static_cast<layout::VariableKind>(tables.word(Section::Variables, v, layout::variables::Kind)) ==
              layout::VariableKind::Comparison &&
          readsFact(tables.word(Section::Variables, v, layout::variables::Expr) - 1))
        return true;
    return false;
  }

  bool readsFact(uint32_t expr) const {
    namespace exprs = layout::exprs;
    if (static_cast<layout::ExprOp>(tables.word(Section::Exprs, expr, exprs::Op)) == layout::ExprOp::Fact) return true;
    for (uint32_t side : {exprs::Left, exprs::Right})
      if (const uint32_t operand = tables.word(Section::Exprs, expr, side); operand && readsFact(operand - 1))
        return true;
    return false;
  }

  const DecisionTables &decided;
};

} // namespace proviso::testing
