#include "history/Lineage.h"

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringSet.h>

#include <algorithm>
#include <map>

namespace proviso {

using law::ProvisionId;

namespace {

/// Half of the words are common, and no other wording is as near.
constexpr double sameWording = 0.5, nearly = 0.1;
/// A word that so many provisions have tells nothing of which they are.
constexpr size_t rareIn = 8;

/// The words of a provision, each as often as it stands; in order.
using Words = std::vector<size_t>;

/// Words that begin or join statements, whatever these say.
bool isWordOfLanguage(llvm::StringRef word) {
  static const llvm::StringSet<> words = {
      "text",    "when",      "unless",    "sanction", "also", "instead", "otherwise", "on",       "by",   "must",
      "subject", "per",       "punish",    "article",  "item", "items",   "paragraph", "articles", "and",  "or",
      "not",     "of",        "to",        "up",       "may",  "one",     "more",      "any",      "all",  "violates",
      "commits", "disobeyed", "preceding", "this",     "name", "is",      "in",        "force",    "from", "until"};
  return words.contains(word);
}

/// A word of a script without spaces is a character.
Words wordsOf(llvm::StringRef text) {
  Words words;
  size_t i = 0;
  auto isLetter = [](unsigned char c) { return llvm::isAlnum(static_cast<char>(c)) || c == '_'; };
  while (i < text.size()) {
    const auto c = static_cast<unsigned char>(text[i]);
    const size_t begin = i;
    if (c >= 0x80) do
        ++i;
      while (i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80);
    else if (isLetter(c))
      while (i < text.size() && isLetter(static_cast<unsigned char>(text[i]))) ++i;
    else {
      ++i;
      continue;
    }
    // What the language itself says is no wording.
    if (!isWordOfLanguage(text.slice(begin, i))) words.push_back(llvm::hash_value(text.slice(begin, i)));
  }
  llvm::sort(words);
  return words;
}

double likeness(const Words &a, const Words &b) {
  if (a.empty() || b.empty()) return 0;
  size_t common = 0;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();)
    if (*x == *y) {
      ++common;
      ++x;
      ++y;
    } else if (*x < *y) {
      ++x;
    } else {
      ++y;
    }
  return 2.0 * static_cast<double>(common) / static_cast<double>(a.size() + b.size());
}

/// Which of the earlier provisions each of the later ones is, by their wording.
class Alignment {
public:
  Alignment(const std::vector<Consolidated> &all, const Sources &sources, std::vector<ProvisionRef> earlier,
            std::vector<ProvisionRef> later)
      : all(all), sources(sources), earlier(std::move(earlier)), later(std::move(later)) {}

  struct Pair {
    ProvisionRef from, to;
    double likeness;
  };
  struct Open {
    ProvisionRef to;
    std::vector<ProvisionRef> near;
  };

  /// Pairs in the order of the later ones. `open`: the later ones of which wording does not tell which they are.
  std::vector<Pair> run(std::vector<Open> &open) {
    read(earlier, earlierWords);
    read(later, laterWords);
    index();
    struct Candidate {
      double like;
      size_t from, to;
    };
    std::vector<Candidate> candidates;
    for (size_t to = 0; to < later.size(); ++to)
      for (size_t from : near(to))
        if (const double like = likeness(earlierWords[from], laterWords[to]); like >= sameWording)
          candidates.push_back({like, from, to});
    llvm::stable_sort(candidates, [](const Candidate &a, const Candidate &b) { return a.like > b.like; });
    std::vector<std::optional<size_t>> becomes(earlier.size()), was(later.size());
    std::vector<double> likenessOf(later.size());
    for (const Candidate &one : candidates) {
      if (becomes[one.from] || was[one.to]) continue;
      // Is another, which is not spoken for, as near to either?
      const bool rivalled = llvm::any_of(candidates, [&](const Candidate &other) {
        const bool rival = (other.from == one.from) != (other.to == one.to);
        return rival && !(other.from == one.from ? was[other.to] : becomes[other.from]) &&
               other.like > one.like - nearly && one.like < 1;
      });
      if (rivalled) continue;
      becomes[one.from] = one.to;
      was[one.to] = one.from;
      likenessOf[one.to] = one.like;
    }
    std::vector<Pair> pairs;
    for (size_t to = 0; to < later.size(); ++to) {
      if (was[to]) {
        pairs.push_back({earlier[*was[to]], later[to], likenessOf[to]});
        continue;
      }
      Open one{later[to], {}};
      for (const Candidate &candidate : candidates)
        if (candidate.to == to && !becomes[candidate.from]) one.near.push_back(earlier[candidate.from]);
      if (!one.near.empty()) open.push_back(std::move(one));
    }
    return pairs;
  }

private:
  void read(const std::vector<ProvisionRef> &list, std::vector<Words> &words) {
    for (ProvisionRef ref : list) {
      const law::Provision &p = all[ref.instrument].current().provisions[ref.provision];
      if (p.outline && p.title.text.empty()) {
        words.emplace_back();
        continue;
      }
      // Without its own number, which is what may have changed.
      const llvm::StringRef whole = sources.text(p.range);
      const size_t head = std::min<size_t>(whole.size(), p.head.end() - p.range.begin.offset);
      words.push_back(wordsOf(p.outline ? llvm::StringRef(p.title.text) : whole.drop_front(head)));
    }
  }

