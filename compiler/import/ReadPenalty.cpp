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
#include "import/Penalty.h"

#include "proviso/Number.h"
#include "source/Characters.h"
#include "wording/Numerals.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringExtras.h>

namespace proviso::importing {

void DraftNames::add(const DraftNames &other) {
  roles.insert(other.roles.begin(), other.roles.end());
  authorities.insert(other.authorities.begin(), other.authorities.end());
  referrals.insert(other.referrals.begin(), other.referrals.end());
  facts.insert(other.facts.begin(), other.facts.end());
  own.insert(other.own.begin(), other.own.end());
  used.insert(other.used.begin(), other.used.end());
}

namespace {

using llvm::StringRef;
using Words = llvm::ArrayRef<llvm::StringLiteral>;

bool startsWithAny(StringRef text, Words words) {
  return llvm::any_of(words, [&](StringRef word) { return text.startswith(word); });
}
bool endsWithAny(StringRef text, std::initializer_list<StringRef> words) {
  return llvm::any_of(words, [&](StringRef word) { return text.endswith(word); });
}
bool endsWithAny(StringRef text, Words words) {
  return llvm::any_of(words, [&](StringRef word) { return text.endswith(word); });
}
bool containsAny(StringRef text, Words words) {
  return llvm::any_of(words, [&](StringRef word) { return text.contains(word); });
}
bool containsAny(StringRef text, std::initializer_list<StringRef> words) {
  return llvm::any_of(words, [&](StringRef word) { return text.contains(word); });
}
bool startsWithAny(StringRef text, std::initializer_list<StringRef> words) {
  return llvm::any_of(words, [&](StringRef word) { return text.startswith(word); });
}
bool consumeAny(StringRef &text, std::initializer_list<StringRef> words) {
  return llvm::any_of(words, [&](StringRef word) { return text.consume_front(word); });
}
bool consumeAny(StringRef &text, Words words) {
  return llvm::any_of(words, [&](StringRef word) { return text.consume_front(word); });
}
size_t characters(StringRef text) { return llvm::count_if(text, [](char c) { return !isWithinCharacter(c); }); }

/// The parts between separators that stand in no brackets and no quotation.
std::vector<StringRef> split(StringRef text, Words separators) {
  static constexpr llvm::StringLiteral opening[] = {"（", "(", "《", "“", "〈"}, closing[] = {"）", ")", "》", "”", "〉"};
  std::vector<StringRef> parts;
  size_t depth = 0, begin = 0;
  for (size_t at = 0; at < text.size();) {
    const StringRef rest = text.drop_front(at);
    if (startsWithAny(rest, opening)) ++depth;
    if (startsWithAny(rest, closing) && depth != 0) --depth;
    const auto separator = depth ? separators.end()
                                 : llvm::find_if(separators, [&](StringRef word) { return rest.startswith(word); });
    if (separator == separators.end()) {
      at += lengthInBytes(text[at]);
      continue;
    }
    parts.push_back(text.slice(begin, at));
    at = begin = at + separator->size();
  }
  parts.push_back(text.drop_front(std::min(begin, text.size())));
  return parts;
}

constexpr llvm::StringLiteral commas[] = {"，", ","};
constexpr llvm::StringLiteral semicolons[] = {"；", ";"};
constexpr llvm::StringLiteral stops[] = {"。"};
constexpr llvm::StringLiteral listCommas[] = {"、"};

/// From the beginning of one part to the end of another of the same text.
StringRef across(StringRef first, StringRef last) {
  return {first.data(), static_cast<size_t>(last.data() + last.size() - first.data())};
}

std::string quoted(StringRef text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c != '\n' && c != '\r') out += c;
  }
  return out + "\"";
}

