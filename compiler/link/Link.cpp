#include "link/Link.h"

#include "link/Resolve.h"
#include "syntax/Parse.h"

#include <llvm/ADT/STLExtras.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>

namespace proviso {

using law::CitationUse;

/// Those at or under a provision that impose something, or rule on what others impose.
static std::vector<ProvisionRef> effectiveUnder(const History &history, ProvisionRef ref) {
  std::vector<ProvisionRef> found;
  for (ProvisionRef one : history.under(ref))
    if (!history[one].tiers.empty() || history[one].concurrence) found.push_back(one);
  return found;
}

bool hasEffect(const History &history, ProvisionRef ref) {
  const law::Provision &p = history[ref];
  if (!p.tiers.empty() || p.concurrence) return true;
  return !p.displacements.empty() && effectiveUnder(history, ref).empty();
}

std::vector<std::pair<ProvisionRef, ProvisionRef>> displacements(const LinkedLaw &law, ProvisionRef ref) {
  const History &history = *law.history;
  std::vector<std::pair<ProvisionRef, ProvisionRef>> pairs;
  for (const law::Displacement &one : history[ref].displacements)
    for (law::CitationId id : one.citations)
      for (ProvisionRef target : law.binding(ref.instrument, id).targets) {
        std::vector<ProvisionRef> own = effectiveUnder(history, ref), others;
        if (own.empty() && !one.yields) own = {ref};
        for (ProvisionRef other : history.under(target))
          if ((one.yields ? hasEffect(history, other) : !history[other].tiers.empty()) && !history.isUnder(other, ref))
            others.push_back(other);
        for (ProvisionRef mine : own)
          for (ProvisionRef other : others)
            pairs.push_back(one.yields ? std::pair(other, mine) : std::pair(mine, other));
      }
  return pairs;
}

std::vector<ProvisionRef> sanctioningProvisions(const History &history, ProvisionRef target) {
  if (!history[target].tiers.empty()) return {target};
  std::vector<ProvisionRef> found;
  for (ProvisionRef ref : history.under(target))
    if (!history[ref].tiers.empty()) found.push_back(ref);
  if (!found.empty()) return found;
  for (ProvisionRef ref : history.around(target))
    if (!history[ref].tiers.empty()) return {ref};
  return {};
}

std::vector<ProvisionRef> committableProvisions(const History &history, ProvisionRef target) {
  std::vector<ProvisionRef> found;
  for (ProvisionRef ref : history.under(target))
    if (hasEffect(history, ref)) found.push_back(ref);
  if (!found.empty()) return found;
  // An item whose sanction stands in the paragraph around it.
  if (!history[target].whens.empty())
    for (ProvisionRef ref : history.around(target))
      if (!history[ref].tiers.empty()) return {target};
  return {};
}

std::vector<ProvisionRef> dutyProvisions(const History &history, ProvisionRef target) {
  std::vector<ProvisionRef> found;
  for (ProvisionRef ref : history.under(target))
    for (const law::Duty &duty : history[ref].duties)
      if (duty.kind != law::Duty::Kind::May) {
        found.push_back(ref);
        break;
      }
  return found;
}

bool inDraft(const History &history, ProvisionRef ref) {
  return llvm::any_of(history.around(ref), [&](ProvisionRef one) { return static_cast<bool>(history[one].draft); });
}

bool suits(const History &history, ProvisionRef target, CitationUse use) {
  switch (use) {
  case CitationUse::Sanction: return !sanctioningProvisions(history, target).empty();
  case CitationUse::Duty: return !dutyProvisions(history, target).empty();
  case CitationUse::Elements:
  case CitationUse::Deemed: return !committableProvisions(history, target).empty();
  case CitationUse::Expectation:
    // An item whose sanction stands in the paragraph around it has no status of its own.
    return llvm::any_of(history.under(target), [&](ProvisionRef ref) { return hasEffect(history, ref); });
  case CitationUse::Displaced:
    return !dutyProvisions(history, target).empty() ||
           llvm::any_of(history.under(target), [&](ProvisionRef ref) { return !history[ref].tiers.empty(); });
  case CitationUse::Displacing:
    return llvm::any_of(history.under(target), [&](ProvisionRef ref) { return hasEffect(history, ref); });
  default: return true;
  }
}

/// The first stretch in which it leads anywhere.
static const Binding::Stretch *firstStretch(const Binding &binding) {
  for (const Binding::Stretch &one : binding.stretches)
    if (!one.targets.empty()) return &one;
  return nullptr;
}

llvm::ArrayRef<ProvisionRef> Binding::named() const {
  const Stretch *first = firstStretch(*this);
  return first ? first->targets : targets;
}

llvm::ArrayRef<Binding::Stretch> Binding::later() const {
  const Stretch *first = firstStretch(*this);
  if (!first) return {};
  return llvm::ArrayRef(stretches).drop_front(static_cast<size_t>(first - stretches.data()) + 1);
}

size_t LinkedLaw::citationCount() const {
  size_t count = 0;
  for (const auto &bindings : instruments) count += bindings.size();
  for (const auto *declarations : {&scenarios, &vocabularies})
    for (const auto &file : *declarations)
      for (const auto &bindings : file) count += bindings.size();
  return count;
}

namespace {

class Linker {
public:
  Linker(const History &history, const Sources &sources, Diagnostics &diagnostics, std::optional<Date> only)
      : history(history), sources(sources), diagnostics(diagnostics), only(only),
        resolver(history, sources, diagnostics) {}

