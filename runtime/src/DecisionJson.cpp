// A decision for programs: `proviso-decision/1`.
#include "proviso/Decision.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace proviso {

using namespace layout;

namespace {

using Json = nlohmann::ordered_json;

Json missingJson(const std::vector<Missing> &missing) {
  Json list = Json::array();
  for (const Missing &one : missing) list.push_back(one.text);
  return list;
}

constexpr const char *statusWord[] = {"does_not_apply", "applies", "undetermined", "displaced", "exempt", "barred"};
constexpr const char *fateWord[] = {"stands", "exempt", "barred", "displaced", "gives_way", "milder_law"};
constexpr const char *groundWord[] = {"", "severity", "rank", "specialty", "date"};
constexpr const char *truthWord[] = {"false", "true", "unknown"};
constexpr const char *statementWord[] = {"subject", "when", "unless", "guard", "adjustment", "factor"};

class Writer {
public:
  Writer(const BoundCase &bound, const Decision &decision, bool explain)
      : bound(bound), tables(bound.tables()), decision(decision), explain(explain),
        nothingKnown(tables.rows(Section::Provisions), false) {
    for (const ProvisionResult &p : decision.provisions)
      if (p.nothingKnown) nothingKnown[p.provision] = true;
  }

  std::string run() {
    Json out{{"format", "proviso-decision/1"}, {"date", decision.date.text()}};
    if (decision.contradictory) out["contradictory"] = true;
    out["provisions"] = provisionList();
    out["sanctions"] = sanctionList();
    out["concurrence"] = concurrenceList();
    for (const auto &[a, b] : decision.conflicts) out["conflicts"].push_back({id(a), id(b)});
    for (const MildestLaw &one : decision.mildest) out["milder_law"].push_back(mildest(one));
    return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  }

private:
  std::string id(uint32_t provision) const {
    return std::string(tables.text(Section::Provisions, provision, provisions::Id));
  }

  Json provisionList() {
    Json list = Json::array();
    for (const ProvisionResult &p : decision.provisions) {
      if (!explain && (p.status == Status::DoesNotApply || p.nothingKnown)) continue;
      Json item{{"id", id(p.provision)}, {"status", statusWord[static_cast<size_t>(p.status)]}};
      if (!p.inForce) item["in_force"] = false;
      if (p.inForce && p.law != decision.date) item["law"] = p.law.text();
      for (uint32_t by : p.by) item["by"].push_back(p.status == Status::Displaced ? Json(id(by)) : adjustment(by));
      if ((tables.word(Section::Provisions, p.provision, provisions::Flags) & provisionYieldsToOtherLaw) &&
          p.status != Status::DoesNotApply)
        item["yields_to_other_law"] = true;
      if (p.status == Status::Undetermined) {
        item["missing"] = missingJson(p.missing);
        if (!p.smallest) item["missing_is_smallest"] = false;
      }
      for (std::string_view factor : factorsOf(tables, p.provision)) item["having_regard_to"].push_back(factor);
      if (explain) {
        Json because = Json::array();
        for (const Reason &reason : p.reasons)
          because.push_back(
              {{"provision", id(tables.word(Section::Statements, reason.statement, statements::Provision))},
               {"statement", statementWord[tables.word(Section::Statements, reason.statement, statements::Kind)]},
               {"text", std::string(tables.text(Section::Statements, reason.statement, statements::Text))},
               {"holds", truthWord[static_cast<size_t>(reason.holds)]},
               {"facts", facts(reason.rests)}});
        item["because"] = std::move(because);
      }
      list.push_back(std::move(item));
    }
    return list;
  }

  /// What was looked at, with its answer in the case.
  Json facts(const std::vector<uint32_t> &rests) const {
    Json list = Json::array();
    for (uint32_t variable : rests)
      list.push_back({{"text", questionText(tables, variable)}, {"answer", answerText(bound, variable, nullptr)}});
    return list;
  }

  Json adjustment(uint32_t row) const {
    return {{"provision", id(tables.word(Section::Adjustments, row, adjustments::Provision))},
            {"text", std::string(tables.text(Section::Adjustments, row, adjustments::Text))}};
  }

  Json sanctionList() {
    Json list = Json::array();
    for (const EffectResult &e : decision.effects) {
      if (!explain && hidden(e.provision)) continue;
      // The leaves of a choice share a group; so do the alternatives of a delegation.
      for (uint32_t outcome : e.outcomes) leaves(e, outcome, outcome, Fate::Stands, false, groupOf(e, outcome), list);
    }
    for (const EffectResult &e : decision.removed)
      for (const Possible &one : e.removed)
        if (explain || !hidden(e.provision))
          leaves(e, one.outcome, one.outcome, one.fate, false, groupOf(e, one.outcome), list);
    return list;
  }

  bool hidden(uint32_t provision) const { return nothingKnown[provision]; }

