#include "proviso/Case.h"

#include "proviso/NearestName.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace proviso {

using namespace layout;

FactValue FactValue::of(bool value) {
  FactValue v;
  v.kind = Kind::Boolean;
  v.boolean = value;
  return v;
}
FactValue FactValue::of(Number value, std::string currency) {
  FactValue v;
  v.kind = Kind::Number;
  v.number = value;
  v.currency = std::move(currency);
  return v;
}
FactValue FactValue::of(Date value) {
  FactValue v;
  v.kind = Kind::Date;
  v.date = value;
  return v;
}
FactValue FactValue::of(Duration value) {
  FactValue v;
  v.kind = Kind::Duration;
  v.duration = value;
  return v;
}
FactValue FactValue::ofChoice(std::string value) {
  FactValue v;
  v.kind = Kind::Choice;
  v.choice = std::move(value);
  return v;
}
FactValue FactValue::unascertainable() {
  FactValue v;
  v.kind = Kind::Unascertainable;
  return v;
}

namespace {

class Binder {
public:
  Binder(const Tables &tables, Date act, std::vector<std::string> &errors) : tables(tables), act(act), errors(errors) {}

  std::optional<uint32_t> row(Section section, uint32_t column, std::string_view name, std::string_view what) {
    if (const auto found = tables.find(section, column, name)) return found;
    std::vector<std::string_view> names;
    for (uint32_t r = 0; r < tables.rows(section); ++r) names.push_back(tables.text(section, r, column));
    const std::string_view near = nearestName(name, names);
    errors.push_back(fmt::format("there is no {} `{}`{}", what, name,
                                 near.empty() ? "" : fmt::format("; did you mean `{}`?", near)));
    return std::nullopt;
  }
  /// `CSL/art59`: the one of the day of the act, where several have stood under this number; `CSL/art59@2018-01-01`:
  /// the one of that day.
  std::optional<uint32_t> provision(std::string_view id) { return provision(id, act); }
  std::optional<uint32_t> provision(std::string_view id, Date on) {
    const auto exact = tables.find(Section::Provisions, provisions::Id, id);
    const size_t at = id.find('@');
    if (exact && (at != std::string_view::npos || inForce(*exact, on))) return exact;
    const std::string_view number = id.substr(0, at);
    const auto day = at == std::string_view::npos ? std::optional(on) : Date::parse(std::string(id.substr(at + 1)));
    for (uint32_t p = 0; day && p < tables.rows(Section::Provisions); ++p) {
      const std::string_view other = tables.text(Section::Provisions, p, provisions::Id);
      if (other.substr(0, number.size()) == number && (other.size() == number.size() || other[number.size()] == '@') &&
          inForce(p, *day))
        return p;
    }
    return row(Section::Provisions, provisions::Id, id, "provision");
  }

  /// All roles of a name: two vocabularies may declare it.
  void addRoles(std::vector<bool> &roleSet, std::string_view name) {
    for (uint32_t role = 0; role < tables.rows(Section::Roles); ++role)
      if (tables.text(Section::Roles, role, roles::Name) == name) addRole(roleSet, role);
  }

  /// The form that is stated; the number of rows where none is.
  uint32_t formAmong(const std::vector<std::string> &names, std::string_view who) {
    const uint32_t none = tables.rows(Section::Forms);
    uint32_t form = none;
    for (const std::string &name : names)
      if (const auto found = tables.find(Section::Forms, forms::Name, name)) {
        if (form != none && form != *found)
          errors.push_back(fmt::format("{} is `{}` and `{}`, and forms exclude each other", who,
                                       tables.text(Section::Forms, form, forms::Name), name));
        form = *found;
      }
    return form;
  }

  void addRole(std::vector<bool> &roleSet, uint32_t role) {
    roleSet[role] = true;
    const uint32_t first = tables.word(Section::Roles, role, roles::FirstEntailed),
                   count = tables.word(Section::Roles, role, roles::EntailedCount);
    for (uint32_t i = 0; i < count; ++i) roleSet[tables.word(Section::Entailed, first + i, entailed::Role)] = true;
  }