/// Words as a name: their characters, letters and digits.
std::string nameOf(StringRef words) {
  std::string name;
  while (!words.empty()) {
    const StringRef one = words.take_front(lengthInBytes(words.front()));
    if (beginsChinese(one) || llvm::isAlnum(one.front()))
      name += one.str();
    else if (!name.empty() && name.back() != '_')
      name += '_';
    words = words.drop_front(one.size());
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  return name.empty() || llvm::isDigit(name.front()) ? "_" + name : name;
}

// ---- amounts

std::optional<Number> number(StringRef &text) {
  auto found = wording::chineseNumeral(text);
  if (!found) found = wording::digits(text);
  if (!found) return std::nullopt;
  StringRef rest = text.drop_front(found->length);
  std::optional<Number> value = Number(static_cast<int64_t>(found->value));
  if (StringRef after = rest; after.consume_front("．") || after.consume_front(".")) {
    const auto decimals = wording::digits(after);
    if (!decimals || decimals->length > 3) return std::nullopt;
    int64_t under = 1;
    for (size_t i = 0; i < decimals->length; ++i) under *= 10;
    value = Number::add(*value, *Number::ratio(static_cast<int64_t>(decimals->value), under));
    rest = after.drop_front(decimals->length);
  }
  if (llvm::isDigit(text.front()) || rest.data() != text.drop_front(found->length).data()) {
    if (rest.consume_front("万")) value = Number::multiply(*value, Number(10'000));
    else if (rest.consume_front("亿")) value = Number::multiply(*value, Number(100'000'000));
    else if (rest.consume_front("千")) value = Number::multiply(*value, Number(1'000));
  }
  if (!value) return std::nullopt;
  text = rest;
  return value;
}

/// `A以上B以下` and the like of one unit.
struct Bounds {
  std::optional<Number> low, high; // the same where it is exact
  bool exact = false;
};

template <typename One>
std::optional<Bounds> bounds(StringRef &text, One one) {
  StringRef rest = text;
  const auto first = one(rest, false);
  if (!first) return std::nullopt;
  Bounds result{first, first, true};
  if (rest.consume_front("以上") || rest.consume_front("至")) {
    result = {first, std::nullopt, false};
    const bool to = rest.data()[-1] == StringRef("至").back();
    rest.consume_front("，");
    StringRef after = rest;
    if (const auto second = one(after, false)) {
      if (after.consume_front("以下") || to) {
        result.high = second;
        rest = after;
      } else {
        return std::nullopt;
      }
    } else if (to) {
      return std::nullopt;
    }
  } else if (rest.consume_front("以下")) {
    result = {std::nullopt, first, false};
  }
  if (result.low && result.high && *result.low > *result.high) return std::nullopt;
  text = rest;
  return result;
}

std::string amountText(const Bounds &b, std::string_view unit) {
  const auto say = [&](const Number &n) { return n.text() + std::string(unit); };
  if (b.exact) return say(*b.low);
  if (b.low && b.high) return fmt::format("{} to {}", b.low->text(), say(*b.high));
  return b.low ? "at least " + say(*b.low) : "up to " + say(*b.high);
}

/// `五千元以上五万元以下`; of the lower one 元 may be left out.
std::optional<Bounds> money(StringRef &text) {
  return bounds(text, [](StringRef &at, bool) -> std::optional<Number> {
    StringRef rest = at;
    const auto value = number(rest);
    if (!value) return std::nullopt;
    if (!rest.consume_front("元人民币") && !rest.consume_front("元"))
      if (!rest.startswith("以上") && !rest.startswith("至")) return std::nullopt;
    at = rest;
    return value;
  });
}

/// `十日以上十五日以下`, in days, or in months where `months`.
std::optional<std::string> duration(StringRef &text) {
  bool days = false, months = false, years = false;
  StringRef rest = text;
  const auto found = bounds(rest, [&](StringRef &at, bool) -> std::optional<Number> {
    StringRef after = at;
    const auto value = number(after);
    if (!value) return std::nullopt;
    std::optional<Number> result;
    if (after.consume_front("日") || after.consume_front("天")) {
      days = true;
      result = value;
    } else if (after.consume_front("个月")) {
      months = true;
      result = value;
    } else if (after.consume_front("年")) {
      years = true;
      result = Number::multiply(*value, Number(12));
    }
    if (result) at = after;
    return result;
  });
  if (!found || (days && (months || years))) return std::nullopt;
  text = rest;
  if (days) return amountText(*found, found->exact && *found->low == Number(1) ? " day" : " days");
  auto inYears = [](const std::optional<Number> &n) { return !n || Number::divide(*n, Number(12))->isWhole(); };
  if (!inYears(found->low) || !inYears(found->high)) return amountText(*found, " months");
  Bounds whole = *found;
  if (whole.low) whole.low = Number::divide(*whole.low, Number(12));
  if (whole.high) whole.high = Number::divide(*whole.high, Number(12));
  return amountText(whole, (whole.high ? *whole.high : *whole.low) == Number(1) ? " year" : " years");
}

struct Ratios {
  std::string text; // without what it is of
};

/// `一倍以上五倍以下`, `百分之五以上百分之十以下`, `百分之五十以上二倍以下`.
std::optional<std::string> ratio(StringRef &text) {
  bool times = false, percent = false;
  StringRef rest = text;
  const auto found = bounds(rest, [&](StringRef &at, bool) -> std::optional<Number> {
    StringRef after = at;
    if (after.consume_front("百分之")) {
      const auto value = number(after);
      if (!value) return std::nullopt;
      percent = true;
      at = after;
      return Number::divide(*value, Number(100));
    }
    const auto value = number(after);
    if (!value) return std::nullopt;
    if (after.consume_front("倍")) {
      times = true;
      at = after;
      return value;
    }
    if (after.consume_front("%") || after.consume_front("％")) {
      percent = true;
      at = after;
      return Number::divide(*value, Number(100));
    }
    if (after.consume_front("分之")) {
      const auto top = number(after);
      const auto part = top ? Number::divide(*top, *value) : std::nullopt;
      if (!part || (part->denominator() != 2 && part->denominator() != 5)) return std::nullopt;
      times = true;
      at = after;
      return part;
    }
    return std::nullopt;
  });
  if (!found && rest.consume_front("等值以下")) {
    text = rest;
    return "up to 1 times";
  }
  if (!found) return std::nullopt;
  text = rest;
  if (times || !percent) return amountText(*found, " times");
  Bounds hundred = *found;
  if (hundred.low) hundred.low = Number::multiply(*hundred.low, Number(100));
  if (hundred.high) hundred.high = Number::multiply(*hundred.high, Number(100));
  return amountText(hundred, " % of");
}

// ---- words of the law

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
    {"尚不构成犯罪", "not constitutes_crime"},
    {"不构成犯罪", "not constitutes_crime"},
    {"尚未构成犯罪", "not constitutes_crime"},
    {"尚不够刑事处罚", "not liable_to_criminal_punishment"},
};

/// What makes a tier of what stands before it, and is no conduct by itself.
constexpr llvm::StringLiteral tierOpeners[] = {"情节", "造成", "致使", "致人", "致", "后果", "数额", "数量", "有其他",
                                               "有特别严重", "有严重", "因而造成", "并造成", "尚未造成", "未造成",
                                               "导致", "引起", "发生"};
constexpr llvm::StringLiteral refusals[] = {"拒不", "逾期仍不", "逾期不", "逾期未", "仍不", "逾期仍未", "经责令仍不"};

/// Words that limit or turn what stands before them.
constexpr llvm::StringLiteral turning[] = {"但", "除外", "另有规定", "不适用", "从其规定", "免除", "免予", "不予", "可以不",
                                           "从轻", "减轻", "从重", "除依照", "除按照", "不再", "不得超过", "按日", "每日",
                                           "不足一", "计算"};

constexpr llvm::StringLiteral personsOfAnother[] = {"责任人员", "主管人员", "负责人",   "法定代表人",
                                                    "领导人员", "领导人",   "责任人",   "管理人员",
                                                    "控股股东", "实际控制人", "从业人员", "工作人员",
                                                    "所有人",   "经营人",   "管理人",   "船长",
                                                    "责任船员", "董事",     "监事"};

constexpr llvm::StringLiteral subjectEndings[] = {
    "者",   "人",   "单位", "企业", "机构", "人员", "部门", "组织", "个人", "公司", "机关", "学校",   "医院", "医疗机构",
    "律师", "医师", "法官", "银行", "公民", "船舶", "商",   "员",   "警察", "军人", "师",   "院",   "政府", "社",   "海关", "委员会", "站",   "所"};
constexpr llvm::StringLiteral afterSubject[] = {"违反", "有下列", "有前款", "未", "不", "拒", "擅自", "犯前", "有本法", "有本条例"};
constexpr llvm::StringLiteral notInSubject[] = {"的", "在", "对", "将", "为", "以", "从", "向", "把", "被", "未", "不",
                                                "违反", "有", "及其", "利用", "使用", "，", "（", "因", "按", "与", "未经", "经过", "经批准",
                                                "参加", "组织他", "收", "受", "让", "于", "给", "明知", "冒充"};

constexpr llvm::StringLiteral authorityEndings[] = {"部门", "机关", "机构", "政府", "委员会", "海关", "银行", "单位",
                                                    "法院", "组织", "局",   "院",   "部",     "站",   "所",   "协会",
                                                    "职责", "职权", "分工", "情况", "主席团", "学校", "厅",   "当局"};

bool onlyRefers(const std::vector<Imposed> &list) {
  return llvm::all_of(list, [](const Imposed &one) { return one.form == Imposed::Form::Refer; });
}

class PenaltyGrammar {
public:
  PenaltyGrammar(const PenaltyPlace &where, DraftNames &names) : where(where), names(names) {}

  std::optional<Penalty> run(StringRef wording, const std::vector<std::string> &itemTexts, std::string &why) {
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

private:
  /// What follows a segment that was not understood may go on from it, unless it says of itself what it is a tier of.
  static bool standsAlone(StringRef segment) {
    return startsWithAny(segment, {"情节", "拒不", "逾期", "构成犯罪的，", "构成违反治安管理行为的，", "造成", "给"});
  }

  /// `有前款行为，同时构成其他犯罪的，依照处罚较重的规定定罪处罚。`
  bool concurrence(StringRef words) {
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

  /// Where the conduct is said to be a crime or none: that is a tier where another one says the opposite, else a part
  /// of the conduct.
  bool finish() {
    if (crime.empty()) return true;
    auto refers = [](const PenaltyTier &one) { return onlyRefers(one.imposed); };
    auto opposes = [](const PenaltyTier &one) {
      return containsAny(one.guard, {"constitutes_crime", "liable_to", "circumstances"});
    };
    auto ofCrime = [&](const PenaltyTier &one) {
      return refers(one) || containsAny(one.guard, {"constitutes_crime", "liable_to"});
    };
    const llvm::ArrayRef<PenaltyTier> further = llvm::makeArrayRef(result.tiers).drop_front();
    const bool apart = !further.empty() && llvm::all_of(further, refers);
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

  /// 尚不构成犯罪的，...；情节较重的，...；构成犯罪的，...: the tiers between are of what is no crime, too. Referrals stand
  /// for themselves.
  bool gravity(llvm::ArrayRef<PenaltyTier> further) {
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

  /// Bodies that mostly act as authorities are named as such; other authorities, and such bodies as subjects, have a
  /// word that tells them apart.
  static bool isAuthority(StringRef words) {
    return endsWithAny(words, {"部门", "机关", "政府", "委员会", "海关", "局", "法院", "检察院"});
  }

  std::string role(StringRef words) {
    const std::string name = nameOf(words) + (isAuthority(words) ? "_as_subject" : "");
    names.roles.emplace(name, words.str());
    return name;
  }

  std::string referral(StringRef name, StringRef words) {
    const std::string own = name.empty() ? nameOf(words) : name.str();
    names.referrals.emplace(own, words.str());
    return own;
  }

  /// A boolean with these words, for each provision.
  std::string open(StringRef words) {
    std::string name = nameOf(words);
    if (characters(words) > 20) {
      const auto known = cases.emplace(words.str(), cases.size() + 1).first;
      name = fmt::format("case_{}_of_{}", known->second, where.name);
    }
    names.own.emplace(name, ": boolean for each provision " + quoted(words));
    return name;
  }

  /// The sum of which a multiple is taken.
  std::string sum(StringRef words) {
    words.consume_front("其");
    if (words == "违法所得" || words == "非法所得") return "illegal_gains";
    const std::string name = nameOf(words);
    names.facts.emplace(name, words.str());
    return name;
  }

  // ---- conduct

  bool opening(StringRef segment, const std::vector<std::string> &itemTexts) {
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

  bool conduct(StringRef words, const std::vector<std::string> &itemTexts) {
    if (words.endswith("的")) words = words.drop_back(chineseBytes);
    for (bool more = true; more;) {
      more = false;
      for (const auto &[ending, condition] :
           {std::pair<StringRef, StringRef>{"，尚不构成犯罪", "not constitutes_crime"},
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

  static std::string joined(StringRef a, StringRef word, StringRef b) {
    auto inner = [&](StringRef text) {
      const StringRef other = word == "and" ? " or " : " and ";
      return text.contains(other) && !text.startswith("(") ? "(" + text.str() + ")" : text.str();
    };
    return fmt::format("{} {} {}", inner(a), std::string_view(word), inner(b));
  }

  /// Conduct as a condition. Empty: everybody, always.
  std::optional<std::string> conductOf(StringRef words, bool withItems, const std::string &name, bool whole) {
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
      static constexpr llvm::StringLiteral lists[] = {"行为之一", "情形之一", "违法行为之一", "情况之一", "违法情形之一",
                                                      "危险作业行为之一"};
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

  /// A clause among these words imposes something: then conduct ended before it.
  static bool holdsConsequence(StringRef words) {
    static constexpr llvm::StringLiteral begins[] = {"由",   "责令", "处",   "没收", "给予", "可以", "并处", "依法给予", "依法追究",
                                                     "吊销", "暂扣", "撤销", "予以", "应当", "除",   "并可", "并对",     "依照"};
    static constexpr llvm::StringLiteral goesOn[] = {"或者", "并",   "以及", "造成", "致",   "情节", "数额", "数量", "后果",
                                                     "尚不", "构成", "仍",   "有其他", "以",   "经"};
    const std::vector<StringRef> parts = split(words, commas);
    for (size_t i = 1; i < parts.size(); ++i)
      if (startsWithAny(parts[i], begins) || (parts[i - 1].endswith("的") && !startsWithAny(parts[i], goesOn))) return true;
    return false;
  }

  std::string conductFact(const std::string &of, StringRef words) {
    const std::string name = "conduct_of_" + of;
    names.own[name] = ": boolean " + quoted(words);
    return name;
  }

  /// What stands right before 有下列 is who does it, unless it says how.
  static bool isNoun(StringRef words) {
    return characters(words) <= 30 && endsWithAny(words, subjectEndings) &&
           !containsAny(words, {"，", "在", "违反", "未", "不", "有", "利用", "通过", "中", "对", "（", "因"}) &&
           !startsWithAny(words, {"以", "从事", "经", "向", "为", "非法", "擅自", "明知", "使用", "其"});
  }

  /// A noun that stands before 违反, 有下列, 未 ...
  void subject(StringRef &words) {
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

  /// After 违反: `本法第十条、第十二条第一款的规定`. What comes after it stays.
  std::optional<std::string> violated(StringRef &words) {
    const StringRef clause = split(words, commas).front();
    size_t end = clause.find("规定");
    if (end == StringRef::npos) return std::nullopt;
    StringRef cited = clause.take_front(end);
    end += StringRef("规定").size();
    if (end != clause.size()) return std::nullopt;
    cited.consume_back("的");
    const auto found = citations(cited);
    if (!found) return std::nullopt;
    words = words.drop_front(end);
    std::vector<std::string> breaches;
    for (const DraftCitation &one : *found) breaches.push_back("violates " + one.text);
    return llvm::join(breaches, " or ");
  }

  /// Citations of this act, and nothing else.
  std::optional<std::vector<DraftCitation>> citations(StringRef text) const {
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

  /// `有前款行为`, `犯前款罪`.
  std::optional<std::string> committed(StringRef words) {
    bool crime = false;
    if (!words.consume_front("有")) {
      if (!words.consume_front("犯")) return std::nullopt;
      crime = true;
    }
    static constexpr llvm::StringLiteral crimes[] = {"之罪", "罪"};
    static constexpr llvm::StringLiteral acts[] = {"规定的违法行为", "规定行为", "规定的行为", "规定情形", "规定的情形", "违法行为", "行为之一",
                                                   "行为", "情形"};
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

  static bool isGains(StringRef clause) {
    return clause == "有违法所得的" || clause == "有非法所得的" || clause == "有违法收入的";
  }

  /// `拒不改正或者情节严重`, without the 的 at its end. `free`: other words may stand as they are.
  std::optional<std::string> conditions(StringRef text, bool free) {
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

  /// 造成..., 给他人造成...
  static bool isOpener(StringRef text) {
    return startsWithAny(text, tierOpeners) ||
           (startsWithAny(text, {"给", "对", "使"}) && containsAny(text, {"造成", "受到损害"}) && !text.contains("，"));
  }

  /// A tier in words of its own.
  std::optional<std::string> freely(StringRef text) {
    if (!isOpener(text) || containsAny(text, {"前款", "前条", "上述"})) return std::nullopt;
    return open(text);
  }

  std::optional<std::string> atom(StringRef text) {
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

  std::optional<std::string> threshold(StringRef text) {
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
      if (unknowable(text) && text.startswith(base)) return fmt::format("({0} = 0 CNY or {0} is unascertainable)", either);
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

  static bool isSum(StringRef words) {
    static constexpr llvm::StringLiteral sums[] = {"违法所得", "非法所得", "货值金额", "违法经营额", "违法收入", "经营额",
                                                   "违法业务收入", "业务收入", "销售金额", "货值", "违法销售额", "总额"};
    return llvm::is_contained(sums, words) || (words.endswith("金额") && characters(words) <= 8);
  }

  static std::optional<std::string> compared(const std::string &base, StringRef text) {
    const bool below = text.consume_front("不足") || text.consume_front("不满");
    const auto found = money(text);
    if (!found || !text.empty()) return std::nullopt;
    if (below) return found->exact ? std::optional(fmt::format("{} < {} CNY", base, found->low->text())) : std::nullopt;
    if (found->exact) return std::nullopt;
    if (found->low && found->high) return std::nullopt;
    return found->low ? fmt::format("{} >= {} CNY", base, found->low->text())
                      : fmt::format("{} <= {} CNY", base, found->high->text());
  }

  // ---- tiers

  bool further(StringRef segment) {
    const Penalty kept = result;
    const DraftNames keptNames = names;
    const std::set<std::string> keptOrders = orders;
    if (tryFurther(segment)) return true;
    result = kept;
    names = keptNames;
    orders = keptOrders;
    return false;
  }

  bool tryFurther(StringRef segment) {
    std::vector<StringRef> parts = split(segment, commas);
    size_t first = 0; // the first clause
    for (size_t i = 0; i + 1 < parts.size(); ++i)
      if (parts[i].endswith("的")) {
        first = i + 1;
        // 数额巨大的，或者有其他严重情节的
        while (first + 1 < parts.size() && parts[first].startswith("或者") && parts[first].endswith("的")) ++first;
        break;
      }
    PenaltyTier one;
    if (parts.size() == 2)
      for (StringRef word : {"的行为构成犯罪的", "构成犯罪的"})
        if (StringRef who = parts[0]; who.consume_back(word) && !who.empty() && parts[1] == "依法追究刑事责任")
          if (const auto persons = personsIn(who)) {
            Imposed on;
            on.form = Imposed::Form::On;
            on.roles = *persons;
            on.of = {refer(referral("criminal_liability", "依法追究刑事责任"))};
            one.kind = PenaltyTier::Kind::Also;
            one.guard = "constitutes_crime";
            one.imposed = {on};
            result.tiers.push_back(one);
            return true;
          }
    if (first == 0) return more(parts); // what is added to the base
    StringRef words = across(parts.front(), parts[first - 1]).drop_back(chineseBytes);
    if (isGains(parts.front()) && first == 1) {
      return more(parts); // gains are confiscated wherever there are any
    }
    const bool bound = threshold(words).has_value();
    const auto guard = conditions(words, true);
    if (!guard) return false;
    one.guard = bound && !outer.empty() ? joined(outer, "and", *guard) : *guard;
    if (!bound) outer.clear();
    one.kind = PenaltyTier::Kind::Also;
    one.bound = bound && outer.empty();
    ofSum = bound;
    return tier(llvm::makeArrayRef(parts).drop_front(first), one, false);
  }

  /// Further clauses for the base.
  bool more(llvm::ArrayRef<StringRef> clauses) {
    if (result.tiers.size() > 1 && outer.empty() && !result.tiers.back().bound && !onlyRefers(result.tiers.back().imposed))
      return false;
    PenaltyTier base = result.tiers.front();
    if (base.kind != PenaltyTier::Kind::Base || !result.left.empty()) return false;
    PenaltyTier added;
    std::vector<PenaltyTier> nested;
    if (!read(clauses, added, nested)) return false;
    for (PenaltyTier &inner : nested) {
      if (!added.imposed.empty() ||
          (inner.guard != "is unit" && inner.guard != "is individual" && inner.guard != "illegal_gains > 0 CNY"))
        return false;
      inner.kind = PenaltyTier::Kind::Also;
      inner.bound = outer.empty();
      if (!outer.empty()) inner.guard = joined(outer, "and", inner.guard);
      for (const PenaltyTier &above : result.tiers)
        for (const Imposed &thing : inner.imposed)
          if (splitsChoice(thing, above.imposed)) return false;
    }
    if (!nested.empty()) {
      result.tiers.insert(result.tiers.end(), nested.begin(), nested.end());
      return true;
    }
    if (llvm::any_of(llvm::drop_begin(result.tiers),
                     [](const PenaltyTier &one) { return !one.bound && !onlyRefers(one.imposed); }))
      return false;
    // A second statement of the same kind for the same persons would be a second sanction.
    for (const Imposed &one : added.imposed)
      if (clashes(one, base.imposed)) return false;
    if (!added.by.empty() && added.by != base.by)
      for (Imposed &one : added.imposed) {
        if (one.form == Imposed::Form::Refer) continue;
        if (one.form != Imposed::Form::Kind || !one.by.empty()) return false;
        one.by = added.by;
      }
    else if (added.by.empty() && !base.by.empty() && afterStop && llvm::any_of(added.imposed, [](const Imposed &one) {
               return one.form != Imposed::Form::Refer && one.form != Imposed::Form::On;
             }))
      return false;
    for (Imposed &one : added.imposed)
      if (!place(std::move(one), base.imposed)) return false;
    result.tiers.front() = std::move(base);
    return true;
  }

  static void kinds(const Imposed &one, std::vector<std::string> &list) {
    if (one.form == Imposed::Form::Kind) list.push_back(one.kind);
    for (const Imposed &inner : one.of) kinds(inner, list);
  }

  static bool isChoice(const Imposed &one) {
    return one.form == Imposed::Form::OneOf || one.form == Imposed::Form::AlsoOrOnly;
  }

  /// The same kind for the same persons stands there already.
  static bool clashes(const Imposed &one, const std::vector<Imposed> &list) {
    std::vector<std::string> mine;
    if (one.form != Imposed::Form::On) kinds(one, mine);
    for (const Imposed &other : list) {
      if ((one.form == Imposed::Form::On) != (other.form == Imposed::Form::On)) continue;
      if (one.form == Imposed::Form::On) {
        if (one.roles != other.roles)
          continue;
        for (const Imposed &inner : one.of)
          if (clashes(inner, other.of)) return true;
        continue;
      }
      std::vector<std::string> theirs;
      kinds(other, theirs);
      for (const std::string &kind : mine)
        if (kind != "order" && kind != "confiscation" && llvm::is_contained(theirs, kind)) return true;
    }
    return false;
  }

  /// A choice of which one branch is stated again, or the other way round.
  static bool splitsChoice(const Imposed &one, const std::vector<Imposed> &list) {
    std::vector<std::string> mine;
    kinds(one, mine);
    for (const Imposed &other : list) {
      if (one.form == Imposed::Form::On && other.form == Imposed::Form::On) {
        for (const Imposed &inner : one.of)
          if (splitsChoice(inner, other.of)) return true;
        continue;
      }
      if ((one.form == Imposed::Form::On) != (other.form == Imposed::Form::On)) continue;
      if (!isChoice(one) && !isChoice(other)) continue;
      std::vector<std::string> theirs;
      kinds(other, theirs);
      if (llvm::any_of(mine, [&](const std::string &kind) { return llvm::is_contained(theirs, kind); })) return true;
    }
    return false;
  }

  /// Both things are confiscated, gains first.
  static void confiscateAlso(Imposed &one, const Imposed &other) {
    StringRef mine = one.detail, theirs = other.detail;
    mine.consume_front("of ");
    theirs.consume_front("of ");
    if (mine.contains(theirs)) return;
    if (theirs.contains(mine)) one.detail = other.detail;
    else one.detail = theirs.startswith("illegal") ? fmt::format("of {}, {}", theirs.str(), mine.str())
                                                   : fmt::format("of {}, {}", mine.str(), theirs.str());
  }

  /// Adds to a block. What is confiscated is one sanction.
  static bool place(Imposed thing, std::vector<Imposed> &block) {
    auto confiscates = [](const Imposed &one) {
      return one.form == Imposed::Form::Kind && one.kind == "confiscation";
    };
    const auto taken = llvm::find_if(block, confiscates);
    if (!confiscates(thing) || taken == block.end()) {
      block.push_back(std::move(thing));
      return true;
    }
    if (thing.may != taken->may || thing.by != taken->by) return false;
    confiscateAlso(*taken, thing);
    return true;
  }

  static bool isCriminal(const std::string &kind) {
    static constexpr llvm::StringLiteral list[] = {"public_surveillance", "criminal_detention", "imprisonment",
                                                   "life_imprisonment", "death_penalty", "criminal_fine",
                                                   "deprivation_of_political_rights", "confiscation_of_property"};
    return llvm::is_contained(list, kind);
  }

  /// Reads the clauses of a tier and adds it, and those that are nested in it.
  bool tier(llvm::ArrayRef<StringRef> clauses, PenaltyTier &one, bool base) {
    std::vector<PenaltyTier> nested;
    adds = false;
    if (!read(clauses, one, nested)) return false;
    const bool adding = adds;
    if (!base && !one.imposed.empty() && !relation(one, adding)) return false;
    if (one.kind == PenaltyTier::Kind::Also && !takeAlong(one)) return false;
    if (base || !one.imposed.empty()) result.tiers.push_back(one);
    outer = nested.empty() ? "" : one.guard;
    for (PenaltyTier &inner : nested) {
      inner.kind = PenaltyTier::Kind::Also;
      inner.bound = one.guard.empty();
      if (!one.guard.empty()) {
        std::vector<std::string> list;
        for (const Imposed &thing : inner.imposed) kinds(thing, list);
        if (StringRef(one.guard).contains("minor") || llvm::any_of(list, isCriminal)) return false;
      }
      if (!one.guard.empty()) inner.guard = joined(one.guard, "and", inner.guard);
      if (!one.by.empty() && inner.by.empty()) inner.by = one.by;
      if (!takeAlong(inner)) return false;
      for (const PenaltyTier &above : result.tiers)
        for (const Imposed &thing : inner.imposed)
          if (splitsChoice(thing, above.imposed)) return false;
      result.tiers.push_back(inner);
    }
    return !result.tiers.back().imposed.empty();
  }

  /// A confiscation that is stated again supersedes the one above, and is meant to be added to it.
  bool takeAlong(PenaltyTier &one) {
    for (Imposed &thing : one.imposed)
      if (thing.form == Imposed::Form::Kind && thing.kind == "confiscation")
        for (const PenaltyTier &above : result.tiers)
          for (const Imposed &other : above.imposed)
            if (other.form == Imposed::Form::Kind && other.kind == "confiscation" && other.detail != thing.detail) {
              if (thing.may || other.may) return false;
              confiscateAlso(thing, other);
            }
    return true;
  }

  /// Where only certain persons are punished above, a tier without an addressee is meant for them; disciplinary
  /// sanctions are for no one else either.
  bool persons(PenaltyTier &one) const {
    std::optional<std::vector<std::string>> who;
    bool subject = false;
    for (const PenaltyTier &other : result.tiers)
      for (const Imposed &thing : other.imposed) {
        if (thing.form == Imposed::Form::Refer) continue;
        if (thing.form != Imposed::Form::On) subject = true;
        else if (!who) who = thing.roles;
        else if (*who != thing.roles) return llvm::all_of(one.imposed, isOn);
      }
    if (!who || llvm::all_of(one.imposed, isOn)) return true;
    std::vector<std::string> own;
    for (const Imposed &thing : one.imposed) kinds(thing, own);
    if (subject) return llvm::none_of(own, isDisciplinary);
    if (llvm::any_of(one.imposed, isOn)) return false;
    Imposed on;
    on.form = Imposed::Form::On;
    on.roles = *who;
    on.of = std::move(one.imposed);
    one.imposed = {std::move(on)};
    return true;
  }
  static bool isDisciplinary(StringRef kind) {
    static constexpr llvm::StringLiteral list[] = {"disciplinary_warning", "demerit", "serious_demerit", "demotion",
                                                   "removal_from_post", "dismissal"};
    return llvm::is_contained(list, kind);
  }

  /// Of disciplinary sanctions there is one: the graver one takes the place of the milder. Nothing where the tier or
  /// what stands above has none.
  std::optional<bool> discipline(PenaltyTier &one) const {
    std::vector<std::string> above, own;
    for (const PenaltyTier &other : result.tiers)
      for (const Imposed &thing : other.imposed)
        if (thing.form == Imposed::Form::On) kinds(thing, above);
    for (const Imposed &thing : one.imposed)
      if (thing.form == Imposed::Form::On) kinds(thing, own);
    if (llvm::none_of(above, isDisciplinary) || llvm::none_of(own, isDisciplinary)) return std::nullopt;
    one.kind = PenaltyTier::Kind::Instead;
    return llvm::all_of(above, isDisciplinary) && llvm::all_of(own, isDisciplinary) &&
           llvm::all_of(one.imposed, [](const Imposed &thing) { return thing.form == Imposed::Form::On; });
  }

  static bool isOn(const Imposed &one) { return one.form == Imposed::Form::On || one.form == Imposed::Form::Refer; }

  /// Whether a tier adds to what stands above, or takes its place.
  bool relation(PenaltyTier &one, bool adding) {
    bool measures = false, criminal = false, choice = false, overlaps = false, only = true, onlyFines = true;
    std::vector<std::string> above, own;
    for (const PenaltyTier &other : result.tiers)
      for (const Imposed &thing : other.imposed) {
        if (thing.form == Imposed::Form::On || thing.form == Imposed::Form::Refer) {
          measures = measures || thing.form == Imposed::Form::On;
          continue;
        }
        if (thing.form == Imposed::Form::Per) measures = true;
        kinds(thing, above);
      }
    for (const Imposed &thing : one.imposed) {
      if (thing.form != Imposed::Form::Refer) only = false;
      if (thing.form == Imposed::Form::On || thing.form == Imposed::Form::Per) measures = true;
      else kinds(thing, own);
      for (const PenaltyTier &other : result.tiers) choice = choice || splitsChoice(thing, other.imposed);
    }
    for (const std::string &kind : above) {
      criminal = criminal || isCriminal(kind);
      measures = measures || kind == "order" || kind == "confiscation";
      const bool again = llvm::is_contained(own, kind) && kind != "order" && kind != "confiscation";
      overlaps = overlaps || again;
      onlyFines = onlyFines && (!again || kind == "fine");
    }
    for (const std::string &kind : own) {
      criminal = criminal || isCriminal(kind);
      measures = measures || kind == "order" || kind == "confiscation";
    }
    if (only) return true;
    if (!persons(one)) return false;
    if (const auto ladder = discipline(one)) return *ladder;
    if (one.bound || ofSum) return !choice;
    if (categories) {
      if (measures) return false;
      one.kind = PenaltyTier::Kind::Instead;
      return true;
    }
    const StringRef guard = one.guard;
    if (guard.contains("constitutes_crime") || guard.contains("liable_to_criminal_punishment")) {
      // 构成犯罪的，处...: the crime has a penalty of its own.
      return !criminal && !overlaps && !choice;
    }
    if (guard.contains("disobeyed")) return !choice && !criminal;
    if (guard == "circumstances = minor") {
      if (measures || adding) return false;
      one.kind = PenaltyTier::Kind::Instead;
      return true;
    }
    if (criminal) {
      if (adding || measures) return adding && !overlaps && !choice;
      one.kind = PenaltyTier::Kind::Instead;
      return true;
    }
    // 并处 with a fine that is stated again: there is one fine, and its bounds are the new ones.
    if (adding) return !choice && (!overlaps || onlyFines);
    if (!choice) return true;
    if (measures) return false;
    one.kind = PenaltyTier::Kind::Instead;
    return true;
  }

  // ---- clauses

  /// All clauses of a segment. A condition among them opens a tier in it.
  bool read(llvm::ArrayRef<StringRef> clauses, PenaltyTier &one, std::vector<PenaltyTier> &nested) {
    std::vector<std::string> persons;
    PenaltyTier *to = &one;
    std::string approval;
    bool byForm = false;                 // 对单位...
    bool gains = false;                  // 有违法所得的
    bool mayBefore = false, own = false; // a clause with an authority of its own
    for (size_t i = 0; i < clauses.size(); ++i) {
      StringRef clause = clauses[i].trim();
      if (clause.empty()) return false;
      if (isGains(clause) && i + 1 < clauses.size() && confiscatesOnly(clauses[i + 1])) {
        gains = true;
        continue;
      }
      if (gains && (clause == "予以没收" || clause == "并予以没收" || clause == "依法予以没收")) clause = "没收违法所得";
      gains = false;
      if (clause.endswith("的") && i + 1 < clauses.size()) {
        const auto guard = conditions(clause.drop_back(chineseBytes), false);
        if (!guard) return false;
        nested.emplace_back();
        nested.back().guard = *guard;
        to = &nested.back();
        persons.clear();
        mayBefore = own = false;
        continue;
      }
      static constexpr llvm::StringLiteral weighed[] = {"根据不同情况", "根据情节轻重", "根据不同情节", "视情节轻重", "视情节",
                                                        "根据情节", "根据情节和危害后果", "根据违法情节和危害后果", "区别情况", "区别不同情况"};
      if (i + 1 < clauses.size() && llvm::is_contained(weighed, clause)) {
        result.factors.push_back(clause.str());
        continue;
      }
      if (StringRef who = clause; i + 1 < clauses.size() && to->imposed.empty() && to->by.empty() &&
                                  who.consume_front("由") && endsWithAny(who, {"职权", "职责", "分工", "权限", "范围内"}) &&
                                  !containsAny(who, {"责令", "给予", "处以"})) {
        to->by = authority(who);
        continue;
      }
      if (StringRef who = clause; i + 1 < clauses.size() && to->imposed.empty() && approval.empty()) {
        for (StringRef word : {"报经", "经", "报"})
          if (who.consume_front(word)) {
            if (who.consume_back("批准") && endsWithAny(who, {"政府", "部门", "机关"})) approval = authority(who);
            break;
          }
        if (!approval.empty()) continue;
      }
      Clause read;
      read.persons = persons;
      // 对单位处...，对个人处...
      if (!unit) {
        Clause form;
        StringRef words = clause;
        prefixes(words, form);
        std::string which;
        for (const auto &[word, condition] : {std::pair<StringRef, StringRef>{"对单位", "is unit"}, {"对个人", "is individual"}})
          if (words.startswith(word) && startsWithAny(words.drop_front(word.size()), {"处", "可以处", "并处", "可以并处", "给予", "可处"}) && !form.may) {
            which = condition.str();
            words = words.drop_front(word.size());
          }
        if (!which.empty()) {
          nested.emplace_back();
          to = &nested.back();
          to->guard = which;
          if (!one.by.empty()) to->by = one.by;
          clause = words;
          persons.clear();
          read.persons.clear();
          mayBefore = own = false;
          byForm = true;
        } else if (byForm && !words.startswith("对") && !form.also) {
          return false; // for whom, is not said
        }
      }
      // `对直接负责的主管人员和其他直接责任人员，处...`
      if (StringRef words = clause; i + 1 < clauses.size()) {
        prefixes(words, read);
        if (words.consume_front("对"))
          if (auto who = personsIn(words)) {
            persons = *who;
            adds = adds || (to == &one && one.imposed.empty() && read.adds);
            continue;
          }
      }
      if (!this->clause(clause, read) || read.imposed.empty()) {
        if (stuck.data() < clause.data()) stuck = clause;
        return false;
      }
      if (to->imposed.empty() && to == &one) adds = adds || read.adds;
      // 可以责令停业，并处罚款: whether the fine is at discretion, too, is not said.
      if (mayBefore && !read.may && read.persons == persons && read.by.empty()) {
        stuck = clause;
        return false;
      }
      mayBefore = read.may;
      persons = read.persons;
      if (!read.by.empty()) {
        if (to->imposed.empty()) to->by = read.by;
        else if (read.by != to->by) {
          for (Imposed &thing : read.imposed)
            if (!actBy(read.by, thing)) return false;
          own = true;
        }
      } else if (own && !to->by.empty()) {
        // Who acts in what follows is not said.
        if (llvm::any_of(read.imposed, [](const Imposed &thing) { return thing.form != Imposed::Form::Refer; }))
          return false;
      }
      std::vector<Imposed> *place = &to->imposed;
      if (!persons.empty()) {
        if (place->empty() || place->back().form != Imposed::Form::On || place->back().roles != persons) {
          Imposed on;
          on.form = Imposed::Form::On;
          on.roles = persons;
          place->push_back(std::move(on));
        }
        place = &place->back().of;
      }
      for (Imposed &thing : read.imposed) {
        if (thing.form == Imposed::Form::AlsoOrOnly) {
          if (place->empty() || place->back().may || place->back().form == Imposed::Form::Refer) return false;
          thing.of.insert(thing.of.begin(), place->back());
          place->back() = std::move(thing);
        } else {
          if (clashes(thing, *place)) return false;
          if (!this->place(std::move(thing), *place)) return false;
        }
      }
    }
    if (!approval.empty()) { // of what the authority that acts above does
      if (one.by.empty() && !result.tiers.empty()) one.by = result.tiers.front().by;
      if (one.by.empty() || !nested.empty()) return false;
      one.by += " with approval of " + approval;
    }
    for (const Imposed &thing : one.imposed)
      if (thing.form == Imposed::Form::On && thing.of.empty()) return false;
    if (!persons.empty() && one.imposed.empty() && nested.empty()) return false;
    for (const PenaltyTier &inner : nested)
      if (inner.imposed.empty()) return false;
    return !one.imposed.empty() || !nested.empty();
  }

  static bool actBy(const std::string &authority, Imposed &thing) {
    switch (thing.form) {
    case Imposed::Form::Kind: thing.by = authority; return true;
    case Imposed::Form::Refer: return true;
    case Imposed::Form::OneOf: return llvm::all_of(thing.of, [&](Imposed &one) { return actBy(authority, one); });
    default: return false;
    }
  }

  /// 没收违法所得, and nothing besides: that is the same where there are none.
  static bool confiscatesOnly(StringRef clause) {
    Clause none;
    prefixes(clause, none);
    return !none.may && !clause.contains("或者") && startsWithAny(clause, {"没收", "予以没收", "处没收"});
  }

  struct Clause {
    std::vector<std::string> persons;
    std::string by;
    bool may = false, also = false, adds = false, perhapsOnly = false;
    std::vector<Imposed> imposed;
  };

  /// 并, 可以, 依法 ... before what is imposed.
  static void prefixes(StringRef &text, Clause &to) {
    for (bool more = true; more;) {
      more = false;
      static constexpr llvm::StringLiteral discretion[] = {"可以", "可"}, plain[] = {"同时", "还", "应当", "依法", "分别", "一律"};
      if (consumeAny(text, discretion)) more = to.may = true;
      if (text.startswith("依法承担") || text.startswith("依法追究") || text.startswith("依法给予") || text.startswith("依法予以")) break;
      if (consumeAny(text, plain)) more = true;
      StringRef after = text;
      if (after.consume_front("并")) {
        text = after;
        more = to.also = to.adds = true;
      }
    }
  }

  std::optional<std::vector<std::string>> personsIn(StringRef words) {
    for (StringRef word : {"其", "单位", "该单位"})
      if (words.startswith(word) && !words.startswith("其他") && !words.startswith("单位负责人")) {
        words.consume_front(word);
        break;
      }
    words.consume_front("的");
    static constexpr llvm::StringLiteral between[] = {"、", "和", "以及", "及", "或者"};
    std::vector<std::string> list;
    for (StringRef one : split(words, between)) {
      if (!endsWithAny(one, personsOfAnother) || characters(one) > 16 || one.contains("其直接") || one.contains("对")) return std::nullopt;
      if (!one.startswith("其他")) one.consume_front("其");
      list.push_back(one.str());
    }
    for (std::string &one : list) one = role(one);
    return list;
  }

  bool clause(StringRef text, Clause &to, unsigned depth = 0) {
    prefixes(text, to);
    if (unit && depth < 3 && to.persons.empty() && text.consume_front("对单位")) return clause(text, to, depth + 1);
    if (depth < 3 && text.consume_front("对")) {
      // The persons end where a sanction begins.
      for (size_t at = lengthInBytes(text[0]); at < text.size(); at += lengthInBytes(text[at])) {
        const auto who = personsIn(text.take_front(at));
        if (!who) continue;
        Clause inner = to;
        inner.persons = *who;
        if (!clause(text.drop_front(at), inner, depth + 1)) continue;
        to = inner;
        return true;
      }
      return false;
    }
    if (depth < 3 && text.startswith("由")) {
      for (size_t at = 3 * chineseBytes; at < text.size(); at += lengthInBytes(text[at])) {
        StringRef who = text.slice(chineseBytes, at);
        static constexpr llvm::StringLiteral adverbs[] = {"依法", "可以", "并", "分别", "应当"};
        if (endsWithAny(who, adverbs) || !endsWithAny(who, authorityEndings)) continue;
        if (containsAny(who, {"，", "责令", "给予", "罚款", "对", "移送", "提请", "建议", "吊销", "直至", "没收", "处以", "撤销", "暂扣", "取缔", "申请", "通知", "决定", "批准", "报请", "提出", "责成"})) break;
        Clause inner = to;
        if (!clause(text.drop_front(at), inner, depth + 1)) continue;
        inner.by = authority(who);
        to = inner;
        return true;
      }
      return false;
    }
    if (text.consume_front("并处或者单处") || text.consume_front("或者单处")) return alone(text, to);
    if (to.also && text.consume_front("处或者单处")) return alone(text, to);
    auto found = list(text, to);
    if (!found) return false;
    if (to.may && found->form == Imposed::Form::Refer) return false;
    if (to.may) found->may = true;
    to.imposed = {std::move(*found)};
    return true;
  }

  bool alone(StringRef text, Clause &to) {
    auto found = list("处" + text.str(), to);
    if (!found || found->form != Imposed::Form::Kind || to.may) return false;
    Imposed both;
    both.form = Imposed::Form::AlsoOrOnly;
    both.of = {std::move(*found)};
    to.imposed = {std::move(both)};
    return true;
  }

  std::string authority(StringRef words) {
    const std::string name = nameOf(words) + (isAuthority(words) ? "" : "_as_authority");
    names.authorities.emplace(name, words.str());
    return name;
  }

  // ---- sanctions

  static Imposed kind(StringRef name, std::string detail = {}) {
    Imposed one;
    one.kind = name.str();
    one.detail = std::move(detail);
    return one;
  }
  static Imposed refer(std::string to) {
    Imposed one;
    one.form = Imposed::Form::Refer;
    one.kind = std::move(to);
    return one;
  }

  /// One sanction, or a choice.
  std::optional<Imposed> list(StringRef text, Clause &context) {
    if (auto terms = criminal(text)) return terms;
    if (const auto at = text.find("或者"); at != StringRef::npos) {
      for (size_t cut = at; cut != StringRef::npos; cut = text.find("或者", cut + 1)) {
        Imposed both;
        both.form = Imposed::Form::OneOf;
        bool all = true;
        std::vector<StringRef> branches = split(text.take_front(cut), listCommas);
        branches.push_back(text.drop_front(cut + StringRef("或者").size()));
        for (StringRef branch : branches) {
          auto one = single(branch, context);
          // 责令停业整顿、关闭网站或者...
          if (!one && text.startswith("责令") && startsWithAny(branch, {"停", "关闭", "暂停"}))
            one = ordered(elliptical("责令" + branch.str()));
          if (!one && branch.data() == branches.back().data()) one = list(branch, context);
          all = all && one && one->form != Imposed::Form::Refer && one->form != Imposed::Form::Per;
          if (!all) break;
          if (one->form == Imposed::Form::OneOf) both.of.insert(both.of.end(), one->of.begin(), one->of.end());
          else both.of.push_back(std::move(*one));
        }
        if (all) {
          for (size_t i = 0; i < both.of.size(); ++i)
            for (size_t j = 0; j < i; ++j)
              if (both.of[i].kind == both.of[j].kind && both.of[i].detail == both.of[j].detail) return std::nullopt;
          return both;
        }
      }
      // 暂扣或者吊销许可证
      for (const auto &[verbs, first, second, milder, graver] :
           {std::tuple<StringRef, StringRef, StringRef, StringRef, StringRef>{"暂扣或者吊销", "暂扣", "吊销", "suspension_of_permit", "revocation"},
            {"暂停或者撤销", "暂停", "撤销", "suspension_of_permit", "revocation"},
            {"暂停或者取消", "暂停", "取消", "suspension_of_permit", "revocation"}})
        if (StringRef rest = text; rest.consume_front(verbs) && isThing(rest)) {
          Imposed both;
          both.form = Imposed::Form::OneOf;
          both.of = {kind(milder, quoted(first.str() + rest.str())), kind(graver, quoted(second.str() + rest.str()))};
          return both;
        }
    }
    return single(text, context);
  }

  /// Words that are to live as long as the grammar.
  StringRef elliptical(std::string words) { return *made.insert(std::move(words)).first; }

  /// Words for a thing: a permit, goods. No verb may be among them.
  static bool isThing(StringRef text) {
    return !text.empty() && characters(text) <= 40 &&
           !containsAny(text, {"处", "罚款", "责令", "给予", "追究", "吊销", "没收", "警告", "通报", "，", "；", "并", "依法", "依照", "直至", "由"});
  }

  std::optional<Imposed> single(StringRef text, Clause &context) {
    if (auto terms = criminal(text)) return terms;
    if (auto elsewhere = delegation(text)) return elsewhere;
    StringRef rest = text;
    static constexpr llvm::StringLiteral verbs[] = {"给予", "予以", "处以", "处", "判处"};
    consumeAny(rest, verbs);
    StringRef plain = rest;
    for (StringRef end : {"的行政处罚", "的处罚", "处罚"}) if (plain.consume_back(end)) break;
    if (plain == "警告") return kind("warning");
    if (plain == "通报批评") return kind("public_criticism");
    if (plain.consume_back("罚款")) {
      plain.consume_back("的");
      if (plain.empty()) return rest.data() == text.data() ? std::nullopt : std::optional(kind("fine"));
      if (const auto amount = this->amount(plain)) return kind("fine", *amount);
      return std::nullopt;
    }
    for (StringRef word : {"行政拘留", "拘留"})
      if (plain.consume_back(word)) {
        plain.consume_back("的");
        if (plain.empty()) return kind("detention");
        if (const auto days = duration(plain); days && plain.empty()) return kind("detention", *days);
        return std::nullopt;
      }
    if (rest.consume_front("没收")) return confiscated(rest);
    if (text.startswith("责令")) return ordered(text);
    static constexpr llvm::StringLiteral measures[] = {"限期",     "恢复原状", "采取补救措施", "消除影响",
                                                       "采取其他补救措施", "限期拆除", "恢复植被",     "采取改正措施"};
    if (!orders.empty() && startsWithAny(text, measures) && isThing(text)) {
      orders.insert(text.str());
      return kind("order", quoted(text) + (text.startswith("限期") ? " within a set time" : ""));
    }
    static constexpr llvm::StringLiteral published[] = {"予以通报", "通报",     "予以公告",   "公告",
                                                        "予以公布", "予以公示", "向社会公布", "向社会公告"};
    if (llvm::is_contained(published, text)) return kind("publication", quoted(text));
    if (plain == "取缔" || text == "依法取缔") return kind("closure", quoted("取缔"));
    if (auto found = disciplinary(rest, rest.data() != text.data() || text.startswith("依法"))) return found;
    if (!context.persons.empty() && text.contains("其") && !text.contains("禁止其")) return std::nullopt;
    if (StringRef what = text; what.consume_front("吊销") && isThing(what)) return kind("revocation", quoted(text));
    if (StringRef what = text; what.consume_front("暂扣") && isThing(what)) return kind("suspension_of_permit", quoted(text));
    if (StringRef what = text; (what.consume_front("撤销") || what.consume_front("取消")) && isThing(what) && (what.endswith("资格") || what.endswith("证书") || what.endswith("登记") || what.endswith("证") || what.endswith("许可")))
      return kind("revocation", quoted(text));
    if (StringRef what = text; what.consume_front("降低") && what.endswith("等级") && isThing(what)) return kind("downgrading", quoted(text));
    return disqualified(text);
  }

  /// `三年以下有期徒刑、拘役或者管制`.
  std::optional<Imposed> criminal(StringRef text) {
    static constexpr llvm::StringLiteral verbs[] = {"判处", "处以", "处"};
    consumeAny(text, verbs);
    struct Term {
      llvm::StringLiteral word, kind;
      bool timed;
    };
    static constexpr Term terms[] = {{"有期徒刑", "imprisonment", true},
                                     {"拘役", "criminal_detention", false},
                                     {"管制", "public_surveillance", false},
                                     {"无期徒刑", "life_imprisonment", false},
                                     {"死刑", "death_penalty", false},
                                     {"剥夺政治权利", "deprivation_of_political_rights", false},
                                     {"没收财产", "confiscation_of_property", false}};
    Imposed both;
    both.form = Imposed::Form::OneOf;
    bool either = false;
    for (StringRef rest = text;;) {
      bool found = false;
      for (const Term &one : terms) {
        StringRef after = rest;
        std::optional<std::string> time;
        if (one.timed) {
          time = duration(after);
          after.consume_front("的");
          if (!time) continue;
        }
        if (!after.consume_front(one.word)) continue;
        both.of.push_back(kind(one.kind, time.value_or("")));
        rest = after;
        found = true;
        break;
      }
      if (!found) {
        const size_t end = rest.find("罚金");
        if (end == StringRef::npos) return std::nullopt;
        StringRef sum = rest.take_front(end);
        sum.consume_back("的");
        const auto amount = sum.empty() ? std::optional<std::string>("") : this->amount(sum);
        if (!amount) return std::nullopt;
        both.of.push_back(kind("criminal_fine", *amount));
        rest = rest.drop_front(end + StringRef("罚金").size());
      }
      if (rest.empty()) break;
      if (rest.consume_front("或者")) either = true;
      else if (!rest.consume_front("、") || either) return std::nullopt;
    }
    if (both.of.size() == 1) return both.of.front();
    // 管制、拘役 without 或者 is an older way to say the same.
    return either ? std::optional(both) : std::nullopt;
  }

  /// `给予降级、撤职或者开除的处分`: one of them, whatever joins them.
  static std::optional<Imposed> disciplinary(StringRef text, bool given) {
    text.consume_front("依法给予");
    if (!given) return std::nullopt;
    static constexpr llvm::StringLiteral ends[] = {"的行政处分", "的处分", "的政务处分", "行政处分", "政务处分", "处分"};
    const auto end = llvm::find_if(ends, [&](StringRef one) { return text.endswith(one); });
    if (end == std::end(ends)) return std::nullopt;
    text = text.drop_back(end->size());
    static constexpr std::pair<llvm::StringLiteral, llvm::StringLiteral> kinds[] = {
        {"警告", "disciplinary_warning"}, {"记过", "demerit"}, {"记大过", "serious_demerit"}, {"降级", "demotion"},
        {"撤职", "removal_from_post"},    {"开除", "dismissal"}};
    static constexpr llvm::StringLiteral between[] = {"、", "或者", "直至"};
    Imposed choice;
    choice.form = Imposed::Form::OneOf;
    for (StringRef part : split(text, between)) {
      const auto found = llvm::find_if(kinds, [&](const auto &one) { return one.first == part; });
      if (found == std::end(kinds)) return std::nullopt;
      choice.of.push_back(kind(found->second));
    }
    if (choice.of.size() == 1) return choice.of.front();
    return choice;
  }

  std::optional<std::string> amount(StringRef text) {
    if (StringRef rest = text; auto sum = money(rest))
      if (rest.empty()) return amountText(*sum, " CNY");
    for (size_t at = chineseBytes; at < text.size(); at += lengthInBytes(text[at])) {
      StringRef base = text.take_front(at), rest = text.drop_front(at);
      const auto many = ratio(rest);
      if (!many || !rest.empty()) continue;
      base.consume_back("的");
      if (base.empty() || characters(base) > 24 ||
          containsAny(base, {"每", "或者", "处", "罚款", "元", "以下", "以上", "，", "该", "前款", "其一", "上一年度", "相当", "以"}))
        return std::nullopt;
      return *many + " " + this->sum(base);
    }
    return std::nullopt;
  }

  std::optional<Imposed> confiscated(StringRef things) {
    things.consume_front("其");
    if (!isThing(things)) return std::nullopt;
    if (things == "违法所得" || things == "非法所得") return kind("confiscation", "of illegal_gains");
    static constexpr llvm::StringLiteral joiners[] = {"、", "和", "以及", "及"};
    for (StringRef gains : {"违法所得", "非法所得"}) {
      StringRef rest = things;
      if (rest.consume_front(gains) && consumeAny(rest, joiners)) return kind("confiscation", "of illegal_gains, " + quoted(rest));
      if (rest.consume_back(gains))
        for (StringRef joiner : joiners)
          if (rest.consume_back(joiner)) return kind("confiscation", "of illegal_gains, " + quoted(rest));
    }
    if (things.contains("违法所得")) return std::nullopt;
    return kind("confiscation", "of " + quoted(things));
  }

  std::optional<Imposed> ordered(StringRef text) {
    StringRef what = text.drop_front(StringRef("责令").size());
    if (!isThing(what) || what.endswith("的") || what.contains("赔偿")) return std::nullopt;
    static constexpr llvm::StringLiteral business[] = {
        "停产停业整顿", "停产停业", "停业整顿", "停产整顿", "停产整治", "停业", "停产", "限期停业整顿", "停业、关闭", "停产、停业",
        "停业、停产", "停业或者关闭", "停产停业、关闭", "停产或者停业", "暂停营业", "停止营业", "停止经营"};
    if (llvm::is_contained(business, what)) return kind("suspension_of_business", quoted(text));
    if (what.startswith("关闭")) return kind("closure", quoted(text));
    if (StringRef rest = what; consumeAny(rest, {"停产停业整顿", "停产停业", "停业整顿", "停业", "停产整顿", "暂停执业", "停止执业", "暂停"}))
      if (wording::chineseNumeral(rest) || wording::digits(rest)) return kind("suspension_of_business", quoted(text));
    if (startsWithAny(what, {"停产", "停业", "暂停", "限期停业", "限期停产"}) && !startsWithAny(what, {"停产停业"})) return kind("suspension_of_business", quoted(text));
    StringRef inTime = what;
    std::string detail = quoted(text);
    if (inTime.startswith("限期") || inTime.startswith("其限期")) detail += " within a set time";
    orders.insert(text.str());
    return kind("order", detail);
  }

  std::optional<Imposed> disqualified(StringRef text) {
    static constexpr llvm::StringLiteral bans[] = {"不得", "禁止", "不受理", "不予受理", "不予办理"};
    StringRef rest = text;
    for (StringRef from : {"自处罚决定作出之日起", "自受到处罚之日起", "自被吊销许可证之日起", "自处罚决定执行完毕之日起"})
      if (rest.consume_front(from)) break;
    if (rest.consume_front("终身")) {
      if (!startsWithAny(rest, bans) || !isBan(rest)) return std::nullopt;
      return kind("disqualification", fmt::format("from {} for life", quoted(text)));
    }
    const bool forbidden = rest.consume_front("禁止其") || rest.consume_front("禁止");
    const auto time = duration(rest);
    if (!time) return std::nullopt;
    if (!rest.consume_front("内")) rest.consume_front("之内");
    if (!forbidden && !startsWithAny(rest, bans)) return std::nullopt;
    if (!isBan(rest)) return std::nullopt;
    return kind("disqualification", fmt::format("from {} for {}", quoted(text), *time));
  }
  static bool isBan(StringRef text) {
    return isThing(text) && containsAny(text, {"从事", "担任", "申请", "参加"});
  }

  /// What another provision or another law decides.
  std::optional<Imposed> delegation(StringRef text) {
    static constexpr llvm::StringLiteral criminalWords[] = {
        "依法追究刑事责任", "追究刑事责任", "依照刑法有关规定追究刑事责任", "依照刑法的有关规定追究刑事责任",
        "依照刑法的规定追究刑事责任", "依照刑法规定追究刑事责任", "应当依法追究刑事责任"};
    if (llvm::is_contained(criminalWords, text)) return refer(referral("criminal_liability", "依法追究刑事责任"));
    static constexpr llvm::StringLiteral security[] = {"依法给予治安管理处罚", "依法予以治安管理处罚", "给予治安管理处罚",
                                                       "依法处以治安管理处罚", "依法予以治安处罚", "依法给予治安处罚"};
    if (llvm::is_contained(security, text)) return refer(referral("public_security_penalty", "依法给予治安管理处罚"));
    static constexpr llvm::StringLiteral civil[] = {"依法承担民事责任", "依法承担赔偿责任", "承担赔偿责任",
                                                    "应当承担赔偿责任", "依法承担民事赔偿责任", "承担民事责任",
                                                    "应当依法承担赔偿责任", "依法承担相应的赔偿责任", "应当依法承担民事责任",
                                                    "承担相应的赔偿责任", "承担民事赔偿责任", "依法承担相应的民事责任"};
    if (llvm::is_contained(civil, text)) return refer(referral("civil_liability", "依法承担民事责任"));
    if (text == "依法给予行政处分或者纪律处分" || text == "给予行政处分或者纪律处分")
      return refer(referral("", "依法给予行政处分或者纪律处分"));
    for (StringRef word : {"处分", "行政处分", "政务处分", "纪律处分"})
      for (StringRef verb : {"依法给予", "给予", "依法予以"})
        if (text == verb.str() + word.str())
          return refer(word == "处分" ? referral("discipline", "依法给予处分") : referral("", "依法给予" + word.str()));
    if (text == "依法给予处罚" || text == "依法处罚" || text == "依法给予行政处罚" || text == "依法予以处罚" ||
        text == "依法追究法律责任" || text == "依法追究责任" || text == "依法承担相应的法律责任" || text == "依法承担法律责任")
      return refer(referral("", text));
    StringRef cited = text;
    if (!cited.consume_front("依照") && !cited.consume_front("按照") && !cited.consume_front("依据")) return std::nullopt;
    static constexpr llvm::StringLiteral endings[] = {"的规定处罚", "的规定给予处罚", "规定处罚", "规定给予处罚", "的规定予以处罚",
                                                      "的规定定罪处罚", "规定的处罚", "的规定追究法律责任", "的规定处理", "的规定追究责任",
                                                      "的有关规定处罚", "的有关规定给予处罚", "的规定给予处分", "的规定执行",
                                                      "规定予以处罚", "的规定承担民事责任", "的规定承担法律责任",
                                                      "的规定承担相应的法律责任", "的规定处理、处罚",
                                                      "的有关规定追究法律责任", "的规定承担责任"};
    const auto end = llvm::find_if(endings, [&](StringRef one) { return cited.endswith(one); });
    if (end == std::end(endings)) return std::nullopt;
    cited = cited.drop_back(end->size());
    if (containsAny(cited, {"，", "并", "处罚的", "给予处罚", "由"}) || cited.empty()) return std::nullopt;
    if (const auto found = citations(cited)) {
      if (end->contains("处分") || end->contains("处理") || end->contains("执行") || end->contains("责任")) return std::nullopt;
      std::vector<std::string> list;
      const bool each = cited.contains("、") || cited.contains("和");
      for (const DraftCitation &one : *found) {
        list.push_back(one.text);
        result.imposing.insert(result.imposing.end(), one.targets.begin(), one.targets.end());
      }
      if (each || StringRef(list.front()).startswith("any of")) return std::nullopt;
      Imposed one;
      one.form = Imposed::Form::Per;
      one.detail = fmt::format("{}", fmt::join(list, " or "));
      return one;
    }
    // Another law, or laws that are not named.
    if (containsAny(cited, {"本法", "本条", "前款", "前条", "前项", "各该"}) || cited.startswith("第")) return std::nullopt;
    if (!cited.contains("法") && !cited.contains("条例") && !cited.contains("规定")) return std::nullopt;
    if (characters(text) > 45) return std::nullopt;
    return refer(referral("", text));
  }

  const PenaltyPlace &where;
  DraftNames &names;
  Penalty result;
  std::map<std::string, size_t> cases; // words of a tier: their number
  std::set<std::string> made;          // words with what is left out in them
  std::set<std::string> orders;        // what has been ordered so far
  std::string crime;                   // 构成犯罪 at the end of the conduct
  bool unit = false;                   // a unit is punished
  std::string outer;                   // the guard in which a threshold stands
  bool categories = false;             // tiers are of persons: 对首要分子...的
  StringRef stuck;                     // the last clause that could not be read
  bool ofSum = false;                  // the tier is one of a sum
  bool adds = false;                   // the tier begins with 并
  bool afterStop = false;
};

// ---- statements

std::string text(const Imposed &one);

std::string block(const std::vector<Imposed> &list) {
  std::string out = "{\n";
  for (const Imposed &one : list) out += text(one) + "\n";
  return out + "}";
}

std::string text(const Imposed &one) {
  std::string out = one.may && one.form != Imposed::Form::Refer ? "may " : "";
  switch (one.form) {
  case Imposed::Form::Kind:
    out += one.kind;
    if (!one.detail.empty()) out += " " + one.detail;
    break;
  case Imposed::Form::OneOf: out += "one of " + block(one.of); break;
  case Imposed::Form::AlsoOrOnly: out += fmt::format("{} also or only {}", text(one.of[0]), text(one.of[1])); break;
  case Imposed::Form::On: out += fmt::format("on {} {}", fmt::join(one.roles, " or "), block(one.of)); break;
  case Imposed::Form::Per: out += "punish per " + one.detail; break;
  case Imposed::Form::Refer: out += "refer to " + one.kind; break;
  }
  if (!one.by.empty()) out += " by " + one.by;
  return out;
}

} // namespace

std::optional<Penalty> readPenalty(StringRef wording, const std::vector<std::string> &items, const PenaltyPlace &place,
                                   DraftNames &names, std::string &why) {
  DraftNames own;
  auto found = PenaltyGrammar(place, own).run(wording, items, why);
  if (found) names.add(own);
  return found;
}

std::string conditionsOf(const Penalty &penalty) {
  std::string out = penalty.left.empty() ? "draft\n" : "";
  for (const std::string &words : penalty.left) out += fmt::format("draft {}\n", quoted(words));
  if (!penalty.subject.empty()) out += fmt::format("subject {}\n", penalty.subject);
  return out + fmt::format("when {}\n", penalty.when);
}

std::string sanctionsOf(const Penalty &penalty) {
  std::string out, referrals;
  for (const std::string &factor : penalty.factors) referrals += fmt::format("having regard to {}\n", quoted(factor));
  if (!penalty.concurrence.empty()) out += fmt::format("concurrence {}\n", penalty.concurrence);
  for (const PenaltyTier &one : penalty.tiers) {
    if (onlyRefers(one.imposed)) {
      for (const Imposed &thing : one.imposed)
        referrals += fmt::format("refer to {}{}\n", thing.kind, one.guard.empty() ? "" : " when " + one.guard);
      continue;
    }
    const bool alone = one.kind == PenaltyTier::Kind::Base && one.imposed.size() == 1 &&
                       one.imposed.front().form == Imposed::Form::Per;
    if (alone) {
      out += text(one.imposed.front()) + "\n";
      continue;
    }
    out += one.kind == PenaltyTier::Kind::Base      ? "sanction"
           : one.kind == PenaltyTier::Kind::Instead ? "instead when " + one.guard
                                                    : "also when " + one.guard;
    if (!one.by.empty()) out += " by " + one.by;
    out += " " + block(one.imposed) + "\n";
  }
  return out + referrals;
}

} // namespace proviso::importing
