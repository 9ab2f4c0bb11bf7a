// The checked intermediate form as JSON: `proviso-ir/1`, described in docs/intermediate-form.md.
#include "emit/Emit.h"

#include <nlohmann/json.hpp>

namespace proviso {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char *opNames[] = {"true",
                                   "false",
                                   "and",
                                   "or",
                                   "not",
                                   "fact",
                                   "is_role",
                                   "is_form",
                                   "breach",
                                   "disobeyed",
                                   "stated",
                                   "sanctioned",
                                   "committed",
                                   "in_force",
                                   "made_out",
                                   "became",
                                   "unascertainable",
                                   "less",
                                   "less_or_equal",
                                   "greater",
                                   "greater_or_equal",
                                   "equal",
                                   "unequal",
                                   "value",
                                   "act_day",
                                   "decision_day",
                                   "constant",
                                   "day",
                                   "choice",
                                   "add",
                                   "subtract",
                                   "multiply",
                                   "divide",
                                   "higher",
                                   "lower",
                                   "months_after"};
constexpr const char *factTypes[] = {"boolean", "count", "number", "money", "date", "duration", "choice"};
constexpr const char *sanctionOps[] = {"kind",         "one_of",     "one_or_more_of", "all_of",
                                       "also_or_only", "delegation", "referral"};
constexpr const char *adjectives[] = {"heavier", "lighter", "mitigated", "exempt", "maximum", "barred", "milder_law"};
constexpr const char *criteria[] = {"rank", "specialty", "date"};
constexpr const char *statementKinds[] = {"subject", "when", "unless", "guard", "adjustment", "factor"};

class Writer {
public:
  explicit Writer(const EmitInput &input) : input(input), program(input.program) {}

  std::string run() {
    Json out{{"format", "proviso-ir/1"}, {"compiler", input.version}, {"sources", input.fingerprint}};
    out["roles"] = list(program.roles, [&](const ir::Role &r) {
      Json is = Json::array();
      for (ir::Index i : r.is) is.push_back(program.roles[i].name);
      return Json{{"name", r.name}, {"label", r.label}, {"is", is}};
    });
    out["forms"] = list(program.forms, [](const ir::Form &f) { return Json{{"name", f.name}, {"label", f.label}}; });
    out["authorities"] = list(program.authorities, [](const ir::Authority &a) {
      return Json{{"name", a.name}, {"label", a.label}};
    });
    out["facts"] = list(program.facts, [&](const ir::Fact &f) { return fact(f); });
    out["kinds"] = list(program.kinds, [&](const ir::Kind &k) { return kind(k); });
    out["referrals"] = list(program.referrals, [](const ir::Referral &r) {
      return Json{{"name", r.name}, {"label", r.label}};
    });
    Json exclusive = Json::array();
    for (const auto &roles : program.exclusiveRoles) {
      Json names = Json::array();
      for (ir::Index role : roles) names.push_back(program.roles[role].name);
      exclusive.push_back(std::move(names));
    }
    out["exclusive"] = std::move(exclusive);
    out["always"] = program.always;
    for (ir::Criterion one : program.conflicts) out["conflicts"].push_back(criteria[static_cast<size_t>(one)]);
    out["expressions"] = list(program.exprs, [&](const ir::Expr &e) { return expr(e); });
    out["instruments"] = list(program.instruments, [&](const ir::Instrument &i) { return instrument(i); });
    out["provisions"] = list(program.provisions, [&](const ir::Provision &p) { return provision(p); });
    return out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
  }

private:
  template <typename T, typename F>
  static Json list(const std::vector<T> &from, F make) {
    Json out = Json::array();
    for (const T &one : from) out.push_back(make(one));
    return out;
  }
  static void put(Json &to, const char *key, const std::string &text) {
    if (!text.empty()) to[key] = text;
  }
  static void put(Json &to, const char *key, ir::Index index) {
    if (index != ir::none) to[key] = index;
  }
  static void span(Json &to, Span s) {
    if (s.from != Date::earliest()) to["from"] = s.from.text();
    if (s.until != Date::latest()) to["until"] = Date{s.until.days - 1}.text();
  }

