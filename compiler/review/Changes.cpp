#include "review/Changes.h"

#include <llvm/ADT/STLExtras.h>

#include <set>

namespace proviso {

/// Whether one is what the other was, itself and not only a part of it.
static bool isLater(const History &history, ProvisionRef before, ProvisionRef after) {
  std::vector<ProvisionRef> open{before};
  std::set<ProvisionRef> seen;
  while (!open.empty()) {
    const ProvisionRef one = open.back();
    open.pop_back();
    if (one == after) return true;
    if (seen.insert(one).second) open.insert(open.end(), history.life(one).next.begin(), history.life(one).next.end());
  }
  return false;
}

Changes changesBetween(const LinkedLaw &linked, const ir::Program &program, const DecisionTables &tables, Date from,
                       Date to) {
  const History &history = *linked.history;
  const Readings readings(linked, program);
  Changes changes;
  std::set<ProvisionRef> came, ended; // what is in force then and was before; what is no more
  std::vector<std::pair<ProvisionRef, ProvisionRef>> pairs;
  // What is around it has become something that is not written out.
  auto outlined = [&](ProvisionRef ref, Date on) {
    const History::Become around = history.on(history.parent(ref), on);
    return llvm::any_of(around.targets, [&](ProvisionRef one) { return history[one].outline; });
  };
  for (uint32_t i = 0; i < history.instrumentCount(); ++i)
    for (uint32_t p = 0; p < history.instrument(i).provisions.size(); ++p) {
      const ProvisionRef before{i, p};
      if (!history.span(before).contains(from)) continue;
      const History::Become become = history.on(before, to);
      std::vector<ProvisionRef> parts;
      bool stays = false;
      for (ProvisionRef after : become.targets) {
        if (!history.span(after).contains(to) || become.part) continue;
        if (!isLater(history, before, after)) {
          parts.push_back(after);
          continue;
        }
        stays = true;
        came.insert(after);
        pairs.emplace_back(before, after);
      }
      if (stays) continue;
      ended.insert(before);
      if (!parts.empty())
        changes.dissolved.push_back({before, std::move(parts)});
      else if (history.isRoot(before) || !(ended.count(history.parent(before)) || outlined(before, to)))
        changes.ended.push_back(before);
    }
  std::set<ProvisionRef> added;
  for (uint32_t i = 0; i < history.instrumentCount(); ++i)
    for (uint32_t p = 0; p < history.instrument(i).provisions.size(); ++p) {
      const ProvisionRef after{i, p};
      if (!history.span(after).contains(to) || came.count(after)) continue;
      added.insert(after);
      if (history.isRoot(after) || !added.count(history.parent(after))) changes.added.push_back(after);
      if (const Life &life = history.life(after); !life.near.empty() && history.stands(after).from > from)
        changes.open.push_back({after, {life.near.begin(), life.near.end()}});
    }
  for (const auto &[before, after] : pairs) {
    if (before == after || history.isRoot(after)) continue;
    ProvisionChange change;
    change.before = before;
    change.after = after;
    const bool outline = history[before].outline || history[after].outline;
    if (history[before].outline != history[after].outline) changes.notCompared.emplace_back(before, after);
    change.renumbered = history.citation(before) != history.citation(after);
    change.likeness = history.life(after).likeness;
    if (!outline) {
      const Reading was = readings.alone(before), is = readings.alone(after);
      change.wording = difference(was.wording, is.wording);
      change.statements = difference(was.statements, is.statements);
    }
    if (change.renumbered || !change.wording.empty() || !change.statements.empty())
      changes.changed.push_back(std::move(change));
  }
  for (const StaleCitation &one : linked.stale)
    if (one.since > from && one.since <= to) changes.stale.push_back(one);
  for (const auto &[before, after] : pairs)
    if (auto change = tableChange(readings, program, tables, before, from, after, to))
      changes.tables.push_back(std::move(*change));
  return changes;
}

} // namespace proviso
