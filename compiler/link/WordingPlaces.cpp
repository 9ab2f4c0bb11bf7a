#include "link/WordingPlaces.h"

#include "source/Characters.h"
#include "wording/Numerals.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

namespace proviso {

using wording::Level;
using wording::Mention;
using wording::Relative;
using wording::Step;

namespace {

class Finder {
public:
  Finder(const History &history, const Mention &mention, ProvisionRef home, uint32_t text, bool own, Date on,
         llvm::ArrayRef<EarlierMention> before)
      : history(history), mention(mention), home(home), text(text), own(own), on(on), before(before) {}

  WordingPlace run() {
    std::vector<ProvisionRef> at;
    if (mention.relative != Relative::None) {
      if (!base(at)) return std::move(place);
    } else if (mention.steps.empty()) {
      place.targets.push_back({text, 0});
      return std::move(place);
    } else if (!start(at))
      return std::move(place);
    for (size_t i = 0; i < mention.steps.size(); ++i)
      if (!step(mention.steps[i], at)) return std::move(place);
    for (ProvisionRef one : at) {
      if (llvm::is_contained(place.targets, one)) continue; // two numbers of one annex
      place.targets.push_back(one);
      place.outline = place.outline || history[one].outline;
    }
    return std::move(place);
  }

private:
  const law::Instrument &act() const { return history.instrument(text); }

  /// The level of this act that a word means, in a provision.
  std::optional<uint8_t> level(Level word, ProvisionRef in) const {
    if (word == Level::Unnamed) {
      const uint8_t next = history.isRoot(in) ? history.runningLevel(text) : history[in].level + 1;
      return next < act().levels.size() ? std::optional(next) : std::nullopt;
    }
    if (const auto named = act().levelNamed(nameOf(word))) return named;
    const bool sections = act().levels[history.runningLevel(text)] == "section";
    switch (word) {
    case Level::Subsection:
    case Level::Paragraph: return sections ? std::nullopt : act().levelNamed("paragraph");
    case Level::Subparagraph: return act().levelNamed(sections ? "subparagraph" : "item");
    case Level::Item: return sections ? act().levelNamed("paragraph") : std::nullopt;
    default: return std::nullopt;
    }
  }

  bool unclear() {
    place.unclear = true;
    return false;
  }
  bool none(ProvisionRef in, std::string missing) {
    place.nearest = in;
    place.missing = std::move(missing);
    return false;
  }
  std::string levelWord(uint8_t level) const { return act().levels[level].str(); }

  // ---- where the citation stands

  ProvisionRef aroundAt(ProvisionRef ref, uint8_t level) const {
    for (ProvisionRef one : history.around(ref))
      if (!history.isRoot(one) && history[one].level == level) return one;
    return {};
  }
  ProvisionRef article() const { return aroundAt(home, history.runningLevel(home.instrument)); }
  /// The paragraph of the citation, which may be the article itself.
  ProvisionRef paragraph() const {
    const ProvisionRef in = article();
    if (!in) return {};
    const auto level = history.instrument(home.instrument).levelNamed("paragraph");
    if (!level || *level <= history.runningLevel(home.instrument)) return in;
    const ProvisionRef found = aroundAt(home, *level);
    return found ? found : in;
  }

  /// 本条, 前款, 前两项.
  bool base(std::vector<ProvisionRef> &at) {
    if (!own) return unclear();
    const std::optional<uint8_t> found = level(mention.relativeLevel, home);
    const uint8_t running = history.runningLevel(text);
    if (mention.relative == Relative::This) {
      if (mention.relativeLevel == Level::Paragraph && article()) {
        at = {paragraph()};
        return true;
      }
      const ProvisionRef here = found ? aroundAt(home, *found) : ProvisionRef();
      if (!here) // an article that is not in any section cannot speak of this one
        return found && article() && mention.relativeLevel < Level::Article
                   ? none(article(), fmt::format("{} stands in no {}", history.describe(article()), levelWord(*found)))
                   : unclear();
      at = {here};
      return true;
    }
    if (!found || !article()) return unclear();
    const ProvisionRef self = mention.relativeLevel == Level::Paragraph ? paragraph() : aroundAt(home, *found);
    std::vector<ProvisionRef> row;
    if (*found == running)
      row = history.runningOrder(text, on);
    else if (mention.relativeLevel == Level::Paragraph)
      row = atLevel(article(), *found);
    else if (self)
      row = atLevel(history.parent(self), *found);
    // A list may stand in the text: 前项 in a closing sentence.
    if (!self) return unclear();
    const auto here = llvm::find(row, self);
    const auto index = here == row.end() ? 0 : static_cast<size_t>(here - row.begin());
    if (mention.relative == Relative::Preceding) {
      if (index < mention.count)
        return none(self, index == 0 ? fmt::format("no {} stands before {}", levelWord(*found), history.describe(self))
                                     : fmt::format("only {} {} stand before {}", index,
                                                   law::pluralOf(levelWord(*found)), history.describe(self)));
      at.assign(here - mention.count, here);
    } else {
      if (here == row.end() || index + mention.count >= row.size())
        return none(self, fmt::format("no {} stands after {}", levelWord(*found), history.describe(self)));
      at.assign(here + 1, here + 1 + mention.count);
    }
    return true;
  }