  LinkedLaw run() {
    LinkedLaw linked;
    linked.history = &history;
    for (uint32_t i = 0; i < history.instrumentCount(); ++i) {
      auto &bindings = linked.instruments.emplace_back();
      bindings.resize(history.instrument(i).citations.size());
    }
    // What was stated before may decide what is bound: it is bound when it is asked for.
    bound.resize(history.instrumentCount());
    for (uint32_t i = 0; i < bound.size(); ++i) {
      const law::Instrument &text = history.instrument(i);
      bound[i].assign(text.citations.size(), false);
      citationsOf.emplace_back(text.provisions.size());
      for (uint32_t c = 0; c < text.citations.size(); ++c)
        citationsOf[i][text.citations[c].at.value].push_back(law::CitationId{c});
    }
    for (uint32_t i = 0; i < bound.size(); ++i)
      for (uint32_t c = 0; c < bound[i].size(); ++c) bindOnce(linked, i, {c});
    for (const law::File &file : history.files()) {
      auto &scenarios = linked.scenarios.emplace_back();
      for (const law::Scenario &scenario : file.scenarios) {
        auto &bindings = scenarios.emplace_back();
        const size_t before = diagnostics.list().size();
        // Without its day, which is missed already, nothing tells what a citation names.
        for (const law::Citation &citation : scenario.citations)
          bindings.push_back(scenario.act ? bind(citation, *scenario.act) : Binding{});
        diagnostics.mustBeMendedFrom(before);
      }
      auto &vocabularies = linked.vocabularies.emplace_back();
      for (const law::Vocabulary &vocabulary : file.vocabularies) {
        auto &bindings = vocabularies.emplace_back();
        for (const law::Citation &citation : vocabulary.citations)
          bindings.push_back(citation.use == CitationUse::Declaration ? bind(citation, someDay) : Binding{});
      }
    }
    // What punishes a breach is found by its citation: all are bound before any is held to its use.
    for (uint32_t i = 0; i < history.instrumentCount(); ++i)
      hold(history.instrument(i), i, linked.instruments[i], linked);
    for (size_t f = 0; f < linked.scenarios.size(); ++f)
      for (size_t i = 0; i < linked.scenarios[f].size(); ++i)
        hold(history.files()[f].scenarios[i], UINT32_MAX, linked.scenarios[f][i], linked);
    for (uint32_t i = 0; i < history.instrumentCount(); ++i)
      for (const law::Accept &accept : history.instrument(i).accepts)
        this->accept(accept, {i, accept.of && accept.of->at ? accept.of->at.value : 0}, linked);
    for (const law::File &file : history.files())
      for (const law::Accept &accept : file.accepts) this->accept(accept, {}, linked);
    delegationCycles(linked);
    displacementCycles(linked);
    elementCycles(linked);
    linked.stale = std::move(stale);
    return linked;
  }

private:
  using Targets = llvm::SmallVector<ProvisionRef, 1>;

  /// Where nothing says of which day one speaks: the law as it will be.
  static constexpr Date someDay{Date::latest().days - 1};

  Binding bind(const law::Citation &citation, Date on) {
    Binding binding = resolver.resolve(citation, {}, citation.asOf.value_or(on));
    binding.dated = citation.asOf.has_value();
    if (!citation.expecting.text.empty()) expecting(citation, {}, binding.targets, std::nullopt);
    return binding;
  }

  void bindOnce(LinkedLaw &linked, uint32_t instrument, law::CitationId id) {
    if (bound[instrument][id.value]) return;
    bound[instrument][id.value] = true;
    const law::Citation &citation = history.instrument(instrument)[id];
    // Those that make the history have been read with it.
    if (citation.use == CitationUse::Amended || citation.use == CitationUse::Former) return;
    linked.instruments[instrument][id.value] = bindIn(linked, citation, {instrument, citation.at.value});
  }

  /// A citation in a provision, on every day on which that is in force.
  Binding bindIn(LinkedLaw &linked, const law::Citation &citation, ProvisionRef home) {
    Span days = history.span(home);
    if (days.empty()) days = history.stands(home);
    const llvm::StringRef code =
        citation.instrument ? citation.instrument.text : history.instrument(home.instrument).code.text;
    // Before its text is known nothing is missing in an instrument.
    const Date known = history.knownFrom(code);
    const bool presumed = citation.asOf.value_or(days.from) < known;
    if (known < days.until) days.from = std::max(days.from, known);
    std::optional<Targets> earlier;
    if (!citation.asOf) earlier = before(linked, citation, home);
    muted = only && !days.contains(*only);
    if (earlier && earlier->empty()) return {}; // it is broken, which has been said
    const Date on = citation.asOf.value_or(days.from);
    Binding binding = earlier || muted ? quietly(citation, home, on) : resolver.resolve(citation, home, on);
    Date bound = days.from;
    if (const std::optional<Date> elsewhen = binding.elsewhen; elsewhen && !earlier && !citation.asOf) {
      // It has been said. What it named or will name is followed all the same.
      said.insert(citation.range);
      binding = quietly(citation, home, *elsewhen);
      if (*elsewhen < on) {
        earlier = binding.targets;
        binding.elsewhen = elsewhen;
      } else if (*elsewhen < days.until) {
        bound = *elsewhen;
      } else {
        return {};
      }
    }
    binding.dated = citation.asOf.has_value();
    binding.presumed = presumed;
    if (binding.targets.empty() && !earlier) return binding;
    if (!muted && !citation.expecting.text.empty()) expecting(citation, home, binding.targets, std::nullopt);
    const bool several = binding.targets.size() > 1;
    const bool condition = citation.use == CitationUse::Duty || citation.use == CitationUse::Elements;
    if (several && condition && citation.quantifier == law::Quantifier::None) {
      const Range before{citation.range.begin, 0};
      diagnostics.report(Code::R011, citation.range)
          .fix("write `any of` if one of them is enough", before, "any of ")
          .fix("write `all of` if each is needed", before, "all of ");
    }
    if (!citation.asOf) overTime(citation, home, {bound, days.until}, earlier, code, binding);
    // What it named before the provision took effect, where nothing, or more than one, has come of that.
    if (earlier && (binding.elsewhen || llvm::any_of(*earlier, [&](ProvisionRef one) {
                      return history.on(one, days.from).targets.size() != 1;
                    }))) {
      if (binding.stretches.empty()) binding.stretches = {{days, binding.targets, false}};
      binding.stretches.insert(binding.stretches.begin(), {{Date{days.from.days - 1}, days.from}, *earlier, false});
      for (ProvisionRef target : *earlier)
        if (!llvm::is_contained(binding.targets, target)) binding.targets.push_back(target);
    }
    if (bound != days.from && !binding.targets.empty()) {
      if (binding.stretches.empty()) binding.stretches = {{{bound, days.until}, binding.targets, true}};
      binding.stretches.insert(binding.stretches.begin(), Binding::Stretch{{days.from, bound}, {}, false});
    }
    for (ProvisionRef target : binding.targets) {
      if (outline(target)) noteOutline(citation, target);
      if (!citation.asOf)
        expired(citation, home, target, days);
      else if (!muted && !binding.presumed && !history.span(target).contains(*citation.asOf))
        diagnostics
            .report(Code::R019, citation.range, history.describe(target), fmt::format("on {}", citation.asOf->text()))
            .note("it stands here", history[target].head);
    }
    return binding;
  }

