#include "tables/CaseGoals.h"

#include <llvm/ADT/STLExtras.h>

namespace proviso {

CaseGoals::CaseGoals(const ir::Program &program, const ProvisionTable &table) : table(table), diagrams(table.diagrams) {
  for (const Variable &variable : table.variables) {
    uint64_t values = allValues(variable);
    const ir::FactType type =
        variable.kind == VariableKind::Fact ? program.facts[variable.fact].type : ir::FactType::Boolean;
    if (type == ir::FactType::Money || type == ir::FactType::Duration || type == ir::FactType::Count)
      for (size_t cut = 0; cut < variable.cuts.size(); ++cut)
        if (variable.cuts[cut].at < Number(0) || (variable.cuts[cut].at == Number(0) && !variable.cuts[cut].after))
          values &= ~(uint64_t(1) << cut);
    usual.push_back(values);
    nothing.push_back(static_cast<uint32_t>(__builtin_ctzll(values)));
  }
  roots.push_back(table.elements);
  for (const Effect &effect : table.effects) roots.push_back(effect.root);
  for (const AdjustmentTable &one : table.adjustments) roots.push_back(one.root);
  for (size_t t = 0; t < roots.size(); ++t)
    for (size_t row = 0; row < rowsOf(t).rows.size(); ++row)
      if (caseFor(RowGoal{t, row}, nothing)) rowGoals.push_back({t, row});
  for (uint32_t v = 0; v < table.variables.size(); ++v) {
    if (table.variables[v].kind == VariableKind::InForce || table.variables[v].kind == VariableKind::Succession)
      continue;
    for (uint32_t value = nothing[v]; value + 1 < table.variables[v].size; ++value)
      if (caseFor(StepGoal{v, value}, nothing)) stepGoals.push_back({v, value});
  }
}

const Rows &CaseGoals::rowsOf(size_t t) const {
  if (t == 0) return table.elementRows;
  if (t <= table.effects.size()) return table.effects[t - 1].rows;
  return table.adjustments[t - 1 - table.effects.size()].rows;
}

std::optional<std::vector<uint32_t>> CaseGoals::outcome(const Answers &answers) const {
  std::vector<uint32_t> result;
  for (Diagram at : roots) {
    while (!isTerminal(at)) at = diagrams.children(at)[answers[diagrams.variable(at)]];
    if (at == impossible) return std::nullopt;
    result.push_back(valueOf(at));
  }
  return result;
}

bool CaseGoals::meets(const Answers &answers, const RowGoal &goal) const {
  Diagram at = table.elements;
  while (!isTerminal(at)) at = diagrams.children(at)[answers[diagrams.variable(at)]];
  if (at != yes) return false;
  const Rows &rows = rowsOf(goal.table);
  for (size_t c = 0; c < rows.columns.size(); ++c)
    if (!(rows.rows[goal.row].cells[c] >> answers[rows.columns[c]] & 1)) return false;
  return true;
}

bool CaseGoals::shows(const Answers &a, const Answers &b, const StepGoal &goal) const {
  if (a[goal.variable] != goal.value || b[goal.variable] != goal.value + 1) return false;
  Answers stepped = a, back = b;
  ++stepped[goal.variable];
  --back[goal.variable];
  const Outcome &first = known(a), &second = known(b);
  return first && second && first != second && known(stepped) == second && known(back) == first;
}

const CaseGoals::Outcome &CaseGoals::known(const Answers &answers) const {
  const auto [it, isNew] = outcomes.try_emplace(answers);
  if (isNew) it->second = outcome(answers);
  return it->second;
}

bool CaseGoals::shown(llvm::ArrayRef<Answers> cases, const StepGoal &goal) const {
  // The step from and to the same two outcomes, from the one side and from the other.
  std::set<std::pair<std::vector<uint32_t>, std::vector<uint32_t>>> up, down;
  for (const Answers &one : cases) {
    const bool below = one[goal.variable] == goal.value;
    if (!below && one[goal.variable] != goal.value + 1) continue;
    Answers other = one;
    other[goal.variable] = below ? goal.value + 1 : goal.value;
    const Outcome &here = known(one), &there = known(other);
    if (!here || !there || here == there) continue;
    auto step = below ? std::pair(*here, *there) : std::pair(*there, *here);
    if ((below ? down : up).count(step)) return true;
    (below ? up : down).insert(std::move(step));
  }
  return false;
}

std::optional<Answers> CaseGoals::nearest(Diagram a, Diagram b, const std::function<bool(Diagram, Diagram)> &wanted,
                                          const Allowed &allowed, const Answers &base, uint32_t &distance) const {
  constexpr uint32_t nowhere = UINT32_MAX;
  struct Best {
    uint32_t distance = nowhere, value = 0;
  };
  std::map<std::pair<Diagram, Diagram>, Best> known;
  auto level = [&](Diagram d) { return isTerminal(d) ? UINT32_MAX : diagrams.variable(d); };
  auto child = [&](Diagram d, uint32_t variable, uint32_t value) {
    return level(d) == variable ? diagrams.children(d)[value] : d;
  };
  std::function<uint32_t(Diagram, Diagram)> best = [&](Diagram x, Diagram y) -> uint32_t {
    if (isTerminal(x) && isTerminal(y)) return wanted(x, y) ? 0 : nowhere;
    if (const auto found = known.find({x, y}); found != known.end()) return found->second.distance;
    const uint32_t variable = std::min(level(x), level(y));
    Best result;
    for (uint32_t value = 0; value < diagrams.size(variable); ++value) {
      if (!(allowed[variable] >> value & 1)) continue;
      const uint32_t next = best(child(x, variable, value), child(y, variable, value));
      const uint32_t cost = value == base[variable] ? 0 : 1;
      if (next != nowhere && next + cost < result.distance) result = {next + cost, value};
    }
    known[{x, y}] = result;
    return result.distance;
  };
  distance = best(a, b);
  if (distance == nowhere) return std::nullopt;
  Answers answers = base;
  // What no test looks at stays as it was, as far as that is allowed.
  for (uint32_t v = 0; v < answers.size(); ++v)
    if (!(allowed[v] >> answers[v] & 1)) {
      answers[v] = static_cast<uint32_t>(__builtin_ctzll(allowed[v]));
      ++distance;
    }
  while (!isTerminal(a) || !isTerminal(b)) {
    const uint32_t variable = std::min(level(a), level(b)), value = known.at({a, b}).value;
    answers[variable] = value;
    a = child(a, variable, value);
    b = child(b, variable, value);
  }
  return answers;
}

std::optional<Answers> CaseGoals::caseFor(const RowGoal &goal, const Answers &base) const {
  Allowed allowed = usual;
  const Rows &rows = rowsOf(goal.table);
  for (size_t c = 0; c < rows.columns.size(); ++c) allowed[rows.columns[c]] &= rows.rows[goal.row].cells[c];
  if (llvm::is_contained(allowed, 0)) return std::nullopt;
  uint32_t distance = 0;
  return nearest(
      table.elements, yes, [](Diagram a, Diagram) { return a == yes; }, allowed, base, distance);
}

std::optional<std::pair<Answers, uint32_t>> CaseGoals::caseFor(const StepGoal &goal, const Answers &base) {
  Allowed allowed = usual;
  allowed[goal.variable] = uint64_t(1) << goal.value;
  Answers from = base; // the step itself is no distance
  from[goal.variable] = goal.value;
  std::optional<std::pair<Answers, uint32_t>> found;
  for (Diagram root : roots) {
    uint32_t distance = 0;
    const auto answers = nearest(
        diagrams.restrict(root, goal.variable, goal.value), diagrams.restrict(root, goal.variable, goal.value + 1),
        [](Diagram a, Diagram b) { return a != b && a != impossible && b != impossible; }, allowed, from, distance);
    if (answers && (!found || distance < found->second)) found = {*answers, distance};
  }
  return found;
}

/// Rows of one table are disjoint: of each at most one is met.
std::vector<size_t> CaseGoals::rowsMet(const Answers &answers) const {
  std::vector<size_t> met;
  for (size_t goal = 0; goal < rowGoals.size(); ++goal)
    if ((met.empty() || rowGoals[met.back()].table != rowGoals[goal].table) && meets(answers, rowGoals[goal]))
      met.push_back(goal);
  return met;
}

std::vector<Answers> CaseGoals::suggest(const ShownAlready &already) {
  // For each row a case close to one that is there; of all these those first that meet most of what is still missing.
  std::set<Answers> pool;
  for (const RowGoal &goal : rowGoals)
    for (const Answers &base :
         {nothing, pool.empty() ? nothing : *pool.begin(), pool.empty() ? nothing : *pool.rbegin()})
      if (auto one = caseFor(goal, base)) pool.insert(std::move(*one));
  std::vector<Answers> cases = already.cases;
  std::vector<size_t> times; // how many cases meet a row
  for (const RowGoal &goal : rowGoals) times.push_back(already.rows.count(goal));
  auto take = [&](const Answers &one) {
    cases.push_back(one);
    for (size_t goal : rowsMet(one)) ++times[goal];
  };
  std::vector<std::pair<const Answers *, std::vector<size_t>>> offers;
  for (const Answers &one : pool) offers.emplace_back(&one, rowsMet(one));
  while (true) {
    const Answers *best = nullptr;
    std::ptrdiff_t most = 0;
    for (const auto &[one, met] : offers)
      if (const auto fresh = llvm::count_if(met, [&](size_t goal) { return times[goal] == 0; }); fresh > most) {
        most = fresh;
        best = one;
      }
    if (!best) break;
    take(*best);
  }
  // Each step beside the case that is closest to it.
  for (const StepGoal &goal : stepGoals) {
    if (shown(cases, goal)) continue;
    std::optional<std::pair<Answers, uint32_t>> best;
    const size_t bases = std::min<size_t>(cases.size(), 50); // more of them find nothing that is closer
    for (size_t base = 0; base < std::max<size_t>(1, bases) && (!best || best->second != 0); ++base)
      if (auto one = caseFor(goal, cases.empty() ? nothing : cases[base]); one && (!best || one->second < best->second))
        best = std::move(one);
    if (!best) continue;
    Answers other = best->first;
    ++other[goal.variable];
    for (const Answers &one : {best->first, other})
      if (!llvm::is_contained(cases, one)) take(one);
  }
  // What the others show as well is not needed.
  for (size_t i = cases.size(); i-- > already.cases.size();) {
    const std::vector<size_t> met = rowsMet(cases[i]);
    if (!llvm::all_of(met, [&](size_t goal) { return times[goal] > 1; })) continue;
    std::vector<Answers> without = cases;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    if (!llvm::all_of(stepGoals, [&](const StepGoal &goal) { return shown(without, goal); })) continue;
    for (size_t goal : met) --times[goal];
    cases = std::move(without);
  }
  cases.erase(cases.begin(), cases.begin() + static_cast<std::ptrdiff_t>(already.cases.size()));
  return cases;
}

} // namespace proviso