  /// What is chosen together: the alternatives of a delegation, or the branches of one effect.
  std::string groupOf(const EffectResult &e, uint32_t outcome) const {
    const std::string_view delegation = tables.text(Section::Effects, e.effect, effects::Group);
    if (!delegation.empty()) return std::string(delegation);
    const auto op = static_cast<OutcomeOp>(tables.word(Section::Outcomes, outcome, outcomes::Op));
    if (op == OutcomeOp::Kind || op == OutcomeOp::Referral || op == OutcomeOp::NotWrittenOut) return {};
    const uint32_t first = tables.word(Section::Provisions, e.provision, provisions::FirstEffect);
    return fmt::format("{}#effect{}{}", id(e.provision), e.effect - first + 1,
                       e.person && !e.person->abstract ? " on " + e.person->name : "");
  }

  std::string value(Number number, Measure measure, std::string_view currency) const {
    switch (measure) {
    case Measure::Money: return fmt::format("{} {}", number.text(), currency);
    case Measure::Months: return number.text() + (number == Number(1) ? " month" : " months");
    case Measure::Days: return number.text() + (number == Number(1) ? " day" : " days");
    case Measure::None: break;
    }
    return number.text();
  }

  /// `whole` is the outcome that a leaf belongs to.
  void leaves(const EffectResult &e, uint32_t whole, uint32_t outcome, Fate fate, bool may, const std::string &group,
              Json &list) {
    may = may || tables.word(Section::Outcomes, outcome, outcomes::May);
    const auto op = static_cast<OutcomeOp>(tables.word(Section::Outcomes, outcome, outcomes::Op));
    const uint32_t first = tables.word(Section::Outcomes, outcome, outcomes::FirstBranch),
                   count = tables.word(Section::Outcomes, outcome, outcomes::BranchCount);
    if (op != OutcomeOp::Kind && op != OutcomeOp::Referral && op != OutcomeOp::NotWrittenOut) {
      for (uint32_t i = 0; i < count; ++i)
        leaves(e, whole, tables.word(Section::Branches, first + i, branches::Outcome), fate, may, group, list);
      return;
    }
    Json item{{"provision", id(e.provision)}};
    if (e.law != decision.date) item["law"] = e.law.text();
    auto text = [&](uint32_t column) { return std::string(tables.text(Section::Outcomes, outcome, column)); };
    item["addressee"] = e.person ? text(outcomes::Addressee) : "subject";
    if (e.person && item["addressee"] == "")
      item["addressee"] = std::string(tables.text(Section::Outcomes, whole, outcomes::Addressee));
    if (e.person && !e.person->abstract) item["person"] = e.person->name;
    if (op == OutcomeOp::Kind)
      item["kind"] = std::string(
          tables.text(Section::Kinds, tables.word(Section::Outcomes, outcome, outcomes::Kind) - 1, kinds::Name));
    else if (op == OutcomeOp::Referral)
      item["referral"] = std::string(tables.text(
          Section::Referrals, tables.word(Section::Outcomes, outcome, outcomes::Referral) - 1, referrals::Name));
    else
      item["not_written_out"] = text(outcomes::Text);
    if (const std::string q = text(outcomes::Qualifier); !q.empty()) item["qualifier"] = q;
    if (const std::string things = text(outcomes::Things); !things.empty()) item["of"] = things;
    terms(outcome, item);
    const auto measure = static_cast<Measure>(tables.word(Section::Outcomes, outcome, outcomes::Measure));
    const AmountResult amount = amountOf(bound, outcome, e.person);
    const std::string currency = text(outcomes::Currency);
    if (amount.overflow) item["error"] = "the amount cannot be computed: it is too large, or divides by zero";
    if (amount.low) item["min"] = value(*amount.low, measure, currency);
    if (amount.high) item["max"] = value(*amount.high, measure, currency);
    if (!amount.formula.empty()) {
      item["formula"] = amount.formula;
      item["amount_missing"] = amount.missing;
    }
    const std::string_view alternative = tables.text(Section::Effects, e.effect, effects::Alternative);
    item["mode"] = !group.empty() ? "choice" : may ? "may" : "shall";
    if (!group.empty()) {
      item["group"] = group;
      if (!alternative.empty()) item["alternative"] = std::string(alternative);
      if (may) item["discretionary"] = true;
      item["choice"] = outcomeText(bound, whole, e.person);
    }
    if (const std::string by = text(outcomes::Authority); !by.empty()) item["by"] = by;
    item["status"] = fate != Fate::Stands ? fateWord[static_cast<size_t>(fate)]
                     : e.determined       ? "determined"
                                          : "undetermined";
    if (fate == Fate::Stands && !e.determined) {
      item["or_nothing"] = e.maybeNothing;
      item["missing"] = missingJson(e.missing);
      if (!e.smallest) item["missing_is_smallest"] = false;
      if (!e.settled) item["settled"] = false;
    }
    for (const Possible &one : e.removed) {
      if (fate != Fate::Stands && (one.fate != fate || one.outcome != whole)) continue;
      Json by = one.fate == Fate::Exempt || one.fate == Fate::Barred ? adjustment(one.by)
                : one.fate == Fate::MilderLaw ? Json{{"law", Date{static_cast<int32_t>(one.by)}.text()}}
                                              : Json(id(one.by));
      if (fate != Fate::Stands) {
        item["removed_by"].push_back(std::move(by));
        if (one.ground != Ground::None) item["ground"] = groundWord[static_cast<size_t>(one.ground)];
        continue;
      }
      Json removed{{"status", fateWord[static_cast<size_t>(one.fate)]}, {"by", std::move(by)}};
      if (one.ground != Ground::None) removed["ground"] = groundWord[static_cast<size_t>(one.ground)];
      item["or_removed"].push_back(std::move(removed));
    }
    if (e.alreadyOrdered) item["marks"].push_back("already ordered");
    for (const Mark &mark : e.marks) item[mark.open ? "possible_marks" : "marks"].push_back(markText(tables, mark));
    Json bases = Json::array(), followed = Json::array();
    const uint32_t firstChain = tables.word(Section::Effects, e.effect, effects::FirstChain),
                   chainCount = tables.word(Section::Effects, e.effect, effects::ChainCount);
    for (uint32_t c = firstChain; c < firstChain + chainCount; ++c) {
      Json basis = Json::array();
      const uint32_t firstLink = tables.word(Section::Chains, c, chains::FirstLink),
                     linkCount = tables.word(Section::Chains, c, chains::LinkCount);
      for (uint32_t l = firstLink; l < firstLink + linkCount; ++l)
        if (!tables.word(Section::Links, l, links::Named)) {
          basis.push_back(id(tables.word(Section::Links, l, links::Provision)));
        } else {
          Json one{{"named", id(tables.word(Section::Links, l, links::Provision))},
                   {"now", id(tables.word(Section::Links, l + 1, links::Provision))}};
          if (std::find(followed.begin(), followed.end(), one) == followed.end()) followed.push_back(std::move(one));
        }
      bases.push_back(std::move(basis));
    }
    // Several chains to one sanction are several bases.
    item["basis"] = bases.empty() ? Json::array() : bases[0];
    if (bases.size() > 1) item["other_bases"] = Json(bases.begin() + 1, bases.end());
    if (!followed.empty()) item["followed"] = std::move(followed);
    if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(std::move(item));
  }

