#include "cli/Interview.h"

#include "cli/Expectations.h"
#include "emit/TableText.h"

#include <llvm/ADT/STLExtras.h>

#include <algorithm>

namespace proviso {

using Json = Interview::Json;
using namespace layout;

namespace {

/// The parts of a JSON pointer.
std::vector<std::string> partsOf(const std::string &at) {
  std::vector<std::string> parts;
  for (Json::json_pointer rest(at); !rest.empty(); rest.pop_back()) parts.insert(parts.begin(), rest.back());
  return parts;
}

constexpr std::string_view dayAt = "/date", formAt = "/subject/form";

} // namespace

struct Interview::Bound {
  BoundCase of;
  Decision decision;
};

/// What is decided of a case, as far as it matters to the interview.
struct Interview::Look {
  size_t undecided = 0;
  std::string text; // what is decided, in a form that can be compared
};

Interview::Interview(const Compilation &law, const Tables &compiled, std::vector<const ProvisionTable *> of)
    : law(law), compiled(compiled), tables(std::move(of)), only(law.program.provisions.size(), false) {
  for (const ProvisionTable *one : tables) only[one->provision] = true;
  now = Json::parse(caseTemplateOf(law.emitInput(), tables));
  about = std::move(now["about"]);
  now.erase("about");
}

std::optional<Interview::Bound> Interview::bind(const Json &of, std::string *why) const {
  std::vector<std::string> errors;
  std::optional<Case> read = readCase(of.dump(), errors);
  std::optional<BoundCase> bound = read ? BoundCase::bind(compiled, *read, errors) : std::nullopt;
  if (!bound) {
    if (why) *why = errors.empty() ? "this cannot be" : errors.front();
    return std::nullopt;
  }
  DecideOptions options;
  options.only = &only;
  options.missingWhereNothingIsKnown = true;
  Decision decision = decide(*bound, options);
  if (decision.contradictory) {
    if (why) *why = "this contradicts what the vocabulary says always holds, as the answers before it stand";
    return std::nullopt;
  }
  return Bound{std::move(*bound), std::move(decision)};
}

std::optional<Interview::Look> Interview::look(const Json &of) const {
  const std::optional<Bound> bound = bind(of);
  if (!bound) return std::nullopt;
  Look look;
  for (const ProvisionResult &one : bound->decision.provisions) {
    look.undecided += one.status == Status::Undetermined;
    look.text += fmt::format("{} {};", one.provision, static_cast<int>(one.status));
  }
  for (const EffectResult &one : bound->decision.effects) {
    look.undecided += !one.determined;
    look.text += fmt::format("{} {} {}:", one.effect, one.determined, one.maybeNothing);
    for (uint32_t outcome : one.outcomes) look.text += outcomeText(bound->of, outcome, one.person) + ",";
  }
  return look;
}

size_t Interview::undecided() const {
  const std::optional<Look> seen = look(now);
  return seen ? seen->undecided : 0;
}

// ---- which question

std::optional<Question> Interview::next() {
  for (const auto &ask : {&Interview::day, &Interview::actor, &Interview::open})
    if (std::optional<Question> question = (this->*ask)()) return question;
  return std::nullopt;
}

std::optional<Question> Interview::day() const {
  if (asked.count(std::string(dayAt))) return std::nullopt;
  Question question;
  question.kind = Question::Kind::Value;
  question.at = dayAt;
  question.text = "The day of the act";
  question.form = "a day, as in 2018-11-20";
  for (const ProvisionTable *one : tables) question.matters.push_back(law.program.provisions[one->provision].citation);
  return question;
}

/// Who it is stands in the case as a whole, known or not: each role is asked for as long as it can change anything,
/// whichever of those that are not asked for yet it is besides.
std::optional<Question> Interview::actor() const {
  const Json &known = about["subject"];
  auto isForm = [&](const std::string &name) {
    return llvm::any_of(law.program.forms, [&](const ir::Form &form) { return form.name == name; });
  };
  auto roleAt = [](const std::string &name) { return "/subject/" + name; };
  std::vector<std::string> roles, later;
  for (const auto &[name, text] : known.items())
    if (!isForm(name)) roles.push_back(name);
  Question question;
  for (const ProvisionTable *one : tables) question.matters.push_back(law.program.provisions[one->provision].citation);
  auto changes = [&](const std::vector<std::string> &one, const std::vector<std::string> &other) {
    for (bool others : {false, true}) {
      std::optional<Look> a, b;
      for (auto &[subject, look] : {std::pair(&one, &a), std::pair(&other, &b)}) {
        Json of = now;
        for (const std::string &name : *subject) of["subject"].push_back(name);
        if (others)
          for (const std::string &name : roles)
            if (!asked.count(roleAt(name)) && !llvm::is_contained(one, name) && !llvm::is_contained(other, name))
              of["subject"].push_back(name);
        *look = this->look(of);
      }
      if (a && b && a->text != b->text) return true;
    }
    return false;
  };
  for (const std::string &name : roles) {
    if (asked.count(roleAt(name)) || !changes({name}, {})) continue;
    question.at = roleAt(name);
    question.text = "Whoever acted is: " + known[name].get<std::string>();
    return question;
  }
  if (asked.count(std::string(formAt))) return std::nullopt;
  std::vector<std::string> forms;
  for (const auto &[name, text] : known.items())
    if (isForm(name)) forms.push_back(name);
  bool matters = false;
  for (size_t i = 1; i < forms.size(); ++i) matters = matters || changes({forms[i]}, {forms.front()});
  if (!matters) return std::nullopt;
  question.at = formAt;
  question.kind = Question::Kind::OneOf;
  question.text = "Whoever acted is";
  for (const std::string &name : forms)
    question.choices.emplace_back(name, llvm::StringRef(known[name].get<std::string>()).drop_front(6).str());
  return question;
}

std::string Interview::factAt(uint32_t fact, uint32_t provision, std::optional<size_t> person) const {
  const ir::Fact &of = law.program.facts[fact];
  if (of.quantity) return {};
  Json::json_pointer at =
      person ? Json::json_pointer(fmt::format("/persons/{}/facts", *person)) : Json::json_pointer("/facts");
  at /= of.name;
  if (provision != 0) at /= law.program.provisions[provision - 1].id;
  return at.to_string();
}

void Interview::factsIn(uint32_t expr, std::optional<size_t> person, std::vector<std::string> &to) const {
  auto word = [&](uint32_t column) { return compiled.word(Section::Exprs, expr, column); };
  if (static_cast<ExprOp>(word(exprs::Op)) == ExprOp::Fact)
    to.push_back(factAt(word(exprs::Fact) - 1, word(exprs::Provision), word(exprs::Owner) ? person : std::nullopt));
  for (uint32_t column : {exprs::Left, exprs::Right})
    if (word(column) != 0) factsIn(word(column) - 1, person, to);
}

/// Where in the case stands what a variable asks.
void Interview::candidates(uint32_t variable, std::optional<size_t> person, std::vector<std::string> &to) const {
  auto word = [&](uint32_t column) { return compiled.word(Section::Variables, variable, column); };
  const bool ofPerson = word(variables::Owner) != 0;
  if (!ofPerson) person = std::nullopt;
  if (ofPerson && !person) return;
  const uint32_t provision = word(variables::Provision);
  auto under = [&](const char *list) {
    return (Json::json_pointer(list) / law.program.provisions[provision - 1].id).to_string();
  };
  switch (static_cast<layout::VariableKind>(word(variables::Kind))) {
  case layout::VariableKind::Fact:
  case layout::VariableKind::Stated: to.push_back(factAt(word(variables::Fact) - 1, provision, person)); break;
  case layout::VariableKind::Breach: to.push_back(under("/violates")); break;
  case layout::VariableKind::Disobeyed: to.push_back(under("/disobeyed")); break;
  case layout::VariableKind::Succession: to.push_back(under("/successors")); break;
  case layout::VariableKind::Comparison: factsIn(word(variables::Expr) - 1, person, to); break;
  default: break; // who somebody is and what is on record is taken as complete
  }
}

std::optional<Question> Interview::questionAt(const std::string &at) const {
  if (at.empty() || asked.count(at)) return std::nullopt;
  Question question;
  question.at = at;
  const std::vector<std::string> parts = partsOf(at);
  auto provisionOf = [&](const std::string &id) -> const ir::Provision * {
    const auto found = llvm::find_if(law.program.provisions, [&](const ir::Provision &p) { return p.id == id; });
    return found == law.program.provisions.end() ? nullptr : &*found;
  };
  if (parts[0] == "violates" || parts[0] == "disobeyed") {
    const ir::Provision *of = provisionOf(parts[1]);
    if (!of) return std::nullopt;
    question.text =
        fmt::format(fmt::runtime(parts[0] == "violates" ? "A duty under {} is breached{}"
                                                        : "An order under {} was served, and not obeyed in time{}"),
                    of->citation, of->title.empty() ? "" : fmt::format(" (\"{}\")", of->title));
    return question;
  }
  if (parts[0] == "successors") {
    const ir::Provision *of = provisionOf(parts[1]);
    if (!of) return std::nullopt;
    question.text = fmt::format("{} has ended. What it has become", of->citation);
    question.kind = Question::Kind::OneOf;
    for (ir::Index successor : of->becomes)
      question.choices.emplace_back(law.program.provisions[successor].id, law.program.provisions[successor].citation);
    if (of->becomes.empty()) {
      question.kind = Question::Kind::YesNo;
      question.text = fmt::format("{} has ended, and counts on for what cites it", of->citation);
    }
    return question;
  }
  const bool ofPerson = parts[0] == "persons";
  const std::string &name = ofPerson ? parts[3] : parts[1];
  const auto fact = llvm::find_if(law.program.facts, [&](const ir::Fact &one) { return one.name == name; });
  if (fact == law.program.facts.end()) return std::nullopt;
  question.text = fact->label.empty() ? fact->name : fact->label;
  std::replace(question.text.begin(), question.text.end(), '_', ' ');
  if (ofPerson)
    question.text =
        fmt::format("Of the {}: {}", now[Json::json_pointer("/persons/" + parts[1] + "/roles/0")].get<std::string>(),
                    question.text);
  if (const size_t last = ofPerson ? 4 : 2; parts.size() > last)
    if (const ir::Provision *of = provisionOf(parts[last])) question.text += ", for " + of->citation;
  question.unascertainable = fact->unascertainable;
  question.kind = fact->type == ir::FactType::Boolean  ? Question::Kind::YesNo
                  : fact->type == ir::FactType::Choice ? Question::Kind::OneOf
                                                       : Question::Kind::Value;
  for (const std::string &value : fact->values) {
    std::string label = value;
    std::replace(label.begin(), label.end(), '_', ' ');
    question.choices.emplace_back(value, label);
  }
  switch (fact->type) {
  case ir::FactType::Count: question.form = "a whole number, as in 12"; break;
  case ir::FactType::Number: question.form = "a number, as in 5.5"; break;
  case ir::FactType::Money: question.form = fmt::format("a sum, as in 120000.00 {}", fact->currency); break;
  case ir::FactType::Date: question.form = "a day, as in 2018-11-20"; break;
  case ir::FactType::Duration: question.form = "a period, as in 30 days or 2 years"; break;
  default: break;
  }
  return question;
}

/// Answers that differ in what they lead to.
std::vector<Json> Interview::samples(const Question &question) const {
  if (question.kind == Question::Kind::YesNo) return {true, false};
  std::vector<Json> list;
  if (question.kind == Question::Kind::OneOf) {
    for (const auto &[value, label] : question.choices) list.push_back(value);
    return list;
  }
  const std::vector<std::string> parts = partsOf(question.at);
  const std::string &name = parts[0] == "persons" ? parts[3] : parts[1];
  std::set<Number> bounds;
  const ir::Fact *of = nullptr;
  for (const ProvisionTable *table : tables)
    for (const Variable &one : table->variables)
      if (one.fact != ir::none && law.program.facts[one.fact].name == name) {
        of = &law.program.facts[one.fact];
        for (const Cut &cut : one.cuts) bounds.insert(cut.at);
      }
  if (!of || bounds.empty()) return list;
  std::set<Number> figures;
  for (Number bound : bounds)
    for (int by : {-1, 0, 1})
      if (const auto figure = Number::add(bound, Number(by)); figure && *figure >= Number(0)) figures.insert(*figure);
  constexpr size_t most = 9;
  for (Number figure : figures) {
    if (list.size() == most) break;
    if (of->type == ir::FactType::Date)
      list.push_back(Date{static_cast<int32_t>(figure.numerator())}.text());
    else if (of->type == ir::FactType::Money)
      list.push_back(fmt::format("{} {}", figure.text(), of->currency));
    else if (of->type == ir::FactType::Duration)
      list.push_back(fmt::format("{} days", figure.text()));
    else if (figure.isWhole())
      list.push_back(figure.numerator());
  }
  return list;
}

std::optional<Question> Interview::open() const {
  const std::optional<Bound> bound = bind(now);
  if (!bound) return std::nullopt;
  std::vector<std::string> places; // in the order of the law
  std::map<std::string, std::vector<std::string>> matters;
  auto take = [&](const std::vector<Missing> &missing, uint32_t provision, std::optional<size_t> person) {
    for (const Missing &one : missing) {
      std::vector<std::string> found;
      if (one.variable) candidates(*one.variable, person, found);
      for (const std::string &at : found) {
        if (!llvm::is_contained(places, at)) places.push_back(at);
        std::vector<std::string> &of = matters[at];
        if (const std::string &citation = law.program.provisions[provision].citation; !llvm::is_contained(of, citation))
          of.push_back(citation);
      }
    }
  };
  auto personOf = [&](const EffectResult &one) -> std::optional<size_t> {
    if (!one.person) return std::nullopt;
    return static_cast<size_t>(one.person - bound->of.persons().data());
  };
  for (const ProvisionResult &one : bound->decision.provisions)
    if (one.status == Status::Undetermined) take(one.missing, one.provision, std::nullopt);
  for (const EffectResult &one : bound->decision.effects)
    if (!one.determined) take(one.missing, one.provision, personOf(one));
  std::optional<Question> best;
  double least = 0;
  for (const std::string &at : places) {
    std::optional<Question> question = questionAt(at);
    if (!question) continue;
    double left = 0;
    size_t count = 0;
    for (const Json &value : samples(*question))
      if (const std::optional<Look> seen = look(with(*question, value))) {
        left += static_cast<double>(seen->undecided);
        ++count;
      }
    left = count ? left / static_cast<double>(count) : 1e9; // what cannot be tried comes last
    if (best && left >= least) continue;
    best = std::move(question);
    best->matters = matters[at];
    least = left;
  }
  if (best) return best;
  // Only what amounts are reckoned from is left.
  for (const EffectResult &one : bound->decision.effects) {
    if (!one.determined || one.outcomes.empty()) continue;
    std::vector<std::string> found;
    std::function<void(uint32_t)> visit = [&](uint32_t outcome) {
      for (uint32_t bounds : {outcomes::Low, outcomes::High})
        if (const uint32_t expr = compiled.word(Section::Outcomes, outcome, bounds))
          factsIn(expr - 1, personOf(one), found);
      const uint32_t first = compiled.word(Section::Outcomes, outcome, outcomes::FirstBranch);
      for (uint32_t b = first; b < first + compiled.word(Section::Outcomes, outcome, outcomes::BranchCount); ++b)
        visit(compiled.word(Section::Branches, b, branches::Outcome));
    };
    visit(one.outcomes.front());
    for (const std::string &at : found) {
      if (at.empty() || (now.contains(Json::json_pointer(at)) && !now[Json::json_pointer(at)].is_null())) continue;
      if (std::optional<Question> question = questionAt(at)) {
        question->matters = {law.program.provisions[one.provision].citation};
        return question;
      }
    }
  }
  return std::nullopt;
}

// ---- answers

Json Interview::with(const Question &question, const Json &value) const {
  Json changed = now;
  if (question.at == formAt) {
    changed["subject"].push_back(value);
  } else if (llvm::StringRef(question.at).startswith("/subject/")) {
    if (value == true) changed["subject"].push_back(question.at.substr(9));
  } else {
    const Json::json_pointer at(question.at);
    if (const auto around = at.parent_pointer();
        !around.empty() && changed.contains(around) && !changed[around].is_object())
      changed[around] = Json::object();
    changed[at] = value;
  }
  return changed;
}

bool Interview::answer(const Question &question, const Json &value, std::string &why) {
  const bool unascertainable = question.unascertainable && value == "unascertainable";
  if (question.kind == Question::Kind::YesNo && !value.is_boolean() && !unascertainable) {
    why = "the answer is yes or no";
    return false;
  }
  if (question.kind == Question::Kind::OneOf && !unascertainable &&
      llvm::none_of(question.choices, [&](const auto &one) { return one.first == value; })) {
    why = "the answer is one of those that are listed";
    return false;
  }
  Json changed = with(question, value);
  if (!bind(changed, &why)) return false;
  before.emplace_back(now, asked);
  now = std::move(changed);
  asked.insert(question.at);
  return true;
}

void Interview::leaveUnknown(const Question &question) {
  before.emplace_back(now, asked);
  asked.insert(question.at);
}

bool Interview::undo() {
  if (before.empty()) return false;
  std::tie(now, asked) = std::move(before.back());
  before.pop_back();
  return true;
}

// ---- results

Json Interview::caseJson() const { return now; }

std::string Interview::decision(bool asJson) const {
  const std::optional<Bound> bound = bind(now);
  if (!bound) return {};
  return asJson ? decisionJson(bound->of, bound->decision, true) : decisionText(bound->of, bound->decision, false);
}

std::string Interview::scenario() const {
  const std::optional<Bound> bound = bind(now);
  if (!bound) return {};
  const std::string day = now["date"].get<std::string>();
  std::string text = fmt::format("scenario \"{}, as asked\" {{\n  on {}\n",
                                 law.program.provisions[tables.front()->provision].citation, day);
  std::vector<std::string> subject;
  for (const Json &one : now["subject"]) subject.push_back(one.get<std::string>());
  if (!subject.empty()) text += fmt::format("  subject {}\n", fmt::join(subject, ", "));
  auto cite = [&](const std::string &id) {
    const auto found = llvm::find_if(law.program.provisions, [&](const ir::Provision &p) { return p.id == id; });
    return citedOn(law.program, static_cast<ir::Index>(found - law.program.provisions.begin()), bound->decision.date);
  };
  // Of conditions a scenario takes for false what it does not speak of.
  struct Said {
    std::vector<std::string> givens, unknown;
    std::string text() const {
      return (givens.empty() ? "" : fmt::format("  given {}\n", fmt::join(givens, ", "))) +
             (unknown.empty() ? "" : fmt::format("  unknown {}\n", fmt::join(unknown, ", ")));
    }
  };
  auto state = [&](const std::string &name, const Json &value, const std::string &in, bool condition, Said &to) {
    if (value.is_null()) {
      if (condition && in.empty()) to.unknown.push_back(name);
      return;
    }
    const std::string said = value == true                ? name
                             : value == false             ? "not " + name
                             : value == "unascertainable" ? name + " is unascertainable"
                             : value.is_string()          ? name + " = " + value.get<std::string>()
                                                          : name + " = " + value.dump();
    to.givens.push_back(said + (in.empty() ? "" : " in " + in));
  };
  auto facts = [&](const Json &from, Said &to) {
    for (const auto &[name, value] : from.items()) {
      const bool condition = llvm::any_of(law.program.facts, [&, &called = name](const ir::Fact &one) {
        return one.name == called && one.type == ir::FactType::Boolean;
      });
      if (value.is_object())
        for (const auto &[id, one] : value.items()) state(name, one, cite(id), condition, to);
      else
        state(name, value, "", condition, to);
    }
  };
  Said act;
  facts(now["facts"], act);
  for (const auto &[key, verb] : {std::pair("violates", "violates "), std::pair("disobeyed", "disobeyed ")})
    if (now.contains(key))
      for (const auto &[id, value] : now[key].items()) state(verb + cite(id), value, "", true, act);
  if (now.contains("persons"))
    for (const Json &person : now["persons"]) {
      std::vector<std::string> roles;
      for (const Json &one : person["roles"]) roles.push_back(one.get<std::string>());
      if (roles.empty()) continue;
      Said own;
      if (person.contains("facts")) facts(person["facts"], own);
      const std::string items = own.text();
      text += fmt::format("  person {}{}\n", fmt::join(roles, ", "), items.empty() ? "" : " {\n" + items + "  }");
    }
  text += act.text();
  for (const ProvisionTable *table : tables)
    if (law.program.provisions[table->provision].span.contains(bound->decision.date)) // what its number names that day
      for (const std::string &one : expectations(law.program, law.tables, compiled, *table, bound->decision))
        text += "  expect " + one + "\n";
  return text + "}\n";
}

} // namespace proviso