  void index() {
    for (size_t i = 0; i < earlier.size(); ++i)
      for (size_t w = 0; w < earlierWords[i].size(); ++w)
        if (w == 0 || earlierWords[i][w] != earlierWords[i][w - 1]) where[earlierWords[i][w]].push_back(i);
  }

  /// Those that share a rare word with a later one; of a few all.
  std::vector<size_t> near(size_t to) const {
    std::vector<size_t> list;
    if (earlier.size() <= rareIn) {
      for (size_t i = 0; i < earlier.size(); ++i) list.push_back(i);
      return list;
    }
    for (size_t word : laterWords[to])
      if (const auto found = where.find(word); found != where.end() && found->second.size() <= rareIn)
        list.insert(list.end(), found->second.begin(), found->second.end());
    llvm::sort(list);
    list.erase(std::unique(list.begin(), list.end()), list.end());
    return list;
  }

  const std::vector<Consolidated> &all;
  const Sources &sources;
  std::vector<ProvisionRef> earlier, later;
  std::vector<Words> earlierWords, laterWords;
  std::map<size_t, std::vector<size_t>> where;
};

Life &lifeOf(std::vector<Consolidated> &all, ProvisionRef ref) { return all[ref.instrument].lives[ref.provision]; }

std::vector<ProvisionRef> childrenOn(const std::vector<Consolidated> &all, ProvisionRef ref, Date on) {
  std::vector<ProvisionRef> list;
  for (ProvisionId child : all[ref.instrument].current().provisions[ref.provision].children)
    if (all[ref.instrument].lives[child.value].stands.contains(on)) list.push_back({ref.instrument, child.value});
  return list;
}

const law::Provision &provisionOf(const std::vector<Consolidated> &all, ProvisionRef ref) {
  return all[ref.instrument].current().provisions[ref.provision];
}

void alignByWording(std::vector<Consolidated> &all, const Sources &sources, std::vector<ProvisionRef> earlier,
                    std::vector<ProvisionRef> later, Date before, Date after) {
  std::vector<Alignment::Open> open;
  for (const auto &[old, now, likeness] : Alignment(all, sources, std::move(earlier), std::move(later)).run(open)) {
    alignWithin(all, old, now, before, after, sources);
    lifeOf(all, now).likeness = likeness;
  }
  for (const Alignment::Open &one : open) lifeOf(all, one.to).near.append(one.near.begin(), one.near.end());
}

} // namespace

void link(std::vector<Consolidated> &all, ProvisionRef from, ProvisionRef to) {
  Life &earlier = lifeOf(all, from), &later = lifeOf(all, to);
  if (!llvm::is_contained(earlier.next, to)) earlier.next.push_back(to);
  if (!llvm::is_contained(later.before, from)) later.before.push_back(from);
}

void alignWithin(std::vector<Consolidated> &all, ProvisionRef from, ProvisionRef to, Date before, Date after,
                 const Sources &sources) {
  link(all, from, to);
  auto silent = [&](ProvisionRef ref) { return !provisionOf(all, ref).was.has_value(); };
  std::vector<ProvisionRef> earlier = childrenOn(all, from, before), later;
  for (ProvisionRef ref : childrenOn(all, to, after))
    if (silent(ref)) later.push_back(ref);
  // One that a `was` names is spoken for.
  llvm::erase_if(earlier, [&](ProvisionRef ref) { return !lifeOf(all, ref).next.empty(); });
  if (earlier.empty() || later.empty()) return;
  alignByWording(all, sources, std::move(earlier), std::move(later), before, after);
}