  /// Of a choice, what belongs to it as a whole is in its text.
  void terms(uint32_t outcome, Json &item) const {
    constexpr const char *names[] = {"within", "from", "for", "at_cost_of", "jointly_with", "chosen_by"};
    const uint32_t first = tables.word(Section::Outcomes, outcome, outcomes::FirstTerm),
                   count = tables.word(Section::Outcomes, outcome, outcomes::TermCount);
    for (uint32_t t = first; t < first + count; ++t)
      item[names[tables.word(Section::Terms, t, layout::terms::Kind)]] =
          std::string(tables.text(Section::Terms, t, layout::terms::Value));
  }

  Json concurrenceList() {
    Json list = Json::array();
    for (const ConcurrenceResult &c : decision.concurrence) {
      Json item{{"provision", id(c.provision)}, {"rule", c.rule}, {"carried_out", true}};
      for (const TotalResult &total : c.totals) item["totals"].push_back(this->total(total));
      for (const auto &[a, b] : c.notComparable) item["not_comparable"].push_back({id(a), id(b)});
      list.push_back(std::move(item));
    }
    return list;
  }

  static Json personJson(const BoundCase::Person *person) {
    return !person ? "subject" : person->abstract ? "person" : person->name;
  }

  Json total(const TotalResult &total) const {
    Json item{{"addressee", personJson(total.person)},
              {"kind", std::string(tables.text(Section::Kinds, total.kind, kinds::Name))}};
    for (uint32_t outcome : total.outcomes) item["up_to"].push_back(maximumText(bound, outcome, total.person));
    item["determined"] = total.determined();
    if (total.maybeNone) item["or_none"] = true;
    if (!total.missing.empty()) item["missing"] = missingJson(total.missing);
    return item;
  }

  Json mildest(const MildestLaw &one) const {
    Json item{{"addressee", personJson(one.person)}, {"rule", adjustment(one.adjustment)}};
    for (Date day : one.days) item["days"].push_back(day.text());
    for (Date day : one.mildest) item["mildest"].push_back(day.text());
    for (const auto &[a, b] : one.notComparable) item["not_comparable"].push_back({a.text(), b.text()});
    if (!one.missing.empty()) item["missing"] = missingJson(one.missing);
    return item;
  }

  const BoundCase &bound;
  const Tables &tables;
  const Decision &decision;
  bool explain;
  std::vector<bool> nothingKnown; // by provision
};

} // namespace

std::string decisionJson(const BoundCase &bound, const Decision &decision, bool explain) {
  return Writer(bound, decision, explain).run();
}

} // namespace proviso