  /// R019: by its own `until`. What is replaced or repealed is said otherwise.
  void expired(const law::Citation &citation, ProvisionRef home, ProvisionRef target, Span days) {
    if (muted || !history.expired(target) || history.span(target).empty() || history.isUnder(home, target)) return;
    const Date until = history.span(target).until;
    if (until >= std::min(days.until, history.stands(target).until) || (only && *only < until)) return;
    Diagnostic &d = diagnostics.report(Code::R019, citation.range, history.describe(target),
                                       fmt::format("from {} on", until.text()));
    for (ProvisionRef around : history.around(target))
      if (history[around].inForceRange && history[around].inForce.until == until) {
        d.note("it says so here", *history[around].inForceRange);
        break;
      }
  }

  // ---- citations over time

  /// What the same citation led to last in the provision that this one was before. A new text binds anew only the
  /// citations that it words anew.
  std::optional<Targets> before(LinkedLaw &linked, const law::Citation &citation, ProvisionRef home) {
    const Life &life = history.life(home);
    if (life.before.size() != 1) return std::nullopt;
    const ProvisionRef earlier = life.before.front();
    for (law::CitationId id : citationsOf[earlier.instrument][earlier.provision]) {
      const law::Citation &other = history.instrument(earlier.instrument)[id];
      if (other.use != citation.use || sources.text(other.place) != sources.text(citation.place)) continue;
      bindOnce(linked, earlier.instrument, id);
      const Binding &last = linked.instruments[earlier.instrument][id.value];
      if (last.stretches.empty() || !last.stretches.back().targets.empty())
        return last.stretches.empty() ? last.targets : last.stretches.back().targets;
      said.insert(citation.range); // of that one
      return Targets(last.named().begin(), last.named().end());
    }
    return std::nullopt;
  }

  /// It names the same provisions whenever it is read, and no others, as long as those stand.
  static bool isExact(const law::Citation &citation) {
    return citation.relative == law::RelativeKind::None && llvm::all_of(citation.steps, [](const auto &step) {
             return step.members.size() == 1 && !step.members.front().to;
           });
  }

  /// Whether what changes on a day may change what a range, a list or a place in a row names.
  bool mayTurn(const law::Citation &citation, ProvisionRef home, const Targets &targets, llvm::StringRef code,
               Date day) const {
    return llvm::any_of(history.changesOn(code, day), [&](ProvisionRef one) {
      if (llvm::is_contained(targets, one)) return true;
      if (history.stands(one).from != day || history.isRoot(one)) return false;
      if (history[one].level <= history.runningLevel(one.instrument)) {
        // By its number, where it can only be that.
        if (citation.relative != law::RelativeKind::None || citation.steps.empty()) return true;
        const auto &members = citation.steps.back().members;
        const bool last =
            history.instrument(one.instrument).levelNamed(citation.steps.back().level.text) == history[one].level;
        return !last || history[one].level < history.runningLevel(one.instrument) ||
               llvm::any_of(members, [&](const law::CitationStep::Member &member) {
                 const llvm::StringRef label = history[one].label.text,
                                       to = member.to ? member.to.text : member.from.text;
                 return law::compareLabels(label, member.from.text) >= 0 && law::compareLabels(label, to) <= 0;
               });
      }
      // Else by what it stands in.
      const ProvisionRef parent = history.parent(one);
      return llvm::any_of(targets, [&](ProvisionRef target) { return history.isUnder(target, parent); }) ||
             (home.instrument == one.instrument && history.isUnder(home, parent));
    });
  }

  /// The first day on which the citation may lead elsewhere.
  std::optional<Date> nextTurn(const law::Citation &citation, ProvisionRef home, const Targets &targets,
                               llvm::StringRef code, Date after) const {
    if (!isExact(citation)) {
      std::optional<Date> day = history.nextChange(code, after);
      while (day && !mayTurn(citation, home, targets, code, *day)) day = history.nextChange(code, *day);
      return day;
    }
    Date next = Date::latest();
    for (ProvisionRef target : targets)
      if (history.stands(target).until > after) next = std::min(next, history.stands(target).until);
    if (next == Date::latest()) return std::nullopt;
    return next;
  }

