// Cases made up for tests: worlds in which everything is known, and the runtime's cases of them.
#pragma once

#include "cli/Pipeline.h"
#include "support/Oracle.h"
#include "support/Random.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace proviso::testing {

/// Draws worlds of one law. Its numbers stand at the bounds that the law has, and beside them.
class Worlds {
public:
  Worlds(const Compilation &c, Random &random)
      : program(c.program), oracle(c.program), tables(loadTables(c)), random(random), atoms(oracle.atoms()) {}

  /// Values for all atoms, in keeping with what always holds.
  bool fill(World &world) {
    for (const Atom &atom : atoms) world.values[atom] = pick(oracle.values(atom));
    oracle.closeUpwards(world);
    // What a constraint is not met by is drawn anew.
    for (int tries = 0; tries < 400; ++tries) {
      const auto wrong = oracle.violated(world);
      if (!wrong) return true;
      if (wrong->empty()) return false;
      const Atom &atom = *std::next(wrong->begin(), below(static_cast<int>(wrong->size())));
      world.values[atom] = pick(oracle.values(atom));
      oracle.closeUpwards(world);
    }
    return false;
  }

  int below(int n) { return random.below(n); }
  template <typename T>
  const T &pick(const std::vector<T> &list) {
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
    const int personForm = below(static_cast<int>(program.forms.size()) + 1);
    if (personForm < static_cast<int>(program.forms.size())) world.personForm = static_cast<ir::Index>(personForm);
    const Span span = program.provisions[p].span;
    world.date = Date{span.from == Date::earliest() ? 17000 : span.from.days + below(2000) - 20};
    world.decided = Date{world.date.days + (below(3) == 0 ? 0 : below(2500))};
    world.law = world.date;
    for (std::vector<World::Past> *record : {&world.history, &world.personHistory})
      for (int i = 0; i < below(4) && !program.records.empty(); ++i) {
        World::Past past{pick(program.records).provisions.front(), Date{world.date.days - below(1500)}, {}};
        for (ir::Index kind = 0; kind < program.kinds.size(); ++kind)
          if (below(3) == 0) past.kinds.push_back(kind);
        record->push_back(std::move(past));
      }
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
    c.date = world.date;
    c.decided = world.decided;
    for (ir::Index role : world.roles) c.subject.push_back(program.roles[role].name);
    if (world.form) c.subject.push_back(program.forms[*world.form].name);
    c.persons.emplace();
    CasePerson person;
    person.name = "A";
    for (ir::Index role : world.personRoles) person.roles.push_back(program.roles[role].name);
    if (world.personForm) person.roles.push_back(program.forms[*world.personForm].name);
    for (const auto &[atom, v] : world.values) {
      const bool known = std::find(open.begin(), open.end(), atom) == open.end();
      std::string at;
      if (atom.provision != ir::none) {
        // The very provision, whatever stands under its number on the day of the act.
        const ir::Provision &p = program.provisions[atom.provision];
        at = p.id + (p.id.find('@') == std::string::npos && !p.span.empty() ? "@" + p.span.from.text() : "");
      }
      const std::optional<bool> truth = known ? std::optional(v == 1) : std::nullopt;
      switch (atom.kind) {
      case Atom::Kind::Breach: c.violates.push_back({at, truth}); break;
      case Atom::Kind::Disobeyed: c.disobeyed.push_back({at, truth}); break;
      case Atom::Kind::Succession: {
        const std::vector<ir::Index> &becomes = program.provisions[atom.provision].becomes;
        if (!known)
          c.successors.push_back({at, {}, std::nullopt});
        else if (becomes.empty())
          c.successors.push_back({at, {}, v == 1});
        else
          c.successors.push_back({at, program.provisions[becomes[static_cast<size_t>(v) - 1]].id, std::nullopt});
        break;
      }
      case Atom::Kind::Fact:
        c.facts.push_back({program.facts[atom.fact].name, at, known ? value(atom, v) : FactValue::unknown()});
        break;
      case Atom::Kind::PersonFact:
        person.facts.push_back({program.facts[atom.fact].name, at, known ? value(atom, v) : FactValue::unknown()});
        break;
      }
    }
    person.history = record(world.personHistory);
    c.persons->push_back(std::move(person));
    c.history = record(world.history);
    std::vector<std::string> errors;
    auto bound = BoundCase::bind(tables, c, errors);
    if (!bound) throw std::logic_error(fmt::format("{}", fmt::join(errors, "; ")));
    return *bound;
  }

  std::vector<PastSanction> record(const std::vector<World::Past> &from) const {
    std::vector<PastSanction> list;
    for (const World::Past &past : from) {
      const ir::Provision &p = program.provisions[past.under];
      PastSanction one{
          p.id + (p.id.find('@') == std::string::npos && !p.span.empty() ? "@" + p.span.from.text() : ""), past.on, {}};
      for (ir::Index kind : past.kinds) one.kinds.push_back(program.kinds[kind].name);
      list.push_back(std::move(one));
    }
    return list;
  }

  const ir::Program &program;
  Oracle oracle;
  Tables tables;
  Random &random;
  std::set<Atom> atoms; // of the whole law
};

} // namespace proviso::testing
