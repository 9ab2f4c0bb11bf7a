#include "import/Draft.h"

#include "wording/Numerals.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

namespace proviso::importing {

namespace {

using llvm::StringRef;

constexpr llvm::StringLiteral liabilityTitles[] = {"法律责任",   "罚则", "行为和处罚", "奖励与惩罚",
                                                   "奖励和惩罚", "奖惩", "奖励与处罚", "奖励和处罚",
                                                   "惩罚",       "处罚", "责任追究"};
constexpr llvm::StringLiteral otherTitles[] = {"程序", "种类",     "管辖", "决定", "执行",
                                               "适用", "实施机关", "设定", "救济"};
constexpr llvm::StringLiteral sanctionWords[] = {"罚款",     "罚金",     "警告",     "没收", "吊销",     "责令",
                                                 "拘留",     "处分",     "刑事责任", "徒刑", "拘役",     "民事责任",
                                                 "赔偿责任", "通报批评", "处罚",     "死刑", "法律责任", "撤销"};

/// Names in statements, outside of texts.
std::set<std::string> namesIn(StringRef statements) {
  std::set<std::string> found;
  bool quoted = false;
  std::string word;
  for (size_t i = 0; i <= statements.size(); ++i) {
    const char c = i < statements.size() ? statements[i] : ' ';
    if (quoted) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        quoted = false;
      continue;
    }
    if (llvm::isAlnum(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80) {
      word += c;
      continue;
    }
    if (!word.empty()) found.insert(std::exchange(word, {}));
    quoted = c == '"';
  }
  return found;
}

/// One act, seen as penal paragraphs need it.
class Drafter {
public:
  Drafter(const Act &act, StringRef code) : act(act), code(code), parents(act.provisions.size()) {
    for (uint32_t id = 0; id < act.provisions.size(); ++id)
      for (uint32_t child : act.provisions[id].children) parents[child] = id;
    for (uint32_t id = 0; id < act.provisions.size(); ++id)
      if (act.provisions[id].level == "article") articles.emplace(act.provisions[id].label, id);
  }

  ActDraft run(std::vector<DraftedParagraph> &report) {
    const std::vector<uint32_t> paragraphs = sanctionBearing(act);
    std::map<uint32_t, std::pair<Penalty, DraftNames>> read;
    std::map<uint32_t, std::string> reasons;
    for (uint32_t id : paragraphs) {
      std::string why;
      DraftNames names;
      if (auto found = paragraph(id, names, why))
        read.emplace(id, std::pair(std::move(*found), std::move(names)));
      else
        reasons.emplace(id, why);
    }
    const std::set<uint32_t> good = founded(read);
    ActDraft result;
    std::set<std::string> used;
    DraftNames names;
    for (uint32_t id : paragraphs) {
      const auto found = read.find(id);
      const bool drafted = found != read.end() && good.count(id) != 0;
      DraftedParagraph &one = report.emplace_back();
      one.act = code.str();
      one.place = placeOf(id, " ");
      if (!drafted) {
        one.left = {found == read.end() ? reasons[id] : "(what is cited is no draft)"};
        continue;
      }
      const Penalty &penalty = found->second.first;
      one.state = penalty.left.empty() ? DraftedParagraph::State::Full : DraftedParagraph::State::Part;
      one.left = penalty.left;
      ActDraft::Around &around = result.statements[id];
      around = {conditionsOf(penalty), sanctionsOf(penalty)};
      for (const std::string &name : namesIn(around.before + around.after)) used.insert(name);
      for (size_t i = 0; i < penalty.items.size(); ++i) {
        ActDraft::Around &item = result.statements[act.provisions[id].children[i]];
        item.before = fmt::format("when {}\n", penalty.items[i]);
        for (const std::string &name : namesIn(item.before)) used.insert(name);
      }
      names.add(found->second.second);
    }
    if (result.statements.empty()) return result;
    auto keep = [&](const std::map<std::string, std::string> &from, std::map<std::string, std::string> &to) {
      for (const auto &[name, label] : from)
        if (used.count(name)) to.emplace(name, label);
    };
    keep(names.roles, result.names.roles);
    keep(names.authorities, result.names.authorities);
    keep(names.referrals, result.names.referrals);
    keep(names.facts, result.names.facts);
    keep(names.own, result.names.own);
    result.names.used = used;
    result.uses = "drafted_words, drafted_sanctions";
    if (result.names.own.empty()) return result;
    const std::string name = fmt::format("facts_of_{}", std::string_view(code));
    result.uses = name + ", " + result.uses;
    result.vocabulary = fmt::format("vocabulary {} {{\n", name);
    for (const auto &[fact, type] : result.names.own) result.vocabulary += fmt::format("fact {} {}\n", fact, type);
    result.vocabulary += "}\n\n";
    return result;
  }

private:
  const Provision &operator[](uint32_t id) const { return act.provisions[id]; }

