#include "link/Resolve.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

#include <algorithm>

namespace proviso {

namespace {

std::string plural(llvm::StringRef word, size_t count) {
  return fmt::format("{} {}{}", count, std::string_view(word), count == 1 ? "" : "s");
}

/// What two spellings of one title have in common: `Criminal_Law`, "Criminal Law".
std::string folded(llvm::StringRef title) {
  std::string out;
  for (const char c : title)
    if (llvm::isAlnum(c) || static_cast<unsigned char>(c) >= 0x80) out += llvm::toLower(c);
  return out;
}

std::string levelsOf(const law::Instrument &text) {
  return fmt::format("the levels of {} are {}", std::string_view(text.code.text),
                     fmt::join(std::vector<std::string_view>(text.levels.begin(), text.levels.end()), ", "));
}

} // namespace

/// The provisions of one level at or under `from`: its children, or those of a level between that are its own.
std::vector<ProvisionRef> Resolver::atLevel(ProvisionRef from, uint8_t level) const {
  std::vector<ProvisionRef> found;
  for (ProvisionRef child : history.children(from, day)) {
    if (history[child].level == level)
      found.push_back(child);
    else if (history[child].level < level)
      for (ProvisionRef inner : atLevel(child, level)) found.push_back(inner);
  }
  return found;
}

Binding Resolver::resolve(const law::Citation &citation, ProvisionRef standsIn, Date on) {
  home = standsIn;
  day = on;
  Binding binding;
  if (citation.broken) return binding;
  size_t step = 0;
  std::optional<Targets> targets = start(citation, step);
  if (!targets) return binding;
  for (; step < citation.steps.size(); ++step)
    if (!narrow(*targets, citation.steps[step], citation, binding)) {
      Binding broken;
      broken.elsewhen = binding.elsewhen;
      return broken;
    }
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
    const std::optional<uint32_t> index = history.instrumentNamed(citation.instrument.text, day);
    if (!index) {
      unknownInstrument(citation.instrument);
      return std::nullopt;
    }
    root.instrument = *index;
  } else if (!home) {
    withoutInstrument(citation);
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
  if (!home) {
    diagnostics
        .report(Code::R014, citation.range,
                fmt::format("`{}` depends on where it stands, and it stands in no instrument",
                            std::string_view(sources.text(citation.relativeRange))))
        .note("name the instrument and the number, as in `HSA article 4`");
    return std::nullopt;
  }
  const law::Instrument &text = history.instrument(home.instrument);
  const std::optional<uint8_t> level = text.levelNamed(citation.relativeLevel.text);
  if (!level) {
    const llvm::StringRef word = citation.relativeLevel.text;
    if (word == "statute" || word == "regulation" || word == "amendment" || word == "law")
      return Targets{ProvisionRef{home.instrument, 0}};
    diagnostics
        .report(Code::R005, citation.relativeRange, text.code.text.str(),
                fmt::format("level `{}`", std::string_view(citation.relativeLevel.text)))
        .note(levelsOf(text));
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
    diagnostics.report(Code::R005, citation.relativeRange, history.describe(home),
                       fmt::format("{} around it", std::string_view(text.levels[*level])));
    return std::nullopt;
  }
  std::vector<ProvisionRef> siblings;
  if (self) {
    if (*level == history.runningLevel(home.instrument))
      siblings = history.runningOrder(home.instrument, day);
    else
      for (ProvisionRef child : history.children(history.parent(self), day))
        if (history[child].level == *level) siblings.push_back(child);
  }
  const auto at = std::find(siblings.begin(), siblings.end(), self);
  const size_t index = static_cast<size_t>(at - siblings.begin());
  const size_t count = citation.relativeCount;
  const bool preceding = citation.relative == RelativeKind::Preceding;
  const size_t available = !self ? 0 : preceding ? index : siblings.size() - index - 1;
  if (available < count) {
    llvm::StringRef word = text.levels[*level];
    const std::string what = count == 1 ? word.str() : plural(word, count);
    Diagnostic &d = diagnostics.report(Code::R005, citation.relativeRange, history.describe(self ? self : home),
                                       self ? fmt::format("{} {} it", what, preceding ? "before" : "after")
                                            : fmt::format("{} around it", std::string_view(word)));
    history.restsOnProvision(d, self && !history.isRoot(self) ? history.parent(self) : home, {});
    if (self && available == 0)
      d.note(fmt::format("it is the {} {} {}", preceding ? "first" : "last", std::string_view(word),
                         *level == history.runningLevel(home.instrument)
                             ? text.code.text.str()
                             : "of " + history.describe(history.parent(self))));
    if (available == 0) return std::nullopt;
    d.note(fmt::format("only {} {} {} it", plural(word, available), available == 1 ? "stands" : "stand",
                       preceding ? "before" : "after"));
    law::Citation changed = citation;
    changed.relativeCount = static_cast<uint32_t>(available);
    if (!proposing || !leads(changed)) return std::nullopt;
    const std::string replacement = fmt::format("{} {}", preceding ? "preceding" : "following",
                                                available == 1 ? word.str() : plural(word, available));
    d.fix(fmt::format("did you mean `{}`?", rewritten(citation, citation.relativeRange, replacement)),
          citation.relativeRange, replacement);
    return std::nullopt;
  }
  Targets targets;
  const size_t first = preceding ? index - count : index + 1;
  for (size_t i = first; i < first + count; ++i) targets.push_back(siblings[i]);
  return targets;
}

/// The provision whose children a step counts: `from`, or the only one between that has such children.
std::optional<ProvisionRef> Resolver::holder(ProvisionRef from, uint8_t level, const law::CitationStep &step,
                                             const law::Citation &citation) {
  llvm::SmallVector<ProvisionRef, 2> holders;
  for (ProvisionRef found : atLevel(from, level))
    if (const ProvisionRef parent = history.parent(found); !llvm::is_contained(holders, parent))
      holders.push_back(parent);
  if (holders.size() < 2) return holders.empty() ? from : holders.front();
  // `paragraph 1` for each: what stands between, outermost first.
  auto between = [&](ProvisionRef one) {
    llvm::SmallVector<law::CitationStep, 2> steps;
    for (; one != from; one = history.parent(one)) {
      law::CitationStep added;
      added.level.text = history.instrument(one.instrument).levels[history[one].level];
      added.members.push_back({history[one].label, {}});
      steps.insert(steps.begin(), std::move(added));
    }
    return steps;
  };
  auto written = [](llvm::ArrayRef<law::CitationStep> steps) {
    std::string out;
    for (const law::CitationStep &one : steps)
      out += fmt::format("{}{} {}", out.empty() ? "" : " ", std::string_view(one.level.text),
                         std::string_view(one.members.front().from.text));
    return out;
  };
  constexpr size_t shown = 4; // a paragraph cited without its article may be in any of them
  std::string list;
  for (size_t i = 0; i < holders.size() && i < shown; ++i) {
    const bool last = i + 1 == holders.size();
    list += fmt::format("{}{}",
                        i == 0 ? ""
                        : last ? " and in "
                               : ", in ",
                        holders[i] == from ? "itself" : written(between(holders[i])));
  }
  if (holders.size() > shown) list += fmt::format(" and in {} others", holders.size() - shown);
  Diagnostic &d = diagnostics.report(Code::R004, step.range, history.describe(from),
                                     law::pluralOf(history.instrument(from.instrument).levels[level]), list);
  holders.truncate(std::min(holders.size(), shown));
  for (ProvisionRef one : holders)
    d.note(fmt::format("{} has {}", history.describe(one), contents(one)), history[one].head);
  if (!proposing) return std::nullopt;
  const Range before{step.range.begin, 0};
  for (ProvisionRef one : holders) {
    const auto steps = between(one);
    law::Citation changed = citation;
    changed.steps.insert(changed.steps.begin() + (&step - citation.steps.data()), steps.begin(), steps.end());
    if (steps.empty() || !leads(changed)) continue;
    const std::string insertion = written(steps) + " ";
    d.fix(fmt::format("if {} is meant, write `{}`", written(steps), rewritten(citation, before, insertion)), before,
          insertion);
  }
  return std::nullopt;
}

/// Whoever knows the law by its title writes that.
void Resolver::unknownInstrument(law::Name name) {
  Diagnostic &d = diagnostics.report(Code::R001, name.range, std::string_view(name.text));
  history.restsOnDeclaration(d, name.text);
  const std::string wanted = folded(name.text);
  std::vector<std::string> titles; // of each instrument in turn, all it has
  std::vector<uint32_t> whose;
  for (uint32_t i = 0; i < history.instrumentCount(); ++i) {
    const law::Instrument &one = history.instrument(i);
    auto take = [&](llvm::StringRef title) {
      titles.push_back(folded(title));
      whose.push_back(i);
    };
    take(one.title.text);
    for (const auto &[language, text] : one.names) take(text.text);
  }
  llvm::SmallVector<uint32_t, 3> likely;
  auto add = [&](uint32_t instrument) {
    if (likely.size() < 3 && !llvm::is_contained(likely, instrument)) likely.push_back(instrument);
  };
  // A title of several words is more than the name that was read: `Criminal Law`.
  auto wordsOf = [&](llvm::StringRef title) -> std::optional<Range> {
    const Range words{name.range.begin, static_cast<uint32_t>(title.size())};
    if (words.length > name.range.length && sources.text(words).equals_insensitive(title)) return words;
    return std::nullopt;
  };
  for (size_t i = 0; i < titles.size(); ++i)
    if (titles[i] == wanted || wordsOf(history.instrument(whose[i]).title.text)) add(whose[i]);
  const size_t exact = likely.size();
  const llvm::StringRef near = nearestName(name.text, history.instrumentCodes());
  if (!near.empty()) add(*history.instrumentNamed(near, day));
  // A part of a title says something if it is more than a letter or two.
  for (size_t i = 0; i < titles.size(); ++i)
    if (exact == 0 && wanted.size() > 3 && titles[i].find(wanted) != std::string::npos) add(whose[i]);
  if (likely.empty()) {
    const llvm::StringRef title = nearestName(wanted, {titles.begin(), titles.end()});
    for (size_t i = 0; i < titles.size(); ++i)
      if (!title.empty() && titles[i] == title) add(whose[i]);
  }
  for (uint32_t i : likely) {
    const law::Instrument &one = history.instrument(i);
    const std::string title =
        one.title.text.empty() ? std::string() : fmt::format(", the \"{}\"", std::string_view(one.title.text));
    const bool certain = exact == 0 ? one.code.text == near && isSlip(name.text, history.instrumentCodes())
                                    : exact == 1 && i == likely.front();
    const Range written = wordsOf(one.title.text).value_or(name.range);
    d.fix(fmt::format("did you mean `{}`{}?", std::string_view(one.code.text), title), written, one.code.text.str(),
          certain);
    noteLookAlike(d, name.text, one.code.text);
  }
  // The words of the language are written small: `Article 4`.
  if (const llvm::StringRef word = name.text.rtrim('s'); home && word.size() > 2)
    for (llvm::StringRef level : history.instrument(home.instrument).levels)
      if (level.startswith_insensitive(word) && d.fixes.empty())
        d.fix(fmt::format("did you mean `{}`?", std::string_view(level)), name.range, level.str(),
              name.text.equals_insensitive(level));
  if (d.fixes.empty() && !(name.text[0] >= 'a' && name.text[0] <= 'z'))
    d.note(fmt::format("if its text is not at hand, say that it exists: `external statute {} \"its title\"`",
                       std::string_view(name.text)));
}

/// `article 4` in a scenario.
void Resolver::withoutInstrument(const law::Citation &citation) {
  Diagnostic &d = diagnostics.report(Code::R014, citation.range, "it does not say of which statute or regulation");
  d.note("only within an instrument may its name be left out");
  if (!proposing || citation.steps.empty()) return;
  const Range before{citation.steps.front().range.begin, 0};
  for (uint32_t i = 0; i < history.instrumentCount() && d.fixes.size() < 3; ++i) {
    if (history.instrument(i).external || !current(i)) continue; // nothing tells whether it has such a provision
    law::Citation changed = citation;
    changed.instrument.text = history.instrument(i).code.text;
    if (!leads(changed)) continue;
    const std::string insertion = changed.instrument.text.str() + " ";
    d.fix(fmt::format("did you mean `{}`?", rewritten(citation, before, insertion)), before, insertion);
  }
}

/// `article 4` of an instrument that is divided into sections.
void Resolver::unknownLevel(const law::Citation &citation, const law::CitationStep &step, ProvisionRef in) {
  const law::Instrument &text = history.instrument(in.instrument);
  Diagnostic &d = diagnostics.report(Code::R005, step.level.range, text.code.text.str(),
                                     fmt::format("level `{}`", std::string_view(step.level.text)));
  d.note(levelsOf(text));
  if (!proposing) return;
  // Where numbers run through the instrument they name most.
  std::vector<llvm::StringRef> levels{text.levels[history.runningLevel(in.instrument)]};
  levels.insert(levels.end(), text.levels.begin(), text.levels.end());
  for (llvm::StringRef level : levels) {
    law::Citation changed = citation;
    changed.steps[static_cast<size_t>(&step - citation.steps.data())].level.text = level;
    if (!leads(changed)) continue;
    const std::string word = level.str() + (step.plural ? "s" : "");
    d.fix(fmt::format("did you mean `{}`?", rewritten(citation, step.level.range, word)), step.level.range, word);
    return;
  }
}

bool Resolver::leads(const law::Citation &changed) const {
  Diagnostics silent;
  Resolver trial(history, sources, silent);
  trial.proposing = false;
  const Binding found = trial.resolve(changed, home, day);
  return !silent.hasErrors() && !found.targets.empty() && llvm::all_of(found.targets, [&](ProvisionRef target) {
    return target != home && (history[target].outline || suits(history, target, changed.use));
  });
}

std::string Resolver::rewritten(const law::Citation &citation, Range place, llvm::StringRef replacement) const {
  std::string whole = sources.text(citation.range).str();
  whole.replace(place.begin.offset - citation.range.begin.offset, place.length, replacement.str());
  return whole;
}

bool Resolver::narrow(Targets &targets, const law::CitationStep &step, const law::Citation &citation,
                      Binding &binding) {
  Targets next;
  for (ProvisionRef target : targets) {
    const law::Instrument &text = history.instrument(target.instrument);
    const std::optional<uint8_t> level = text.levelNamed(step.level.text);
    // What an outline lists in it is known on its day; of what it does not list nothing is.
    if ((history[target].outline || text.external) && (!level || history.everLabelled(target, *level, {}).empty())) {
      binding.outline = true; // nothing is known of what is in it
      next.push_back(target);
      continue;
    }
    if (!level) {
      unknownLevel(citation, step, target);
      return false;
    }
    const bool running = *level == history.runningLevel(target.instrument);
    ProvisionRef in = target;
    if (!running) {
      const std::optional<ProvisionRef> found = holder(target, *level, step, citation);
      if (!found) return false;
      in = *found;
    }
    for (const law::CitationStep::Member &member : step.members) {
      auto find = [&](law::Name label) -> ProvisionRef {
        if (running) {
          const ProvisionRef found = history.running(target.instrument, label.text, day);
          return found && history.isUnder(found, target) ? found : ProvisionRef{};
        }
        const ProvisionRef found = history.child(in, *level, label.text, day);
        // An article without paragraphs has one implied paragraph 1.
        if (!found && label.text == "1" && !history.isRoot(in) && atLevel(in, *level).empty() &&
            *level == history.runningLevel(in.instrument) + 1)
          return in;
        return found;
      };
      const ProvisionRef from = find(member.from);
      if (!from) {
        binding.elsewhen = missing(in, *level, step, member, member.from, citation);
        return false;
      }
      if (!member.to) {
        next.push_back(from);
        continue;
      }
      const ProvisionRef to = find(member.to);
      if (!to) {
        binding.elsewhen = missing(in, *level, step, member, member.to, citation);
        return false;
      }
      if (law::compareLabels(member.from.text, member.to.text) > 0) {
        law::reversedRange(diagnostics, member.from, member.to);
        return false;
      }
      if (running) {
        for (ProvisionRef one : history.runningRange(target.instrument, member.from.text, member.to.text, day))
          if (history.isUnder(one, target)) next.push_back(one);
        continue;
      }
      for (ProvisionRef one : atLevel(in, *level))
        if (law::compareLabels(history[one].label.text, member.from.text) >= 0 &&
            law::compareLabels(history[one].label.text, member.to.text) <= 0)
          next.push_back(one);
    }
  }
  targets = std::move(next);
  return true;
}

/// `1 paragraph, which has items 1 to 3`.
std::string Resolver::contents(ProvisionRef ref) const {
  const law::Instrument &text = history.instrument(ref.instrument);
  const std::vector<ProvisionRef> children = history.children(ref, day);
  if (children.empty()) return "no provisions in it";
  const uint8_t level = history[children.front()].level;
  std::vector<ProvisionRef> own;
  for (ProvisionRef child : children)
    if (history[child].level == level) own.push_back(child);
  llvm::StringRef first = history[own.front()].label.text, last = history[own.back()].label.text;
  std::string out = own.size() == 1
                        ? fmt::format("{} {}", std::string_view(text.levels[level]), std::string_view(first))
                        : fmt::format("{}s {} {} {}", std::string_view(text.levels[level]), std::string_view(first),
                                      own.size() == 2 ? "and" : "to", std::string_view(last));
  if (own.size() == 1 && !history.children(own.front(), day).empty()) out += ", which has " + contents(own.front());
  return out;
}

/// Of many articles only those beside the number are told.
void Resolver::between(uint32_t instrument, law::Name label, Diagnostic &d) const {
  const std::vector<ProvisionRef> order = history.runningOrder(instrument, day);
  if (order.empty()) return;
  const auto after = llvm::find_if(
      order, [&](ProvisionRef ref) { return law::compareLabels(history[ref].label.text, label.text) > 0; });
  auto name = [&](ProvisionRef ref) {
    const law::Instrument &text = history.instrument(instrument);
    return fmt::format("{} {}", std::string_view(text.levels[history[ref].level]),
                       std::string_view(history[ref].label.text));
  };
  if (after == order.begin())
    d.note(fmt::format("it begins with {}", name(*after)), history[*after].head);
  else if (after == order.end())
    d.note(fmt::format("it ends with {}", name(order.back())), history[order.back()].head);
  else
    d.note(fmt::format("{} is followed by {}", name(*(after - 1)), name(*after)), history[*after].head);
}

/// Returns a day on which what is missing stood or will stand.
std::optional<Date> Resolver::missing(ProvisionRef in, uint8_t level, const law::CitationStep &step,
                                      const law::CitationStep::Member &member, law::Name label,
                                      const law::Citation &citation) {
  const law::Instrument &text = history.instrument(in.instrument);
  const std::string levelName = text.levels[level].str();
  const bool single = step.members.size() == 1 && !member.to;
  // A single number is reported with its level, a member of a list alone.
  const Range where = single ? Range::cover(step.level.range, label.range) : label.range;
  // It stood there once, or will.
  for (ProvisionRef other : history.everLabelled(in, level, label.text)) {
    const Life &life = history.life(other);
    const bool later = history.stands(other).from > day;
    const Turn &turn = later ? life.begins : life.ends;
    if (turn.kind == Turn::Kind::None) continue;
    Diagnostic &d = diagnostics.report(Code::R002, where, history.describe(other),
                                       later ? "before " + turn.on.text() : fmt::format("from {} on", turn.on.text()));
    d.note(fmt::format("{} by {}", later ? "it is put in" : "it is taken away", turn.by), turn.where);
    history.restsOnProvision(d, level == history.runningLevel(in.instrument) ? ProvisionRef{in.instrument, 0} : in,
                             label.text);
    if (!later && proposing) {
      for (ProvisionRef now : history.on(other, day).targets)
        d.fix(fmt::format("it is now `{}`", history.citation(now)), citation.place, history.citation(now));
    }
    return later ? turn.on : Date{turn.on.days - 1};
  }
  Diagnostic &d = diagnostics.report(Code::R005, where, history.describe(in),
                                     fmt::format("{} {}", levelName, std::string_view(label.text)));
  const ProvisionRef counted = level == history.runningLevel(in.instrument) ? ProvisionRef{in.instrument, 0} : in;
  history.restsOnProvision(d, counted, label.text);
  if (!history.isRoot(in))
    d.note(fmt::format("{} has {}", history.describe(in), contents(in)), history[in].head);
  else
    between(in.instrument, label, d);
  if (citation.asOf) d.note(fmt::format("it is looked up in the text of {}", citation.asOf->text()));

  if (!proposing) return std::nullopt;
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
    if (!leads(changed)) return false;
    const std::string replacement =
        changeLevel ? fmt::format("{} {}", std::string_view(text.levels[p.level]), std::string_view(p.label.text))
                    : p.label.text.str();
    const Range place = changeLevel ? where : label.range;
    d.fix(fmt::format("did you mean {} {}?  `{}`", std::string_view(text.levels[p.level]),
                      std::string_view(p.label.text), rewritten(citation, place, replacement)),
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
          if (history[one].label.text == label.text && propose(one, true)) return std::nullopt;
      }
  // The nearest number of the same level.
  struct Candidate {
    unsigned edits;
    unsigned long long apart;
    ProvisionRef ref;
    auto operator<=>(const Candidate &) const = default;
  };
  std::vector<Candidate> candidates;
  for (ProvisionRef one : level == running ? history.runningOrder(in.instrument, day) : atLevel(in, level)) {
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
  bool proposed = false;
  auto nearest = [&](bool slip) {
    for (const Candidate &candidate : candidates)
      if (!proposed && (candidate.edits == 1) == slip) proposed = propose(candidate.ref, false);
  };
  nearest(true);
  if (level == running) proposed = otherInstruments(d, label, citation) || proposed;
  nearest(false);
  return std::nullopt;
}

/// The same number in another instrument, where few have it: `CSL article 286` for `CL article 286`.
bool Resolver::otherInstruments(Diagnostic &d, law::Name label, const law::Citation &citation) {
  if (citation.steps.empty() || citation.relative != law::RelativeKind::None) return false;
  const Range before = citation.instrument ? citation.instrument.range : Range{citation.steps.front().range.begin, 0};
  if (before.begin != citation.range.begin) return false; // `item 2 of article 5`
  std::vector<llvm::StringRef> codes;
  for (uint32_t i = 0; i < history.instrumentCount() && codes.size() < 3; ++i) {
    if (const ProvisionRef there = history.running(i, label.text, day); !there || !current(i) || history[there].outline)
      continue;
    law::Citation changed = citation;
    changed.instrument = history.instrument(i).code;
    if (leads(changed)) codes.push_back(history.instrument(i).code.text);
  }
  if (codes.size() > 2) return false; // a number that many have says nothing
  for (llvm::StringRef code : codes) {
    const std::string replacement = code.str() + (citation.instrument ? "" : " ");
    d.fix(fmt::format("did you mean {}?  `{}`", std::string_view(code), rewritten(citation, before, replacement)),
          before, replacement);
  }
  return !codes.empty();
}

} // namespace proviso
