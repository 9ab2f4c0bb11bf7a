// The runtime against the naive interpreter: on every completely known case both give the same, and on a case with
// unknown facts the runtime gives exactly what the completions give together.
#include "cli/Pipeline.h"
#include "support/Oracle.h"
#include "support/RandomLaw.h"

#include "proviso/Decision.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace proviso::testing {

namespace {

using layout::Section;
namespace outcomes = layout::outcomes;

/// The canonical words of an outcome, as the oracle writes them.
std::string canonical(const Tables &tables, uint32_t outcome) {
  const auto op = static_cast<layout::OutcomeOp>(tables.word(Section::Outcomes, outcome, outcomes::Op));
  const std::string may = tables.word(Section::Outcomes, outcome, outcomes::May) ? "may " : "";
  if (op == layout::OutcomeOp::Referral)
    return may + "referral " +
           std::string(
               tables.text(Section::Referrals, tables.word(Section::Outcomes, outcome, outcomes::Referral) - 1, 0));
  if (op == layout::OutcomeOp::Kind) {
    auto bound = [&](uint32_t column) -> std::string {
      const uint32_t e = tables.word(Section::Outcomes, outcome, column);
      if (e == 0) return "open";
      const bool constant = static_cast<layout::ExprOp>(tables.word(Section::Exprs, e - 1, layout::exprs::Op)) ==
                            layout::ExprOp::Constant;
      return constant ? tables.number(Section::Exprs, e - 1, layout::exprs::TopLow).text() : "formula";
    };
    std::string addressed(tables.text(Section::Outcomes, outcome, outcomes::Addressee));
    return fmt::format("{}{} {} {}..{} by {}{}", may,
                       tables.text(Section::Kinds, tables.word(Section::Outcomes, outcome, outcomes::Kind) - 1, 0),
                       tables.text(Section::Outcomes, outcome, outcomes::Qualifier), bound(outcomes::Low),
                       bound(outcomes::High), tables.text(Section::Outcomes, outcome, outcomes::Authority),
                       addressed.empty() ? "" : "," + addressed);
  }
  std::vector<std::string> parts;
  const uint32_t first = tables.word(Section::Outcomes, outcome, outcomes::FirstBranch),
                 count = tables.word(Section::Outcomes, outcome, outcomes::BranchCount);
  for (uint32_t i = 0; i < count; ++i) parts.push_back(canonical(tables, tables.word(Section::Branches, first + i, 0)));
  return fmt::format("{}{}({})", may, static_cast<int>(op), fmt::join(parts, "; "));
}

class Agreement {
public:
  Agreement(const Compilation &c, std::mt19937 &random)
      : program(c.program), oracle(c.program), tables(loadTables(c)), random(random) {}

  size_t totals = 0, partials = 0;