  /// Checks a value against the declared type.
  bool fits(uint32_t fact, const FactValue &value) {
    const auto type = static_cast<FactType>(tables.word(Section::Facts, fact, facts::Type));
    const std::string_view name = tables.text(Section::Facts, fact, facts::Name);
    using Kind = FactValue::Kind;
    auto refuse = [&](std::string_view wanted) {
      errors.push_back(fmt::format("`{}` must be {}", name, wanted));
      return false;
    };
    if (value.kind == Kind::Unknown) return true;
    if (value.kind == Kind::Unascertainable)
      return tables.word(Section::Facts, fact, facts::Flags) & factUnascertainable
                 ? true
                 : refuse("stated or left out: it is never unascertainable");
    switch (type) {
    case FactType::Boolean: return value.kind == Kind::Boolean || refuse("true or false");
    case FactType::Count:
      return (value.kind == Kind::Number && value.number.isWhole() && value.number >= Number(0) &&
              value.currency.empty()) ||
             refuse("a whole number, zero or more");
    case FactType::Number: return (value.kind == Kind::Number && value.currency.empty()) || refuse("a number");
    case FactType::Money: {
      const std::string_view currency = tables.text(Section::Facts, fact, facts::Currency);
      return (value.kind == Kind::Number && value.currency == currency) ||
             refuse(fmt::format("a sum with its currency, as in \"120000.00 {}\"", currency));
    }
    case FactType::Date: return value.kind == Kind::Date || refuse("a date, as in \"2018-12-01\"");
    case FactType::Duration:
      return value.kind == Kind::Duration || refuse("a duration, as in \"30 days\" or \"2 years\"");
    case FactType::Choice: {
      const uint32_t first = tables.word(Section::Facts, fact, facts::FirstValue),
                     count = tables.word(Section::Facts, fact, facts::ValueCount);
      std::string all;
      for (uint32_t i = 0; i < count; ++i) {
        const std::string_view one = tables.text(Section::Values, first + i, values::Name);
        if (value.kind == Kind::Choice && value.choice == one) return true;
        all += fmt::format("{}\"{}\"", all.empty() ? "" : ", ", one);
      }
      return refuse("one of " + all);
    }
    }
    return false;
  }

  void statements(const std::vector<FactStatement> &from, bool ofPerson, std::vector<BoundCase::Stated> &to) {
    for (const FactStatement &statement : from) {
      if (!row(Section::Facts, facts::Name, statement.fact, "fact")) continue;
      // Two vocabularies may declare a fact of this name: what a case states, it states of all that it fits.
      const size_t before = errors.size(), had = to.size();
      for (uint32_t fact = 0; fact < tables.rows(Section::Facts); ++fact)
        if (tables.text(Section::Facts, fact, facts::Name) == statement.fact)
          statementOf(fact, statement, ofPerson, to);
      if (to.size() > had) errors.resize(before);
    }
  }

  void statementOf(uint32_t fact, const FactStatement &statement, bool ofPerson, std::vector<BoundCase::Stated> &to) {
    const bool owned = tables.word(Section::Facts, fact, facts::Owner) != 0;
    if (tables.word(Section::Facts, fact, facts::Flags) & factQuantity) {
      errors.push_back(fmt::format("`{}` is a quantity: it has the value of the day of the act, and no case states it",
                                   statement.fact));
      return;
    }
    if (owned != ofPerson) {
      errors.push_back(owned ? fmt::format("`{}` is a fact of a person: state it in `persons`", statement.fact)
                             : fmt::format("`{}` is a fact of the act: state it in `facts`", statement.fact));
      return;
    }
    std::optional<uint32_t> at;
    if (!statement.provision.empty()) {
      if (!(tables.word(Section::Facts, fact, facts::Flags) & factForEachProvision)) {
        errors.push_back(fmt::format("`{}` has one value, not one for each provision", statement.fact));
        return;
      }
      if (!(at = provision(statement.provision))) return;
    }
    if (fits(fact, statement.value)) to.push_back({fact, at, statement.value});
  }

  void record(const std::vector<PastSanction> &from, std::vector<BoundCase::Past> &to) {
    for (const PastSanction &one : from) {
      BoundCase::Past past{0, one.on, {}};
      if (const auto found = provision(one.provision, one.on)) past.provision = *found;
      for (const std::string &kind : one.kinds) {
        if (!row(Section::Kinds, kinds::Name, kind, "kind of sanction")) continue;
        for (uint32_t k = 0; k < tables.rows(Section::Kinds); ++k) // two scales may have one of this name
          if (tables.text(Section::Kinds, k, kinds::Name) == kind) past.kinds.push_back(k);
      }
      to.push_back(std::move(past));
    }
  }

  void provisionStatements(const std::vector<ProvisionStatement> &from,
                           std::vector<std::pair<uint32_t, std::optional<bool>>> &to) {
    for (const ProvisionStatement &statement : from)
      if (const auto found = provision(statement.provision)) to.emplace_back(*found, statement.value);
  }

