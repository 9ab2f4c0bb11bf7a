// The penal paragraphs of Chinese law, as a grammar:
//
//   paragraph  = sentence { "。" sentence }
//   sentence   = segment { "；" segment }
//   segment    = [condition "，"] clause { "，" (condition | clause) }        the first one: conduct "，" clause ...
//   conduct    = [subject] "违反" citations ["的"] "规定" ["，" words] "的"
//              | [subject] [words "，"] "有下列" ("行为" | "情形") "之一" {"，" condition} ["的"]
//              | [subject] ("有" | "犯") ("前款" | "第一款" ...) "行为" | "罪" ["的"]
//              | [subject] words "的"
//   condition  = atom { ("或者" | "并且" | "，") atom } "的"
//   atom       = refusal | grade | threshold | "构成犯罪" | "尚不构成犯罪" | "构成违反治安管理行为" | words
//   refusal    = ("拒不" | "逾期不" | "逾期未" | "仍不") words              of an order that was given: disobeyed
//   grade      = "情节严重" | "造成严重后果" | "数额巨大" | "有其他严重情节" ...
//   threshold  = ["没有" base "或者"] base ("不足" money | money "以上" | money "以下")
//   words      = "造成" ... | "致" ... | "情节" ... : what surely makes a tier, and no conduct of its own
//   clause     = {"并" | "同时" | "依法" | "可以" | "应当"} {addressee | authority} sanctions
//   addressee  = "对" persons ["，"]
//   authority  = "由" words
//   sanctions  = sanction { ("或者" | "、" | "并") sanction }
//   sanction   = "责令" words | "警告" | "通报批评" | "没收" things | ["处"] amount "罚款" | "吊销" words | ...
//              | terms | "依照" citations "的规定处罚" | "依法追究刑事责任" | "依法给予处分" | ...
//   amount     = money ["以上" [money "以下"]] | money "以下" | base ratio ["以上" ratio "以下"] | base ratio "以下"
//   terms      = term { ("、" | "或者") term }, term = [duration] ("有期徒刑" | "拘役" | "罚金" ...)
//
// A sentence is read from the left, and every word of a clause is to be consumed: what is left over makes the clause
// one that was not understood. Where conduct ends is where all that follows can be read.
#include "import/PenaltyGrammar.h"

#include "source/Characters.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <llvm/ADT/StringExtras.h>