  void provision(ir::Index p, size_t rounds) {
    const std::set<Atom> atoms = oracle.atoms(p);
    for (size_t round = 0; round < rounds; ++round) {
      World world = someone(p);
      for (const Atom &atom : atoms) world.values[atom] = pick(oracle.values(atom));
      if (!oracle.consistent(world)) continue;
      total(p, world);
      // Open a few atoms, and try every completion.
      std::vector<Atom> open;
      for (const Atom &atom : atoms)
        if (open.size() < 4 && below(3) == 0) open.push_back(atom);
      if (!open.empty()) partial(p, world, open);
    }
  }

private:
  int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); }
  int64_t pick(const std::vector<int64_t> &list) {
    return list[static_cast<size_t>(below(static_cast<int>(list.size())))];
  }

  World someone(ir::Index p) {
    World world;
    auto role = [&](std::set<ir::Index> &to, int percent) {
      for (ir::Index r = 0; r < program.roles.size(); ++r)
        if (below(100) < percent) {
          to.insert(r);
          to.insert(program.roles[r].is.begin(), program.roles[r].is.end());
        }
    };
    for (bool good = false; !good;) {
      world.roles.clear();
      world.personRoles.clear();
      role(world.roles, 30);
      role(world.personRoles, 30);
      good = true;
      for (const auto &list : program.exclusiveRoles)
        for (const std::set<ir::Index> *roles : {&world.roles, &world.personRoles})
          good =
              good && std::count_if(list.begin(), list.end(), [&](ir::Index r) { return roles->count(r) != 0; }) <= 1;
    }
    const int form = below(static_cast<int>(program.forms.size()) + 1);
    if (form < static_cast<int>(program.forms.size())) world.form = static_cast<ir::Index>(form);
    const Span span = program.provisions[p].span;
    world.date = Date{span.from == Date::earliest() ? 17000 : span.from.days + below(2000) - 20};
    return world;
  }

  FactValue value(const Atom &atom, int64_t v) const {
    const ir::Fact &fact = program.facts[atom.fact];
    if (v == unascertainable) return FactValue::unascertainable();
    switch (fact.type) {
    case ir::FactType::Boolean: return FactValue::of(v == 1);
    case ir::FactType::Choice: return FactValue::ofChoice(fact.values[static_cast<size_t>(v)]);
    case ir::FactType::Date: return FactValue::of(Date{static_cast<int32_t>(v)});
    case ir::FactType::Duration: return FactValue::of(Duration{Duration::Unit::Days, static_cast<int32_t>(v)});
    default: return FactValue::of(Number(v), fact.currency);
    }
  }

  BoundCase bind(const World &world, const std::vector<Atom> &open) {
    Case c;
    c.date = c.decided = world.date;
    for (ir::Index role : world.roles) c.subject.push_back(program.roles[role].name);
    if (world.form) c.subject.push_back(program.forms[*world.form].name);
    c.persons.emplace();
    CasePerson person;
    person.name = "A";
    for (ir::Index role : world.personRoles) person.roles.push_back(program.roles[role].name);
    for (const auto &[atom, v] : world.values) {
      const bool known = std::find(open.begin(), open.end(), atom) == open.end();
      const std::string at = atom.provision == ir::none ? "" : program.provisions[atom.provision].id;
      const std::optional<bool> truth = known ? std::optional(v == 1) : std::nullopt;
      switch (atom.kind) {
      case Atom::Kind::Breach: c.violates.push_back({at, truth}); break;
      case Atom::Kind::Disobeyed: c.disobeyed.push_back({at, truth}); break;
      case Atom::Kind::Fact:
        c.facts.push_back({program.facts[atom.fact].name, at, known ? value(atom, v) : FactValue::unknown()});
        break;
      case Atom::Kind::PersonFact:
        person.facts.push_back({program.facts[atom.fact].name, at, known ? value(atom, v) : FactValue::unknown()});
        break;
      }
    }
    c.persons->push_back(std::move(person));
    std::vector<std::string> errors;
    auto bound = BoundCase::bind(tables, c, errors);
    REQUIRE_MESSAGE(bound, fmt::format("{}", fmt::join(errors, "; ")));
    return *bound;
  }

  struct Answer {
    Status status = Status::DoesNotApply;
    std::map<std::pair<uint32_t, bool>, std::set<std::string>>
        effects; // by effect row and person: outcomes, "" for none
  };

  Answer ask(ir::Index p, const World &world, const std::vector<Atom> &open) {
    const BoundCase bound = bind(world, open);
    const Decision decision = decide(bound);
    CHECK_FALSE(decision.contradictory);
    Answer answer;
    for (const ProvisionResult &result : decision.provisions)
      if (result.provision == p) answer.status = result.status;
    for (const EffectResult &effect : decision.effects)
      if (effect.provision == p) {
        auto &to = answer.effects[{effect.effect, effect.person != nullptr}];
        for (uint32_t outcome : effect.outcomes) to.insert(canonical(tables, outcome));
        if (effect.maybeNothing) to.insert("");
        CHECK(effect.determined == (to.size() == 1));
      }
    return answer;
  }

  void total(ir::Index p, const World &world) {
    ++totals;
    const Answer answer = ask(p, world, {});
    const bool made = oracle.madeOut(p, world);
    INFO(program.provisions[p].id);
    REQUIRE((answer.status == Status::Applies) == made);
    REQUIRE(answer.status != Status::Undetermined);
    for (bool person : {false, true}) {
      std::multiset<std::string> expected, found;
      for (const auto &[key, outcome] : oracle.effects(p, world, person)) expected.insert(outcome);
      for (const auto &[key, set] : answer.effects)
        if (key.second == person) found.insert(set.begin(), set.end());
      INFO(fmt::format("person {}: expected [{}] found [{}]", person, fmt::join(expected, " | "),
                       fmt::join(found, " | ")));
      REQUIRE(expected == found);
    }
  }

  void partial(ir::Index p, const World &world, const std::vector<Atom> &open) {
    ++partials;
    const Answer answer = ask(p, world, open);
    bool can = false, cannot = false;
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
      (oracle.madeOut(p, completion) ? can : cannot) = true;
      completions.push_back(ask(p, completion, {}));
    };
    complete(0);
    INFO(program.provisions[p].id);
    // A comparison of two facts is an input of its own: the runtime does not yet tie it to the intervals of those
    // facts, and the oracle does not try every number. There an answer may be open that is settled, never the reverse.
    const bool exact = !readsComparison(p);
    if (!exact) {
      if (can) REQUIRE(answer.status != Status::DoesNotApply);
      if (cannot) REQUIRE(answer.status != Status::Applies);
      return;
    }
    REQUIRE(answer.status == (can && cannot ? Status::Undetermined : can ? Status::Applies : Status::DoesNotApply));
    std::map<std::pair<uint32_t, bool>, std::set<std::string>> expected;
    for (const Answer &one : completions)
      for (const auto &[key, set] : one.effects) expected[key].insert(set.begin(), set.end());
    for (auto &[key, set] : expected)
      for (const Answer &one : completions)
        if (one.effects.count(key) == 0) set.insert("");
    REQUIRE(answer.effects == expected);
  }

  bool readsComparison(ir::Index p) const {
    const uint32_t first = tables.word(Section::Provisions, p, layout::provisions::FirstVariable),
                   count = tables.word(Section::Provisions, p, layout::provisions::VariableCount);
    for (uint32_t v = first; v < first + count; ++v)
      if (static_cast<layout::VariableKind>(tables.word(Section::Variables, v, layout::variables::Kind)) ==
          layout::VariableKind::Comparison)
        return true;
    return false;
  }

  const ir::Program &program;
  Oracle oracle;
  Tables tables;
  std::mt19937 &random;
};

} // namespace