  void successors(const std::vector<SuccessorStatement> &from, std::vector<std::pair<uint32_t, uint32_t>> &to) {
    for (const SuccessorStatement &statement : from) {
      auto ended = tables.find(Section::Provisions, provisions::Id, statement.provision);
      if (!ended) ended = provision(statement.provision);
      if (!ended || (statement.successor.empty() && !statement.countsOn)) continue;
      const uint32_t first = tables.word(Section::Provisions, *ended, provisions::FirstSuccessor),
                     count = tables.word(Section::Provisions, *ended, provisions::SuccessorCount);
      if (count == 0) {
        if (statement.countsOn)
          to.emplace_back(*ended, *statement.countsOn ? 1 : 2);
        else
          errors.push_back(fmt::format(
              "`{}` has no successors to choose from: state true if it counts on, false if not", statement.provision));
        continue;
      }
      std::string all;
      std::optional<uint32_t> value;
      for (uint32_t i = 0; i < count; ++i) {
        const std::string_view id = tables.text(
            Section::Provisions, tables.word(Section::Successors, first + i, successors::Provision), provisions::Id);
        if (id == statement.successor) value = i + 1;
        all += fmt::format("{}\"{}\"", i ? ", " : "", id);
      }
      if (value)
        to.emplace_back(*ended, *value);
      else
        errors.push_back(fmt::format("the successor of `{}` must be one of {}", statement.provision, all));
    }
  }

private:
  bool inForce(uint32_t provision, Date day) const {
    return Span{tables.date(Section::Provisions, provision, provisions::From),
                tables.date(Section::Provisions, provision, provisions::Until)}
        .contains(day);
  }

  const Tables &tables;
  Date act;
  std::vector<std::string> &errors;
};

} // namespace

std::optional<BoundCase> BoundCase::bind(const Tables &tables, const Case &from, std::vector<std::string> &errors) {
  BoundCase bound;
  bound.table = &tables;
  bound.act = from.date;
  bound.decision = from.decided;
  bound.silenceIsFalse = from.silenceIsFalse;
  const size_t before = errors.size();
  Binder binder(tables, from.date, errors);
  const uint32_t roleCount = tables.rows(Section::Roles);
  bound.subject.roles.assign(roleCount, false);
  bound.form = binder.formAmong(from.subject, "the subject");
  for (const std::string &name : from.subject) {
    if (tables.find(Section::Forms, forms::Name, name)) continue;
    if (binder.row(Section::Roles, roles::Name, name, "role or form")) {
      binder.addRoles(bound.subject.roles, name);
    }
  }
  binder.statements(from.facts, false, bound.subject.facts);
  binder.provisionStatements(from.violates, bound.breaches);
  binder.provisionStatements(from.disobeyed, bound.orders);
  binder.record(from.history, bound.subject.record);
  binder.successors(from.successors, bound.readings);
  if (from.decided < from.date)
    errors.push_back(fmt::format("the day of the decision, {}, is before the day of the act, {}", from.decided.text(),
                                 from.date.text()));
  if (from.persons) {
    for (const CasePerson &person : *from.persons) {
      Person one;
      one.name = person.name;
      one.roles.assign(roleCount, false);
      one.form = binder.formAmong(person.roles, "a person");
      for (const std::string &role : person.roles)
        if (!tables.find(Section::Forms, forms::Name, role) &&
            binder.row(Section::Roles, roles::Name, role, "role or form"))
          binder.addRoles(one.roles, role);
      binder.statements(person.facts, true, one.facts);
      binder.record(person.history, one.record);
      bound.linked.push_back(std::move(one));
    }
  } else {
    // One abstract person for each role that some effect addresses.
    std::vector<bool> addressed(roleCount, false);
    for (uint32_t o = 0; o < tables.rows(Section::Outcomes); ++o) {
      std::string_view rest = tables.text(Section::Outcomes, o, outcomes::Addressee);
      while (!rest.empty()) {
        const size_t comma = std::min(rest.find(','), rest.size());
        if (const auto role = tables.find(Section::Roles, roles::Name, rest.substr(0, comma))) addressed[*role] = true;
        rest.remove_prefix(std::min(rest.size(), comma + 1));
      }
    }
    for (uint32_t role = 0; role < roleCount; ++role) {
      if (!addressed[role]) continue;
      Person one;
      one.abstract = true;
      one.roles.assign(roleCount, false);
      binder.addRoles(one.roles, tables.text(Section::Roles, role, roles::Name)); // two vocabularies may declare it
      bound.linked.push_back(std::move(one));
    }
  }
  if (errors.size() != before) return std::nullopt;
  return bound;
}