  Json fact(const ir::Fact &f) {
    Json out{{"name", f.name}, {"label", f.label}, {"type", factTypes[static_cast<size_t>(f.type)]}};
    put(out, "currency", f.currency);
    if (!f.values.empty()) out["values"] = f.values;
    if (f.ordered) out["ordered"] = true;
    if (f.unascertainable) out["unascertainable"] = true;
    if (f.forEachProvision) out["for_each_provision"] = true;
    if (f.owner != ir::none) out["owner"] = program.roles[f.owner].name;
    for (ir::Index provision : f.definedIn) out["defined_in"].push_back(program.provisions[provision].id);
    for (const auto &[day, value] : f.overTime)
      out["over_time"].push_back({{"from", day.text()}, {"value", value.text()}});
    return out;
  }

  Json kind(const ir::Kind &k) {
    Json out{{"name", k.name}, {"label", k.label}, {"group", k.group}};
    put(out, "currency", k.currency);
    if (k.least) out["least"] = k.least->text();
    if (k.most) out["most"] = k.most->text();
    Json on = Json::array();
    for (ir::Index form : k.on) on.push_back(program.forms[form].name);
    if (!k.on.empty()) out["on"] = std::move(on);
    if (k.additional) out["additional"] = true;
    out["scale"] = k.scale;
    return out;
  }

  Json expr(const ir::Expr &e) {
    Json out{{"op", opNames[static_cast<size_t>(e.op)]}};
    if (!e.operands.empty()) out["operands"] = e.operands;
    switch (e.op) {
    case ir::Op::Fact:
    case ir::Op::Value:
    case ir::Op::Stated:
    case ir::Op::Unascertainable: out["fact"] = program.facts[e.index].name; break;
    case ir::Op::IsRole: out["role"] = program.roles[e.index].name; break;
    case ir::Op::IsForm: out["form"] = program.forms[e.index].name; break;
    case ir::Op::Breach:
    case ir::Op::Disobeyed:
    case ir::Op::InForce:
    case ir::Op::MadeOut:
    case ir::Op::Committed: out["cites"] = program.provisions[e.index].id; break;
    case ir::Op::Sanctioned: {
      const ir::Record &r = program.records[e.index];
      out["under"] = ids(r.provisions);
      out["times"] = r.times.text();
      if (r.kind != ir::none) out[r.without ? "without" : "with"] = program.kinds[r.kind].name;
      if (r.within) out["within"] = r.within->text();
      break;
    }
    case ir::Op::Became:
      out["cites"] = program.provisions[e.index].id;
      out["number"] = e.number.text();
      break;
    case ir::Op::Choice:
      out["fact"] = program.facts[e.index].name;
      out["value"] = program.facts[e.index].values[static_cast<size_t>(e.number.numerator())];
      break;
    case ir::Op::Constant:
      out["number"] = e.number.text();
      if (e.months) out["unit"] = "months";
      break;
    case ir::Op::Day: out["date"] = e.date.text(); break;
    default: break;
    }
    if (e.owner == ir::Owner::Person) out["owner"] = "person";
    if (e.provision != ir::none) out["provision"] = program.provisions[e.provision].id;
    return out;
  }

  Json instrument(const ir::Instrument &i) {
    Json out{{"code", i.code}, {"kind", i.kind}, {"title", i.title}};
    for (const auto &[language, name] : i.names) out["names"][language] = name;
    put(out, "rank", i.rank);
    put(out, "source", i.source);
    if (i.adopted) out["adopted"] = i.adopted->text();
    span(out, i.span);
    return out;
  }

  Json sanction(ir::Index index) {
    const ir::Sanction &s = program.sanctions[index];
    Json out{{"op", sanctionOps[static_cast<size_t>(s.op)]}};
    if (s.may) out["may"] = true;
    if (s.op == ir::SanctionOp::Kind) out["kind"] = program.kinds[s.kind].name;
    if (s.op == ir::SanctionOp::Referral) out["referral"] = program.referrals[s.kind].name;
    put(out, "qualifier", s.qualifier);
    put(out, "low", s.low);
    put(out, "high", s.high);
    put(out, "currency", s.currency);
    if (s.months || s.days) out["unit"] = s.months ? "months" : "days";
    if (!s.things.empty()) out["of"] = s.things;
    constexpr const char *terms[] = {"within", "from", "for", "at_cost_of", "jointly_with", "chosen_by"};
    for (const ir::Term &term : s.terms) out[terms[static_cast<size_t>(term.kind)]] = term.value;
    put(out, "by", s.authority);
    if (!s.operands.empty()) out["branches"] = list(s.operands, [&](ir::Index i) { return sanction(i); });
    if (s.op == ir::SanctionOp::Delegation) {
      out["choice"] = s.choice;
      Json alternatives = Json::array();
      for (size_t a = 0; a < s.cited.size(); ++a) {
        Json to = Json::array();
        for (const ir::Delegate &d : s.delegates[a]) {
          Json one{{"cites", program.provisions[d.cited].id}};
          if (d.to != ir::none) one["imposes"] = program.provisions[d.to].id;
          if (d.named != ir::none) one["named"] = program.provisions[d.named].id;
          if (program.exprs[d.guard].op != ir::Op::True) one["guard"] = d.guard;
          if (d.option != ir::none) one["option"] = d.option;
          to.push_back(std::move(one));
        }
        alternatives.push_back({{"cites", program.provisions[s.cited[a]].id}, {"leads_to", std::move(to)}});
      }
      out["alternatives"] = std::move(alternatives);
    }
    out["text"] = s.text;
    return out;
  }

