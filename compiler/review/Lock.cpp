#include "review/Lock.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

#include <algorithm>
#include <set>

namespace proviso {

namespace {

constexpr llvm::StringLiteral heading = "proviso citations.lock 1";

Date lastDay(const History &history, ProvisionRef from) {
  const Span days = history.span(from).empty() ? history.stands(from) : history.span(from);
  return Date{days.until.days - 1};
}

llvm::StringRef codeOf(llvm::StringRef id) { return id.split('/').first; }

/// What instruments were called in the lock that have another code now: the old one is gone, the new one is new, and
/// what cites and is cited in them has the same place and title.
std::map<std::string, std::string> formerCodesOf(const Lock &recorded,
                                                 const std::map<LockKey, LockedCitation> &current) {
  std::set<std::string> now, then;
  auto codes = [](const LockKey &key, std::set<std::string> &to) {
    to.insert(codeOf(key.from).str());
    to.insert(codeOf(key.named).str());
  };
  for (const auto &[key, one] : current) codes(key, now);
  for (const auto &[key, one] : recorded) codes(key, then);
  auto place = [](const LockKey &key, const LockEntry &entry) {
    return fmt::format("{} {} {} {}", key.from.substr(codeOf(key.from).size()), key.role,
                       key.named.substr(codeOf(key.named).size()), entry.title);
  };
  std::multimap<std::string, const LockKey *> byPlace;
  for (const auto &[key, one] : current) byPlace.emplace(place(key, one.entry), &key);
  std::map<std::pair<std::string, std::string>, int> together; // of an old and a new code, how often they match
  for (const auto &[key, entry] : recorded) {
    const auto [from, to] = byPlace.equal_range(place(key, entry));
    for (auto it = from; it != to; ++it)
      for (const auto &[before, after] : {std::pair(codeOf(key.from), codeOf(it->second->from)),
                                          std::pair(codeOf(key.named), codeOf(it->second->named))})
        if (before != after && !now.count(before.str()) && !then.count(after.str()))
          ++together[{before.str(), after.str()}];
  }
  std::map<std::string, std::pair<int, std::string>> best; // by the old code
  for (const auto &[pair, count] : together)
    if (auto &known = best[pair.first]; count > known.first) known = {count, pair.second};
  std::map<std::string, std::string> former;
  for (const auto &[before, after] : best) former.emplace(after.second, before);
  return former;
}

std::map<LockKey, LockedCitation> citationsOf(const LinkedLaw &linked, const ir::Program &program,
                                              const std::map<std::string, std::string> &formerCodes) {
  const History &history = *linked.history;
  const Readings readings(linked, program, formerCodes);
  std::map<LockKey, LockedCitation> result;
  std::map<std::pair<ProvisionRef, Date>, Reading> known;
  auto reading = [&](ProvisionRef ref, Date on) -> const Reading & {
    const auto [it, isNew] = known.try_emplace({ref, on});
    if (isNew) it->second = readings.of(ref, on);
    return it->second;
  };
  for (const Reference &one : references(linked)) {
    if (one.use == law::CitationUse::Amended || one.use == law::CitationUse::Former) continue;
    const Date last = lastDay(history, one.from);
    const std::vector<ProvisionRef> lasts = one.last();
    std::vector<std::pair<ProvisionRef, std::vector<ProvisionRef>>> named; // what was named, and what it is at last
    std::vector<ProvisionRef> reached;
    for (ProvisionRef target : one.named()) {
      std::vector<ProvisionRef> become;
      if (llvm::is_contained(lasts, target)) {
        become = {target};
      } else {
        for (ProvisionRef after : history.on(target, last).targets)
          if (llvm::is_contained(lasts, after)) become.push_back(after);
        if (become.empty() && history.on(target, last).lost) become = lasts;
      }
      reached.insert(reached.end(), become.begin(), become.end());
      named.emplace_back(target, std::move(become));
    }
    for (ProvisionRef target : lasts) // what has joined a range
      if (!llvm::is_contained(reached, target)) named.push_back({target, {target}});
    for (auto &[target, become] : named) {
      LockKey key{readings.lineage(one.from), one.role, readings.lineage(target)};
      LockedCitation &locked = result[key];
      // A later text of the citing provision says what holds at last.
      if (locked.from && lastDay(history, locked.from) >= last) continue;
      locked = {{}, one.from, target, become, one.range, last};
      std::string wording, statements;
      for (ProvisionRef ref : become) {
        const Date on{std::min(last.days, history.stands(ref).until.days - 1)};
        locked.entry.now += (locked.entry.now.empty() ? "" : ", ") + history.id(ref);
        wording += reading(ref, on).wordingFingerprint();
        statements += reading(ref, on).statementsFingerprint();
      }
      locked.entry.wording = wording;
      locked.entry.statements = statements;
      for (ProvisionRef around : history.around(become.empty() ? target : become.front()))
        if (locked.entry.title.empty() && !history.isRoot(around) &&
            history[around].level >= history.runningLevel(around.instrument))
          locked.entry.title = history[around].title.text;
    }
  }
  return result;
}

} // namespace

Lock parseLock(const Sources &sources, uint32_t file, Diagnostics &diagnostics) {
  Lock lock;
  llvm::StringRef rest = sources.text(file);
  bool first = true;
  while (!rest.empty()) {
    const auto [line, after] = rest.split('\n');
    const Range range{{file, static_cast<uint32_t>(line.data() - sources.text(file).data())},
                      static_cast<uint32_t>(line.size())};
    rest = after;
    if (first) {
      first = false;
      if (line.rtrim() != heading) {
        diagnostics.report(Code::F002, range).note(fmt::format("the first line is `{}`", std::string_view(heading)));
        return lock;
      }
      continue;
    }
    if (line.trim().empty() || line.startswith("#")) continue;
    llvm::SmallVector<llvm::StringRef, 5> parts;
    line.rtrim().split(parts, " | ", 4);
    const auto [role, named] = parts.size() > 1 ? parts[1].rsplit(' ') : std::pair<llvm::StringRef, llvm::StringRef>();
    const auto [wording, statements] =
        parts.size() > 3 ? parts[3].split(' ') : std::pair<llvm::StringRef, llvm::StringRef>();
    if (parts.size() != 5 || named.empty() || parts[4].size() < 2 || parts[4].front() != '"' ||
        parts[4].back() != '"') {
      diagnostics.report(Code::F002, range)
          .note("a line is `FROM | ROLE NAMED | NOW | WORDING STATEMENTS | \"TITLE\"`; `proviso refs --accept` writes "
                "it");
      continue;
    }
    LockEntry entry{parts[2] == "nothing" ? "" : parts[2].str(), wording.str(), statements.str(),
                    parts[4].drop_front().drop_back().str()};
    if (!lock.emplace(LockKey{parts[0].str(), role.str(), named.str()}, std::move(entry)).second)
      diagnostics.report(Code::F002, range).note("this citation stands in the lock already");
  }
  return lock;
}

std::string lockText(const Lock &lock) {
  std::string out =
      heading.str() +
      "\n# What each citation led to when a person read it last; `proviso refs --accept` writes this file.\n";
  for (const auto &[key, entry] : lock) {
    std::string title = entry.title;
    std::replace(title.begin(), title.end(), '\n', ' ');
    out += fmt::format("{} | {} {} | {} | {} {} | \"{}\"\n", key.from, key.role, key.named,
                       entry.now.empty() ? "nothing" : entry.now, entry.wording, entry.statements, title);
  }
  return out;
}

Review::Review(const LinkedLaw &linked, const ir::Program &program, Lock from)
    : linked(linked), program(program), current(citationsOf(linked, program, {})) {
  formerCodes = formerCodesOf(from, current);
  std::map<std::string, std::string> codes; // by what they were
  for (const auto &[now, before] : formerCodes) codes.emplace(before, now);
  auto renamed = [&](const std::string &id) {
    const auto found = codes.find(codeOf(id).str());
    return found == codes.end() ? id : found->second + id.substr(found->first.size());
  };
  for (auto &[key, entry] : from) recorded.emplace(LockKey{renamed(key.from), key.role, renamed(key.named)}, entry);
  if (!formerCodes.empty()) asCalledBefore = citationsOf(linked, program, formerCodes);
}

bool Review::unchanged(const LockKey &key, const LockEntry &read) const {
  const auto reads = [&](const std::map<LockKey, LockedCitation> &citations) {
    const auto found = citations.find(key);
    return found != citations.end() && found->second.entry.readsLike(read);
  };
  return reads(current) || reads(asCalledBefore);
}

void Review::report(Diagnostics &diagnostics) const {
  const History &history = *linked.history;
  for (const auto &[key, now] : current) {
    const auto found = recorded.find(key);
    if (found == recorded.end()) {
      diagnostics.report(Code::R021, now.range, history.describe(now.named));
      continue;
    }
    const LockEntry &read = found->second;
    if (unchanged(key, read)) continue;
    Diagnostic &d =
        diagnostics.report(Code::R020, now.range, history.describe(now.named),
                           read.wording == now.entry.wording         ? "in what it provides"
                           : read.statements == now.entry.statements ? "in its wording"
                                                                     : "in its wording and in what it provides");
    difference(read, now, d);
    d.note(fmt::format("once it has been read, record it: `proviso refs --accept '{}'`",
                       history.citation(now.targets.empty() ? now.named : now.targets.front())));
  }
}

/// What is said otherwise, against the state that was read, if that is among those that are known.
void Review::difference(const LockEntry &read, const LockedCitation &now, Diagnostic &d) const {
  const History &history = *linked.history;
  if (now.targets.empty()) {
    d.note("it leads nowhere any more");
    return;
  }
  const Readings readings(linked, program, formerCodes);
  std::optional<Reading> before;
  std::vector<ProvisionRef> open{readings.root(now.named)};
  std::set<ProvisionRef> seen;
  while (!open.empty() && !before) {
    const ProvisionRef one = open.back();
    open.pop_back();
    if (!seen.insert(one).second) continue;
    open.insert(open.end(), history.life(one).next.begin(), history.life(one).next.end());
    const llvm::StringRef code = history.instrument(one.instrument).code.text;
    for (std::optional<Date> day = history.stands(one).from; day && history.stands(one).contains(*day) && !before;
         day = history.nextChange(code, *day))
      if (Reading state = readings.of(one, *day);
          state.wordingFingerprint() == read.wording && state.statementsFingerprint() == read.statements) {
        d.note(fmt::format("it was read as {}", history.describe(one)), history[one].head);
        before = std::move(state);
      }
  }
  d.note(fmt::format("it is {} now", history.describe(now.targets.front())), history[now.targets.front()].head);
  if (!before) {
    d.note("what was read is not among the texts that are at hand");
    return;
  }
  constexpr size_t shown = 8;
  size_t lines = 0;
  for (ProvisionRef target : now.targets) {
    const Reading after = readings.of(target, Date{std::min(now.last.days, history.stands(target).until.days - 1)});
    for (const ReadingDifference &part : {proviso::difference(before->wording, after.wording),
                                          proviso::difference(before->statements, after.statements)})
      for (const auto *list : {&part.gone, &part.added})
        for (const std::string &line : *list)
          if (lines++ < shown) d.note(fmt::format("{} {}", list == &part.gone ? "-" : "+", line));
  }
  if (lines > shown) d.note(fmt::format("and {} lines more, which `proviso diff` shows", lines - shown));
}

Lock Review::accepted(llvm::function_ref<bool(const LockedCitation &)> wanted) const {
  Lock result;
  for (const auto &[key, now] : current) {
    const auto found = recorded.find(key);
    // What reads the same is written anew, under the codes of now.
    if (wanted(now) || (found != recorded.end() && unchanged(key, found->second)))
      result.emplace(key, now.entry);
    else if (found != recorded.end())
      result.emplace(key, found->second);
  }
  return result;
}

} // namespace proviso