  Binding quietly(const law::Citation &citation, ProvisionRef home, Date on) const {
    Diagnostics silent;
    return Resolver(history, sources, silent).resolve(citation, home, on);
  }

  void overTime(const law::Citation &citation, ProvisionRef home, Span days, const std::optional<Targets> &earlier,
                llvm::StringRef code, Binding &binding) {
    Targets now = binding.targets;
    const Targets first = earlier.value_or(now);
    asNamed = true;
    // What is wrong on one day is looked for by that day alone.
    if (only && !muted) turned(citation, home, first, *only);
    muted = muted || only;
    if (earlier) now = turned(citation, home, *earlier, days.from);
    std::vector<Binding::Stretch> stretches{{days, now, asNamed}};
    std::optional<Date> next = nextTurn(citation, home, now, code, days.from);
    for (; next && *next < days.until; next = nextTurn(citation, home, now, code, *next)) {
      Targets then = turned(citation, home, now, *next);
      if (then == now) continue;
      stretches.back().days.until = *next;
      stretches.push_back({{*next, days.until}, then, asNamed});
      now = std::move(then);
    }
    if (stretches.size() == 1 && now == binding.targets) return;
    binding.targets.clear();
    for (const Binding::Stretch &one : stretches)
      for (ProvisionRef target : one.targets)
        if (!llvm::is_contained(binding.targets, target)) binding.targets.push_back(target);
    binding.stretches = std::move(stretches);
  }

  /// What the citation is to lead to from a day on: what it led to before, followed.
  Targets turned(const law::Citation &citation, ProvisionRef home, const Targets &were, Date on) {
    const Targets named = quietly(citation, home, on).targets;
    Targets then = followed(citation, home, were, on, named);
    asNamed = !then.empty() && then == named;
    // The same provision under another title.
    if (then != were && !citation.expecting.text.empty() && hasExpectedTitle(citation, were) &&
        !hasExpectedTitle(citation, then) && !muted && said.insert(citation.range).second)
      expecting(citation, home, then, on);
    return then;
  }

  /// `found`: what the citation names on that day.
  Targets followed(const law::Citation &citation, ProvisionRef home, const Targets &were, Date on,
                   const Targets &found) {
    Targets meant;
    bool lost = false;
    for (ProvisionRef one : were) {
      const History::Become become = history.on(one, on);
      lost = lost || become.lost;
      for (ProvisionRef after : become.targets)
        if (!llvm::is_contained(meant, after)) meant.push_back(after);
    }
    const bool all = llvm::all_of(meant, [&](ProvisionRef one) { return llvm::is_contained(found, one); });
    const bool others = llvm::any_of(found, [&](ProvisionRef one) {
      // What is new in a range belongs to it; what stood elsewhere does not.
      return !llvm::is_contained(meant, one) &&
             (isExact(citation) || !history.life(one).before.empty() || history.stands(one).from < on);
    });
    if (!meant.empty() && !found.empty() && all && !others) return found;
    if (lost && !found.empty() && meant.empty()) { // nothing tells
      if (!citation.expecting.text.empty()) {      // but the title that is expected
        if (!hasExpectedTitle(citation, found) && !muted && said.insert(citation.range).second)
          expecting(citation, home, found, on);
        return found;
      }
      if (!muted && untold.insert(were.front()).second)
        diagnostics.report(Code::R017, citation.range, history.describe(were.front()), on.text())
            .note(fmt::format("write in {} what it was before: `was {}`", history.describe(found.front()),
                              std::string_view(history.citation(were.front()))
                                  .substr(history.instrument(were.front().instrument).code.text.size() + 1)),
                  history[found.front()].head);
      return found;
    }
    // Once for each citation, under whatever number it stands.
    if (!muted && said.insert(citation.range).second) elsewhere(citation, home, were, meant, on, found);
    return meant;
  }

  /// R002, R003.
  void elsewhere(const law::Citation &citation, ProvisionRef home, const Targets &were, Targets meant, Date on,
                 const Targets &found) {
    ProvisionRef gone = were.front(); // the one that is not where it was
    for (ProvisionRef one : were)
      if (!history.stands(one).contains(on)) {
        gone = one;
        break;
      }
    const Date since = history.stands(gone).contains(on) ? on : history.stands(gone).until;
    Diagnostic &d = diagnostics.report(meant.empty()   ? Code::R018
                                       : found.empty() ? Code::R002
                                                       : Code::R003,
                                       citation.range, history.describe(gone), fmt::format("from {} on", since.text()));
    // What ended it stands in it or around it.
    for (ProvisionRef around : history.around(gone))
      if (const Turn &turn = history.life(around).ends; turn.kind != Turn::Kind::None && turn.on == since) {
        d.note(fmt::format("{} is {} by {}", history.describe(around), turnWord(turn.kind), turn.by), turn.where);
        break;
      }
    d.note(fmt::format("{} stood here", history.describe(gone)), history[gone].head);
    for (ProvisionRef other : found)
      if (!llvm::is_contained(meant, other))
        d.note(fmt::format("{} is {}", history.describe(other), whatIs(other)), history[other].head);
    llvm::stable_sort(meant, [&](ProvisionRef a, ProvisionRef b) {
      return suits(history, a, citation.use) && !suits(history, b, citation.use);
    });
    const Code code = d.code;
    meant = atLast(std::move(meant), home, on, d);
    const Targets itself = were.size() > 1 ? atLast(history.on(gone, on).targets, home, on, d) : meant;
    stale.push_back({code, citation.range, home, gone, since, itself});
    if (meant.empty()) return;
    // What several have become is cited as several; what one has become as the one that fits best.
    const bool several = were.size() > 1;
    const std::string now = several ? together(meant, home, citation) : cited(meant.front(), home, citation);
    for (ProvisionRef one : meant)
      if (const double likeness = history.life(one).likeness; likeness > 0)
        d.note(fmt::format("{} is taken for it by its wording: {:.0f} % of the words", history.describe(one),
                           100 * likeness),
               history[one].head);
    if (!now.empty())
      d.fix(fmt::format("{} {}`{}`", meant.size() < were.size() ? "what is left of it is" : "it is now",
                        history.on(gone, on).part ? "a part of " : "", now),
            citation.place, now);
    if (!several || now.empty())
      for (ProvisionRef other : llvm::ArrayRef<ProvisionRef>(meant).drop_front(several ? 0 : 1))
        d.note(fmt::format("a part of it is `{}`", history.citation(other)), history[other].head);
  }