  Json provision(const ir::Provision &p) {
    Json out{{"id", p.id}, {"citation", p.citation}};
    put(out, "title", p.title);
    if (p.parent != ir::none) out["parent"] = program.provisions[p.parent].id;
    put(out, "level", p.level);
    put(out, "label", p.label);
    for (const auto &[language, name] : p.names) out["names"][language] = name;
    if (!p.texts.empty()) out["text"] = p.texts;
    if (p.outline) out["outline"] = true;
    if (!p.becomes.empty()) out["becomes"] = ids(p.becomes);
    if (!p.was.empty()) out["was"] = ids(p.was);
    span(out, p.span);
    if (!p.duties.empty())
      out["duties"] = list(p.duties, [](const ir::Duty &d) { return Json{{"verb", d.verb}, {"text", d.text}}; });
    put(out, "subject", p.subject);
    if (program.exprs[p.own].op != ir::Op::True) out["own"] = p.own;
    if (p.hasEffect() || !p.adjustments.empty()) out["elements"] = p.elements;
    if (!p.statements.empty())
      out["statements"] = list(p.statements, [](const ir::Statement &s) {
        return Json{{"kind", statementKinds[static_cast<size_t>(s.kind)]}, {"expression", s.expr}, {"text", s.text}};
      });
    if (!p.tiers.empty())
      out["tiers"] = list(p.tiers, [&](const ir::Tier &t) {
        Json tier{{"op", t.op == ir::TierOp::Also ? "also" : "instead"}, {"guard", t.guard}};
        if (t.guardOnPerson != t.guard) tier["guard_on_person"] = t.guardOnPerson;
        Json roles = Json::array();
        for (ir::Index role : t.roles) roles.push_back(program.roles[role].name);
        tier["addressee"] = t.addressee == ir::Owner::Act ? Json("subject") : std::move(roles);
        tier["sanctions"] = list(t.sanctions, [&](ir::Index i) { return sanction(i); });
        return tier;
      });
    if (p.concurrence)
      out["concurrence"] = {
          {"rule", p.concurrence->text}, {"parties", ids(p.concurrence->parties)}, {"with", ids(p.concurrence->with)}};
    if (!p.displaces.empty()) out["displaces"] = ids(p.displaces);
    if (!p.withoutPrejudice.empty()) out["without_prejudice_to"] = ids(p.withoutPrejudice);
    if (p.yieldsToOtherLaw) out["yields_to_other_law"] = true;
    if (!p.adjustments.empty())
      out["adjustments"] = list(p.adjustments, [&](const ir::Adjustment &a) {
        Json words = Json::array(), kinds = Json::array();
        for (ir::Adjective one : a.adjectives) words.push_back(adjectives[static_cast<size_t>(one)]);
        for (ir::Index kind : a.kinds) kinds.push_back(program.kinds[kind].name);
        Json one{{"adjectives", std::move(words)}};
        if (a.may) one["may"] = true;
        if (a.times != Number(1)) one["times"] = a.times.text();
        one["guard"] = a.guard;
        if (!a.provisions.empty()) one["provisions"] = ids(a.provisions);
        if (!a.kinds.empty()) one["kinds"] = std::move(kinds);
        one["text"] = a.text;
        return one;
      });
    return out;
  }

  Json ids(const std::vector<ir::Index> &provisions) {
    return list(provisions, [&](ir::Index i) { return Json(program.provisions[i].id); });
  }

  const EmitInput &input;
  const ir::Program &program;
};

} // namespace

std::string emitIr(const EmitInput &input) { return Writer(input).run(); }

} // namespace proviso