TEST_SUITE("agreement") {
  TEST_CASE("the runtime agrees with the naive interpreter on the statutes") {
    const auto c = compile({PROVISO_STATUTES});
    REQUIRE_FALSE(c->diagnostics.hasErrors());
    CHECK(ir::verify(c->program).empty());
    std::mt19937 random(20181201);
    Agreement agreement(*c, random);
    for (const ProvisionTable &table : c->tables.provisions) agreement.provision(table.provision, 60);
    MESSAGE(agreement.totals << " cases, " << agreement.partials << " of them with unknown facts");
    CHECK(agreement.totals > 500);
  }

  TEST_CASE("the runtime agrees with the naive interpreter on random laws") {
    std::mt19937 random(7);
    size_t totals = 0, partials = 0;
    int laws = 0;
    // Sanitizers slow this down by a factor of thirty, and look for other things.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    constexpr int tries = 20;
#else
    constexpr int tries = 150;
#endif
    for (int i = 0; i < tries; ++i) {
      Compilation c;
      const std::string text = randomLaw(random);
      c.sources.add("random.law", text);
      compile(c);
      INFO(text);
      INFO(renderText(c.diagnostics, c.sources, false, 5));
      // A kind that the subject cannot bear, and a branch restated, are errors in the law; the generator does not look
      // that far ahead.
      bool bearable = true;
      for (const Diagnostic &d : c.diagnostics.list()) {
        if (d.code == Code::N004 || d.code == Code::N008)
          bearable = false;
        else
          REQUIRE(d.severity != Severity::Error);
      }
      if (!bearable) continue;
      REQUIRE(ir::verify(c.program).empty());
      Agreement agreement(c, random);
      for (const ProvisionTable &table : c.tables.provisions) agreement.provision(table.provision, 12);
      totals += agreement.totals;
      partials += agreement.partials;
      ++laws;
    }
    CHECK(laws > tries / 3);
    MESSAGE(laws << " laws, " << totals << " cases, " << partials << " of them with unknown facts");
  }
}

} // namespace proviso::testing
