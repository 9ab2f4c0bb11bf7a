#include "link/Resolve.h"

#include <llvm/ADT/STLExtras.h>

#include <algorithm>

namespace proviso {

namespace {

using law::CitationUse;

std::string plural(llvm::StringRef word, size_t count) {
  return fmt::format("{} {}{}", count, std::string_view(word), count == 1 ? "" : "s");
}

} // namespace

/// The provisions of one level at or under `from`: its children, or those of a level between that are its own.
std::vector<ProvisionRef> Resolver::atLevel(ProvisionRef from, uint8_t level) const {
  std::vector<ProvisionRef> found;
  for (law::ProvisionId id : history[from].children) {
    const ProvisionRef child{from.instrument, id.value};
    if (history[child].level == level)
      found.push_back(child);
    else if (history[child].level < level)
      for (ProvisionRef inner : atLevel(child, level)) found.push_back(inner);
  }
  return found;
}

bool Resolver::fits(ProvisionRef target, CitationUse use) const {
  switch (use) {
  case CitationUse::Sanction: return !sanctioningProvisions(history, target).empty();
  case CitationUse::Duty: return !dutyProvisions(history, target).empty();
  case CitationUse::Elements: return !committableProvisions(history, target).empty();
  default: return true;
  }
}

Binding Resolver::resolve(const law::Citation &citation, ProvisionRef standsIn) {
  home = standsIn;
  Binding binding;
  size_t step = 0;
  std::optional<Targets> targets = start(citation, step);
  if (!targets) return binding;
  for (; step < citation.steps.size(); ++step)
    if (!narrow(*targets, citation.steps[step], citation, binding)) return {};
  binding.targets = std::move(*targets);
  for (ProvisionRef target : binding.targets)
    if (history[target].outline || history.instrument(target.instrument).external) binding.outline = true;
  return binding;
}

/// Where the steps begin; `firstStep` is moved past those that are used up here.
std::optional<Resolver::Targets> Resolver::start(const law::Citation &citation, size_t &firstStep) {
  if (citation.relative != law::RelativeKind::None) return relative(citation);
  ProvisionRef root{home.instrument, 0};
  if (citation.instrument) {
    const std::optional<uint32_t> index = history.instrumentNamed(citation.instrument.text);
    if (!index) {
      Diagnostic &d =
          diagnostics.report(Code::R001, citation.instrument.range, std::string_view(citation.instrument.text));
      history.restsOnDeclaration(d, citation.instrument.text);
      llvm::StringRef near = nearestName(citation.instrument.text, history.instrumentCodes());
      if (!near.empty())
        d.fix(fmt::format("did you mean `{}`?", std::string_view(near)), citation.instrument.range, near.str(),
              isSlip(citation.instrument.text, history.instrumentCodes()));
      return std::nullopt;
    }
    root.instrument = *index;
  } else if (!home) {
    diagnostics.report(Code::R014, citation.range, fmt::format("`{}`", "a citation without an instrument"),
                       "of which instrument");
    return std::nullopt;
  }
  if (citation.steps.empty()) return Targets{root};
  const law::CitationStep &step = citation.steps.front();
  const law::Instrument &text = history.instrument(root.instrument);
  const std::optional<uint8_t> level = text.levelNamed(step.level.text);
  // `item 2`, `paragraph 1`: counted in the provision where the citation stands.
  if (!citation.instrument && level && *level > history.runningLevel(root.instrument))
    for (ProvisionRef around : history.around(home))
      if (history.isRoot(around) || history[around].level < *level) return Targets{around};
  firstStep = 0;
  return Targets{root};
}

std::optional<Resolver::Targets> Resolver::relative(const law::Citation &citation) {
  using law::RelativeKind;
  const std::string cited =
      fmt::format("`{}`", citation.relativeLevel.text.empty() ? "this" : citation.relativeLevel.text.str());
  if (!home) {
    diagnostics.report(Code::R014, citation.range, "a relative citation", "the instrument and the number");
    return std::nullopt;
  }
  const law::Instrument &text = history.instrument(home.instrument);
  const std::optional<uint8_t> level = text.levelNamed(citation.relativeLevel.text);
  if (!level) {
    if (citation.relative == RelativeKind::This) return Targets{ProvisionRef{home.instrument, 0}};
    diagnostics.report(Code::R005, citation.range, text.code.text.str(), "level " + cited);
    return std::nullopt;
  }
  ProvisionRef self;
  for (ProvisionRef around : history.around(home))
    if (!history.isRoot(around) && history[around].level == *level) self = around;
  if (citation.relative == RelativeKind::This) {
    if (self) return Targets{self};
    // An article without paragraphs is its own paragraph.
    if (!history.isRoot(home) && *level == history.runningLevel(home.instrument) + 1 &&
        history[home].level + 1 == *level && history[home].children.empty())
      return Targets{home};
    diagnostics.report(Code::R005, citation.range, "this place",
                       fmt::format("{} around it", std::string_view(text.levels[*level])));
    return std::nullopt;
  }
  std::vector<ProvisionRef> siblings;
  if (self) {
    if (*level == history.runningLevel(home.instrument))
      siblings = history.runningOrder(home.instrument);
    else
      for (law::ProvisionId id : history[history.parent(self)].children)
        if (text[id].level == *level) siblings.push_back({home.instrument, id.value});
  }
  const auto at = std::find(siblings.begin(), siblings.end(), self);
  const size_t index = static_cast<size_t>(at - siblings.begin());
  const size_t count = citation.relativeCount;
  const bool preceding = citation.relative == RelativeKind::Preceding;
  const size_t available = !self ? 0 : preceding ? index : siblings.size() - index - 1;
  if (available < count) {
    const std::string what = count == 1 ? text.levels[*level].str() : plural(text.levels[*level], count);
    const ProvisionRef counted = self && !history.isRoot(self) ? history.parent(self) : home;
    history.restsOnProvision(diagnostics.report(Code::R005, citation.range, history.describe(self ? self : home),
                                                fmt::format("{} {} it", what, preceding ? "before" : "after")),
                             counted, {});
    return std::nullopt;
  }
  Targets targets;
  const size_t first = preceding ? index - count : index + 1;
  for (size_t i = first; i < first + count; ++i) targets.push_back(siblings[i]);
  return targets;
}

/// The provision whose children a step counts: `from`, or the only one between that has such children.
std::optional<ProvisionRef> Resolver::holder(ProvisionRef from, uint8_t level, const law::CitationStep &step) {
  llvm::SmallVector<ProvisionRef, 2> holders;
  for (ProvisionRef found : atLevel(from, level))
    if (const ProvisionRef parent = history.parent(found); !llvm::is_contained(holders, parent))
      holders.push_back(parent);
  if (holders.size() < 2) return holders.empty() ? from : holders.front();
  std::string list;
  for (ProvisionRef one : holders) {
    const law::Provision &p = history[one];
    list += fmt::format("{}{} {}", list.empty() ? "" : " and ",
                        std::string_view(history.instrument(one.instrument).levels[p.level]),
                        std::string_view(p.label.text));
  }
  Diagnostic &d =
      diagnostics.report(Code::R004, step.range, fmt::format("`{}`", std::string_view(step.level.text)), list,
                         fmt::format("{}s", std::string_view(history.instrument(from.instrument).levels[level])));
  for (ProvisionRef one : holders)
    d.note(fmt::format("{}: {}", history.citation(one), contents(one)), history[one].head);
  return std::nullopt;
}

bool Resolver::narrow(Targets &targets, const law::CitationStep &step, const law::Citation &citation,
                      Binding &binding) {
  Targets next;
  for (ProvisionRef target : targets) {
    const law::Instrument &text = history.instrument(target.instrument);
    const std::optional<uint8_t> level = text.levelNamed(step.level.text);
    if (history[target].outline || (text.external && history[target].children.empty())) {
      binding.outline = true; // nothing is known of what is in it
      next.push_back(target);
      continue;
    }
    if (!level) {
      diagnostics.report(Code::R005, step.level.range, text.code.text.str(),
                         fmt::format("level `{}`", std::string_view(step.level.text)));
      return false;
    }
    const bool running = *level == history.runningLevel(target.instrument);
    ProvisionRef in = target;
    if (!running) {
      const std::optional<ProvisionRef> found = holder(target, *level, step);
      if (!found) return false;
      in = *found;
    }
    for (const law::CitationStep::Member &member : step.members) {
      auto find = [&](law::Name label) -> ProvisionRef {
        if (running) {
          const ProvisionRef found = history.running(target.instrument, label.text);
          return found && history.isUnder(found, target) ? found : ProvisionRef{};
        }
        const ProvisionRef found = history.child(in, *level, label.text);
        // An article without paragraphs has one implied paragraph 1.
        if (!found && label.text == "1" && !history.isRoot(in) && atLevel(in, *level).empty() &&
            *level == history.runningLevel(in.instrument) + 1)
          return in;
        return found;
      };
      const ProvisionRef from = find(member.from);
      if (!from) {
        missing(in, *level, step, member, member.from, citation);
        return false;
      }
      if (!member.to) {
        next.push_back(from);
        continue;
      }
      const ProvisionRef to = find(member.to);
      if (!to) {
        missing(in, *level, step, member, member.to, citation);
        return false;
      }
      if (law::compareLabels(member.from.text, member.to.text) > 0) {
        diagnostics.report(
            Code::R013, Range::cover(member.from.range, member.to.range),
            fmt::format("{} to {}", std::string_view(member.from.text), std::string_view(member.to.text)));
        return false;
      }
      const std::vector<ProvisionRef> all = running ? history.runningOrder(target.instrument) : atLevel(in, *level);
      for (ProvisionRef one : all)
        if (law::compareLabels(history[one].label.text, member.from.text) >= 0 &&
            law::compareLabels(history[one].label.text, member.to.text) <= 0 && history.isUnder(one, target))
          next.push_back(one);
    }
  }
  targets = std::move(next);
  return true;
}

/// `1 paragraph, which has items 1 to 3`.
std::string Resolver::contents(ProvisionRef ref) const {
  const law::Instrument &text = history.instrument(ref.instrument);
  const law::Provision &p = history[ref];
  if (p.children.empty()) return "no provisions in it";
  const uint8_t level = text[p.children.front()].level;
  std::vector<ProvisionRef> own;
  for (law::ProvisionId id : p.children)
    if (text[id].level == level) own.push_back({ref.instrument, id.value});
  llvm::StringRef first = history[own.front()].label.text, last = history[own.back()].label.text;
  std::string out = own.size() == 1
                        ? fmt::format("{} {}", std::string_view(text.levels[level]), std::string_view(first))
                        : fmt::format("{}s {} to {}", std::string_view(text.levels[level]), std::string_view(first),
                                      std::string_view(last));
  if (own.size() == 1 && !history[own.front()].children.empty()) out += ", which has " + contents(own.front());
  return out;
}

void Resolver::missing(ProvisionRef in, uint8_t level, const law::CitationStep &step,
                       const law::CitationStep::Member &member, law::Name label, const law::Citation &citation) {
  const law::Instrument &text = history.instrument(in.instrument);
  const std::string levelName = text.levels[level].str();
  const bool single = step.members.size() == 1 && !member.to;
  // A single number is reported with its level, a member of a list alone.
  const Range where = single ? Range::cover(step.level.range, label.range) : label.range;
  Diagnostic &d = diagnostics.report(Code::R005, where, history.describe(in),
                                     fmt::format("{} {}", levelName, std::string_view(label.text)));
  const ProvisionRef counted = level == history.runningLevel(in.instrument) ? ProvisionRef{in.instrument, 0} : in;
  history.restsOnProvision(d, counted, label.text);
  if (!history.isRoot(in)) d.note(fmt::format("{} has {}", history.describe(in), contents(in)), history[in].head);

  if (!proposing) return;
  // A proposal is tried before it is made: the whole citation, with this step changed, must lead somewhere else than
  // to where it stands, and to what it is for.
  const size_t at = static_cast<size_t>(&step - citation.steps.data());
  auto propose = [&](ProvisionRef candidate, bool changeLevel) {
    const law::Provision &p = history[candidate];
    law::Citation changed = citation;
    law::CitationStep &changedStep = changed.steps[at];
    if (changeLevel) changedStep.level.text = text.levels[p.level];
    for (law::CitationStep::Member &one : changedStep.members) {
      if (one.from.range == label.range) one.from.text = p.label.text;
      if (one.to && one.to.range == label.range) one.to.text = p.label.text;
    }
    Diagnostics silent;
    Resolver trial(history, sources, silent);
    trial.proposing = false;
    const Binding found = trial.resolve(changed, home);
    if (silent.hasErrors() || found.targets.empty()) return false;
    for (ProvisionRef target : found.targets)
      if (target == home || (!history[target].outline && !fits(target, citation.use))) return false;
    const std::string replacement =
        changeLevel ? fmt::format("{} {}", std::string_view(text.levels[p.level]), std::string_view(p.label.text))
                    : p.label.text.str();
    const Range place = changeLevel ? where : label.range;
    std::string whole = sources.text(citation.range).str();
    whole.replace(place.begin.offset - citation.range.begin.offset, place.length, replacement);
    d.fix(fmt::format("did you mean {} {}?  `{}`", std::string_view(text.levels[p.level]),
                      std::string_view(p.label.text), whole),
          place, replacement);
    return true;
  };
  // The same number one level on: an item taken for a paragraph is the commonest slip.
  const uint8_t running = history.runningLevel(in.instrument);
  if (single && level > running)
    for (int distance = 1; distance < static_cast<int>(text.levels.size()); ++distance)
      for (const int other : {level + distance, level - distance}) {
        if (other <= running || other >= static_cast<int>(text.levels.size())) continue;
        const ProvisionRef from = other < level && !history.isRoot(in) ? history.parent(in) : in;
        for (ProvisionRef one : atLevel(from, static_cast<uint8_t>(other)))
          if (history[one].label.text == label.text && propose(one, true)) return;
      }
  // The nearest number of the same level.
  struct Candidate {
    unsigned edits;
    unsigned long long apart;
    ProvisionRef ref;
    auto operator<=>(const Candidate &) const = default;
  };
  std::vector<Candidate> candidates;
  for (ProvisionRef one : level == running ? history.runningOrder(in.instrument) : atLevel(in, level)) {
    llvm::StringRef other = history[one].label.text;
    unsigned long long a = 0, b = 0;
    const bool numbers = !label.text.getAsInteger(10, a) && !other.getAsInteger(10, b);
    const bool letters = label.text.size() == 1 && other.size() == 1;
    const auto apart = numbers   ? (a > b ? a - b : b - a)
                       : letters ? static_cast<unsigned long long>(std::abs(label.text[0] - other[0]))
                                 : 0;
    const unsigned edits = label.text.edit_distance(other);
    // Too far off to be a slip, or what was written: that would help nobody.
    if (edits > 0 && edits <= (label.text.size() + 1) / 2 && !history[one].outline)
      candidates.push_back({edits, apart, one});
  }
  llvm::sort(candidates);
  for (const Candidate &candidate : candidates)
    if (propose(candidate.ref, false)) return;
}

} // namespace proviso