  /// What that is on the last day on which the citing provision is in force: the number that is right now.
  Targets atLast(Targets meant, ProvisionRef home, Date on, Diagnostic &d) const {
    // A citing provision that is renumbered cites on.
    while (home && history.life(home).next.size() == 1 &&
           history.life(history.life(home).next.front()).begins.kind == Turn::Kind::Renumbered)
      home = history.life(home).next.front();
    const Date last = only.value_or(Date{history.span(home).until.days - 1});
    Targets result;
    for (ProvisionRef one : meant) {
      const History::Become become = history.on(one, std::max(last, on));
      if (become.targets.empty()) return meant; // it has ended by then
      for (ProvisionRef after : become.targets)
        if (!llvm::is_contained(result, after)) result.push_back(after);
    }
    for (ProvisionRef one : meant)
      if (!llvm::is_contained(result, one) && meant.size() == 1)
        d.note(fmt::format("from {} on it was {}", on.text(), history.describe(one)), history[one].head);
    return result;
  }

  /// `articles 3 to 5 and 9`; empty where they do not stand side by side.
  std::string together(llvm::ArrayRef<ProvisionRef> targets, ProvisionRef home, const law::Citation &citation) const {
    const ProvisionRef first = targets.front();
    if (targets.size() == 1) return cited(first, home, citation);
    const bool running = history[first].level == history.runningLevel(first.instrument);
    if (history.isRoot(first) || llvm::any_of(targets, [&](ProvisionRef one) {
          return one.instrument != first.instrument || history[one].level != history[first].level ||
                 (!running && history.parent(one) != history.parent(first));
        }))
      return {};
    std::vector<ProvisionRef> list(targets.begin(), targets.end());
    llvm::stable_sort(list, [&](ProvisionRef a, ProvisionRef b) {
      return law::compareLabels(history[a].label.text, history[b].label.text) < 0;
    });
    auto number = [&](ProvisionRef ref) {
      unsigned value = 0;
      return history[ref].label.text.getAsInteger(10, value) ? 0 : value;
    };
    std::vector<std::string> parts;
    for (size_t i = 0; i < list.size();) {
      size_t last = i;
      while (last + 1 < list.size() && number(list[last]) && number(list[last + 1]) == number(list[last]) + 1) ++last;
      const std::string from = history[list[i]].label.text.str(), to = history[list[last]].label.text.str();
      if (last > i + 1) {
        parts.push_back(fmt::format("{} to {}", from, to));
      } else {
        parts.push_back(from);
        if (last > i) parts.push_back(to);
      }
      i = last + 1;
    }
    std::string numbers = parts.front();
    for (size_t i = 1; i < parts.size(); ++i) numbers += (i + 1 == parts.size() ? " and " : ", ") + parts[i];
    // In the place of the first one's number, with its level in the plural.
    std::string text = cited(first, home, citation);
    const std::string level = history.instrument(first.instrument).levels[history[first].level].str();
    const size_t at = text.rfind(level);
    return text.substr(0, at + level.size()) + "s " + numbers;
  }

  std::string whatIs(ProvisionRef ref) const {
    for (ProvisionRef one : history.around(ref)) {
      if (history.isRoot(one) || history[one].level < history.runningLevel(ref.instrument)) break;
      if (!history[one].title.text.empty()) return fmt::format("\"{}\"", history[one].title.text);
    }
    for (ProvisionRef was : history.life(ref).before)
      return fmt::format("another provision, which was {}", history.describe(was));
    return "another provision";
  }

  /// The first day on which it stands.
  Date dayIn(ProvisionRef ref) const {
    return std::max(history.stands(ref).from, std::min(history.span(ref).from, history.stands(ref).until));
  }

  void accept(const law::Accept &from, ProvisionRef home, LinkedLaw &linked) {
    Acceptance acceptance{from.code, from.within, {}, std::nullopt, from.because.text, from.range};
    if (from.of) {
      // Whenever it names something: what has ended may be meant.
      Binding binding;
      const llvm::StringRef code = from.of->instrument ? from.of->instrument.text
                                   : home              ? history.instrument(home.instrument).code.text
                                                       : llvm::StringRef();
      for (std::optional<Date> day = Date::earliest(); day; day = history.nextChange(code, *day))
        for (ProvisionRef target : quietly(*from.of, home, *day).targets)
          if (!llvm::is_contained(binding.targets, target)) binding.targets.push_back(target);
      if (binding.targets.empty()) {
        resolver.resolve(*from.of, home, home ? dayIn(home) : someDay);
        return;
      }
      if (from.of->expecting.text.size()) expecting(*from.of, home, binding.targets, std::nullopt);
      for (ProvisionRef target : binding.targets) acceptance.of.push_back(history[target].range);
      acceptance.citation = from.of->range;
    }
    linked.acceptances.push_back(std::move(acceptance));
  }

  bool outline(ProvisionRef target) const {
    return history[target].outline || history.instrument(target.instrument).external;
  }