  /// Where the first step is counted.
  bool start(std::vector<ProvisionRef> &at) {
    const Level first = mention.steps.front().level;
    const auto found = level(first, {text, 0});
    if (!mention.steps.front().title.empty() || (found && *found <= history.runningLevel(text))) {
      // A section without its chapter is one of the chapter around.
      ProvisionRef in{text, 0};
      if (own && found && *found < history.runningLevel(text))
        for (ProvisionRef one : history.around(home))
          if (!history.isRoot(one) && history[one].level < *found) {
            in = one;
            break;
          }
      at = {in};
      return true;
    }
    if (!own) return unclear();
    if (!article()) {
      at = {home};
      return isAnnex(home) || unclear();
    }
    if (first == Level::Paragraph || first == Level::Subsection) {
      at = {article()};
      return true;
    }
    // 第四项: in what the sentence cited before it, in its own paragraph, in one before that, in what was cited in an
    // earlier sentence.
    if (!found) return unclear();
    const llvm::StringRef label = mention.steps.front().members.front().from;
    if (citedBefore(*found, label, at, mention.sentence)) return true;
    const ProvisionRef mine = paragraph();
    if (holder(mine, *found, label)) {
      at = {mine};
      return true;
    }
    const std::vector<ProvisionRef> row = history.children(article(), on);
    for (ProvisionRef one : llvm::reverse(row))
      if (one < mine && holder(one, *found, label)) {
        at = {one};
        return true;
      }
    if (holder(article(), *found, label)) {
      at = {article()};
      return true;
    }
    return citedBefore(*found, label, at) || unclear();
  }

  /// The nearest provision of this act among those cited before which has one of this level and label.
  bool citedBefore(uint8_t level, llvm::StringRef label, std::vector<ProvisionRef> &at,
                   std::optional<uint32_t> sentence = std::nullopt) const {
    for (const EarlierMention &earlier : llvm::reverse(before)) {
      if ((sentence && earlier.mention->sentence != *sentence) || earlier.targets.empty()) continue;
      ProvisionRef cited = earlier.targets.front();
      if (history[cited].level >= level && !history.isRoot(cited)) cited = history.parent(cited);
      if (cited.instrument == text && !history.isRoot(cited) && history[cited].level >= history.runningLevel(text) &&
          holder(cited, level, label)) {
        at = {cited};
        return true;
      }
    }
    return false;
  }

  // ---- steps

  std::vector<ProvisionRef> atLevel(ProvisionRef in, uint8_t level) const {
    std::vector<ProvisionRef> found;
    for (ProvisionRef child : history.children(in, on)) {
      if (history[child].level == level)
        found.push_back(child);
      else if (history[child].level < level && act().levels[history[child].level] != "annex") {
        const std::vector<ProvisionRef> inner = atLevel(child, level);
        found.insert(found.end(), inner.begin(), inner.end());
      }
    }
    return found;
  }

  /// One at this level with this label is in it.
  bool holder(ProvisionRef in, uint8_t level, llvm::StringRef label) const {
    return llvm::any_of(atLevel(in, level),
                        [&](ProvisionRef one) { return law::compareLabels(history[one].label.text, label) == 0; });
  }

  /// 甲、...: the text begins with a label that is no number.
  bool isCountedBy(ProvisionRef ref, llvm::StringRef label) const {
    const law::Provision &p = history[ref];
    llvm::StringRef words = p.texts.empty() ? llvm::StringRef() : llvm::StringRef(p.texts.front().text).ltrim();
    return beginsChinese(label) && words.consume_front(label) && words.startswith("、");
  }

  /// A paragraph of the article ends with a colon, or begins with a number.
  bool listsWithoutNumbers(ProvisionRef ref) const {
    ProvisionRef in = ref;
    for (ProvisionRef around : history.around(ref))
      if (!history.isRoot(around) && history[around].level == history.runningLevel(text)) in = around;
    for (ProvisionRef one : history.under(in))
      for (const law::Quote &quote : history[one].texts) {
        const llvm::StringRef words = llvm::StringRef(quote.text).trim();
        if (history.children(one, on).empty() && (words.endswith("：") || words.endswith(":"))) return true;
        if (words.startswith("（") || words.startswith("(")) return true;
      }
    return false;
  }

