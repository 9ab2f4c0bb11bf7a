#include "history/Lineage.h"

#include "source/Characters.h"

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

/// The words of a provision as numbers, each as often as it stands; in order.
using Words = std::vector<uint32_t>;

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
      while (i < text.size() && isWithinCharacter(text[i]));
    else if (isLetter(c))
      while (i < text.size() && isLetter(static_cast<unsigned char>(text[i]))) ++i;
    else {
      ++i;
      continue;
    }
    // What the language itself says is no wording.
    if (c >= 0x80) { // the bytes of a character are its number
      uint32_t number = 0;
      for (size_t k = begin; k < i; ++k) number = number << 8 | static_cast<unsigned char>(text[k]);
      words.push_back(number);
    } else if (!isWordOfLanguage(text.slice(begin, i)))
      words.push_back(static_cast<uint32_t>(size_t(llvm::hash_value(text.slice(begin, i)))));
  }
  llvm::sort(words);
  return words;
}

/// What is between quotation marks stays.
std::string withoutComments(llvm::StringRef text) {
  std::string out;
  bool quoted = false;
  while (!text.empty()) {
    if (!quoted && text.startswith("//")) {
      text = text.drop_front(std::min(text.find('\n'), text.size()));
      continue;
    }
    if (text.front() == '\\' && quoted && text.size() > 1) {
      out += text.front();
      text = text.drop_front();
    } else if (text.front() == '"')
      quoted = !quoted;
    out += text.front();
    text = text.drop_front();
  }
  return out;
}

double likeness(const Words &a, const Words &b) {
  if (a.empty() || b.empty()) return 0;
  const size_t all = a.size() + b.size();
  if (4 * std::min(a.size(), b.size()) < all) return 0; // it would stay under a half whatever they say
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
  return 2.0 * static_cast<double>(common) / static_cast<double>(all);
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
    // What has not changed needs no search.
    std::vector<bool> sameFrom(earlier.size()), sameTo(later.size());
    std::map<llvm::ArrayRef<uint32_t>, size_t, Before> unchanged;
    for (size_t from = 0; from < earlier.size(); ++from)
      if (const auto [at, added] = unchanged.try_emplace(earlierWords[from], from); !added) at->second = twice;
    std::map<size_t, std::vector<size_t>> found;
    for (size_t to = 0; to < later.size(); ++to)
      if (const auto at = unchanged.find(laterWords[to]);
          at != unchanged.end() && at->second != twice && !laterWords[to].empty())
        found[at->second].push_back(to);
    for (const auto &[from, list] : found)
      if (list.size() == 1) {
        candidates.push_back({1, from, list.front()});
        sameFrom[from] = sameTo[list.front()] = true;
      }
    for (size_t to = 0; to < later.size(); ++to)
      for (size_t from : sameTo[to] ? std::vector<size_t>() : near(to))
        if (!sameFrom[from])
          if (const double like = likeness(earlierWords[from], laterWords[to]); like >= sameWording)
            candidates.push_back({like, from, to});
    llvm::stable_sort(candidates, [](const Candidate &a, const Candidate &b) { return a.like > b.like; });
    std::vector<llvm::SmallVector<size_t, 2>> ofEarlier(earlier.size()), ofLater(later.size());
    for (size_t i = 0; i < candidates.size(); ++i) {
      ofEarlier[candidates[i].from].push_back(i);
      ofLater[candidates[i].to].push_back(i);
    }
    std::vector<std::optional<size_t>> becomes(earlier.size()), was(later.size());
    std::vector<double> likenessOf(later.size());
    for (const Candidate &one : candidates) {
      if (becomes[one.from] || was[one.to]) continue;
      // Is another, which is not spoken for, as near to either?
      auto rivals = [&](size_t index) {
        const Candidate &other = candidates[index];
        const bool rival = (other.from == one.from) != (other.to == one.to);
        return rival && !(other.from == one.from ? was[other.to] : becomes[other.from]) &&
               other.like > one.like - nearly;
      };
      if (one.like < 1 && (llvm::any_of(ofEarlier[one.from], rivals) || llvm::any_of(ofLater[one.to], rivals)))
        continue;
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
      for (size_t index : ofLater[to])
        if (!becomes[candidates[index].from]) one.near.push_back(earlier[candidates[index].from]);
      if (!one.near.empty()) open.push_back(std::move(one));
    }
    return pairs;
  }

private:
  static constexpr size_t twice = SIZE_MAX;
  struct Before {
    bool operator()(llvm::ArrayRef<uint32_t> a, llvm::ArrayRef<uint32_t> b) const {
      return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
    }
  };
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
      words.push_back(p.outline              ? wordsOf(p.title.text)
                      : whole.contains("//") ? wordsOf(withoutComments(whole.drop_front(head)))
                                             : wordsOf(whole.drop_front(head)));
    }
  }

  void index() {
    for (size_t i = 0; i < earlier.size(); ++i)
      for (size_t w = 0; w < earlierWords[i].size(); ++w)
        if (w == 0 || earlierWords[i][w] != earlierWords[i][w - 1])
          if (auto &list = where[earlierWords[i][w]]; list.size() <= rareIn) list.push_back(i);
  }

  /// Those that share a rare word with a later one; of a few all.
  std::vector<size_t> near(size_t to) const {
    std::vector<size_t> list;
    if (earlier.size() <= rareIn) {
      for (size_t i = 0; i < earlier.size(); ++i) list.push_back(i);
      return list;
    }
    for (uint32_t word : laterWords[to])
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
  llvm::DenseMap<uint32_t, llvm::SmallVector<size_t, 2>> where;
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

double likenessOf(llvm::StringRef a, llvm::StringRef b) { return likeness(wordsOf(a), wordsOf(b)); }

void link(std::vector<Consolidated> &all, ProvisionRef from, ProvisionRef to) {
  Life &earlier = lifeOf(all, from), &later = lifeOf(all, to);
  if (!llvm::is_contained(earlier.next, to)) earlier.next.push_back(to);
  if (!llvm::is_contained(later.before, from)) later.before.push_back(from);
}

void alignWithin(std::vector<Consolidated> &all, ProvisionRef from, ProvisionRef to, Date before, Date after,
                 const Sources &sources) {
  link(all, from, to);
  auto silent = [&](ProvisionRef ref) { return !provisionOf(all, ref).was; };
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
