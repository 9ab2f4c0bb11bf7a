#include "link/Wording.h"

#include "history/Lineage.h"
#include "link/Acts.h"
#include "link/SharedWords.h"
#include "link/WordingPlaces.h"
#include "source/Characters.h"
#include "source/Parallel.h"
#include "wording/Days.h"

#include <llvm/ADT/STLExtras.h>

#include <mutex>

namespace proviso {

using wording::ActForm;
using wording::Mention;
using wording::Relative;
using Fate = WordingCitation::Fate;

std::string_view fateWord(Fate fate) {
  constexpr std::string_view words[] = {"good",      "nowhere",     "drifted",  "ended",    "repealed",
                                        "other act", "not at hand", "anaphora", "amending", "unclear"};
  return words[static_cast<size_t>(fate)];
}

size_t Wording::count(Fate fate) const {
  return static_cast<size_t>(llvm::count_if(citations, [&](const WordingCitation &one) { return one.fate == fate; }));
}

std::pair<llvm::StringRef, Location> insideOf(const Sources &sources, Range quote) {
  llvm::StringRef text = sources.text(quote);
  const llvm::StringRef whole = text;
  if (text.consume_front("\"\"\""))
    text.consume_back("\"\"\"");
  else if (text.consume_front("\u201C"))
    text.consume_back("\u201D");
  else if (text.consume_front("\""))
    text.consume_back("\"");
  return {text, {quote.begin.file, quote.begin.offset + static_cast<uint32_t>(text.data() - whole.data())}};
}

namespace {

/// One text of a provision, recognised.
struct Read {
  ProvisionRef home;
  llvm::StringRef text; // as it stands in the source, between the marks
  Location at;
  wording::Mentions mentions;
};

Range rangeIn(const Read &read, uint32_t begin, uint32_t end) {
  return {{read.at.file, read.at.offset + begin}, end - begin};
}

/// The beginning of a wording, for a note.
std::string excerpt(llvm::StringRef text, size_t most = 150) {
  text = text.split('\n').first;
  if (text.size() <= most) return text.str();
  while (most > 0 && isWithinCharacter(text[most])) --most;
  return text.take_front(most).str() + "…";
}

/// Wordings that have no more in common speak of something else: Chinese ones share a third of their characters anyway.
constexpr double quiteOther = 0.4;
/// A sentence that shares so many words with a provision speaks of it.
constexpr size_t spoken = 11;

class WordingLinker {
public:
  WordingLinker(const LinkedLaw &law, const Sources &sources, double likeness)
      : law(law), history(*law.history), sources(sources), likeness(likeness), acts(history),
        wordsOfArticles(history.instrumentCount()) {}

  Wording run(Diagnostics &diagnostics) {
    const size_t count = history.instrumentCount();
    std::vector<std::vector<Read>> reads(count);
    inParallel(count, [&](size_t i) { reads[i] = read(static_cast<uint32_t>(i)); });
    for (const std::vector<Read> &list : reads)
      for (const Read &one : list) repeals(one);
    std::vector<Wording> parts(count);
    std::vector<Diagnostics> findings(count);
    inParallel(count, [&](size_t i) { Instrument(*this, reads[i], parts[i], findings[i]).run(); });
    Wording all;
    for (size_t i = 0; i < count; ++i) {
      diagnostics.add(std::move(findings[i]));
      std::move(parts[i].citations.begin(), parts[i].citations.end(), std::back_inserter(all.citations));
      std::move(parts[i].none.begin(), parts[i].none.end(), std::back_inserter(all.none));
    }
    return all;
  }

private:
  std::vector<Read> read(uint32_t instrument) const {
    std::vector<Read> list;
    const law::Instrument &text = history.instrument(instrument);
    for (uint32_t p = 0; p < text.provisions.size(); ++p)
      for (const law::Quote &quote : text.provisions[p].texts) {
        Read one;
        one.home = {instrument, p};
        std::tie(one.text, one.at) = insideOf(sources, quote.range);
        wording::recognise(one.text, one.mentions);
        if (!one.mentions.list.empty() || !one.mentions.none.empty()) list.push_back(std::move(one));
      }
    return list;
  }

