// Clauses: who acts, on whom, and what is imposed.
#include "import/PenaltyGrammar.h"

#include "source/Characters.h"
#include "wording/Numerals.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <llvm/ADT/StringExtras.h>

namespace proviso::importing {

namespace {

constexpr llvm::StringLiteral personsOfAnother[] = {"责任人员", "主管人员", "负责人",   "法定代表人", "领导人员",
                                                    "领导人",   "责任人",   "管理人员", "控股股东",   "实际控制人",
                                                    "从业人员", "工作人员", "所有人",   "经营人",     "管理人",
                                                    "船长",     "责任船员", "董事",     "监事"};

constexpr llvm::StringLiteral authorityEndings[] = {"部门", "机关", "机构", "政府", "委员会", "海关", "银行", "单位",
                                                    "法院", "组织", "局",   "院",   "部",     "站",   "所",   "协会",
                                                    "职责", "职权", "分工", "情况", "主席团", "学校", "厅",   "当局"};

} // namespace

// ---- clauses

bool PenaltyGrammar::read(llvm::ArrayRef<StringRef> clauses, PenaltyTier &one, std::vector<PenaltyTier> &nested) {
  std::vector<std::string> persons;
  PenaltyTier *to = &one;
  std::string approval;
  bool byForm = false;                 // 对单位...
  bool gains = false;                  // 有违法所得的
  bool mayBefore = false, own = false; // a clause with an authority of its own
  for (size_t i = 0; i < clauses.size(); ++i) {
    StringRef clause = clauses[i].trim();
    if (clause.empty()) return false;
    // 依照刑法关于...罪的规定，依法追究刑事责任
    if (clause.startswith("依照刑法") && i + 1 < clauses.size() && clauses[i + 1] == "依法追究刑事责任")
      clause = across(clause, clauses[++i]);
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
    static constexpr llvm::StringLiteral weighed[] = {
        "根据不同情况", "根据情节轻重",       "根据不同情节",           "视情节轻重", "视情节",
        "根据情节",     "根据情节和危害后果", "根据违法情节和危害后果", "区别情况",   "区别不同情况"};
    if (i + 1 < clauses.size() && llvm::is_contained(weighed, clause)) {
      result.factors.push_back(clause.str());
      continue;
    }
    if (StringRef who = clause;
        i + 1 < clauses.size() && to->imposed.empty() && to->by.empty() && who.consume_front("由") &&
        endsWithAny(who, {"职权", "职责", "分工", "权限", "范围内"}) && !containsAny(who, {"责令", "给予", "处以"})) {
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
      for (const auto &[word, condition] :
           {std::pair<StringRef, StringRef>{"对单位", "is unit"}, {"对个人", "is individual"}})
        if (words.startswith(word) &&
            startsWithAny(words.drop_front(word.size()), {"处", "可以处", "并处", "可以并处", "给予", "可处"}) &&
            !form.may) {
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
      if (to->imposed.empty())
        to->by = read.by;
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

bool PenaltyGrammar::actBy(const std::string &authority, Imposed &thing) {
  switch (thing.form) {
  case Imposed::Form::Kind: thing.by = authority; return true;
  case Imposed::Form::Refer: return true;
  case Imposed::Form::OneOf: return llvm::all_of(thing.of, [&](Imposed &one) { return actBy(authority, one); });
  default: return false;
  }
}

bool PenaltyGrammar::confiscatesOnly(StringRef clause) {
  Clause none;
  prefixes(clause, none);
  return !none.may && !clause.contains("或者") && startsWithAny(clause, {"没收", "予以没收", "处没收"});
}

void PenaltyGrammar::prefixes(StringRef &text, Clause &to) {
  for (bool more = true; more;) {
    more = false;
    static constexpr llvm::StringLiteral discretion[] = {"可以", "可"},
                                         plain[] = {"同时", "还", "应当", "依法", "分别", "一律"};
    if (consumeAny(text, discretion)) more = to.may = true;
    if (text.startswith("依法承担") || text.startswith("依法追究") || text.startswith("依法给予") ||
        text.startswith("依法予以"))
      break;
    if (consumeAny(text, plain)) more = true;
    StringRef after = text;
    if (after.consume_front("并")) {
      text = after;
      more = to.also = to.adds = true;
    }
  }
}

std::optional<std::vector<std::string>> PenaltyGrammar::personsIn(StringRef words) {
  for (StringRef word : {"其", "单位", "该单位"})
    if (words.startswith(word) && !words.startswith("其他") && !words.startswith("单位负责人")) {
      words.consume_front(word);
      break;
    }
  words.consume_front("的");
  static constexpr llvm::StringLiteral between[] = {"、", "和", "以及", "及", "或者"};
  std::vector<std::string> list;
  for (StringRef one : split(words, between)) {
    if (!endsWithAny(one, personsOfAnother) || characters(one) > 16 || one.contains("其直接") || one.contains("对"))
      return std::nullopt;
    if (!one.startswith("其他")) one.consume_front("其");
    list.push_back(one.str());
  }
  for (std::string &one : list) one = role(one);
  return list;
}

bool PenaltyGrammar::clause(StringRef text, Clause &to, unsigned depth) {
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
      if (containsAny(who, {"，",   "责令", "给予", "罚款", "对",   "移送", "提请", "建议", "吊销", "直至", "没收",
                            "处以", "撤销", "暂扣", "取缔", "申请", "通知", "决定", "批准", "报请", "提出", "责成"}))
        break;
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

bool PenaltyGrammar::alone(StringRef text, Clause &to) {
  auto found = list("处" + text.str(), to);
  if (!found || found->form != Imposed::Form::Kind || to.may) return false;
  Imposed both;
  both.form = Imposed::Form::AlsoOrOnly;
  both.of = {std::move(*found)};
  to.imposed = {std::move(both)};
  return true;
}

std::string PenaltyGrammar::authority(StringRef words) {
  const std::string name = nameFrom(words) + (isAuthority(words) ? "" : "_as_authority");
  names.authorities.emplace(name, words.str());
  return name;
}

// ---- sanctions

Imposed PenaltyGrammar::kind(StringRef name, std::string detail) {
  Imposed one;
  one.kind = name.str();
  one.detail = std::move(detail);
  return one;
}

Imposed PenaltyGrammar::refer(std::string to) {
  Imposed one;
  one.form = Imposed::Form::Refer;
  one.kind = std::move(to);
  return one;
}

std::optional<Imposed> PenaltyGrammar::list(StringRef text, Clause &context) {
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
        // 责令停业整顿或者由原发证机关吊销许可证
        if (!one && branch.startswith("由")) {
          Clause inner;
          inner.persons = context.persons;
          if (clause(branch, inner) && inner.imposed.size() == 1 && inner.persons == context.persons &&
              actBy(inner.by, inner.imposed.front()))
            one = inner.imposed.front();
        }
        all = all && one && one->form != Imposed::Form::Refer && one->form != Imposed::Form::Per;
        if (!all) break;
        if (one->form == Imposed::Form::OneOf)
          both.of.insert(both.of.end(), one->of.begin(), one->of.end());
        else
          both.of.push_back(std::move(*one));
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
         {std::tuple<StringRef, StringRef, StringRef, StringRef, StringRef>{"暂扣或者吊销", "暂扣", "吊销",
                                                                            "suspension_of_permit", "revocation"},
          {"暂停或者撤销", "暂停", "撤销", "suspension_of_permit", "revocation"},
          {"暂停或者取消", "暂停", "取消", "suspension_of_permit", "revocation"}})
      if (StringRef rest = text; rest.consume_front(verbs) && isThing(rest)) {
        Imposed both;
        both.form = Imposed::Form::OneOf;
        both.of = {kind(milder, inQuotes(first.str() + rest.str())), kind(graver, inQuotes(second.str() + rest.str()))};
        return both;
      }
  }
  return single(text, context);
}

StringRef PenaltyGrammar::elliptical(std::string words) { return *made.insert(std::move(words)).first; }

bool PenaltyGrammar::isThing(StringRef text) {
  return !text.empty() && characters(text) <= 40 &&
         !containsAny(text, {"处", "罚款", "责令", "给予", "追究", "吊销", "没收", "警告", "通报", "，", "；", "并",
                             "依法", "依照", "直至", "由"});
}

std::optional<Imposed> PenaltyGrammar::single(StringRef text, Clause &context) {
  if (auto terms = criminal(text)) return terms;
  if (auto elsewhere = delegation(text)) return elsewhere;
  StringRef rest = text;
  static constexpr llvm::StringLiteral verbs[] = {"给予", "予以", "处以", "处", "判处"};
  consumeAny(rest, verbs);
  StringRef plain = rest;
  for (StringRef end : {"的行政处罚", "的处罚", "处罚"})
    if (plain.consume_back(end)) break;
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
  static constexpr llvm::StringLiteral measures[] = {
      "限期", "恢复原状", "采取补救措施", "消除影响", "采取其他补救措施", "限期拆除", "恢复植被", "采取改正措施"};
  if (!orders.empty() && startsWithAny(text, measures) && isThing(text)) {
    orders.insert(text.str());
    return kind("order", inQuotes(text) + (text.startswith("限期") ? " within a set time" : ""));
  }
  static constexpr llvm::StringLiteral published[] = {"予以通报", "通报",     "予以公告",   "公告",
                                                      "予以公布", "予以公示", "向社会公布", "向社会公告"};
  if (llvm::is_contained(published, text)) return kind("publication", inQuotes(text));
  if (plain == "取缔" || text == "依法取缔") return kind("closure", inQuotes("取缔"));
  if (auto found = disciplinary(rest, rest.data() != text.data() || text.startswith("依法"))) return found;
  // What belongs to somebody else than the persons who are spoken of.
  if (!context.persons.empty() && ((text.contains("其") && !text.contains("禁止其")) ||
                                   containsAny(text, {"人员的", "单位的", "企业的", "机构的"})))
    return std::nullopt;
  if (StringRef what = text; what.consume_front("吊销") && isThing(what)) return kind("revocation", inQuotes(text));
  if (StringRef what = text; what.consume_front("暂扣") && isThing(what))
    return kind("suspension_of_permit", inQuotes(text));
  if (StringRef what = text; (what.consume_front("撤销") || what.consume_front("取消")) && isThing(what) &&
                             (what.endswith("资格") || what.endswith("证书") || what.endswith("登记") ||
                              what.endswith("证") || what.endswith("许可")))
    return kind("revocation", inQuotes(text));
  if (StringRef what = text; what.consume_front("降低") && what.endswith("等级") && isThing(what))
    return kind("downgrading", inQuotes(text));
  return disqualified(text);
}

std::optional<Imposed> PenaltyGrammar::criminal(StringRef text) {
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
    if (rest.consume_front("或者"))
      either = true;
    else if (!rest.consume_front("、") || either)
      return std::nullopt;
  }
  if (both.of.size() == 1) return both.of.front();
  // 管制、拘役 without 或者 is an older way to say the same.
  return either ? std::optional(both) : std::nullopt;
}

std::optional<Imposed> PenaltyGrammar::disciplinary(StringRef text, bool given) {
  text.consume_front("依法给予");
  if (!given) return std::nullopt;
  static constexpr llvm::StringLiteral ends[] = {"的行政处分", "的处分", "的政务处分", "行政处分", "政务处分", "处分"};
  const auto end = llvm::find_if(ends, [&](StringRef one) { return text.endswith(one); });
  if (end == std::end(ends)) return std::nullopt;
  text = text.drop_back(end->size());
  static constexpr std::pair<llvm::StringLiteral, llvm::StringLiteral> kinds[] = {
      {"警告", "disciplinary_warning"}, {"记过", "demerit"},  {"记大过", "serious_demerit"}, {"降级", "demotion"},
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

std::optional<std::string> PenaltyGrammar::amount(StringRef text) {
  if (StringRef rest = text; auto sum = money(rest))
    if (rest.empty()) return amountText(*sum, " CNY");
  for (size_t at = chineseBytes; at < text.size(); at += lengthInBytes(text[at])) {
    StringRef base = text.take_front(at), rest = text.drop_front(at);
    const auto many = ratio(rest);
    if (!many || !rest.empty()) continue;
    base.consume_back("的");
    if (base.empty() || characters(base) > 24 ||
        containsAny(base, {"每", "或者", "处", "罚款", "元", "以下", "以上", "，", "该", "前款", "其一", "上一年度",
                           "相当", "以"}))
      return std::nullopt;
    return *many + " " + this->sum(base);
  }
  return std::nullopt;
}

std::optional<Imposed> PenaltyGrammar::confiscated(StringRef things) {
  things.consume_front("其");
  if (!isThing(things) || startsWithAny(things, {"销毁", "上缴", "追缴"})) return std::nullopt;
  if (things == "违法所得" || things == "非法所得") return kind("confiscation", "of illegal_gains");
  static constexpr llvm::StringLiteral joiners[] = {"、", "和", "以及", "及"};
  for (StringRef gains : {"违法所得", "非法所得"}) {
    StringRef rest = things;
    if (rest.consume_front(gains) && consumeAny(rest, joiners))
      return kind("confiscation", "of illegal_gains, " + inQuotes(rest));
    if (rest.consume_back(gains))
      for (StringRef joiner : joiners)
        if (rest.consume_back(joiner)) return kind("confiscation", "of illegal_gains, " + inQuotes(rest));
  }
  if (things.contains("违法所得")) return std::nullopt;
  return kind("confiscation", "of " + inQuotes(things));
}

std::optional<Imposed> PenaltyGrammar::ordered(StringRef text) {
  StringRef what = text.drop_front(StringRef("责令").size());
  if (!isThing(what) || what.endswith("的") || what.contains("赔偿")) return std::nullopt;
  static constexpr llvm::StringLiteral business[] = {
      "停产停业整顿",   "停产停业",     "停业整顿",   "停产整顿",   "停产整治",   "停业",
      "停产",           "限期停业整顿", "停业、关闭", "停产、停业", "停业、停产", "停业或者关闭",
      "停产停业、关闭", "停产或者停业", "暂停营业",   "停止营业",   "停止经营"};
  if (llvm::is_contained(business, what)) return kind("suspension_of_business", inQuotes(text));
  if (what.startswith("关闭")) return kind("closure", inQuotes(text));
  if (StringRef rest = what;
      consumeAny(rest, {"停产停业整顿", "停产停业", "停业整顿", "停业", "停产整顿", "暂停执业", "停止执业", "暂停"}))
    if (wording::chineseNumeral(rest) || wording::digits(rest)) return kind("suspension_of_business", inQuotes(text));
  if (startsWithAny(what, {"停产", "停业", "暂停", "限期停业", "限期停产"}) && !startsWithAny(what, {"停产停业"}))
    return kind("suspension_of_business", inQuotes(text));
  StringRef inTime = what;
  std::string detail = inQuotes(text);
  if (inTime.startswith("限期") || inTime.startswith("其限期")) detail += " within a set time";
  orders.insert(text.str());
  return kind("order", detail);
}

std::optional<Imposed> PenaltyGrammar::disqualified(StringRef text) {
  static constexpr llvm::StringLiteral bans[] = {"不得", "禁止", "不受理", "不予受理", "不予办理"};
  StringRef rest = text;
  for (StringRef from :
       {"自处罚决定作出之日起", "自受到处罚之日起", "自被吊销许可证之日起", "自处罚决定执行完毕之日起"})
    if (rest.consume_front(from)) break;
  if (rest.consume_front("终身")) {
    if (!startsWithAny(rest, bans) || !isBan(rest)) return std::nullopt;
    return kind("disqualification", fmt::format("from {} for life", inQuotes(text)));
  }
  const bool forbidden = rest.consume_front("禁止其") || rest.consume_front("禁止");
  const auto time = duration(rest);
  if (!time) return std::nullopt;
  if (!rest.consume_front("内")) rest.consume_front("之内");
  if (!forbidden && !startsWithAny(rest, bans)) return std::nullopt;
  if (!isBan(rest)) return std::nullopt;
  return kind("disqualification", fmt::format("from {} for {}", inQuotes(text), *time));
}

bool PenaltyGrammar::isBan(StringRef text) {
  return isThing(text) && containsAny(text, {"从事", "担任", "申请", "参加"});
}

std::optional<Imposed> PenaltyGrammar::delegation(StringRef text) {
  static constexpr llvm::StringLiteral criminalWords[] = {"依法追究刑事责任",
                                                          "追究刑事责任",
                                                          "依照刑法有关规定追究刑事责任",
                                                          "依照刑法的有关规定追究刑事责任",
                                                          "依照刑法的规定追究刑事责任",
                                                          "依照刑法规定追究刑事责任",
                                                          "应当依法追究刑事责任"};
  if (llvm::is_contained(criminalWords, text)) return refer(referral("criminal_liability", "依法追究刑事责任"));
  static constexpr llvm::StringLiteral security[] = {"依法给予治安管理处罚", "依法予以治安管理处罚",
                                                     "给予治安管理处罚",     "依法处以治安管理处罚",
                                                     "依法予以治安处罚",     "依法给予治安处罚"};
  if (llvm::is_contained(security, text)) return refer(referral("public_security_penalty", "依法给予治安管理处罚"));
  static constexpr llvm::StringLiteral civil[] = {
      "依法承担民事责任",     "依法承担赔偿责任",   "承担赔偿责任",         "应当承担赔偿责任",
      "依法承担民事赔偿责任", "承担民事责任",       "应当依法承担赔偿责任", "依法承担相应的赔偿责任",
      "应当依法承担民事责任", "承担相应的赔偿责任", "承担民事赔偿责任",     "依法承担相应的民事责任",
      "依法赔偿损失",         "应当赔偿损失",       "应当负赔偿责任",       "应当依法予以赔偿",
      "依法予以赔偿",         "依法给予赔偿"};
  if (llvm::is_contained(civil, text)) return refer(referral("civil_liability", "依法承担民事责任"));
  if (text == "依法给予行政处分或者纪律处分" || text == "给予行政处分或者纪律处分")
    return refer(referral("", "依法给予行政处分或者纪律处分"));
  for (StringRef word : {"处分", "行政处分", "政务处分", "纪律处分"})
    for (StringRef verb : {"依法给予", "给予", "依法予以"})
      if (text == verb.str() + word.str())
        return refer(word == "处分" ? referral("discipline", "依法给予处分") : referral("", "依法给予" + word.str()));
  if (text == "依法给予处罚" || text == "依法处罚" || text == "依法给予行政处罚" || text == "依法予以处罚" ||
      text == "依法追究法律责任" || text == "依法追究责任" || text == "依法承担相应的法律责任" ||
      text == "依法承担法律责任")
    return refer(referral("", text));
  if (text.startswith("依照刑法") && text.endswith("，依法追究刑事责任") && characters(text) <= 60)
    return refer(referral("", text));
  StringRef cited = text;
  if (!cited.consume_front("依照") && !cited.consume_front("按照") && !cited.consume_front("依据")) return std::nullopt;
  static constexpr llvm::StringLiteral endings[] = {"的规定处罚",         "的规定给予处罚",
                                                    "规定处罚",           "规定给予处罚",
                                                    "的规定予以处罚",     "的规定定罪处罚",
                                                    "规定的处罚",         "的规定追究法律责任",
                                                    "的规定处理",         "的规定追究责任",
                                                    "的有关规定处罚",     "的有关规定给予处罚",
                                                    "的规定给予处分",     "的规定执行",
                                                    "规定予以处罚",       "的规定承担民事责任",
                                                    "的规定承担法律责任", "的规定承担相应的法律责任",
                                                    "的规定处理、处罚",   "的有关规定追究法律责任",
                                                    "的规定承担责任"};
  const auto end = llvm::find_if(endings, [&](StringRef one) { return cited.endswith(one); });
  if (end == std::end(endings)) return std::nullopt;
  cited = cited.drop_back(end->size());
  if (containsAny(cited, {"，", "并", "处罚的", "给予处罚", "由"}) || cited.empty()) return std::nullopt;
  if (const auto found = citations(cited)) {
    if (end->contains("处分") || end->contains("处理") || end->contains("执行") || end->contains("责任"))
      return std::nullopt;
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
  if (containsAny(cited, {"本法", "本条", "前款", "前条", "前项", "各该"}) || cited.startswith("第"))
    return std::nullopt;
  if (!cited.contains("法") && !cited.contains("条例") && !cited.contains("规定")) return std::nullopt;
  if (characters(text) > 45) return std::nullopt;
  return refer(referral("", text));
}

} // namespace proviso::importing
