// Scenarios: their facts and expectations resolved.
#pragma once

#include "check/Sanctions.h"

#include <set>

namespace proviso {

class Scenarios {
public:
  Scenarios(const LinkedLaw &law, ir::Program &program, Names &names, Conditions &conditions, Sanctions &sanctions,
            Diagnostics &diagnostics)
      : law(law), program(program), names(names), conditions(conditions), sanctions(sanctions),
        diagnostics(diagnostics) {}

  void scenario(const law::Scenario &from, const std::vector<Binding> &bindings);

private:
  void findDefining();
  Scope scope(const std::vector<Binding> &bindings);
  std::optional<ir::Given> given(const law::Given &from, const Place &place, const std::vector<ir::Index> *roles);
  void add(std::vector<ir::Given> &to, const law::Given &from, const Place &place, const std::vector<ir::Index> *roles);
  std::optional<ir::Expectation> expectation(const law::Expectation &from, const Place &place);
  void record(const std::vector<law::Past> &from, Date act, const Place &place, std::vector<ir::Past> &to);
  void subject(const std::vector<law::Name> &from, const Place &place, std::vector<ir::Index> &roles,
               std::vector<ir::Index> &forms);

  std::vector<std::set<uint32_t>> defining; // by instrument: those that define words of it
  const LinkedLaw &law;
  ir::Program &program;
  Names &names;
  Conditions &conditions;
  Sanctions &sanctions;
  Diagnostics &diagnostics;
};

} // namespace proviso