  /// What only exists is reported once for each target.
  void noteOutline(const law::Citation &citation, ProvisionRef target) {
    if (noted.insert(target).second)
      diagnostics.report(Code::R012, citation.range, history.describe(target))
          .note("declared here", history[target].head);
  }

  bool hasExpectedTitle(const law::Citation &citation, const Targets &targets) const {
    return llvm::all_of(targets, [&](ProvisionRef one) { return history[one].title.text == citation.expecting.text; });
  }

  /// R015. `since`: the day on which the title changed.
  void expecting(const law::Citation &citation, ProvisionRef home, const Targets &targets, std::optional<Date> since) {
    const std::string &wanted = citation.expecting.text;
    for (ProvisionRef target : targets) {
      const std::string &title = history[target].title.text;
      if (title == wanted) continue;
      Diagnostic &d = diagnostics.report(Code::R015, citation.expecting.range, history.describe(target),
                                         (title.empty() ? "has no title" : fmt::format("is titled \"{}\"", title)) +
                                             (since ? fmt::format(" from {} on", since->text()) : ""),
                                         wanted);
      d.note("it stands here", history[target].head);
      const Date day = since.value_or(dayIn(target));
      for (ProvisionRef other : history.under({target.instrument, 0}))
        if (history[other].title.text == wanted && !history.isRoot(other) && d.fixes.empty() &&
            history.stands(other).contains(day))
          d.fix(fmt::format("\"{}\" is now `{}`", wanted, cited(other, home, citation)), citation.place,
                cited(other, home, citation));
      if (!title.empty())
        d.fix(fmt::format("if the number is right, write `expecting \"{}\"`", title), citation.expecting.range,
              fmt::format("\"{}\"", title));
    }
  }

  /// How the provision is cited where the citation stands.
  std::string cited(ProvisionRef target, ProvisionRef home, const law::Citation &citation) const {
    const std::string whole = history.citation(target);
    // Within its own instrument the instrument is not named.
    if (citation.instrument || home.instrument != target.instrument) return whole;
    return whole.substr(history.instrument(target.instrument).code.text.size() + 1);
  }

  // ---- the use of a citation

  /// Each citation leads to what it is for.
  void hold(const law::Stores &stores, uint32_t instrument, std::vector<Binding> &bindings, const LinkedLaw &linked) {
    for (size_t c = 0; c < bindings.size(); ++c) {
      const law::Citation &citation = stores.citations[c];
      const Targets targets = bindings[c].targets;
      Targets unfit;
      const bool drafted = citation.at && inDraft(history, {instrument, citation.at.value});
      for (ProvisionRef target : targets) {
        // What a draft says is violated may still await its own formalisation.
        if (drafted && citation.use == CitationUse::Duty) continue;
        if ((!outline(target) || citation.use == CitationUse::Expectation) && !suits(history, target, citation.use))
          unfit.push_back(target);
      }
      if (unfit.empty()) continue;
      bindings[c].targets.clear(); // broken
      const ProvisionRef home = citation.at ? ProvisionRef{instrument, citation.at.value} : ProvisionRef{};
      wrongUse(citation, home, unfit, targets, linked);
    }
  }

  /// One diagnostic for each citation, whatever it names besides.
  void wrongUse(const law::Citation &citation, ProvisionRef home, const Targets &unfit, const Targets &targets,
                const LinkedLaw &linked) {
    const auto [code, needs, words] = [&]() -> std::tuple<Code, std::string_view, llvm::ArrayRef<TokenKind>> {
      switch (citation.use) {
      case CitationUse::Sanction:
        return {Code::R006, "`punish per` needs a provision with a sanction, or an item of one", effectWords};
      case CitationUse::Duty: return {Code::R007, "`violates` needs a provision with `must` or `must not`", dutyWords};
      case CitationUse::Elements:
        return {Code::R008, "`commits` needs a provision with conditions and an effect", elementWords};
      case CitationUse::Deemed:
        return {Code::R008, "`counts as` needs a provision with conditions and an effect", elementWords};
      case CitationUse::Displaced:
        return {Code::R006, "`notwithstanding` needs a provision with a sanction or a duty of its own", effectWords};
      case CitationUse::Displacing:
        return {Code::R008, "`yields to` needs a provision with conditions and an effect", elementWords};
      default: return {Code::X002, "expect the provision where the sanction stands", effectWords};
      }
    }();
    Diagnostic &d = diagnostics.report(code, citation.range, history.describe(unfit.front()));
    for (ProvisionRef target : unfit) {
      const bool last = target == unfit.back();
      d.note(fmt::format("{} {}{}{}", history.describe(target), contents(target), last ? "; " : "", last ? needs : ""),
             history[target].head);
      // What an item lacks may stand in the paragraph around it.
      const bool inner = !history.isRoot(target) && history[target].level > history.runningLevel(target.instrument);
      history.restsOnStatement(d, history[inner ? history.parent(target) : target].range, words);
    }
    otherVerb(citation, home, targets, d);
    if (targets.size() > 1 || code == Code::X002) return;
    if (citation.use == CitationUse::Displaced) {
      for (ProvisionRef ref : sanctioningProvisions(history, targets.front()))
        replace(citation, home, ref, "imposes the sanction", d);
      return;
    }
    if (citation.use == CitationUse::Sanction) punishing(citation, home, targets.front(), linked, d);
    if (d.fixes.empty()) neighbour(citation, home, targets.front(), d);
  }