  // ---- repeals

  /// 《A》、《B》同时废止.
  void repeals(const Read &read) {
    const Span span = history.span(read.home);
    if (span.empty() || span.from == Date::earliest()) return;
    // The day that it states, as the text may be a later one that keeps the sentence.
    Date from = span.from;
    if (const size_t stated = read.text.find("自"); stated != llvm::StringRef::npos)
      if (const auto day = wording::dayAt(read.text.drop_front(stated + 3).ltrim())) from = std::min(from, day->first);
    for (llvm::StringRef word : {"同时废止", "即行废止", "予以废止", "起废止", "停止执行"})
      for (size_t at = read.text.find(word); at != llvm::StringRef::npos; at = read.text.find(word, at + 1)) {
        if (read.text.drop_front(at + word.size()).startswith("的")) continue;
        const size_t sentence = read.text.take_front(at).rfind("。");
        size_t end = at;
        for (const Mention &one : llvm::reverse(read.mentions.list)) {
          if (one.end > end || (sentence != llvm::StringRef::npos && one.begin < sentence)) continue;
          const llvm::StringRef between = read.text.slice(one.end, end);
          if (!one.wholeAct() || between.size() > 200 || speaksOfParts(between)) break;
          acts.repealed(one.name, {from, read.home, rangeIn(read, one.begin, static_cast<uint32_t>(at + word.size()))});
          end = one.begin;
        }
      }
  }
  static bool speaksOfParts(llvm::StringRef text) {
    for (llvm::StringRef word : {"中", "有关", "规定", "关于", "第", "部分", "适用", "依照", "，但", "凡"})
      if (text.contains(word)) return true;
    return false;
  }

  const ArticleWords &wordsOf(uint32_t text) const {
    LazyWords &lazy = wordsOfArticles[text];
    std::call_once(lazy.once, [&] { lazy.words.emplace(history, text); });
    return *lazy.words;
  }

  // ---- one instrument

  class Instrument {
  public:
    Instrument(const WordingLinker &of, const std::vector<Read> &reads, Wording &out, Diagnostics &diagnostics)
        : of(of), history(of.history), reads(reads), out(out), diagnostics(diagnostics) {}

    void run() {
      for (const Read &read : reads)
        for (const wording::ShortName &name : read.mentions.shortNames)
          shortNames.try_emplace(titleKey(name.name), name.of);
      for (const Read &read : reads) {
        before.clear();
        lastAct = {};
        for (const wording::NoMention &none : read.mentions.none)
          out.none.emplace_back(rangeIn(read, none.begin, none.begin + 6), none.reason);
        for (const Mention &mention : read.mentions.list) {
          WordingCitation citation;
          citation.home = read.home;
          citation.range = rangeIn(read, mention.begin, mention.end);
          citation.wholeAct = mention.wholeAct();
          citation.isRange = isRange(mention);
          link(read, mention, citation);
          if (citation.fate == Fate::OtherAct && mention.marked && citation.wholeAct &&
              !wording::isActTitle(mention.name)) {
            out.none.emplace_back(citation.range, "the title of something that is no act");
            before.push_back({&mention, {}});
            continue;
          }
          before.push_back({&mention, citation.targets});
          out.citations.push_back(std::move(citation));
        }
      }
    }

  private:
    struct Meant {
      llvm::StringRef name, code; // no code: not at hand
    };