namespace proviso::importing {

namespace {

struct Grade {
  llvm::StringLiteral words, condition;
};
constexpr Grade grades[] = {
    {"情节较轻", "circumstances = minor"},
    {"情节轻微", "circumstances = minor"},
    {"情节较重", "circumstances >= rather_serious"},
    {"情节严重", "circumstances >= serious"},
    {"有严重情节", "circumstances >= serious"},
    {"有其他严重情节", "circumstances >= serious"},
    {"情节特别严重", "circumstances >= especially_serious"},
    {"有特别严重情节", "circumstances >= especially_serious"},
    {"有其他特别严重情节", "circumstances >= especially_serious"},
    {"造成严重后果", "consequences >= serious"},
    {"后果严重", "consequences >= serious"},
    {"造成特别严重后果", "consequences >= especially_serious"},
    {"后果特别严重", "consequences >= especially_serious"},
    {"数额较大", "amount_involved >= rather_large"},
    {"数额巨大", "amount_involved >= huge"},
    {"数额特别巨大", "amount_involved >= especially_huge"},
    {"数量较大", "quantity_involved >= rather_large"},
    {"数量大", "quantity_involved >= large"},
    {"数量巨大", "quantity_involved >= huge"},
    {"构成犯罪", "constitutes_crime"},
    {"构成违反治安管理行为", "constitutes_public_security_offence"},
    {"有违反治安管理行为", "constitutes_public_security_offence"},
    {"违反治安管理", "constitutes_public_security_offence"},
    {"违反治安管理规定", "constitutes_public_security_offence"},
    {"尚不构成犯罪", "not constitutes_crime"},
    {"不构成犯罪", "not constitutes_crime"},
    {"尚未构成犯罪", "not constitutes_crime"},
    {"尚不够刑事处罚", "not liable_to_criminal_punishment"},
};

/// What makes a tier of what stands before it, and is no conduct by itself.
constexpr llvm::StringLiteral tierOpeners[] = {
    "情节",   "造成",     "致使",   "致人",     "致",     "后果", "数额", "数量", "有其他", "有特别严重",
    "有严重", "因而造成", "并造成", "尚未造成", "未造成", "导致", "引起", "发生", "属于"};
constexpr llvm::StringLiteral refusals[] = {"拒不", "逾期仍不", "逾期不", "逾期未", "仍不", "逾期仍未", "经责令仍不"};

/// Words that limit or turn what stands before them.
constexpr llvm::StringLiteral turning[] = {"但",   "除外",     "另有规定", "不适用", "从其规定", "免除",   "免予",
                                           "不予", "可以不",   "从轻",     "减轻",   "从重",     "除依照", "除按照",
                                           "不再", "不得超过", "按日",     "每日",   "不足一",   "计算"};

constexpr llvm::StringLiteral subjectEndings[] = {"者",   "人",   "单位", "企业", "机构", "人员",     "部门", "组织",
                                                  "个人", "公司", "机关", "学校", "医院", "医疗机构", "律师", "医师",
                                                  "法官", "银行", "公民", "船舶", "商",   "员",       "警察", "军人",
                                                  "师",   "院",   "政府", "社",   "海关", "委员会",   "站",   "所"};
constexpr llvm::StringLiteral afterSubject[] = {"违反", "有下列", "有前款", "未",     "不",
                                                "拒",   "擅自",   "犯前",   "有本法", "有本条例"};
constexpr llvm::StringLiteral notInSubject[] = {"的", "在", "对", "将",   "为",   "以",   "从",     "向",   "把",
                                                "被", "未", "不", "违反", "有",   "及其", "利用",   "使用", "，",
                                                "（", "因", "按", "与",   "未经", "经过", "经批准", "参加", "组织他",
                                                "收", "受", "让", "于",   "给",   "明知", "冒充"};

} // namespace

// ---- paragraph

std::optional<Penalty> PenaltyGrammar::run(StringRef wording, const std::vector<std::string> &itemTexts,
                                           std::string &why) {
  wording = wording.trim();
  if (!itemTexts.empty())
    for (StringRef colon : {"：", ":"}) wording.consume_back(colon);
  for (StringRef deleted : {"日删除）", "日删除)"}) // kept in the text, and law no more
    if (wording.contains(deleted)) {
      why = wording.str();
      return std::nullopt;
    }
  if (concurrence(wording)) return std::move(result);
  bool first = true, leftHere = false; // a segment of this sentence was not understood
  for (StringRef sentence : split(wording, stops)) {
    for (StringRef part : split(sentence, semicolons)) {
      part = part.trim();
      if (part.empty()) continue;
      if (first) {
        if (!opening(part, itemTexts)) {
          why = stuck.empty() ? part.str() : stuck.str();
          return std::nullopt;
        }
        first = false;
      } else if ((leftHere && !standsAlone(part)) || !further(part)) {
        leftHere = true;
        if (containsAny(part, turning)) {
          why = part.str();
          return std::nullopt;
        }
        result.left.push_back(part.str());
        outer.clear();
      }
    }
    afterStop = true;
    leftHere = false;
  }
  if (result.tiers.empty() || !finish()) {
    why = wording.str();
    return std::nullopt;
  }
  return std::move(result);
}

bool PenaltyGrammar::standsAlone(StringRef segment) {
  return startsWithAny(segment, {"情节", "拒不", "逾期", "构成犯罪的，", "构成违反治安管理行为的，", "造成", "给"});
}

bool PenaltyGrammar::concurrence(StringRef words) {
  words.consume_back("。");
  for (StringRef end : {"的，依照处罚较重的规定定罪处罚", "的，依照处罚较重的规定处罚"})
    if (words.consume_back(end)) {
      if (!words.consume_back("，同时构成其他犯罪") && !words.consume_back("，同时又构成其他犯罪")) return false;
      if (words.startswith("单位")) return false;
      const auto when = committed(words);
      if (!when) return false;
      result.when = *when;
      result.concurrence = "heaviest";
      return true;
    }
  return false;
}

bool PenaltyGrammar::finish() {
  if (crime.empty()) return true;
  auto refers = [](const PenaltyTier &one) { return onlyRefers(one.imposed); };
  auto opposes = [](const PenaltyTier &one) {
    return containsAny(one.guard, {"constitutes_crime", "liable_to", "circumstances"});
  };
  auto ofCrime = [&](const PenaltyTier &one) {
    return refers(one) || containsAny(one.guard, {"constitutes_crime", "liable_to"});
  };
  const llvm::ArrayRef<PenaltyTier> further = llvm::makeArrayRef(result.tiers).drop_front();
  const bool apart = (!further.empty() || !result.left.empty()) && llvm::all_of(further, refers);
  if (!apart && llvm::none_of(further, opposes)) {
    if (crime == "constitutes_public_security_offence" && !further.empty()) return false;
    result.when = joined(result.when, "and", crime);
    return true;
  }
  if (!apart && !(StringRef(crime).contains("crime") ? llvm::all_of(further, ofCrime) : llvm::all_of(further, opposes)))
    return gravity(further);
  result.tiers.front().kind = PenaltyTier::Kind::Also;
  result.tiers.front().guard = crime;
  return true;
}

bool PenaltyGrammar::gravity(llvm::ArrayRef<PenaltyTier> further) {
  if (crime != "not constitutes_crime" ||
      llvm::any_of(further, [](const PenaltyTier &one) { return one.kind == PenaltyTier::Kind::Instead; }))
    return false;
  for (PenaltyTier &one : llvm::drop_begin(result.tiers))
    if (!containsAny(one.guard, {"constitutes_crime", "liable_to"}) && !onlyRefers(one.imposed))
      one.guard = joined(crime, "and", one.guard);
  result.tiers.front().kind = PenaltyTier::Kind::Also;
  result.tiers.front().guard = crime;
  return true;
}

// ---- names

bool PenaltyGrammar::isAuthority(StringRef words) {
  return endsWithAny(words, {"部门", "机关", "政府", "委员会", "海关", "局", "法院", "检察院"});
}

std::string PenaltyGrammar::role(StringRef words) {
  const std::string name = nameFrom(words) + (isAuthority(words) ? "_as_subject" : "");
  names.roles.emplace(name, words.str());
  return name;
}

std::string PenaltyGrammar::referral(StringRef name, StringRef words) {
  const std::string own = name.empty() ? nameFrom(words) : name.str();
  names.referrals.emplace(own, words.str());
  return own;
}

std::string PenaltyGrammar::open(StringRef words) {
  std::string name = nameFrom(words);
  if (characters(words) > 20) {
    const auto known = cases.emplace(words.str(), cases.size() + 1).first;
    name = fmt::format("case_{}_of_{}", known->second, where.name);
  }
  names.own.emplace(name, ": boolean for each provision " + inQuotes(words));
  return name;
}

std::string PenaltyGrammar::sum(StringRef words) {
  words.consume_front("其");
  if (words == "违法所得" || words == "非法所得") return "illegal_gains";
  const std::string name = nameFrom(words);
  names.facts.emplace(name, words.str());
  return name;
}

// ---- conduct

bool PenaltyGrammar::opening(StringRef segment, const std::vector<std::string> &itemTexts) {
  const std::vector<StringRef> parts = split(segment, commas);
  for (size_t i = 0; i + 1 < parts.size(); ++i) {
    const StringRef before = across(parts.front(), parts[i]).trim();
    const bool listed = before.endswith("之一");
    if (!before.endswith("的") && !listed) continue;
    if (parts[i + 1].endswith("的") && !isGains(parts[i + 1])) continue; // one more condition
    const llvm::ArrayRef<StringRef> clauses = llvm::makeArrayRef(parts).drop_front(i + 1);
    const Penalty kept = result;
    const DraftNames keptNames = names;
    PenaltyTier base;
    // 组织...的，对首要分子和其他罪行重大的，处...
    StringRef act = before;
    categories = i > 0 && parts[i].startswith("对") && parts[i].endswith("的") && parts[i - 1].endswith("的");
    if (categories) {
      act = across(parts.front(), parts[i - 1]);
      base.kind = PenaltyTier::Kind::Also;
      base.guard = open(parts[i].drop_front(chineseBytes).drop_back(chineseBytes));
    }
    unit = before.startswith("单位");
    if (tier(clauses, base, true)) {
      if (conduct(act, itemTexts)) return true;
      stuck = before;
    }
    result = kept;
    names = keptNames;
    outer.clear();
  }
  return false;
}

bool PenaltyGrammar::conduct(StringRef words, const std::vector<std::string> &itemTexts) {
  if (words.endswith("的")) words = words.drop_back(chineseBytes);
  for (bool more = true; more;) {
    more = false;
    for (const auto &[ending, condition] : {std::pair<StringRef, StringRef>{"，尚不构成犯罪", "not constitutes_crime"},
                                            {"，不构成犯罪", "not constitutes_crime"},
                                            {"，尚不够刑事处罚", "not liable_to_criminal_punishment"},
                                            {"，构成犯罪", "constitutes_crime"},
                                            {"，构成违反治安管理行为", "constitutes_public_security_offence"},
                                            {"，情节较轻", "circumstances = minor"},
                                            {"，情节轻微", "circumstances = minor"}})
      if (words.consume_back(ending)) {
        crime = crime.empty() ? condition.str() : condition.str() + " and " + crime;
        more = true;
      }
  }
  const auto condition = conductOf(words, !itemTexts.empty(), where.name, true);
  if (!condition) return false;
  const std::string &when = *condition;
  if (when.empty()) return false;
  result.when = when;
  if (itemTexts.empty()) return true;
  if (!llvm::StringRef(when).contains("any item")) return false;
  for (size_t i = 0; i < itemTexts.size(); ++i) {
    StringRef item = StringRef(itemTexts[i]).trim();
    for (StringRef end : {"；", ";", "。", "，"}) item.consume_back(end);
    // An item that is punished by its own words is no mere conduct.
    if (item.empty() || containsAny(item, {"，处", "并处", "给予警告", "罚款；", "。"})) return false;
    if (item.endswith("的")) item = item.drop_back(chineseBytes);
    const auto one = conductOf(item, false, fmt::format("{}_item_{}", where.name, i + 1), false);
    if (!one || one->empty()) return false;
    result.items.push_back(*one);
  }
  return true;
}

std::string PenaltyGrammar::joined(StringRef a, StringRef word, StringRef b) {
  auto inner = [&](StringRef text) {
    const StringRef other = word == "and" ? " or " : " and ";
    return text.contains(other) && !text.startswith("(") ? "(" + text.str() + ")" : text.str();
  };
  return fmt::format("{} {} {}", inner(a), std::string_view(word), inner(b));
}

std::optional<std::string> PenaltyGrammar::conductOf(StringRef words, bool withItems, const std::string &name,
                                                     bool whole) {
  if (words.contains("，对") || words.contains("上述") || words.contains("所列") || words.endswith("不服") ||
      holdsConsequence(words))
    return std::nullopt;
  if (!withItems && containsAny(words, {"下列", "以下行为", "以下情形"})) return std::nullopt;
  std::string condition;
  auto with = [&](StringRef more) { condition = condition.empty() ? more.str() : joined(condition, "and", more); };
  if (whole) subject(words);
  if (StringRef cited = words; cited.consume_front("违反"))
    if (const auto found = violated(cited)) {
      with(*found);
      words = cited;
      if (words.consume_front("，") || words.consume_front(","))
        if (whole && result.subject.empty()) subject(words);
    }
  if (withItems) {
    const size_t at = words.find("下列");
    if (at == StringRef::npos) return std::nullopt;
    StringRef head = words.take_front(at), tail = words.drop_front(at + StringRef("下列").size());
    static constexpr llvm::StringLiteral lists[] = {"行为之一", "情形之一",     "违法行为之一",
                                                    "情况之一", "违法情形之一", "危险作业行为之一"};
    if (!consumeAny(tail, lists)) return std::nullopt;
    static constexpr llvm::StringLiteral verbs[] = {"有", "实施", "具有", "存在"};
    bool verb = false;
    for (StringRef one : verbs) verb = verb || head.consume_back(one);
    if (!verb) return std::nullopt;
    for (StringRef comma : {"，", ","}) head.consume_back(comma);
    static constexpr llvm::StringLiteral nothing[] = {"违反本法规定", "违反本条例规定", "违反本法的规定",
                                                      "违反本条例的规定", "违反本办法规定"};
    if (llvm::is_contained(nothing, head)) head = {};
    if (StringRef after = head; consumeAny(after, nothing) && consumeAny(after, commas) && whole) {
      subject(after);
      head = after;
    }
    if (!head.empty() && whole && result.subject.empty() && isNoun(head)) {
      result.subject = role(head);
    } else if (!head.empty() && !head.endswith("违反")) {
      if (head.contains("：")) return std::nullopt;
      with(conductFact(name, head));
    }
    with("any item");
    if (consumeAny(tail, commas)) {
      const auto more = conditions(tail, false);
      if (!more) return std::nullopt;
      with(*more);
    } else if (!tail.empty()) {
      return std::nullopt;
    }
    return condition;
  }
  if (whole)
    if (const auto earlier = committed(words)) {
      with(*earlier);
      return condition;
    }
  if (containsAny(words, {"前款", "前条", "前两款", "第一款", "第二款", "前项"})) return std::nullopt;
  if (words.empty()) return condition;
  if (!condition.empty())
    for (const Grade &one : grades)
      if (words == one.words) {
        with(one.condition);
        return condition;
      }
  with(conductFact(name, words));
  return condition;
}

bool PenaltyGrammar::holdsConsequence(StringRef words) {
  static constexpr llvm::StringLiteral begins[] = {"由",   "责令",     "处",       "没收", "给予", "可以",
                                                   "并处", "依法给予", "依法追究", "吊销", "暂扣", "撤销",
                                                   "予以", "应当",     "除",       "并可", "并对", "依照"};
  static constexpr llvm::StringLiteral goesOn[] = {"或者", "并",   "以及", "造成", "致",     "情节", "数额", "数量",
                                                   "后果", "尚不", "构成", "仍",   "有其他", "以",   "经"};
  const std::vector<StringRef> parts = split(words, commas);
  for (size_t i = 1; i < parts.size(); ++i)
    if (startsWithAny(parts[i], begins) || (parts[i - 1].endswith("的") && !startsWithAny(parts[i], goesOn)))
      return true;
  return false;
}

std::string PenaltyGrammar::conductFact(const std::string &of, StringRef words) {
  const std::string name = "conduct_of_" + of;
  names.own[name] = ": boolean " + inQuotes(words);
  return name;
}

bool PenaltyGrammar::isNoun(StringRef words) {
  return characters(words) <= 30 && endsWithAny(words, subjectEndings) &&
         !containsAny(words, {"，", "在", "违反", "未", "不", "有", "利用", "通过", "中", "对", "（", "因"}) &&
         !startsWithAny(words, {"以", "从事", "经", "向", "为", "非法", "擅自", "明知", "使用", "其"});
}

void PenaltyGrammar::subject(StringRef &words) {
  size_t end = StringRef::npos;
  for (StringRef next : afterSubject)
    if (const size_t at = words.find(next); at != 0) end = std::min(end, at);
  if (end == StringRef::npos || end > 24 * chineseBytes) return;
  const StringRef noun = words.take_front(end);
  if (containsAny(noun, notInSubject) || !endsWithAny(noun, subjectEndings)) return;
  std::vector<std::string> who;
  static constexpr llvm::StringLiteral between[] = {"、", "或者", "和", "以及"};
  if (noun == "任何单位和个人" || noun == "单位和个人" || noun == "单位或者个人" || noun == "单位、个人" ||
      noun == "个人或者单位") {
    words = words.drop_front(end);
    return;
  }
  if (noun == "单位" || noun == "个人") {
    result.subject = noun == "单位" ? "unit" : "individual";
    words = words.drop_front(end);
    return;
  }
  for (StringRef part : split(noun, between)) {
    if (characters(part) < 2 || !endsWithAny(part, subjectEndings) || part == "单位" || part == "个人" ||
        part.startswith("其他") || part == "人员")
      return;
    who.push_back(part.str());
  }
  for (std::string &one : who) one = role(one);
  result.subject = fmt::format("{}", fmt::join(who, " or "));
  words = words.drop_front(end);
}

std::optional<std::string> PenaltyGrammar::violated(StringRef &words) {
  const StringRef clause = split(words, commas).front();
  size_t end = clause.find("规定");
  if (end == StringRef::npos) return std::nullopt;
  StringRef cited = clause.take_front(end);
  end += StringRef("规定").size();
  if (end != clause.size()) return std::nullopt;
  cited.consume_back("的");
  // 违反本法第四十六条的规定，...，或者违反本法第五十一条规定，...: the rest goes with each breach apart.
  if (words.drop_front(end).contains("违反本")) return std::nullopt;
  const auto found = citations(cited);
  if (!found) return std::nullopt;
  words = words.drop_front(end);
  std::vector<std::string> breaches;
  for (const DraftCitation &one : *found) breaches.push_back("violates " + one.text);
  return llvm::join(breaches, " or ");
}

std::optional<std::vector<DraftCitation>> PenaltyGrammar::citations(StringRef text) const {
  wording::Mentions mentions;
  wording::recognise(text, mentions);
  if (mentions.list.empty()) return std::nullopt;
  std::vector<DraftCitation> list;
  size_t at = 0;
  for (const wording::Mention &one : mentions.list) {
    const StringRef between = text.slice(at, one.begin);
    if (at == 0 ? !between.empty()
                : between != "、" && between != "或者" && between != "和" && between != "以及" && between != "及")
      return std::nullopt;
    if (one.act == wording::ActForm::Named || one.act == wording::ActForm::Former || one.wholeAct())
      return std::nullopt;
    const auto found = where.citation(one);
    if (!found) return std::nullopt;
    list.push_back(*found);
    at = one.end;
  }
  if (at != text.size()) return std::nullopt;
  return list;
}

std::optional<std::string> PenaltyGrammar::committed(StringRef words) {
  bool crime = false;
  if (!words.consume_front("有")) {
    if (!words.consume_front("犯")) return std::nullopt;
    crime = true;
  }
  static constexpr llvm::StringLiteral crimes[] = {"之罪", "罪"};
  static constexpr llvm::StringLiteral acts[] = {"规定的违法行为", "规定行为", "规定的行为", "规定情形", "规定的情形",
                                                 "违法行为",       "行为之一", "行为",       "情形"};
  const Words endings = crime ? Words(crimes) : Words(acts);
  const auto end = llvm::find_if(endings, [&](StringRef one) { return words.endswith(one); });
  if (end == endings.end()) return std::nullopt;
  StringRef cited = words.drop_back(end->size());
  cited.consume_back("规定");
  const auto found = citations(cited);
  if (!found) return std::nullopt;
  std::vector<std::string> list;
  for (const DraftCitation &one : *found) {
    list.push_back("commits " + one.text);
    result.committed.insert(result.committed.end(), one.targets.begin(), one.targets.end());
  }
  return list.size() > 1 ? fmt::format("({})", fmt::join(list, " or ")) : list.front();
}

// ---- conditions of tiers

bool PenaltyGrammar::isGains(StringRef clause) {
  return clause == "有违法所得的" || clause == "有非法所得的" || clause == "有违法收入的";
}

std::optional<std::string> PenaltyGrammar::conditions(StringRef text, bool free) {
  if (categories) return atom(text);
  if (const auto bound = threshold(text)) return bound;
  static constexpr llvm::StringLiteral either[] = {"，或者", "或者"};
  const std::vector<StringRef> alternatives = split(text, either), parts = split(text, commas);
  const bool all = alternatives.size() == 1 && parts.size() > 1;
  if (!all && llvm::any_of(alternatives, [](StringRef one) { return one.contains("，"); }))
    return free ? freely(text) : std::nullopt;
  std::vector<std::string> list;
  for (StringRef one : all ? parts : alternatives) {
    for (StringRef word : {"并且", "并"}) one.consume_front(word);
    one.consume_back("的");
    const auto condition = atom(one);
    if (!condition) return free ? freely(text) : std::nullopt;
    list.push_back(*condition);
  }
  return fmt::format("{}", fmt::join(list, all ? " and " : " or "));
}

bool PenaltyGrammar::isOpener(StringRef text) {
  return startsWithAny(text, tierOpeners) ||
         (startsWithAny(text, {"给", "对", "使"}) && containsAny(text, {"造成", "受到损害"}) && !text.contains("，"));
}

std::optional<std::string> PenaltyGrammar::freely(StringRef text) {
  if (!isOpener(text) || containsAny(text, {"前款", "前条", "上述"})) return std::nullopt;
  return open(text);
}

std::optional<std::string> PenaltyGrammar::atom(StringRef text) {
  if (categories) {
    if (!text.consume_front("对") && !text.startswith("其他")) return std::nullopt;
    return containsAny(text, {"前款", "上述"}) ? std::nullopt : std::optional(open(text));
  }
  for (const Grade &one : grades)
    if (text == one.words) return one.condition.str();
  if (text == "有违法所得" || text == "有非法所得") return std::string("illegal_gains > 0 CNY");
  for (StringRef word : refusals) {
    StringRef what = text;
    if (!what.consume_front(word)) continue;
    what.consume_front("按照要求");
    const bool ordered = llvm::any_of(orders, [&](const std::string &order) {
      return StringRef(order).contains(what) || ((what == "改正" || what == "改") && !order.empty());
    });
    if (ordered) return std::string("disobeyed");
    return open(text);
  }
  return characters(text) < 4 ? std::nullopt : freely(text);
}

std::optional<std::string> PenaltyGrammar::threshold(StringRef text) {
  auto unknowable = [&](StringRef words) {
    return words.endswith("无法计算") || words.endswith("难以计算") || words.endswith("无法确定");
  };
  std::string either;
  if (StringRef rest = text; rest.consume_front("没有") || rest.consume_front("无")) {
    const size_t at = rest.find("或者");
    const StringRef base = rest.take_front(at);
    if (!isSum(base)) return std::nullopt;
    if (at == StringRef::npos) return sum(base) + " = 0 CNY";
    either = sum(base);
    text = rest.drop_front(at + StringRef("或者").size());
    if (unknowable(text) && text.startswith(base))
      return fmt::format("({0} = 0 CNY or {0} is unascertainable)", either);
    if (text.startswith("不足") || text.startswith("不满")) return compared(either, text);
  }
  for (StringRef word : {"不足", "不满", "在"})
    if (const size_t at = text.find(word); at != StringRef::npos && at != 0 && isSum(text.take_front(at))) {
      const std::string base = sum(text.take_front(at));
      if (!either.empty() && base != either) return std::nullopt;
      StringRef rest = text.drop_front(at);
      rest.consume_front("在");
      return compared(base, rest);
    }
  // 违法所得十万元以上
  for (size_t at = 0; at < text.size(); at += lengthInBytes(text[at])) {
    StringRef rest = text.drop_front(at);
    if (at == 0 || !isSum(text.take_front(at)) || !money(rest) || !rest.empty()) continue;
    const std::string base = sum(text.take_front(at));
    if (!either.empty() && base != either) return std::nullopt;
    return compared(base, text.drop_front(at));
  }
  return std::nullopt;
}

bool PenaltyGrammar::isSum(StringRef words) {
  static constexpr llvm::StringLiteral sums[] = {"违法所得", "非法所得", "货值金额",     "违法经营额",
                                                 "违法收入", "经营额",   "违法业务收入", "业务收入",
                                                 "销售金额", "货值",     "违法销售额",   "总额"};
  return llvm::is_contained(sums, words) || (words.endswith("金额") && characters(words) <= 8);
}

std::optional<std::string> PenaltyGrammar::compared(const std::string &base, StringRef text) {
  const bool below = text.consume_front("不足") || text.consume_front("不满");
  const auto found = money(text);
  if (!found || !text.empty()) return std::nullopt;
  if (below) return found->exact ? std::optional(fmt::format("{} < {} CNY", base, found->low->text())) : std::nullopt;
  if (found->exact) return std::nullopt;
  if (found->low && found->high) return std::nullopt;
  return found->low ? fmt::format("{} >= {} CNY", base, found->low->text())
                    : fmt::format("{} <= {} CNY", base, found->high->text());
}

std::optional<Penalty> readPenalty(StringRef wording, const std::vector<std::string> &items, const PenaltyPlace &place,
                                   DraftNames &names, std::string &why) {
  DraftNames own;
  auto found = PenaltyGrammar(place, own).run(wording, items, why);
  if (found) names.add(own);
  return found;
}

} // namespace proviso::importing
