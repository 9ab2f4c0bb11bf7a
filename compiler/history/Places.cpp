#include "history/Places.h"

#include <llvm/ADT/STLExtras.h>

namespace proviso {

using law::ProvisionId;

void Places::grow() {
  for (; known < text.provisions.size(); ++known)
    if (known != 0 && text.provisions[known].level == text.runningLevel())
      running[text.provisions[known].label.text].push_back({known});
}

bool Places::stands(ProvisionId id, Date on) const {
  for (;; id = text[id].parent) {
    if (!lives[id.value].stands.contains(on)) return false;
    if (id.value == 0) return true;
  }
}

std::vector<ProvisionId> Places::children(ProvisionId id, Date on) const {
  std::vector<ProvisionId> list;
  for (ProvisionId child : text[id].children)
    if (stands(child, on)) list.push_back(child);
  return list;
}

std::vector<ProvisionId> Places::everLabelled(ProvisionId around, uint8_t level, llvm::StringRef label) const {
  std::vector<ProvisionId> list;
  if (level == text.runningLevel()) {
    if (const auto found = running.find(label); found != running.end())
      list.assign(found->second.begin(), found->second.end());
    return list;
  }
  for (ProvisionId child : text[around].children)
    if (text[child].level == level && law::compareLabels(text[child].label.text, label) == 0) list.push_back(child);
  return list;
}

ProvisionId Places::labelled(ProvisionId around, uint8_t level, llvm::StringRef label, Date on) const {
  for (ProvisionId one : everLabelled(around, level, label))
    if (stands(one, on)) return one;
  return {};
}

std::vector<ProvisionId> Places::atLevel(ProvisionId around, uint8_t level, Date on) const {
  std::vector<ProvisionId> found;
  for (ProvisionId child : children(around, on)) {
    if (text[child].level == level) found.push_back(child);
    if (text[child].level >= level) continue;
    for (ProvisionId inner : atLevel(child, level, on)) found.push_back(inner);
  }
  return found;
}

std::vector<ProvisionId> Places::find(const law::Citation &citation, Date on, Missing &missing) const {
  missing.range = citation.place;
  missing.relative = citation.relative != law::RelativeKind::None;
  if (missing.relative || citation.broken) return {};
  std::vector<ProvisionId> targets{ProvisionId{0}};
  for (const law::CitationStep &step : citation.steps) {
    std::vector<ProvisionId> next;
    const std::optional<uint8_t> level = text.levelNamed(step.level.text);
    if (!level) {
      missing = {targets.front(), 0, {}, step.level.range};
      return {};
    }
    const bool runs = *level == text.runningLevel();
    for (ProvisionId target : targets) {
      ProvisionId in = target;
      if (!runs) { // `article 69 item 3`, where one paragraph has items
        llvm::SmallVector<ProvisionId, 2> holders;
        for (ProvisionId one : atLevel(target, *level, on))
          if (!llvm::is_contained(holders, text[one].parent)) holders.push_back(text[one].parent);
        if (holders.size() == 1) in = holders.front();
      }
      for (const law::CitationStep::Member &member : step.members) {
        for (const law::Name *label : {&member.from, member.to ? &member.to : &member.from}) {
          ProvisionId found = labelled(in, *level, label->text, on);
          // An article without paragraphs has one implied paragraph 1.
          if (!found && label->text == "1" && in.value != 0 && *level == text.runningLevel() + 1 &&
              atLevel(in, *level, on).empty())
            found = in;
          if (!found) {
            missing = {in, *level, *label, Range::cover(step.level.range, label->range)};
            return {};
          }
          if (!member.to) {
            next.push_back(found);
            break;
          }
        }
        if (!member.to) continue;
        std::vector<ProvisionId> all = atLevel(runs ? target : in, *level, on);
        for (ProvisionId one : all)
          if (law::compareLabels(text[one].label.text, member.from.text) >= 0 &&
              law::compareLabels(text[one].label.text, member.to.text) <= 0)
            next.push_back(one);
      }
    }
    targets = std::move(next);
  }
  return targets;
}

} // namespace proviso