  uint32_t articleOf(uint32_t id) const {
    while (id != 0 && (*this)[id].level != "article") id = parents[id];
    return id;
  }

  std::vector<uint32_t> paragraphsOf(uint32_t article) const {
    std::vector<uint32_t> list;
    for (uint32_t child : (*this)[article].children)
      if ((*this)[child].level == "paragraph") list.push_back(child);
    return list;
  }

  std::string placeOf(uint32_t id, StringRef between) const {
    const uint32_t article = articleOf(id);
    std::string name = "article" + between.str() + (*this)[article].label;
    if (paragraphsOf(article).size() > 1) name += between.str() + "paragraph" + between.str() + (*this)[id].label;
    return name;
  }

  std::optional<Penalty> paragraph(uint32_t id, DraftNames &names, std::string &why) const {
    const Provision &p = (*this)[id];
    why = "(the form of the paragraph)";
    if (articleOf(id) == 0 || p.texts.size() != 1 || p.texts.front().childrenBefore != 0) return std::nullopt;
    const StringRef words = p.texts.front().words;
    if (words.contains('\n')) return std::nullopt;
    std::vector<std::string> items;
    for (uint32_t child : p.children) {
      const Provision &item = (*this)[child];
      if (item.level != "item" || item.texts.size() != 1 || !item.children.empty()) return std::nullopt;
      items.push_back(item.texts.front().words);
    }
    std::string name = placeOf(id, "_");
    std::replace(name.begin(), name.end(), '-', '_');
    PenaltyPlace place{name, [&](const wording::Mention &one) { return citation(one, id); }};
    return readPenalty(words, items, place, names, why);
  }

  /// Those whose citations lead to drafts: what is cited must impose, or have elements.
  std::set<uint32_t> founded(const std::map<uint32_t, std::pair<Penalty, DraftNames>> &read) const {
    std::set<uint32_t> good;
    auto related = [&](uint32_t target, bool imposing) {
      return llvm::any_of(good, [&](uint32_t one) {
        const Penalty &penalty = read.find(one)->second.first;
        if (imposing && llvm::none_of(penalty.tiers, [](const PenaltyTier &tier) {
              return llvm::any_of(tier.imposed,
                                  [](const Imposed &thing) { return thing.form != Imposed::Form::Refer; });
            }))
          return false;
        for (uint32_t at = one; at != 0; at = parents[at])
          if (at == target) return true;
        for (uint32_t at = target; at != 0; at = parents[at])
          if (at == one) return (*this)[target].level != "item" || !penalty.items.empty();
        return false;
      });
    };
    // All paragraphs of what is cited must be drafts: else a part of what it imposes would be missing in silence.
    auto whole = [&](uint32_t target, bool imposing) {
      if (!related(target, imposing)) return false;
      if ((*this)[target].level != "article") return true;
      return llvm::all_of(paragraphsOf(target), [&](uint32_t one) { return good.count(one) != 0; });
    };
    for (bool more = true; more;) {
      more = false;
      for (const auto &[id, one] : read)
        if (good.count(id) == 0 &&
            llvm::all_of(one.first.imposing, [&](uint32_t target) { return whole(target, true); }) &&
            llvm::all_of(one.first.committed, [&](uint32_t target) { return whole(target, false); }))
          more = good.insert(id).second;
    }
    return good;
  }

  // ---- citations

  /// The provisions of this level and label at or under others, a paragraph left out being the one that has items.
  std::optional<uint32_t> child(uint32_t parent, StringRef level, StringRef label) const {
    for (uint32_t one : (*this)[parent].children)
      if ((*this)[one].level == level && (*this)[one].label == label) return one;
    return std::nullopt;
  }

