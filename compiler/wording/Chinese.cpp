// The citations of Chinese law.
//
//   citation   = act path | act | base path | base | path
//   act        = "本" kind | "《" title "》" [short] | name | ("该" | "上述" | "前述") kind
//   short      = "（" ... "以下简称" name "）"
//   base       = "本" level | ("前" | "上" | "下") [number] level | ("该" | "各该") level
//   path       = [part] members { joiner members } | annex [members]
//   part       = "总则" | "分则"
//   annex      = ("附件" | "附表" | "附录") number                   after 《title》
//   members    = step { step } [ ("至" | "到") step ]
//   step       = "第" labels level { "之" number } | bracketed { list bracketed } "项" | stem "款"
//   labels     = label { ("、" | "至" | "和") label }             第一、二款; 第（三）至（五）项
//   label      = number | bracketed
//   bracketed  = ("（" | "(") number ("）" | ")")
//   stem       = "甲" | "乙" | "丙" | "丁" ...                      本条甲款
//   joiner     = "、" | "和" | "或者" | "或" | "以及" | "及" | "与"
//   level      = "编" | "分编" | "章" | "节" | "条" | "款" | "项" | "目"
//   kind       = "法" | "条例" | "办法" | "细则" | "规定" ...
//
// After a joiner a path takes over what stands above its first level, and the act: 第十条第一款、第二款. A level word
// is none where it begins another word: 本条例, 本条件, 该项目, 本章程.
#include "source/Characters.h"
#include "wording/Mentions.h"
#include "wording/Numerals.h"

#include <algorithm>
#include <array>