    /// Which act a citation means; nothing where that cannot be told.
    std::optional<Meant> actOf(const Read &read, const Mention &mention, WordingCitation &citation) {
      const llvm::StringRef own = history.instrument(read.home.instrument).code.text;
      switch (mention.act) {
      case ActForm::Silent:
      case ActForm::This: return Meant{own, own};
      case ActForm::Former:
        if (lastAct.name.empty()) return std::nullopt;
        return lastAct;
      case ActForm::Named: break;
      }
      Meant meant{mention.name, {}};
      if (mention.marked) {
        if (const auto known = shortNames.find(titleKey(mention.name)); known != shortNames.end())
          meant.name = known->second;
        meant.code = of.acts.named(meant.name);
      } else {
        const Acts::Found found = of.acts.endOf(mention.name);
        meant = {found.name, found.code};
        // Words before the name are no part of the citation.
        if (mention.name.data() == read.text.data() + mention.begin) {
          const auto cut = static_cast<uint32_t>(mention.name.size() - found.name.size());
          citation.range.begin.offset += cut;
          citation.range.length -= cut;
        }
        if (meant.code.empty())
          if (const auto known = shortNames.find(titleKey(meant.name)); known != shortNames.end()) {
            meant.name = known->second;
            meant.code = of.acts.named(meant.name);
          }
      }
      lastAct = meant;
      return meant;
    }

    /// The days on which the home is in force and its act is not repealed.
    Span daysOf(ProvisionRef home) const {
      Span days = history.span(home);
      if (days.empty()) return days;
      if (const Acts::Repeal *repeal = of.acts.repealOf(history.instrument(home.instrument).title.text, days.from))
        if (repeal->by.instrument != home.instrument) days.until = std::min(days.until, repeal->on);
      return days;
    }

    /// Since when this wording has stood: texts that restate it without a change bind nothing anew.
    Date boundFrom(const Read &read) const {
      ProvisionRef one = read.home;
      while (history.life(one).before.size() == 1) {
        const ProvisionRef former = history.life(one).before.front();
        const bool same = llvm::any_of(history[former].texts, [&](const law::Quote &quote) {
          return insideOf(of.sources, quote.range).first == read.text;
        });
        if (!same) break;
        one = former;
      }
      return history.span(one).from;
    }

    void link(const Read &read, const Mention &mention, WordingCitation &citation) {
      const std::optional<Meant> meant = actOf(read, mention, citation);
      if (!meant) {
        citation.fate = Fate::Unclear;
        return;
      }
      if (mention.relative == Relative::That) {
        if (!citedJustBefore(mention, citation)) citation.fate = Fate::Anaphora;
        return;
      }
      if (amends(read, mention)) {
        citation.fate = Fate::Amending;
        return;
      }
      const Span days = daysOf(read.home);
      if (days.empty()) {
        citation.fate = Fate::NotAtHand;
        return;
      }
      const bool own = meant->code == history.instrument(read.home.instrument).code.text;
      if (mention.act == ActForm::Named && !own && repealed(read, mention, *meant, citation, days)) return;
      if (meant->code.empty()) {
        citation.fate = Fate::OtherAct;
        citation.act = meant->name.str();
        return;
      }
      if (mention.wholeAct()) {
        if (own && speaksOfThePast(read, mention)) // its predecessor of the same name
          citation.fate = Fate::NotAtHand;
        else if (const auto text = history.instrumentNamed(meant->code, days.from))
          citation.targets.push_back({*text, 0});
        return;
      }
      followed(read, mention, meant->code, own, days, citation);
    }