  std::optional<DraftCitation> citation(const wording::Mention &one, uint32_t home) const {
    const uint32_t article = articleOf(home);
    uint32_t at = 0; // the article or paragraph that the steps go on from
    std::string text;
    if (one.relative == wording::Relative::Preceding) {
      if (one.relativeLevel == wording::Level::Paragraph) {
        const std::vector<uint32_t> all = paragraphsOf(article);
        const size_t mine = static_cast<size_t>(llvm::find(all, home) - all.begin());
        if (mine >= all.size() || mine < one.count) return std::nullopt;
        if (one.steps.empty()) {
          DraftCitation found{
              one.count == 1 ? "preceding paragraph" : fmt::format("any of preceding {} paragraphs", one.count), {}};
          for (size_t i = mine - one.count; i < mine; ++i) found.targets.push_back(all[i]);
          return found;
        }
        if (one.count != 1) return std::nullopt;
        at = all[mine - 1];
        text = fmt::format("article {} paragraph {}", (*this)[article].label, (*this)[at].label);
      } else if (one.relativeLevel == wording::Level::Article && one.steps.empty() && one.count == 1) {
        const auto before = preceding(article);
        if (!before) return std::nullopt;
        return DraftCitation{"preceding article", {*before}};
      } else {
        return std::nullopt;
      }
    } else if (one.relative != wording::Relative::None &&
               (one.relative != wording::Relative::This || one.relativeLevel != wording::Level::Article)) {
      return std::nullopt;
    } else if (one.relative == wording::Relative::This ||
               (!one.steps.empty() && one.steps[0].level == wording::Level::Paragraph)) {
      if (one.act != wording::ActForm::Silent) return std::nullopt;
      at = article;
      text = "article " + (*this)[article].label;
    }
    if (one.steps.empty()) return std::nullopt;
    for (size_t i = 0; i < one.steps.size(); ++i) {
      const wording::Step &step = one.steps[i];
      const bool last = i + 1 == one.steps.size();
      if (!step.title.empty() || step.members.empty()) return std::nullopt;
      const StringRef level = nameOf(step.level);
      if (level != "article" && level != "paragraph" && level != "item") return std::nullopt;
      if ((level == "article") != (at == 0)) return std::nullopt;
      if (level == "item" && (*this)[at].level == "article") {
        // The paragraph is left out: the one that has items.
        std::optional<uint32_t> with;
        for (uint32_t paragraph : paragraphsOf(at))
          if (!(*this)[paragraph].children.empty()) {
            if (with) return std::nullopt;
            with = paragraph;
          }
        if (!with) return std::nullopt;
        at = *with;
        text += " paragraph " + (*this)[at].label;
      }
      auto find = [&](StringRef label) -> std::optional<uint32_t> {
        if (level != "article") return child(at, level, label);
        const auto found = articles.find(label.str());
        return found == articles.end() ? std::nullopt : std::optional(found->second);
      };
      std::vector<uint32_t> targets;
      std::vector<std::string> labels;
      for (const wording::Step::Member &member : step.members) {
        const auto from = find(member.from);
        if (!from) return std::nullopt;
        targets.push_back(*from);
        labels.push_back(member.from);
        if (member.to.empty()) continue;
        const auto to = find(member.to);
        if (!to || *to <= *from) return std::nullopt;
        targets.push_back(*to);
        labels.back() += " to " + member.to;
      }
      const bool several = targets.size() > 1;
      if (several && !last) return std::nullopt;
      text += fmt::format("{}{}{} {}{}", text.empty() ? "" : " ", std::string_view(level), several ? "s" : "",
                          fmt::join(labels.begin(), labels.end() - 1, ", "),
                          (labels.size() > 1 ? " and " : "") + labels.back());
      if (last) return DraftCitation{(several ? "any of " : "") + text, targets};
      at = targets.front();
    }
    return std::nullopt;
  }

  std::optional<uint32_t> preceding(uint32_t article) const {
    std::optional<uint32_t> before;
    for (uint32_t id = 1; id < article; ++id)
      if ((*this)[id].level == "article") before = id;
    return before;
  }

