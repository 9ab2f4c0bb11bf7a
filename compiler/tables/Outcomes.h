// Outcomes of sanctions; equal ones are one.
#pragma once

#include "tables/DecisionTables.h"

#include <map>

namespace proviso {

class Outcomes {
public:
  Outcomes(const ir::Program &program, std::vector<Outcome> &outcomes) : program(program), outcomes(outcomes) {}

  /// The outcome of a sanction for an addressee. `form`: without what a subject of this form cannot bear; none is
  /// returned when nothing is left.
  std::optional<uint32_t> of(ir::Index sanction, const std::vector<ir::Index> &addressees,
                             std::optional<ir::Index> form);
  /// What is left of an outcome when these kinds are taken away (none given: all punishments); nothing when nothing is.
  std::optional<uint32_t> without(uint32_t outcome, const std::vector<ir::Index> &kinds);
  /// The outcome with a higher maximum; itself where the adjustment does not reach it, or has already.
  uint32_t raised(uint32_t outcome, const ir::Adjustment &by, std::pair<ir::Index, uint32_t> adjustment);
  /// What a provision imposes that is declared in outline only.
  uint32_t notWrittenOut(ir::Index provision, const std::vector<ir::Index> &addressees);
  /// What makes two statements the same effect: the kind with its qualifier, or the kinds of a choice.
  std::string key(ir::Index sanction) const;
  /// For titles: `fine`, `imprisonment or criminal_detention`.
  std::string name(ir::Index sanction) const;
  /// Whom an outcome addresses; none: the subject.
  const std::vector<ir::Index> &addressees(uint32_t outcome) const { return outcomes[outcome].addressees; }
  /// Some kind in it can be borne by certain forms only.
  bool dependsOnForm(ir::Index sanction) const;

private:
  uint32_t add(Outcome outcome);
  const ir::Program &program;
  std::vector<Outcome> &outcomes;
  std::map<std::string, uint32_t> known; // by what it means
};

} // namespace proviso