std::vector<uint32_t> BoundCase::formerly(uint32_t provision) const {
  auto spanOf = [&](uint32_t p) {
    return Span{table->date(Section::Provisions, p, provisions::From),
                table->date(Section::Provisions, p, provisions::Until)};
  };
  if (spanOf(provision).contains(act)) return {};
  std::vector<uint32_t> open{provision}, found;
  std::vector<bool> seen(table->rows(Section::Provisions), false);
  while (!open.empty()) {
    const uint32_t at = open.back();
    open.pop_back();
    if (seen[at]) continue;
    seen[at] = true;
    if (spanOf(at).contains(act)) {
      if (at != provision) found.push_back(at);
      continue;
    }
    const uint32_t first = table->word(Section::Provisions, at, provisions::FirstPredecessor),
                   count = table->word(Section::Provisions, at, provisions::PredecessorCount);
    for (uint32_t i = first; i < first + count; ++i)
      open.push_back(table->word(Section::Predecessors, i, predecessors::Provision));
  }
  return found;
}

/// The nearest statement counts: of this provision, of one around it, of what it was on the day of the act, of none in
/// particular; the last one said.
const BoundCase::Stated *BoundCase::stated(const Person &owner, uint32_t fact,
                                           std::optional<uint32_t> provision) const {
  const Stated *general = nullptr;
  bool particular = false;
  for (const Stated &one : owner.facts)
    if (one.fact == fact) {
      if (!one.provision) general = &one;
      particular = particular || one.provision;
    }
  if (!provision || !particular) return general;
  auto nearest = [&](uint32_t of) {
    const Stated *found = nullptr;
    for (const Stated &one : owner.facts)
      if (one.fact == fact && one.provision && table->isUnder(of, *one.provision) &&
          (!found || table->isUnder(*one.provision, *found->provision)))
        found = &one;
    return found;
  };
  if (const Stated *found = nearest(*provision)) return found;
  const Stated *before = nullptr;
  for (uint32_t was : formerly(*provision)) {
    const Stated *found = nearest(was);
    // Of several that it was, all must say the same.
    if (!found || (before && !(before->value == found->value))) return general;
    before = found;
  }
  return before ? before : general;
}

FactValue BoundCase::quantity(uint32_t fact) const {
  const uint32_t first = table->word(Section::Facts, fact, facts::FirstQuantity),
                 count = table->word(Section::Facts, fact, facts::QuantityCount);
  for (uint32_t i = first + count; i-- > first;)
    if (table->date(Section::Quantities, i, quantities::From) <= act)
      return FactValue::of(table->number(Section::Quantities, i, quantities::TopLow),
                           std::string(table->text(Section::Facts, fact, facts::Currency)));
  return FactValue::unknown();
}

FactValue BoundCase::fact(uint32_t fact, std::optional<uint32_t> provision, bool ofPerson, const Person *person) const {
  const Person *owner = ofPerson ? person : &subject;
  if (!owner) return FactValue::unknown();
  if (const Stated *found = stated(*owner, fact, provision)) return found->value;
  const auto type = static_cast<FactType>(table->word(Section::Facts, fact, facts::Type));
  if (table->word(Section::Facts, fact, facts::Flags) & factQuantity) return quantity(fact);
  if (silenceIsFalse && type == FactType::Boolean && (!person || !person->abstract || !ofPerson))
    return FactValue::of(false);
  return FactValue::unknown();
}

namespace {

/// Truth stated at provisions, read for one of them or another: what is so of a part is so of the whole. `passesDown`:
/// what is stated of a whole holds for those of its parts of which nothing is stated; else it may be another part.
std::optional<bool> readStatements(const Tables &tables,
                                   const std::vector<std::pair<uint32_t, std::optional<bool>>> &statements,
                                   uint32_t provision, bool passesDown, bool silenceIsFalse) {
  std::optional<bool> own;
  bool unknown = false, falseAround = false;
  const std::pair<uint32_t, std::optional<bool>> *nearest = nullptr; // around it
  for (const auto &statement : statements) {
    const auto &[at, value] = statement;
    if (tables.isUnder(at, provision)) {
      if (value == true) return true;
      if (!value) unknown = true;
      if (at == provision) own = value;
    } else if (tables.isUnder(provision, at)) {
      falseAround = falseAround || value == false;
      unknown = unknown || (!passesDown && value != false); // some part of that, perhaps this one
      if (!nearest || tables.isUnder(at, nearest->first)) nearest = &statement;
    }
  }
  if (passesDown ? nearest && nearest->second == false && !own : falseAround) return false;
  if (own) return own;
  if (unknown) return std::nullopt;
  if (passesDown && nearest) return nearest->second;
  if (silenceIsFalse) return false;
  return std::nullopt;
}

} // namespace