  /// What a provision has, in a word.
  std::string_view contents(ProvisionRef target) const {
    if (suits(history, target, CitationUse::Duty)) return "states a duty";
    if (suits(history, target, CitationUse::Elements)) return "says what is punished";
    const std::vector<ProvisionRef> under = history.under(target);
    if (llvm::any_of(under, [&](ProvisionRef ref) { return !history[ref].duties.empty(); })) return "gives a power";
    if (llvm::any_of(under, [&](ProvisionRef ref) { return !history[ref].whens.empty(); }))
      return "states conditions and no effect";
    return "has neither";
  }

  /// A duty is violated, elements are committed.
  void otherVerb(const law::Citation &citation, ProvisionRef home, const Targets &targets, Diagnostic &d) const {
    if (!citation.verb) return;
    const bool violates = citation.use == CitationUse::Duty;
    for (ProvisionRef target : targets)
      if (outline(target) || history.isUnder(home, target) ||
          !suits(history, target, violates ? CitationUse::Elements : CitationUse::Duty))
        return;
    const std::string_view verb = violates ? "commits" : "violates";
    d.fix(fmt::format("did you mean `{}`?", verb), *citation.verb, std::string(verb));
  }

  /// A duty is cited where what punishes its breach was meant.
  void punishing(const law::Citation &citation, ProvisionRef home, ProvisionRef target, const LinkedLaw &linked,
                 Diagnostic &d) const {
    std::set<ProvisionRef> found;
    eachCitation(linked, CitationUse::Duty, [&](ProvisionRef from, ProvisionRef duty, Range) {
      if (!history.isUnder(duty, target) && !history.isUnder(target, duty)) return;
      for (ProvisionRef ref : sanctioningProvisions(history, from))
        if (history.isUnder(from, ref)) found.insert(ref);
    });
    constexpr size_t enough = 3;
    for (ProvisionRef ref : found)
      if (d.fixes.size() < enough) replace(citation, home, ref, "punishes a breach of it", d);
  }

  /// The provision next to it that has what is wanted.
  void neighbour(const law::Citation &citation, ProvisionRef home, ProvisionRef target, Diagnostic &d) const {
    if (history.isRoot(target)) return;
    std::vector<ProvisionRef> row;
    const bool running = history[target].level == history.runningLevel(target.instrument);
    if (running)
      row = history.runningOrder(target.instrument, dayIn(target));
    else
      for (ProvisionRef child : history.children(history.parent(target), dayIn(target)))
        if (history[child].level == history[target].level) row.push_back(child);
    const auto at = std::find(row.begin(), row.end(), target) - row.begin();
    const auto end = static_cast<std::ptrdiff_t>(row.size());
    // Paragraphs of one article belong together, articles only where they are neighbours.
    for (std::ptrdiff_t distance = 1; distance < (running ? 2 : end); ++distance)
      for (const std::ptrdiff_t one : {at + distance, at - distance})
        if (one >= 0 && one < end && suits(history, row[static_cast<size_t>(one)], citation.use) &&
            replace(citation, home, row[static_cast<size_t>(one)],
                    citation.use == CitationUse::Sanction ? "imposes a sanction"
                    : citation.use == CitationUse::Duty   ? "states a duty"
                                                          : "says what is punished",
                    d))
          return;
  }

  bool replace(const law::Citation &citation, ProvisionRef home, ProvisionRef with, std::string_view because,
               Diagnostic &d) const {
    if (home && history.isUnder(home, with)) return false; // it would punish by itself
    const std::string text = cited(with, home, citation);
    d.fix(fmt::format("did you mean `{}`, which {}?", text, because), citation.place, text);
    return true;
  }

  // ---- cycles

  using Graph = std::map<ProvisionRef, std::vector<std::pair<ProvisionRef, Range>>>;

  void delegationCycles(LinkedLaw &linked) {
    Graph graph;
    eachCitation(linked, CitationUse::Sanction, [&](ProvisionRef from, ProvisionRef target, Range range) {
      for (ProvisionRef to : sanctioningProvisions(history, target)) graph[from].push_back({to, range});
    });
    report(graph, Code::R009, linked);
  }

  void displacementCycles(LinkedLaw &linked) {
    Graph graph;
    for (uint32_t i = 0; i < history.instrumentCount(); ++i)
      for (uint32_t p = 0; p < history.instrument(i).provisions.size(); ++p)
        for (const law::Displacement &one : history[{i, p}].displacements)
          for (const auto &[by, displaced] : displacements(linked, {i, p}))
            graph[by].push_back({displaced, rangeOf(one, i)});
    report(graph, Code::R016, linked);
  }

  Range rangeOf(const law::Displacement &one, uint32_t instrument) const {
    return one.citations.empty() ? one.range : history.instrument(instrument)[one.citations.front()].range;
  }

  /// The elements of a provision rest on what stands in it, around it and under it.
  void elementCycles(LinkedLaw &linked) {
    Graph written, graph;
    eachCitation(linked, CitationUse::Elements, [&](ProvisionRef from, ProvisionRef target, Range range) {
      for (ProvisionRef to : committableProvisions(history, target)) written[from].push_back({to, range});
    });
    // What counts as another makes the elements of that out.
    eachCitation(linked, CitationUse::Deemed, [&](ProvisionRef from, ProvisionRef target, Range range) {
      for (ProvisionRef to : committableProvisions(history, target)) written[to].push_back({from, range});
    });
    if (written.empty()) return;
    for (uint32_t i = 0; i < history.instrumentCount(); ++i)
      for (uint32_t p = 1; p < history.instrument(i).provisions.size(); ++p) {
        const ProvisionRef ref{i, p};
        auto take = [&](ProvisionRef from) {
          if (const auto found = written.find(from); found != written.end())
            graph[ref].insert(graph[ref].end(), found->second.begin(), found->second.end());
        };
        for (ProvisionRef around : history.around(ref)) take(around);
        if (!history[ref].children.empty() && history[ref].level >= history.runningLevel(i))
          for (ProvisionRef under : history.under(ref))
            if (under != ref) take(under);
      }
    report(graph, Code::R010, linked);
  }