    /// 该款: the last one of this level that the sentence has cited; 各该款: all of that list.
    bool citedJustBefore(const Mention &mention, WordingCitation &citation) const {
      const bool each = of.sources.text(citation.range).startswith("各");
      for (const EarlierMention &earlier : llvm::reverse(before)) {
        if (earlier.mention->sentence != mention.sentence) break;
        llvm::SmallVector<ProvisionRef, 2> found;
        for (ProvisionRef target : earlier.targets)
          if (const ProvisionRef one = atLevel(target, nameOf(mention.relativeLevel));
              one && !llvm::is_contained(found, one))
            found.push_back(one);
        if (found.empty()) {
          if (citation.targets.empty()) continue;
          break;
        }
        citation.targets.insert(citation.targets.begin(), found.begin(), found.end());
        citation.isRange = citation.isRange || isRange(*earlier.mention);
        if (!each || !earlier.mention->continues) break;
      }
      citation.named = citation.targets;
      return !citation.targets.empty();
    }
    ProvisionRef atLevel(ProvisionRef ref, llvm::StringRef level) const {
      const law::Instrument &act = history.instrument(ref.instrument);
      const auto wanted = act.levelNamed(level);
      if (!wanted || history.isRoot(ref)) return {};
      for (ProvisionRef one : history.around(ref))
        if (!history.isRoot(one) && history[one].level == *wanted) return one;
      // The one paragraph of an article is the article.
      return level == "paragraph" && history[ref].level == history.runningLevel(ref.instrument) ? ref : ProvisionRef();
    }
    static bool isRange(const Mention &mention) {
      return !mention.steps.empty() && mention.steps.back().members.size() == 1 &&
             !mention.steps.back().members.front().to.empty();
    }

    /// What an amendment changes and puts in is not of its own law; and some texts keep what has been struck out.
    bool amends(const Read &read, const Mention &mention) const {
      if (read.text.endswith("删除）") || read.text.endswith("删除)")) return true;
      if (history.instrument(read.home.instrument).kind == law::InstrumentKind::Amendment) return true;
      const llvm::StringRef after = read.text.drop_front(mention.end).take_front(90);
      const llvm::StringRef clause = after.take_front(std::min(after.find("。"), after.find("；")));
      for (llvm::StringRef word : {"修改为", "改为", "增加一条", "增加一款", "增加一项", "删去", "删除", "作为第"})
        if (clause.contains(word)) return true;
      return false;
    }

    bool repealed(const Read &read, const Mention &mention, const Meant &meant, WordingCitation &citation, Span days) {
      const Date bound = boundFrom(read);
      const Acts::Repeal *repeal = of.acts.repealOf(meant.name, bound);
      if (!repeal) repeal = of.acts.repealOf(meant.name, Date::earliest());
      if (!repeal || repeal->on >= days.until) return false;
      // What was written after the repeal knows of it; and so does the sentence that repeals.
      if (bound >= repeal->on || repeal->by == read.home || speaksOfThePast(read, mention)) {
        citation.fate = Fate::NotAtHand;
        return true;
      }
      citation.fate = Fate::Repealed;
      // In a list it is said once.
      if (mention.continues && !out.citations.empty() && out.citations.back().fate == Fate::Repealed) return true;
      Diagnostic &d =
          diagnostics.report(Code::C004, citation.range, of.sources.text(citation.range).str(), repeal->on.text());
      d.note(fmt::format("it is repealed by {}: {}", history.describe(repeal->by),
                         excerpt(of.sources.text(repeal->where))),
             repeal->where);
      return true;
    }

    /// 原, 废止, 本法施行前: what is said of an act that is no more.
    static bool speaksOfThePast(const Read &read, const Mention &mention) {
      const llvm::StringRef before = read.text.take_front(mention.begin), after = read.text.drop_front(mention.end);
      const llvm::StringRef near = before.take_back(60);
      const size_t stop = std::min(after.find("。"), after.size());
      for (llvm::StringRef word : {"施行前", "施行以前", "施行之前", "原", "实施前", "生效前"})
        if (near.contains(word)) return true;
      for (llvm::StringRef word : {"公布", "发布", "施行", "实施", "颁布"})
        if (after.startswith(word)) return true;
      for (llvm::StringRef word : {"废止", "失效", "停止执行", "同时停止"})
        if (after.take_front(stop).contains(word)) return true;
      return false;
    }

    // ---- over time