  bool isAnnex(ProvisionRef ref) const { return !history.isRoot(ref) && act().levels[history[ref].level] == "annex"; }
  /// What an annex counts is kept as text: whether a line of it has the number.
  bool countsInText(ProvisionRef annex, llvm::StringRef label) const {
    unsigned number = 0;
    const std::string chinese = label.getAsInteger(10, number) ? std::string() : wording::inChinese(number);
    for (const law::Quote &quote : history[annex].texts)
      for (llvm::StringRef rest = quote.text, line; !rest.empty();) {
        std::tie(line, rest) = rest.split('\n');
        line = line.ltrim();
        for (llvm::StringRef open : {"（", "(", "第"}) line.consume_front(open);
        if ((!chinese.empty() && line.consume_front(chinese)) || line.consume_front(label))
          for (llvm::StringRef close : {"）", ")", "、", ".", "．", "条", " "})
            if (line.startswith(close)) return true;
      }
    return false;
  }

  bool member(const std::vector<ProvisionRef> &in, Level word, llvm::StringRef label, std::vector<ProvisionRef> &next) {
    for (ProvisionRef one : in) {
      if (isAnnex(one) && history.children(one, on).empty()) { // the citation leads into it
        if (!countsInText(one, label)) return unclear();
        next.push_back(one);
        continue;
      }
      std::optional<uint8_t> found = level(word, one);
      const uint8_t running = history.runningLevel(text);
      if (!found) {
        // It speaks of another act; or the annexes are not at hand.
        if (word == Level::Section || word == Level::Article || word == Level::Annex) return unclear();
        return none(one, fmt::format("{} has no level `{}`", std::string_view(act().code.text),
                                     std::string_view(nameOf(word))));
      }
      if (*found == running) {
        const ProvisionRef target = history.running(text, label, on);
        if (!target)
          return none({text, 0}, fmt::format("{} has no {} {}", std::string_view(act().code.text), levelWord(*found),
                                             std::string_view(label)));
        next.push_back(target);
        continue;
      }
      if (history[one].outline) { // nothing is known of what is in it
        next.push_back(one);
        continue;
      }
      if (const ProvisionRef target = history.child(one, *found, label, on)) {
        next.push_back(target);
        continue;
      }
      // `5(a)` where sections have subsections: at the level that has letters.
      std::vector<ProvisionRef> row = atLevel(one, *found);
      if (word == Level::Unnamed)
        for (; row.empty() && *found + 1U < act().levels.size(); row = atLevel(one, *found)) ++*found;
      if (row.empty() && label == "1" && *found == running + 1) { // the one paragraph of an article
        next.push_back(one);
        continue;
      }
      std::vector<ProvisionRef> same;
      for (ProvisionRef candidate : row)
        if (law::compareLabels(history[candidate].label.text, label) == 0 || isCountedBy(candidate, label))
          same.push_back(candidate);
      if (same.size() > 1) return unclear();
      if (same.empty()) {
        if (row.empty() && word == Level::Annex) return unclear(); // they are not at hand
        // A list whose items have no numbers cannot be counted here.
        if (row.empty() && levelWord(*found) == "item" && listsWithoutNumbers(one)) return unclear();
        const std::string what = history.isRoot(one) ? act().code.text.str() : history.describe(one);
        if (row.empty() && levelWord(*found) == "paragraph" && *found == running + 1)
          return none(one, fmt::format("{} has only one paragraph", what));
        return none(one, row.empty() ? fmt::format("{} has no {}", what, law::pluralOf(levelWord(*found)))
                                     : fmt::format("{} has no {} {}: it has {}", what, levelWord(*found),
                                                   std::string_view(label),
                                                   row.size() == 1 ? "one" : std::to_string(row.size())));
      }
      next.push_back(same.front());
    }
    return true;
  }

  bool step(const Step &step, std::vector<ProvisionRef> &at) {
    std::vector<ProvisionRef> next;
    if (!step.title.empty()) { // 总则
      for (ProvisionRef one : history.children(at.front(), on))
        if (history[one].title.text == step.title || (step.level == Level::Annex && isAnnex(one))) next.push_back(one);
      if (next.size() > 1) return unclear();
      if (next.empty()) return unclear();
    }
    for (const Step::Member &one : step.members) {
      if (!member(at, step.level, one.from, next)) return false;
      if (!one.to.empty() && !member(at, step.level, one.to, next)) return false;
    }
    at = std::move(next);
    return true;
  }

  const History &history;
  const Mention &mention;
  ProvisionRef home;
  uint32_t text;
  bool own;
  Date on;
  llvm::ArrayRef<EarlierMention> before;
  WordingPlace place;
};

} // namespace

WordingPlace placeOf(const History &history, const Mention &mention, ProvisionRef home, uint32_t text, bool own,
                     Date on, llvm::ArrayRef<EarlierMention> before) {
  return Finder(history, mention, home, text, own, on, before).run();
}

} // namespace proviso