void formerOf(std::vector<Consolidated> &all, ProvisionRef ref, uint32_t text, Date on, const Places &places,
              const Losses &losses, Diagnostics &diagnostics) {
  const law::Instrument &own = all[ref.instrument].current();
  const law::Lineage was = *own.provisions[ref.provision].was;
  std::vector<ProvisionId> named;
  for (law::CitationId id : was.from) {
    const law::Citation &citation = own[id];
    if (citation.broken) return;
    Places::Missing missing;
    const std::vector<ProvisionId> found = places.find(citation, on, missing);
    if (found.empty()) {
      if (missing.relative)
        diagnostics.report(Code::R014, citation.range, "`was` names a provision of the text before by its number");
      else
        losses.ofProvision(diagnostics.report(Code::D008, missing.range, std::string_view(own.code.text),
                                              missing.label
                                                  ? fmt::format("{} {}", std::string_view(own.levels[missing.level]),
                                                                std::string_view(missing.label.text))
                                                  : "such level",
                                              on.text()),
                           all[text].current().range, missing.label.text);
      return;
    }
    named.insert(named.end(), found.begin(), found.end());
  }
  if (was.count > 1 && !was.none) { // an outline of many: one for each
    if (named.size() != was.count) {
      if (was.ordinal == 0)
        diagnostics.report(Code::D010, was.range, named.size(), was.count)
            .note("each goes with the one in the same place of the list");
      return;
    }
    named = {named[was.ordinal]};
  }
  for (ProvisionId one : named) link(all, {text, one.value}, ref);
}

void alignTexts(std::vector<Consolidated> &all, uint32_t earlier, uint32_t later, const Sources &sources,
                const Losses &losses, Diagnostics &diagnostics) {
  const Date after = all[later].current().inForce.from, before{after.days - 1};
  const law::Instrument &old = all[earlier].current(), &now = all[later].current();
  const Places places(old, all[earlier].lives);
  const Places nowPlaces(now, all[later].lives);
  link(all, {earlier, 0}, {later, 0});
  for (uint32_t p = 1; p < now.provisions.size(); ++p)
    if (now.provisions[p].was) formerOf(all, {later, p}, earlier, before, places, losses, diagnostics);
  // What is in a provision goes with what is in the one that it was.
  for (uint32_t p = 1; p < now.provisions.size(); ++p) {
    const Life &life = all[later].lives[p];
    if (now.provisions[p].was && life.before.size() == 1)
      alignWithin(all, life.before.front(), {later, p}, before, after, sources);
  }
  // Then by wording: articles, and what divides them.
  std::vector<ProvisionRef> olds, news, oldParts, newParts;
  for (uint32_t p = 1; p < old.provisions.size(); ++p)
    if (places.stands({p}, before) && all[earlier].lives[p].next.empty() &&
        old.provisions[p].level <= old.runningLevel())
      (old.provisions[p].level == old.runningLevel() ? olds : oldParts).push_back({earlier, p});
  for (uint32_t p = 1; p < now.provisions.size(); ++p)
    if (nowPlaces.stands({p}, after) && !now.provisions[p].was && now.provisions[p].level <= now.runningLevel())
      (now.provisions[p].level == now.runningLevel() ? news : newParts).push_back({later, p});
  // An article whose parts are spoken for has become several.
  llvm::erase_if(olds, [&](ProvisionRef ref) {
    return llvm::any_of(childrenOn(all, ref, before),
                        [&](ProvisionRef child) { return !lifeOf(all, child).next.empty(); });
  });
  alignByWording(all, sources, std::move(olds), std::move(news), before, after);
  // A chapter is what it is called.
  for (ProvisionRef to : newParts)
    for (ProvisionRef from : oldParts)
      if (provisionOf(all, from).level == provisionOf(all, to).level && !provisionOf(all, to).title.text.empty() &&
          provisionOf(all, from).title.text == provisionOf(all, to).title.text)
        link(all, from, to);
  for (uint32_t p = 1; p < old.provisions.size(); ++p)
    if (places.stands({p}, before) && all[earlier].lives[p].next.empty()) all[earlier].lives[p].lost = true;
}

} // namespace proviso