    void followed(const Read &read, const Mention &mention, llvm::StringRef code, bool own, Span days,
                  WordingCitation &citation) {
      // What is relative moves with its home.
      const bool relative = mention.relative != Relative::None;
      const Date bound = std::max(relative ? days.from : boundFrom(read), history.knownFrom(code));
      if (bound >= days.until) {
        citation.fate = Fate::NotAtHand;
        return;
      }
      auto placeOn = [&](Date day) {
        const auto text = own && history.stands(read.home).contains(day) ? std::optional(read.home.instrument)
                                                                         : history.instrumentNamed(code, day);
        return placeOf(history, mention, homeOn(read.home, day, own), *text, own, day, before);
      };
      const WordingPlace first = placeOn(bound);
      if (first.unclear) {
        citation.fate = Fate::Unclear;
        return;
      }
      citation.named.append(first.targets.begin(), first.targets.end());
      std::optional<Date> since; // when its number begins to lead elsewhere
      WordingPlace last = first;
      History::Become now;
      now.targets.assign(first.targets.begin(), first.targets.end());
      for (std::optional<Date> day = history.nextChange(code, bound); day && !relative && *day < days.until;
           day = history.nextChange(code, *day)) {
        last = placeOn(*day);
        if (last.unclear) {
          citation.fate = Fate::Unclear;
          return;
        }
        if (first.targets.empty()) continue;
        now = become(first.targets, *day);
        const bool same = !last.targets.empty() && (now.part || llvm::equal(now.targets, last.targets));
        if (same)
          since.reset();
        else if (!since)
          since = day;
      }
      citation.targets = last.targets;
      if (first.targets.empty()) {
        // It may be written for a text that is to come.
        if (!last.targets.empty()) return;
        nowhere(last, citation);
        return;
      }
      if (first.outline || last.outline) {
        citation.fate = Fate::NotAtHand;
        return;
      }
      // What stood there when it was written is not at hand; only its wording tells whether it is this.
      const bool presumed = !relative && !own && bound > boundFrom(read);
      if (presumed && !since &&
          llvm::none_of(first.targets, [&](ProvisionRef one) { return speaksOf(read, citation.range, one); })) {
        citation.fate = Fate::NotAtHand;
        return;
      }
      if (since) stale(read, first, last, now, *since, presumed, citation);
    }

    /// Where the citation stood on a day before its own text.
    ProvisionRef homeOn(ProvisionRef home, Date day, bool own) const {
      if (!own) return home;
      while (day < history.stands(home).from && history.life(home).before.size() == 1)
        home = history.life(home).before.front();
      return home;
    }

    History::Become become(llvm::ArrayRef<ProvisionRef> targets, Date day) const {
      History::Become all;
      for (ProvisionRef one : targets) {
        History::Become of = history.on(one, day);
        all.lost = all.lost || of.lost;
        all.part = all.part || of.part;
        all.targets.append(of.targets.begin(), of.targets.end());
      }
      return all;
    }

    void nowhere(const WordingPlace &place, WordingCitation &citation) {
      citation.fate = Fate::Nowhere;
      Diagnostic &d =
          diagnostics.report(Code::C001, citation.range, of.sources.text(citation.range).str(), place.missing);
      if (place.nearest) history.restsOnProvision(d, place.nearest, {});
      if (place.nearest && !history.isRoot(place.nearest)) wordingAt(d, place.nearest, "it was looked for in");
    }