/// Where nothing is said of a provision that is not yet in force on the day of the act: what is said of what it was
/// then.
static std::optional<bool> readNowOrThen(const Tables &tables,
                                         const std::vector<std::pair<uint32_t, std::optional<bool>>> &statements,
                                         uint32_t provision, const std::vector<uint32_t> &then, bool passesDown,
                                         bool silenceIsFalse) {
  const bool said = std::any_of(statements.begin(), statements.end(), [&](const auto &one) {
    return tables.isUnder(one.first, provision) || tables.isUnder(provision, one.first);
  });
  if (said || then.empty()) return readStatements(tables, statements, provision, passesDown, silenceIsFalse);
  bool all = true;
  for (uint32_t was : then) {
    const auto one = readStatements(tables, statements, was, passesDown, silenceIsFalse);
    if (one == true) return true;
    all = all && one.has_value();
  }
  return all ? std::optional(false) : std::nullopt;
}

std::optional<bool> BoundCase::breach(uint32_t provision) const {
  return readNowOrThen(*table, breaches, provision, formerly(provision), false, silenceIsFalse);
}

std::optional<bool> BoundCase::order(uint32_t provision) const {
  return readNowOrThen(*table, orders, provision, formerly(provision), true, silenceIsFalse);
}

/// How often the record has what is asked for.
bool BoundCase::record(uint32_t question, const Person &of) const {
  auto word = [&](uint32_t column) { return table->word(Section::Records, question, column); };
  const Duration within{word(records::Months) ? Duration::Unit::Months : Duration::Unit::Days,
                        static_cast<int32_t>(word(records::Within))};
  uint32_t times = 0;
  for (const Past &one : of.record) {
    if (one.on > act || (within.count != 0 && endOf(one.on, within) < act)) continue;
    bool under = false;
    for (uint32_t c = 0; c < word(records::CitedCount); ++c)
      under = under || table->isUnder(one.provision,
                                      table->word(Section::Cited, word(records::FirstCited) + c, cited::Provision));
    if (!under) continue;
    if (const uint32_t kind = word(records::Kind);
        kind != 0 &&
        (std::find(one.kinds.begin(), one.kinds.end(), kind - 1) != one.kinds.end()) == (word(records::Without) != 0))
      continue;
    ++times;
  }
  return times >= word(records::Times);
}

uint64_t BoundCase::possibleFact(uint32_t variable, const FactValue &value) const {
  const uint32_t size = table->word(Section::Variables, variable, variables::Size);
  const uint64_t all = size >= 64 ? ~uint64_t(0) : (uint64_t(1) << size) - 1;
  auto one = [](uint32_t index) { return uint64_t(1) << index; };
  switch (value.kind) {
  case FactValue::Kind::Unknown: return all;
  case FactValue::Kind::Unascertainable: return one(size - 1);
  case FactValue::Kind::Boolean: return one(value.boolean ? 1 : 0);
  case FactValue::Kind::Choice: {
    const uint32_t fact = table->word(Section::Variables, variable, variables::Fact) - 1;
    const uint32_t first = table->word(Section::Facts, fact, facts::FirstValue),
                   count = table->word(Section::Facts, fact, facts::ValueCount);
    for (uint32_t i = 0; i < count; ++i)
      if (table->text(Section::Values, first + i, values::Name) == value.choice) return one(i);
    return all;
  }
  default: break;
  }
  const uint32_t first = table->word(Section::Variables, variable, variables::FirstCut),
                 count = table->word(Section::Variables, variable, variables::CutCount);
  Number number = value.number;
  if (value.kind == FactValue::Kind::Date) number = Number(value.date.days);
  if (value.kind == FactValue::Kind::Duration) {
    // Days and months do not compare; a variable without bounds takes either.
    const bool months = value.duration.unit == Duration::Unit::Months;
    if (count && months != (table->word(Section::Variables, variable, variables::Months) != 0)) return all;
    number = Number(value.duration.count);
  }
  uint32_t index = 0;
  for (; index < count; ++index) {
    const Number cut = table->number(Section::Cuts, first + index, cuts::TopLow);
    const bool after = table->word(Section::Cuts, first + index, cuts::After) != 0;
    if (number < cut || (number == cut && after)) break;
  }
  return one(index);
}