  template <typename Visit>
  void eachCitation(const LinkedLaw &linked, CitationUse use, Visit visit) const {
    for (uint32_t i = 0; i < history.instrumentCount(); ++i) {
      const law::Instrument &text = history.instrument(i);
      for (uint32_t c = 0; c < text.citations.size(); ++c)
        if (text.citations[c].use == use)
          for (ProvisionRef target : linked.instruments[i][c].targets)
            if (!outline(target)) visit(ProvisionRef{i, text.citations[c].at.value}, target, text.citations[c].range);
    }
  }

  using Leg = std::pair<ProvisionRef, Range>;

  /// A line for each citation of the loop, at its place.
  void reportLoop(llvm::ArrayRef<Leg> loop, Code code) {
    // It is told from the provision whose citation closes it.
    auto leg = [&](size_t i) { return loop[(i + loop.size() - 1) % loop.size()]; };
    std::string whole;
    for (size_t i = 0; i <= loop.size(); ++i) whole += (i == 0 ? "" : " -> ") + history.citation(leg(i).first);
    Diagnostic &d = diagnostics.report(code, leg(0).second, history.describe(leg(0).first), whole);
    for (size_t i = 0; i < loop.size(); ++i) {
      const std::string to = leg(i + 1).first == leg(i).first ? "itself" : history.describe(leg(i + 1).first);
      d.note(fmt::format("{} {} {}", history.describe(leg(i).first),
                         code == Code::R009   ? "punishes per"
                         : code == Code::R016 ? "takes the place of"
                                              : "depends on",
                         to),
             leg(i).second);
    }
  }

  /// Reports each loop once, and breaks it so that later stages end.
  void report(const Graph &graph, Code code, LinkedLaw &linked) {
    std::map<ProvisionRef, int> state; // 1: on the path, 2: done
    std::vector<Leg> path;
    std::set<Range> broken;
    // A loop of which a citation was reported is reported: another way through it is the same mistake.
    auto isBroken = [&](ProvisionRef from) {
      const auto first = std::find_if(path.begin(), path.end(), [&](const auto &leg) { return leg.first == from; });
      return std::any_of(first, path.end(), [&](const auto &leg) { return broken.count(leg.second) != 0; });
    };
    std::function<void(ProvisionRef)> visit = [&](ProvisionRef at) {
      state[at] = 1;
      if (const auto found = graph.find(at); found != graph.end())
        for (const auto &[to, range] : found->second) {
          path.push_back({at, range});
          if (state[to] == 0)
            visit(to);
          else if (state[to] == 1 && !isBroken(to)) {
            broken.insert(range);
            const auto first =
                std::find_if(path.begin(), path.end(), [&, target = to](const auto &p) { return p.first == target; });
            reportLoop(llvm::ArrayRef(path).drop_front(static_cast<size_t>(first - path.begin())), code);
          }
          path.pop_back();
        }
      state[at] = 2;
    };
    for (const auto &[from, edges] : graph)
      if (state[from] == 0) visit(from);
    for (uint32_t i = 0; i < history.instrumentCount(); ++i)
      for (uint32_t c = 0; c < history.instrument(i).citations.size(); ++c)
        if (broken.count(history.instrument(i).citations[c].range)) linked.instruments[i][c].targets.clear();
  }

  const History &history;
  const Sources &sources;
  Diagnostics &diagnostics;
  std::optional<Date> only;
  bool asNamed = true; // what was looked up last is what the number names
  bool muted = false;  // nothing is said of the citation that is being bound
  Resolver resolver;
  std::vector<StaleCitation> stale;
  std::set<ProvisionRef> noted, untold;
  std::set<Range> said;
  std::vector<std::vector<bool>> bound;                               // by instrument and citation
  std::vector<std::vector<std::vector<law::CitationId>>> citationsOf; // by instrument and provision
};

} // namespace

std::vector<ProvisionRef> resolveText(const History &history, Sources &sources, llvm::StringRef citation,
                                      std::optional<Date> on, Diagnostics &diagnostics) {
  // Where a citation may stand alone in the language: among what a scenario gives.
  const uint32_t file = sources.add("<citation>", "scenario \"\" { given violates " + citation.str() + "\n}\n");
  const Levels levels = declaredLevels(sources);
  const law::File read = law::buildLaw(parse(sources, file, diagnostics, levels), sources, diagnostics, levels);
  if (diagnostics.hasErrors() || read.scenarios.empty() || read.scenarios[0].citations.empty()) return {};
  law::Citation place = read.scenarios[0].citations[0];
  place.use = CitationUse::Place; // any provision may be asked for
  if (place.asOf) on = place.asOf;
  std::vector<ProvisionRef> found;
  if (!on)
    for (std::optional<Date> day = Date::earliest(); day; day = history.nextChange(place.instrument.text, *day)) {
      Diagnostics silent;
      for (ProvisionRef target : Resolver(history, sources, silent).resolve(place, {}, *day).targets)
        if (!llvm::is_contained(found, target)) found.push_back(target);
    }
  if (found.empty()) {
    const Date day = on.value_or(Date{Date::latest().days - 1});
    const Binding binding = Resolver(history, sources, diagnostics).resolve(place, {}, day);
    found.assign(binding.targets.begin(), binding.targets.end());
  }
  return found;
}

LinkedLaw link(const History &history, const Sources &sources, Diagnostics &diagnostics, std::optional<Date> only) {
  return Linker(history, sources, diagnostics, only).run();
}

} // namespace proviso