  const Act &act;
  StringRef code;
  std::vector<uint32_t> parents;
  std::map<std::string, uint32_t> articles;
};

} // namespace

std::vector<uint32_t> sanctionBearing(const Act &act) {
  std::vector<uint32_t> found;
  const bool criminal = act.title == "中华人民共和国刑法";
  std::vector<std::pair<uint32_t, bool>> stack{{0, false}};
  while (!stack.empty()) {
    const auto [id, within] = stack.back();
    stack.pop_back();
    const Provision &p = act.provisions[id];
    bool inside = within;
    if (p.level != "article" && p.level != "paragraph" && !p.title.empty()) {
      const std::string title = closedUp(p.title);
      auto has = [&](StringRef word) { return StringRef(title).contains(word); };
      inside = inside || (llvm::any_of(liabilityTitles, has) && llvm::none_of(otherTitles, has)) ||
               (criminal && p.level == "part" && title == "分则");
    }
    if (p.level == "paragraph") {
      std::string words;
      for (const Text &text : p.texts) words += text.words;
      for (uint32_t child : p.children)
        for (const Text &text : act.provisions[child].texts) words += text.words;
      if (inside && llvm::any_of(sanctionWords, [&](StringRef word) { return StringRef(words).contains(word); }))
        found.push_back(id);
      continue;
    }
    for (uint32_t child : llvm::reverse(p.children)) stack.emplace_back(child, inside);
  }
  return found;
}

ActDraft draft(const Act &act, llvm::StringRef code, std::vector<DraftedParagraph> &report) {
  return Drafter(act, code).run(report);
}

std::string sharedVocabulary(const DraftNames &names) {
  auto quoted = [](StringRef text) { return "\"" + text.str() + "\""; };
  std::string out = "// What the drafts of one import name in common. Labels are the words of the acts.\n\n"
                    "vocabulary drafted_words {\n"
                    "form individual \"个人\"\nform unit \"单位\"\n\n";
  for (const auto &[name, label] : names.roles) out += fmt::format("role {} {}\n", name, quoted(label));
  out += "\n";
  for (const auto &[name, label] : names.authorities) out += fmt::format("authority {} {}\n", name, quoted(label));
  out += "\n";
  static constexpr std::pair<llvm::StringLiteral, llvm::StringLiteral> common[] = {
      {"circumstances",
       "one of minor < ordinary < rather_serious < serious < especially_serious for each provision \"情节\""},
      {"consequences", "one of ordinary < serious < especially_serious for each provision \"后果\""},
      {"amount_involved", "one of ordinary < rather_large < huge < especially_huge for each provision \"数额\""},
      {"quantity_involved", "one of ordinary < rather_large < large < huge for each provision \"数量\""},
      {"constitutes_crime", "boolean for each provision \"构成犯罪\""},
      {"liable_to_criminal_punishment", "boolean for each provision \"够刑事处罚\""},
      {"constitutes_public_security_offence", "boolean for each provision \"构成违反治安管理行为\""},
      {"illegal_gains", "money CNY or unascertainable \"违法所得\""}};
  for (const auto &[name, type] : common)
    if (names.used.count(name.str()))
      out += fmt::format("fact {} : {}\n", std::string_view(name), std::string_view(type));
  for (const auto &[name, label] : names.facts) out += fmt::format("fact {} : money CNY {}\n", name, quoted(label));
  out += R"(}

scale drafted_sanctions "The mildest first" {
measures {
order "责令"
publication "通报、公告"
}
administrative {
warning "警告"
public_criticism "通报批评"
confiscation "没收" of money CNY
fine "罚款" money CNY
suspension_of_permit "暂扣、暂停"
downgrading "降低等级"
suspension_of_business "停产停业、停业整顿"
closure "关闭"
revocation "吊销、撤销"
disqualification "不得从事、禁止" from 1 month
detention "拘留" from 1 day to 20 days on individual
}
disciplinary {
disciplinary_warning "警告处分" on individual
demerit "记过" on individual
serious_demerit "记大过" on individual
demotion "降级" on individual
removal_from_post "撤职" on individual
dismissal "开除" on individual
}
criminal {
public_surveillance "管制" from 3 months to 3 years on individual
criminal_detention "拘役" from 1 month to 1 year on individual
imprisonment "有期徒刑" from 6 months to 25 years on individual
life_imprisonment "无期徒刑" on individual
death_penalty "死刑" on individual
criminal_fine "罚金" money CNY additional
deprivation_of_political_rights "剥夺政治权利" on individual additional
confiscation_of_property "没收财产" on individual additional
}

)";
  for (const auto &[name, label] : names.referrals) out += fmt::format("referral {} {}\n", name, quoted(label));
  return out + "}\n";
}

} // namespace proviso::importing