/// A day, as its number, and whole months (the compiler sees to that): the day with that number so many months later,
/// or the last of that month. It may lie beyond the days that can be written; nothing where it is ages away.
static std::optional<Number> monthsAfter(Number day, Number months) {
  using namespace std::chrono;
  static const Number first(Date::of(1, 1, 1)->days), last(Date::of(9999, 12, 31)->days), most(20'000 * 12);
  if (day < first || day > last || months > most || months < Number(-20'000 * 12)) return std::nullopt;
  const year_month_day from{sys_days{std::chrono::days{day.numerator() / day.denominator()}}};
  const auto count = static_cast<int>(months.numerator() / months.denominator());
  const year_month in = year_month{from.year(), from.month()} + std::chrono::months{count};
  const auto end = std::min(from.day(), (in / std::chrono::last).day());
  return Number(sys_days{in / end}.time_since_epoch().count());
}

std::optional<Number> BoundCase::amount(uint32_t expr, const Person *person, std::vector<uint32_t> *unknown,
                                        bool *overflow) const {
  const auto op = static_cast<ExprOp>(table->word(Section::Exprs, expr, exprs::Op));
  if (op == ExprOp::Constant) return table->number(Section::Exprs, expr, exprs::TopLow);
  if (op == ExprOp::ActDay) return Number(act.days);
  if (op == ExprOp::DecisionDay) return Number(decision.days);
  if (op == ExprOp::Fact) {
    const uint32_t row = table->word(Section::Exprs, expr, exprs::Fact) - 1,
                   at = table->word(Section::Exprs, expr, exprs::Provision);
    const bool ofPerson = table->word(Section::Exprs, expr, exprs::Owner) != 0;
    const FactValue value = fact(row, at ? std::optional(at - 1) : std::nullopt, ofPerson, person);
    switch (value.kind) {
    case FactValue::Kind::Number: return value.number;
    case FactValue::Kind::Date: return Number(value.date.days);
    case FactValue::Kind::Duration: return Number(value.duration.count);
    default:
      if (unknown && std::find(unknown->begin(), unknown->end(), expr) == unknown->end()) unknown->push_back(expr);
      return std::nullopt;
    }
  }
  const auto a = amount(table->word(Section::Exprs, expr, exprs::Left) - 1, person, unknown, overflow);
  const auto b = amount(table->word(Section::Exprs, expr, exprs::Right) - 1, person, unknown, overflow);
  if (!a || !b) return std::nullopt;
  std::optional<Number> result;
  switch (op) {
  case ExprOp::Add: result = Number::add(*a, *b); break;
  case ExprOp::Subtract: result = Number::subtract(*a, *b); break;
  case ExprOp::Multiply: result = Number::multiply(*a, *b); break;
  case ExprOp::Divide: result = Number::divide(*a, *b); break;
  case ExprOp::Higher: result = std::max(*a, *b); break;
  case ExprOp::Lower: result = std::min(*a, *b); break;
  default: result = monthsAfter(*a, *b); break;
  }
  if (!result && overflow) *overflow = true;
  return result;
}

BoundCase::Range BoundCase::amountRange(uint32_t expr, const Person *person) const {
  const auto op = static_cast<ExprOp>(table->word(Section::Exprs, expr, exprs::Op));
  if (op == ExprOp::ActDay || op == ExprOp::DecisionDay) {
    const auto day = amount(expr, person, nullptr, nullptr);
    return {day, day};
  }
  if (op == ExprOp::Constant || op == ExprOp::Fact) {
    if (const auto exact = amount(expr, person, nullptr, nullptr)) return {exact, exact};
    const uint32_t fact = table->word(Section::Exprs, expr, exprs::Fact) - 1;
    const bool count = static_cast<FactType>(table->word(Section::Facts, fact, facts::Type)) == FactType::Count;
    return {count ? std::optional(Number(0)) : std::nullopt, std::nullopt};
  }
  const Range a = amountRange(table->word(Section::Exprs, expr, exprs::Left) - 1, person),
              b = amountRange(table->word(Section::Exprs, expr, exprs::Right) - 1, person);
  auto both = [](const std::optional<Number> &x, const std::optional<Number> &y, auto join) -> std::optional<Number> {
    if (!x || !y) return std::nullopt;
    return join(*x, *y);
  };
  // An extreme over what is bounded on one side only is still bounded by that one.
  auto either = [](const std::optional<Number> &x, const std::optional<Number> &y, auto pick) {
    return x && y ? std::optional(pick(*x, *y)) : x ? x : y;
  };
  auto more = [](Number x, Number y) { return std::max(x, y); };
  auto less = [](Number x, Number y) { return std::min(x, y); };
  switch (op) {
  case ExprOp::Add: return {both(a.low, b.low, Number::add), both(a.high, b.high, Number::add)};
  case ExprOp::Subtract: return {both(a.low, b.high, Number::subtract), both(a.high, b.low, Number::subtract)};
  case ExprOp::Higher: return {either(a.low, b.low, more), both(a.high, b.high, more)};
  case ExprOp::Lower: return {both(a.low, b.low, less), either(a.high, b.high, less)};
  case ExprOp::MonthsAfter: return {both(a.low, b.low, monthsAfter), both(a.high, b.high, monthsAfter)};
  default: break;
  }
  // A product or quotient with one side that is known, and not below zero.
  auto known = [](const Range &range) { return range.low && range.high && *range.low == *range.high; };
  const Number zero;
  if (op == ExprOp::Divide) {
    if (!known(b) || *b.low <= zero) return {};
    return {both(a.low, b.low, Number::divide), both(a.high, b.low, Number::divide)};
  }
  for (const auto &[factor, other] : {std::pair(a, b), std::pair(b, a)})
    if (known(factor) && *factor.low >= zero)
      return {both(other.low, factor.low, Number::multiply), both(other.high, factor.low, Number::multiply)};
  if (a.low && b.low && *a.low >= zero && *b.low >= zero)
    return {Number::multiply(*a.low, *b.low), both(a.high, b.high, Number::multiply)};
  return {};
}

void BoundCase::units(uint32_t expr, const Person *person, bool &days, bool &months) const {
  const auto op = static_cast<ExprOp>(table->word(Section::Exprs, expr, exprs::Op));
  if (op == ExprOp::Constant || op == ExprOp::ActDay || op == ExprOp::DecisionDay) return;
  if (op != ExprOp::Fact) {
    units(table->word(Section::Exprs, expr, exprs::Left) - 1, person, days, months);
    units(table->word(Section::Exprs, expr, exprs::Right) - 1, person, days, months);
    return;
  }
  const uint32_t at = table->word(Section::Exprs, expr, exprs::Provision);
  const FactValue value =
      fact(table->word(Section::Exprs, expr, exprs::Fact) - 1, at ? std::optional(at - 1) : std::nullopt,
           table->word(Section::Exprs, expr, exprs::Owner) != 0, person);
  if (value.kind == FactValue::Kind::Duration) (value.duration.unit == Duration::Unit::Days ? days : months) = true;
}

std::optional<bool> BoundCase::comparison(uint32_t variable, const Person *person) const {
  // Days and months are not compared with each other.
  bool days = false, months = false;
  units(table->word(Section::Variables, variable, variables::Expr) - 1, person, days, months);
  if (days && months) return std::nullopt;
  // The expression is the difference of the two sides.
  std::vector<uint32_t> unknown;
  const auto difference =
      amount(table->word(Section::Variables, variable, variables::Expr) - 1, person, &unknown, nullptr);
  if (!difference) {
    for (uint32_t expr : unknown) {
      const uint32_t row = table->word(Section::Exprs, expr, exprs::Fact) - 1,
                     at = table->word(Section::Exprs, expr, exprs::Provision);
      const bool ofPerson = table->word(Section::Exprs, expr, exprs::Owner) != 0;
      // A comparison with what cannot be established is false.
      if (fact(row, at ? std::optional(at - 1) : std::nullopt, ofPerson, person).kind ==
          FactValue::Kind::Unascertainable)
        return false;
    }
    return std::nullopt;
  }
  const Number zero;
  switch (static_cast<Relation>(table->word(Section::Variables, variable, variables::Relation))) {
  case Relation::Less: return *difference < zero;
  case Relation::LessOrEqual: return *difference <= zero;
  case Relation::Greater: return *difference > zero;
  case Relation::GreaterOrEqual: return *difference >= zero;
  case Relation::Equal: return *difference == zero;
  case Relation::Unequal: return *difference != zero;
  }
  return std::nullopt;
}

uint64_t BoundCase::possible(uint32_t variable, const Person *person, Date law) const {
  auto truth = [](std::optional<bool> value) -> uint64_t { return !value ? 3 : *value ? 2 : 1; };
  const bool ofPerson = table->word(Section::Variables, variable, variables::Owner) != 0;
  const uint32_t at = table->word(Section::Variables, variable, variables::Provision);
  if (readAnew(variable, law)) return possibleFact(variable, FactValue::unknown());
  switch (static_cast<VariableKind>(table->word(Section::Variables, variable, variables::Kind))) {
  case VariableKind::Fact:
    return possibleFact(variable, fact(table->word(Section::Variables, variable, variables::Fact) - 1,
                                       at ? std::optional(at - 1) : std::nullopt, ofPerson, person));
  case VariableKind::Role: {
    const Person *owner = ofPerson ? person : &subject;
    if (!owner) return 3;
    return truth(owner->roles[table->word(Section::Variables, variable, variables::Index) - 1]);
  }
  case VariableKind::Form:
    // Whoever is stated has no form but that which is stated.
    if (ofPerson && (!person || person->abstract))
      return (uint64_t(1) << table->word(Section::Variables, variable, variables::Size)) - 1;
    return uint64_t(1) << (ofPerson ? person->form : form);
  case VariableKind::Breach: return truth(breach(at - 1));
  case VariableKind::Disobeyed: return truth(order(at - 1));
  case VariableKind::InForce:
    return truth(Span{table->date(Section::Provisions, at - 1, provisions::From),
                      table->date(Section::Provisions, at - 1, provisions::Until)}
                     .contains(law));
  case VariableKind::Comparison: return truth(comparison(variable, person));
  case VariableKind::Record: {
    const Person *owner = ofPerson ? person : &subject;
    if (!owner || owner->abstract) return 3;
    return truth(record(table->word(Section::Variables, variable, variables::Record) - 1, *owner));
  }
  case VariableKind::Stated: {
    const uint32_t fact = table->word(Section::Variables, variable, variables::Fact) - 1;
    const Stated *found = stated(subject, fact, at ? std::optional(at - 1) : std::nullopt);
    return truth(found && found->value.kind != FactValue::Kind::Unknown);
  }
  case VariableKind::Succession: {
    // It stands until its end; then it is one of the others.
    if (law < table->date(Section::Provisions, at - 1, provisions::Until)) return 1;
    for (const auto &[ended, value] : readings)
      if (ended == at - 1) return uint64_t(1) << value;
    const uint32_t size = table->word(Section::Variables, variable, variables::Size);
    return (size >= 64 ? ~uint64_t(0) : (uint64_t(1) << size) - 1) & ~uint64_t(1);
  }
  }
  return 3;
}

bool BoundCase::readAnew(uint32_t variable, Date law) const {
  if (law == act ||
      static_cast<VariableKind>(table->word(Section::Variables, variable, variables::Kind)) != VariableKind::Fact)
    return false;
  const uint32_t fact = table->word(Section::Variables, variable, variables::Fact) - 1,
                 at = table->word(Section::Variables, variable, variables::Provision);
  for (uint32_t d = 0; d < table->rows(Section::Definitions); ++d) {
    if (table->word(Section::Definitions, d, definitions::Fact) != fact) continue;
    const uint32_t by = table->word(Section::Definitions, d, definitions::Provision),
                   first = table->word(Section::Definitions, d, definitions::FirstScope),
                   count = table->word(Section::Definitions, d, definitions::ScopeCount);
    const Span span{table->date(Section::Provisions, by, provisions::From),
                    table->date(Section::Provisions, by, provisions::Until)};
    if (span.contains(act) == span.contains(law)) continue;
    bool reaches = count == 0 || at == 0;
    for (uint32_t i = first; i < first + count && !reaches; ++i)
      reaches = table->isUnder(at - 1, table->word(Section::Scopes, i, scopes::Provision));
    if (reaches) return true;
  }
  return false;
}

bool BoundCase::cannotBeComputed(uint32_t variable, const Person *person) const {
  if (static_cast<VariableKind>(table->word(Section::Variables, variable, variables::Kind)) != VariableKind::Comparison)
    return false;
  std::vector<uint32_t> unknown;
  bool overflow = false;
  amount(table->word(Section::Variables, variable, variables::Expr) - 1, person, &unknown, &overflow);
  return overflow && unknown.empty();
}

bool BoundCase::isOpen(uint32_t variable, const Person *person) const {
  const uint32_t size = table->word(Section::Variables, variable, variables::Size);
  const uint64_t all = size >= 64 ? ~uint64_t(0) : (uint64_t(1) << size) - 1;
  return possible(variable, person) == all && !cannotBeComputed(variable, person);
}

} // namespace proviso