namespace proviso::wording {

namespace {

struct LevelWord {
  llvm::StringLiteral word;
  Level level;
  llvm::StringLiteral notBefore; // characters after which it is part of another word
};
constexpr LevelWord levelWords[] = {{"分编", Level::Subpart, "制号辑造写码入报"},
                                    {"编", Level::Part, "制号辑造写码入报外余纂审"},
                                    {"章", Level::Chapter, "程印法"},
                                    {"节", Level::Section, "能约目日水余假育气点省录"},
                                    {"条", Level::Article, "例约件款文理目码形令线"},
                                    {"款", Level::Paragraph, "项式待额"},
                                    {"项", Level::Item, "目"},
                                    {"目", Level::Subitem, "的标录前击"}};

/// What acts are called, and so how a name of one ends. Longer ones first.
constexpr llvm::StringLiteral kinds[] = {
    "法典", "宪法", "实施细则", "实施条例", "暂行条例", "暂行规定", "暂行办法", "议事规则", "修正案", "条例", "办法",
    "细则", "规则", "规定",     "规程",     "通则",     "决定",     "决议",     "准则",     "章程",   "宪章", "条约",
    "公约", "协定", "议定书",   "解释",     "通知",     "意见",     "命令",     "制度",     "法"};

constexpr llvm::StringLiteral joiners[] = {"、", "或者", "以及", "和", "或", "及", "与"};

constexpr llvm::StringLiteral stems[] = {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"};

/// Three bytes of UTF-8 as a number, to switch by.
constexpr uint32_t code(const char *c) {
  return static_cast<uint32_t>(static_cast<unsigned char>(c[0])) << 16 |
         static_cast<uint32_t>(static_cast<unsigned char>(c[1])) << 8 | static_cast<unsigned char>(c[2]);
}

class ChineseGrammar {
public:
  ChineseGrammar(llvm::StringRef text, Mentions &out) : text(text), out(out) {}

  void run() {
    while (at + chineseBytes <= text.size()) {
      const auto lead = static_cast<unsigned char>(text[at]);
      if (lead < 0xE0) {
        ++at;
        continue;
      }
      const uint32_t here = code(text.data() + at);
      switch (here) {
      case code("。"):
      case code("；"): ++sentence; break;
      case code("第"):
        if (path({}, at)) continue;
        break;
      case code("前"):
      case code("上"):
      case code("下"):
      case code("本"):
      case code("该"):
      case code("各"):
        if (based(here)) continue;
        break;
      case code("《"):
        if (titled()) continue;
        break;
      default: break;
      }
      at += lengthInBytes(text[at]);
    }
  }

private:
  // ---- words

  bool looking(llvm::StringRef word) const { return text.substr(at).startswith(word); }
  bool take(llvm::StringRef word) {
    if (!looking(word)) return false;
    at += word.size();
    return true;
  }

  const LevelWord *level() {
    for (const LevelWord &one : levelWords) {
      if (!looking(one.word)) continue;
      const llvm::StringRef after = text.substr(at + one.word.size(), chineseBytes);
      if (after.size() == chineseBytes && one.notBefore.contains(after) && beginsChinese(after) &&
          !text.substr(at + one.word.size()).startswith("程序"))
        return nullptr;
      at += one.word.size();
      return &one;
    }
    return nullptr;
  }

  const llvm::StringLiteral *kind() {
    for (const llvm::StringLiteral &one : kinds)
      if (take(one)) return &one;
    return nullptr;
  }

  std::optional<std::string> number() {
    auto found = chineseNumeral(text.substr(at));
    if (!found) found = digits(text.substr(at));
    if (!found || found->value == 0 || found->value > 9999) return std::nullopt;
    at += found->length;
    return std::to_string(found->value);
  }

  std::optional<std::string> bracketed() {
    const size_t begin = at;
    if (take("（") || take("("))
      if (auto value = number(); value && (take("）") || take(")"))) return value;
    at = begin;
    return std::nullopt;
  }

  std::optional<std::string> label() {
    if (auto value = bracketed()) return value;
    return number();
  }

  // ---- steps

  /// 之一, 之二 after 条.
  void inserted(std::string &label) {
    for (size_t begin = at; take("之"); begin = at) {
      const auto more = number();
      if (!more) {
        at = begin;
        return;
      }
      label += "-" + *more;
    }
  }

  std::optional<Step> step() {
    if (auto lettered = stem()) return lettered;
    const size_t begin = at;
    Step result;
    const bool counted = take("第");
    if (!counted && !looking("（") && !looking("(")) return std::nullopt;
    auto first = counted ? label() : bracketed();
    while (first) {
      result.members.push_back({*first, {}});
      const size_t after = at;
      if (take("至") || take("到")) {
        take("第");
        if (auto to = label()) result.members.back().to = *to;
        if (result.members.back().to.empty()) {
          at = after;
          break;
        }
        // 第五条至第九条 has a level word on either side.
      }
      const size_t list = at;
      if (!(take("、") || take("和") || take("或者") || take("或"))) break;
      take("第");
      first = label();
      if (first) continue;
      at = list;
      break;
    }
    if (!first || result.members.empty()) {
      at = begin;
      return std::nullopt;
    }
    const LevelWord *word = level();
    if (!word || (!counted && word->level != Level::Item && word->level != Level::Subitem) ||
        (result.members.size() > 1 && word->level < Level::Article)) {
      at = begin;
      return std::nullopt;
    }
    result.level = word->level;
    if (word->level == Level::Article)
      inserted(result.members.back().to.empty() ? result.members.back().from : result.members.back().to);
    return result;
  }

  /// 附件三 after the title of an act.
  void annex(Mention &mention) {
    const size_t begin = at;
    for (llvm::StringRef word : {"附件", "附表", "附录"})
      if (take(word))
        if (auto number = this->number()) {
          mention.steps.emplace_back();
          mention.steps.back().level = Level::Annex;
          mention.steps.back().members.push_back({*number, {}});
          return;
        }
    at = begin;
  }

  /// 甲款: paragraphs that are counted by stems keep them as labels.
  std::optional<Step> stem() {
    for (llvm::StringRef one : stems)
      if (looking(one) && text.substr(at + one.size()).startswith("款")) {
        at += one.size() + chineseBytes;
        Step result;
        result.level = Level::Paragraph;
        result.members.push_back({one.str(), {}});
        return result;
      }
    return std::nullopt;
  }

  /// After a step: `至第九条`.
  void range(Step &last) {
    const size_t begin = at;
    if (!last.members.empty() && last.members.back().to.empty() && (take("至") || take("到"))) {
      if (auto to = step(); to && to->level == last.level && to->members.size() == 1 && to->members[0].to.empty()) {
        last.members.back().to = to->members[0].from;
        return;
      }
    }
    at = begin;
  }

  /// All steps that go on downwards from here; one that does not is another citation.
  void deeper(Mention &mention) {
    for (size_t stop = at;; stop = at) {
      auto next = step();
      if (!next || (!mention.steps.empty() && next->level <= mention.steps.back().level)) {
        at = stop;
        return;
      }
      mention.steps.push_back(std::move(*next));
      range(mention.steps.back());
    }
  }

  /// What begins at `begin` and has the base `from`, and what is joined to it.
  bool path(Mention from, size_t begin) {
    const size_t start = at;
    const bool bare = from.act == ActForm::Silent && from.relative == Relative::None;
    if (bare) nameBefore(from, begin);
    Mention one = from;
    if (from.act != ActForm::Silent)
      for (llvm::StringRef part : {"总则", "分则"})
        if (take(part)) {
          Step step;
          step.level = Level::Part;
          step.title = part;
          one.steps.push_back(step);
        }
    const size_t outer = one.steps.size();
    if (from.act == ActForm::Named && from.marked) annex(one);
    deeper(one);
    if (one.steps.size() == outer) {
      if (bare) noStep(start);
      // 本法 alone cites nothing.
      if (bare || from.act == ActForm::This || from.act == ActForm::Former) {
        at = start;
        return false;
      }
    }
    if (bare && one.steps.front().level < Level::Article && isHeading(begin)) {
      none(begin, "a heading");
      return true;
    }
    add(std::move(one), begin);
    // What is joined.
    for (;;) {
      const size_t end = at;
      const auto joiner =
          std::find_if(std::begin(joiners), std::end(joiners), [&](llvm::StringRef word) { return take(word); });
      if (joiner == std::end(joiners)) break;
      const size_t first = at;
      Mention next = out.list.back();
      next.continues = true;
      auto begun = step();
      if (!begun) {
        at = end;
        break;
      }
      // It takes over what stands above it.
      while (!next.steps.empty() && next.steps.back().level >= begun->level) next.steps.pop_back();
      if (next.relative != Relative::None && next.steps.empty() && begun->level <= next.relativeLevel) {
        next.relative = Relative::None; // 前款或者第十条
        if (begun->level == Level::Paragraph) next.act = ActForm::Silent;
      }
      next.steps.push_back(std::move(*begun));
      range(next.steps.back());
      deeper(next);
      add(std::move(next), first);
    }
    return true;
  }

  /// 第三章鉴定、加固: it begins a sentence, and names what it is about.
  bool isHeading(size_t begin) const {
    if (begin != 0 && !text.take_front(begin).endswith("。")) return false;
    const llvm::StringRef next = text.substr(at, chineseBytes);
    return beginsChinese(next) && !llvm::StringRef("的规所有关和或及与至中各之").contains(next);
  }

  void add(Mention mention, size_t begin) {
    mention.begin = static_cast<uint32_t>(begin);
    mention.end = static_cast<uint32_t>(at);
    mention.sentence = sentence;
    out.list.push_back(std::move(mention));
  }

  /// 第一、二 that is followed by no level.
  void noStep(size_t begin) {
    if (!take("第")) return;
    if (label() && looking("条")) {
      const size_t after = at + chineseBytes;
      at = begin;
      none(begin, reasonAfter(after));
    }
    at = begin;
  }
  /// Why the word before this place is no level.
  llvm::StringRef reasonAfter(size_t place) const {
    constexpr std::pair<llvm::StringLiteral, llvm::StringLiteral> reasons[] = {
        {"例", "this act, or another one, as a whole"},
        {"约", "a treaty"},
        {"件", "conditions"},
        {"款", "a clause of a contract"},
        {"文", "the wording"},
        {"项", "a sum of money"}};
    for (const auto &[next, reason] : reasons)
      if (text.substr(place).startswith(next)) return reason;
    return "part of another word";
  }
  void none(size_t begin, llvm::StringRef reason) { out.none.push_back({static_cast<uint32_t>(begin), reason}); }

  // ---- bases and acts

  bool based(uint32_t first) {
    const size_t begin = at;
    // 三年以上, 以前: no citation begins within a word.
    if ((first == code("上") || first == code("下")) &&
        (text.take_front(at).endswith("以") || text.take_front(at).endswith("之")))
      return false;
    at += chineseBytes;
    Mention base;
    if (first == code("各")) {
      if (!take("该")) return back(begin);
      base.relative = Relative::That;
    } else if (first == code("本")) {
      const size_t word = at;
      if (const LevelWord *here = level()) {
        // 本节能, 本目标 and the like are sorted out by level(); 本条 needs nothing after it.
        if (here->level == Level::Article && looking("前")) { // 本条前两款
          const size_t count = out.list.size();
          if (based(code("前"))) {
            out.list[count].begin = static_cast<uint32_t>(begin);
            return true;
          }
        }
        base.relative = Relative::This;
        base.relativeLevel = here->level;
        return here->level == Level::Item && looking("目") ? back(begin) : path(base, begin);
      }
      if (looking("条") || looking("款")) none(begin, reasonAfter(at + chineseBytes));
      at = word;
      if (!kind() || text.take_front(begin).endswith("基")) return back(begin); // 基本法
      base.act = ActForm::This;
      take("的");
      if (!looking("第") && !looking("总则") && !looking("分则")) return back(begin);
      return path(base, begin) || back(begin);
    } else if (first == code("该")) {
      base.relative = Relative::That;
      const size_t word = at;
      if (kind()) {
        if (!looking("第")) return back(begin);
        base.relative = Relative::None;
        base.act = ActForm::Former;
        return path(base, begin) || back(begin);
      }
      at = word;
    } else {
      base.relative = first == code("下") ? Relative::Following : Relative::Preceding;
      if (const auto count = number()) {
        unsigned value = 0;
        llvm::StringRef(*count).getAsInteger(10, value);
        if (value > 30) return back(begin);
        base.count = static_cast<uint8_t>(value);
      }
    }
    const LevelWord *word = level();
    if (!word) {
      if (first == code("前") && looking("款")) none(begin, reasonAfter(at + chineseBytes));
      return back(begin);
    }
    base.relativeLevel = word->level;
    // 该项决定 speaks of the thing that it names; 上一编制 is none either.
    if (base.relative == Relative::That && !looking("的") && !looking("规定") && !looking("所") && !looking("第") &&
        !looking("之") && !looking("、"))
      return back(begin);
    if (base.relative == Relative::That && word->level == Level::Item && first == code("该") && !looking("规定") &&
        !looking("所列"))
      return back(begin);
    return path(base, begin);
  }

  bool back(size_t to) {
    at = to;
    return false;
  }

  bool titled() {
    const size_t begin = at;
    at += chineseBytes;
    size_t depth = 1, end = at;
    for (; end + chineseBytes <= text.size(); ++end) {
      const llvm::StringRef here = text.substr(end, chineseBytes);
      if (here == "《" || here == "〈") ++depth;
      if ((here == "》" || here == "〉") && --depth == 0) break;
      if (here == "。" || end - at > 300) return back(begin);
    }
    if (depth != 0) return back(begin);
    Mention base;
    base.act = ActForm::Named;
    base.marked = true;
    base.name = text.slice(at, end);
    at = end + chineseBytes;
    const size_t titleEnd = at;
    if (base.name.startswith("本") && isActTitle(base.name) && base.name.size() <= 5 * chineseBytes)
      base.act = ActForm::This; // 《本办法》
    const bool named = shortName(base.name);
    const size_t after = at;
    take("的");
    if (!looking("第")) {
      at = titleEnd;
      const bool found = path(base, begin);
      if (named) at = std::max(at, after);
      return found;
    }
    return path(base, begin);
  }

  /// After the name of an act: `（以下简称《治安法》）`. Other remarks in brackets are passed over before a 第.
  bool shortName(llvm::StringRef of) {
    const size_t begin = at;
    if (!take("（") && !take("(")) return false;
    const size_t full = std::min(text.find("）", at), text.find(")", at));
    if (full == llvm::StringRef::npos || full - at > 150) return back(begin);
    bool named = false;
    const llvm::StringRef inside = text.slice(at, full);
    for (llvm::StringRef word : {"以下简称", "以下称", "下称", "简称"})
      if (const size_t found = inside.find(word); found != llvm::StringRef::npos) {
        llvm::StringRef name = inside.drop_front(found + word.size());
        for (llvm::StringRef mark : {"：", "“", "《", "为", "\""}) name.consume_front(mark);
        for (llvm::StringRef mark : {"”", "》", "\""}) name.consume_back(mark);
        if (!name.empty()) out.shortNames.push_back({name, of});
        named = !name.empty();
        break;
      }
    at = full + (text[full] == ')' ? 1 : chineseBytes);
    if (!named && !looking("第")) at = begin;
    return named;
  }

  /// The name of an act right before a 第 that has no 本: 依照刑法第十条.
  void nameBefore(Mention &mention, size_t &begin) {
    size_t end = begin;
    if (text.take_front(end).endswith("的")) return;
    for (llvm::StringRef annex : {"附录", "附件", "附表", "附则"})
      if (text.take_front(end).endswith(annex)) { // its own numbers
        Step step;
        step.level = Level::Annex;
        step.title = annex;
        mention.steps.push_back(step);
        begin = end - annex.size();
        return;
      }
    const llvm::StringRef before = text.take_front(end);
    const bool names =
        std::any_of(std::begin(kinds), std::end(kinds), [&](llvm::StringRef kind) { return before.endswith(kind); });
    const bool part = before.endswith("分则") || before.endswith("总则");
    if (!names && !part) return;
    constexpr size_t longest = 45 * chineseBytes;
    size_t from = end;
    const size_t earliest = out.list.empty() || out.list.back().end > end ? 0 : out.list.back().end;
    while (from >= earliest + chineseBytes && from >= chineseBytes && end - from < longest) {
      const llvm::StringRef c = text.substr(from - chineseBytes, chineseBytes);
      if (!beginsChinese(c)) break;
      from -= chineseBytes;
    }
    llvm::StringRef name = text.slice(from, end);
    if (part) {
      const llvm::StringRef title = name.take_back(2 * chineseBytes);
      name = name.drop_back(2 * chineseBytes);
      if (!std::any_of(std::begin(kinds), std::end(kinds), [&](llvm::StringRef kind) { return name.endswith(kind); }))
        return;
      Step step;
      step.level = Level::Part;
      step.title = title;
      mention.steps.push_back(step);
    }
    for (llvm::StringRef word : {"该", "上述", "前述"})
      for (llvm::StringRef kind : kinds)
        if (name.endswith(word.str() + kind.str())) {
          mention.act = ActForm::Former;
          begin = end - word.size() - kind.size();
          return;
        }
    mention.act = ActForm::Named;
    mention.name = name;
    begin = from;
  }

  llvm::StringRef text;
  Mentions &out;
  size_t at = 0;
  uint32_t sentence = 0;
};

} // namespace

bool isActTitle(llvm::StringRef title) {
  // 《...条例（试行）》
  for (llvm::StringRef close : {"）", ")"})
    if (title.endswith(close)) {
      const size_t open = std::max(title.rfind("（") + 1, title.rfind("(") + 1);
      if (open != 0) title = title.take_front(open - 1);
    }
  if (title.endswith("条令")) return true;
  return std::any_of(std::begin(kinds), std::end(kinds), [&](llvm::StringRef kind) { return title.endswith(kind); });
}

void recogniseChinese(llvm::StringRef text, Mentions &mentions) { ChineseGrammar(text, mentions).run(); }

} // namespace proviso::wording