    /// `presumed`: it was written before the first text that is at hand.
    void stale(const Read &read, const WordingPlace &first, const WordingPlace &last, const History::Become &now,
               Date since, bool presumed, WordingCitation &citation) {
      // The first that leads elsewhere.
      size_t at = 0;
      while (at < first.targets.size() && at < last.targets.size() && at < now.targets.size() &&
             last.targets[at] == now.targets[at])
        ++at;
      const ProvisionRef named = first.targets[std::min(at, first.targets.size() - 1)];
      const double alike = likenessOf(named, now.targets);
      if (alike < of.likeness) {
        citation.fate = Fate::Unclear;
        return;
      }
      const std::string cited = of.sources.text(citation.range).str();
      // What was there before is not at hand: it may have had another number then.
      const llvm::StringRef sentence = sentenceOf(read, citation.range);
      const size_t fits = shared(sentence, named);
      if (presumed && !speaksOf(read, citation.range, named)) {
        citation.fate = Fate::Unclear;
        return;
      }
      if (last.targets.empty()) {
        citation.fate = Fate::Ended;
        if (statementSays(citation.home, named)) return;
        Diagnostic &d = diagnostics.report(Code::C003, citation.range, cited, since.text());
        d.note(last.missing);
        successors(d, named, now, alike);
        propose(d, citation, now);
        return;
      }
      const ProvisionRef leads = last.targets[std::min(at, last.targets.size() - 1)];
      // A number that leads to much the same wording is no drift that anybody would feel. Where nothing tells what has
      // become of it, it may be what stands there now, unless that is quite another wording.
      const double other = proviso::likenessOf(wordingOf(named), wordingOf(leads));
      if (!now.lost && other >= of.likeness) return;
      if (now.lost && (other >= quiteOther || !speaksOf(read, citation.range, named))) {
        citation.fate = Fate::Unclear;
        return;
      }
      // It may have been written for what it leads to now.
      if (const size_t fitsNow = shared(sentence, leads); fitsNow > fits || (presumed && 2 * fitsNow > fits)) {
        citation.fate = Fate::Unclear;
        return;
      }
      citation.fate = Fate::Drifted;
      if (statementSays(citation.home, named)) return;
      Diagnostic &d = diagnostics.report(Code::C002, citation.range, cited, since.text());
      wordingAt(d, leads, "it leads now to");
      successors(d, named, now, alike);
      propose(d, citation, now);
    }

    /// The sentence in which a citation stands.
    static llvm::StringRef sentenceOf(const Read &read, Range citation) {
      const size_t at = citation.begin.offset - read.at.offset;
      const llvm::StringRef before = read.text.take_front(at), after = read.text.drop_front(at);
      size_t begin = 0, end = after.size();
      for (llvm::StringRef stop : {"。", ". "}) {
        if (const size_t found = before.rfind(stop); found != llvm::StringRef::npos)
          begin = std::max(begin, found + stop.size());
        end = std::min(end, after.find(stop));
      }
      return read.text.slice(begin, at + std::min(end, after.size()));
    }

    /// A statement beside the wording, or in it, cites the same and is reported for it.
    bool statementSays(ProvisionRef home, ProvisionRef named) const {
      return llvm::any_of(of.law.stale, [&](const StaleCitation &one) {
        return (history.isUnder(one.home, home) || history.isUnder(home, one.home)) &&
               (history.isUnder(one.gone, named) || history.isUnder(named, one.gone));
      });
    }

    /// The sentence of a citation speaks of the provision.
    bool speaksOf(const Read &read, Range citation, ProvisionRef ref) const {
      const llvm::StringRef sentence = sentenceOf(read, citation);
      if (shared(sentence, ref) >= spoken) return true;
      llvm::StringRef following = read.text.drop_front(citation.begin.offset - read.at.offset + citation.length);
      for (llvm::StringRef stop : {"，", "。", "；", "、", ", ", ". "})
        following = following.take_front(following.find(stop));
      return of.wordsOf(ref.instrument).sentenceIsOf(sentence, following, ref);
    }
    size_t shared(llvm::StringRef sentence, ProvisionRef ref) const {
      return sharedWords(sentence, wordingOf(ref), history.instrument(ref.instrument).title.text);
    }

    void successors(Diagnostic &d, ProvisionRef named, const History::Become &now, double alike) const {
      wordingAt(d, named, "it was written for");
      for (ProvisionRef one : now.targets)
        wordingAt(d, one,
                  alike < 1
                      ? fmt::format("which is now, by wording that is {} % the same,", static_cast<int>(alike * 100))
                      : "which is now");
      if (now.targets.empty()) d.note(now.lost ? "nothing tells what has become of it" : "which has no successor");
    }

    /// The citation as it is right now, in the words of its language.
    void propose(Diagnostic &d, const WordingCitation &citation, const History::Become &now) const {
      if (now.targets.size() != 1 || citation.isRange) return;
      const llvm::StringRef cited = of.sources.text(citation.range);
      const size_t number = cited.find("第");
      std::string right;
      if (number == llvm::StringRef::npos)
        right = history.citation(now.targets.front());
      else
        right = cited.take_front(number).str() + wording::chineseCitation(stepsTo(now.targets.front(), cited));
      d.fix(fmt::format("it is now {}", right), citation.range, right);
    }
    /// Down from the article; a paragraph only where the citation has one.
    std::vector<std::pair<std::string, std::string>> stepsTo(ProvisionRef ref, llvm::StringRef cited) const {
      std::vector<std::pair<std::string, std::string>> steps;
      const law::Instrument &text = history.instrument(ref.instrument);
      for (ProvisionRef one : history.around(ref)) {
        if (history.isRoot(one)) break;
        const std::string level = text.levels[history[one].level].str();
        const bool only = llvm::count_if(text[history[one].parent].children, [&](law::ProvisionId sibling) {
                            return text[sibling].level == history[one].level;
                          }) == 1;
        if (level == "paragraph" && one != ref && only && !cited.contains("款")) continue;
        steps.insert(steps.begin(), {level, history[one].label.text.str()});
        if (history[one].level == history.runningLevel(ref.instrument)) break;
      }
      return steps;
    }

    void wordingAt(Diagnostic &d, ProvisionRef ref, std::string_view what) const {
      if (!ref) return;
      const std::string words = excerpt(wordingOf(ref));
      d.note(fmt::format("{} {}{}{}", what, history.describe(ref), words.empty() ? "" : ": ", words),
             history[ref].head);
    }

    /// Its own text, or the first one in it.
    llvm::StringRef wordingOf(ProvisionRef ref) const {
      const law::Provision &p = history[ref];
      if (!p.texts.empty()) return insideOf(of.sources, p.texts.front().range).first;
      if (!p.title.text.empty()) return p.title.text;
      for (law::ProvisionId child : p.children)
        if (const llvm::StringRef text = wordingOf({ref.instrument, child.value}); !text.empty()) return text;
      return {};
    }

    /// How alike the wordings are by which one was taken for the other, at the least; 1 where the law says it.
    double likenessOf(ProvisionRef from, llvm::ArrayRef<ProvisionRef> to) const {
      double least = 1;
      for (ProvisionRef one : to)
        for (ProvisionRef at = one; at != from;) {
          const Life &life = history.life(at);
          if (life.likeness != 0) least = std::min(least, life.likeness);
          if (life.before.size() != 1) break;
          at = life.before.front();
        }
      return least;
    }

    const WordingLinker &of;
    const History &history;
    const std::vector<Read> &reads;
    Wording &out;
    Diagnostics &diagnostics;
    llvm::StringMap<llvm::StringRef> shortNames;
    std::vector<EarlierMention> before;
    Meant lastAct;
  };

  const LinkedLaw &law;
  const History &history;
  const Sources &sources;
  const double likeness;
  Acts acts;
  /// Made when asked for first, by text.
  struct LazyWords {
    std::once_flag once;
    std::optional<ArticleWords> words;
  };
  mutable std::vector<LazyWords> wordsOfArticles;
};

} // namespace

Wording linkWording(const LinkedLaw &law, const Sources &sources, double likeness, Diagnostics &diagnostics) {
  return WordingLinker(law, sources, likeness).run(diagnostics);
}

} // namespace proviso
