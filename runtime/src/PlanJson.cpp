// Forms of cases and plans, for programs: names of columns, JSON.
#include "PlanParts.h"
#include "StrictJson.h"
#include "proviso/NearestName.h"

#include <fmt/format.h>

#include <algorithm>

namespace proviso {

using namespace layout;
using Json = nlohmann::ordered_json;

namespace {

constexpr uint8_t moneyDecimals = 4, numberDecimals = 6;

/// Some variable compares the fact with months.
bool comparesMonths(const Tables &tables, uint32_t fact) {
  for (uint32_t v = 0; v < tables.rows(Section::Variables); ++v)
    if (tables.word(Section::Variables, v, variables::Fact) == fact + 1 &&
        tables.word(Section::Variables, v, variables::CutCount) != 0)
      return tables.word(Section::Variables, v, variables::Months) != 0;
  return false;
}

/// Nothing, or what comes behind the word and a space.
std::optional<std::string> behind(std::string_view name, std::string_view word) {
  if (name.substr(0, word.size()) != word || name.size() <= word.size() || name[word.size()] != ' ')
    return std::nullopt;
  name.remove_prefix(name.find_first_not_of(' ', word.size()));
  return std::string(name);
}

std::string nameOf(const CaseColumn &column) {
  switch (column.kind) {
  case CaseColumn::Kind::Act: return "date";
  case CaseColumn::Kind::Decided: return "decided";
  case CaseColumn::Kind::Subject: return "subject";
  case CaseColumn::Kind::Violates: return "violates " + column.provision;
  case CaseColumn::Kind::Disobeyed: return "disobeyed " + column.provision;
  case CaseColumn::Kind::Fact: break;
  }
  return column.provision.empty() ? column.fact : column.fact + " in " + column.provision;
}

} // namespace

std::optional<CaseColumn> columnNamed(const Tables &tables, std::string_view name, std::vector<std::string> &errors) {
  const size_t first = name.find_first_not_of(' ');
  name = first == std::string_view::npos ? "" : name.substr(first, name.find_last_not_of(' ') - first + 1);
  CaseColumn column;
  if (name == "date") {
    column.kind = CaseColumn::Kind::Act;
  } else if (name == "decided") {
    column.kind = CaseColumn::Kind::Decided;
  } else if (name == "subject") {
    column.kind = CaseColumn::Kind::Subject;
  } else if (const auto breached = behind(name, "violates")) {
    column.kind = CaseColumn::Kind::Violates;
    column.provision = *breached;
  } else if (const auto order = behind(name, "disobeyed")) {
    column.kind = CaseColumn::Kind::Disobeyed;
    column.provision = *order;
  } else {
    column.fact = name.substr(0, name.find(' '));
    if (column.fact.size() != name.size()) {
      const auto place = behind(name, column.fact + " in");
      if (place)
        column.provision = *place;
      else
        column.fact = name;
    }
    const auto row = tables.find(Section::Facts, facts::Name, column.fact);
    if (!row) {
      std::vector<std::string_view> names{"date", "decided", "subject"};
      for (uint32_t r = 0; r < tables.rows(Section::Facts); ++r)
        names.push_back(tables.text(Section::Facts, r, facts::Name));
      const std::string_view near = nearestName(column.fact, names);
      errors.push_back(
          fmt::format("column `{}` is no fact{}", name, near.empty() ? "" : fmt::format("; did you mean `{}`?", near)));
      return std::nullopt;
    }
    const auto type = static_cast<FactType>(tables.word(Section::Facts, *row, facts::Type));
    if (type == FactType::Money) column.decimals = moneyDecimals;
    if (type == FactType::Number) column.decimals = numberDecimals;
    if (type == FactType::Duration) column.months = comparesMonths(tables, *row);
  }
  return column;
}

std::optional<FormOfDay> readForm(const Tables &tables, const std::string &text, std::vector<std::string> &errors) {
  const auto read = readStrictly(text, "form", errors);
  if (!read) return std::nullopt;
  const nlohmann::json &json = *read;
  FormOfDay result;
  allowFields(json, {"date", "columns", "silence_is_false"}, "the form", errors);
  const auto day =
      json.contains("date") && json["date"].is_string() ? Date::parse(json["date"].get<std::string>()) : std::nullopt;
  if (day)
    result.day = *day;
  else
    errors.push_back("`date` must be the day by whose law is decided, as in \"2018-12-01\"");
  if (json.contains("silence_is_false")) {
    if (json["silence_is_false"].is_boolean())
      result.form.silenceIsFalse = json["silence_is_false"].get<bool>();
    else
      errors.push_back("`silence_is_false` must be true or false");
  }
  if (!json.contains("columns") || !json["columns"].is_array()) {
    errors.push_back("`columns` must be a list");
    return std::nullopt;
  }
  bool dated = false;
  for (const nlohmann::json &one : json["columns"]) {
    const nlohmann::json *const name = one.is_string()                             ? &one
                                       : one.is_object() && one.contains("column") ? &one["column"]
                                                                                   : nullptr;
    if (!name || !name->is_string()) {
      errors.push_back("a column is a name, or an object with one as its `column`");
      continue;
    }
    auto column = columnNamed(tables, name->get<std::string>(), errors);
    if (!column) continue;
    dated = dated || column->kind == CaseColumn::Kind::Act;
    const std::string shown = nameOf(*column);
    if (one.is_object()) {
      allowFields(one, {"column", "decimals", "unit", "subjects"}, fmt::format("the column `{}`", shown), errors);
      if (one.contains("decimals")) {
        if (one["decimals"].is_number_unsigned() && one["decimals"].get<uint64_t>() <= 18)
          column->decimals = one["decimals"].get<uint8_t>();
        else
          errors.push_back(fmt::format("the `decimals` of `{}` must be a number from 0 to 18", shown));
      }
      if (one.contains("unit")) {
        if (one["unit"] == "days" || one["unit"] == "months")
          column->months = one["unit"] == "months";
        else
          errors.push_back(fmt::format("the `unit` of `{}` must be \"days\" or \"months\"", shown));
      }
    }
    if (column->kind == CaseColumn::Kind::Subject) {
      const bool has = one.is_object() && one.contains("subjects") && one["subjects"].is_array();
      bool fine = has;
      if (has)
        for (const nlohmann::json &subject : one["subjects"]) {
          column->subjects.emplace_back();
          fine = fine && subject.is_array();
          for (const nlohmann::json &role : subject) {
            fine = fine && role.is_string();
            if (role.is_string()) column->subjects.back().push_back(role.get<std::string>());
          }
        }
      if (!fine)
        errors.push_back(
            "the column `subject` must have `subjects`, a list that has a list of roles and forms for each");
    }
    result.form.columns.push_back(std::move(*column));
  }
  // Where cases have days of their own, the day of the decision is that of the act unless a column tells.
  result.form.day = dated ? *Date::of(1, 1, 1) : result.day;
  if (!errors.empty()) return std::nullopt;
  return result;
}

std::string Plan::json() const {
  const Tables &tables = parts->tables;
  Json columns = Json::array();
  for (size_t c = 0; c < parts->form.columns.size(); ++c) {
    const CaseColumn &column = parts->form.columns[c];
    Json one{{"column", nameOf(column)}};
    FactType type = FactType::Boolean;
    if (column.kind == CaseColumn::Kind::Fact)
      type = static_cast<FactType>(tables.word(Section::Facts, parts->facts[c].front(), facts::Type));
    constexpr const char *cells[] = {"uint8", "uint16", "int32", "int64"};
    one["cells"] = cells[static_cast<size_t>(cellTypeOf(column.kind, type))];
    if (column.kind == CaseColumn::Kind::Subject) one["subjects"] = column.subjects;
    if (column.kind == CaseColumn::Kind::Fact) {
      const uint32_t fact = parts->facts[c].front();
      constexpr const char *types[] = {"boolean", "count", "number", "money", "date", "duration", "choice"};
      one["type"] = types[static_cast<size_t>(type)];
      if (type == FactType::Choice)
        for (uint32_t i = 0; i < tables.word(Section::Facts, fact, facts::ValueCount); ++i)
          one["values"].push_back(std::string(tables.text(
              Section::Values, tables.word(Section::Facts, fact, facts::FirstValue) + i, layout::values::Name)));
      if (type == FactType::Money || type == FactType::Number) one["decimals"] = column.decimals;
      if (type == FactType::Money) one["currency"] = std::string(tables.text(Section::Facts, fact, facts::Currency));
      if (type == FactType::Duration) one["unit"] = column.months ? "months" : "days";
      if (tables.word(Section::Facts, fact, facts::Flags) & factUnascertainable) one["unascertainable"] = true;
    }
    columns.push_back(std::move(one));
  }
  Json out{{"format", "proviso-plan/1"}, {"from", parts->span.from.text()}};
  if (parts->span.until != Span().until) out["until"] = parts->span.until.text();
  out["columns"] = std::move(columns);
  out["always"] = Json::parse(json(parts->alwaysSo));
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string Plan::json(const std::vector<Verdict> &verdicts) const {
  const BoundCase &nothing = *parts->empty;
  Decision decision;
  decision.date = parts->day;
  for (const Verdict &verdict : verdicts) {
    ProvisionResult result;
    result.provision = verdict.provision;
    result.status = verdict.status;
    result.by = verdict.by;
    result.nothingKnown = verdict.nothingKnown;
    result.law = decision.date;
    decision.provisions.push_back(std::move(result));
    for (const Verdict::Effect &one : verdict.effects) {
      EffectResult effect;
      effect.effect = one.effect;
      effect.provision = verdict.provision;
      effect.person = one.person == 0 ? nullptr : &nothing.persons()[one.person - 1];
      effect.law = decision.date;
      effect.outcomes = one.outcomes;
      effect.maybeNothing = one.maybeNothing;
      effect.determined = one.outcomes.size() == 1 && !one.maybeNothing;
      decision.effects.push_back(std::move(effect));
    }
  }
  // What is missing was not asked; and what a decision would leave out, as nothing at all is known of it, is a verdict.
  Json out = Json::parse(decisionJson(nothing, decision, false));
  for (const char *list : {"provisions", "sanctions"})
    for (Json &one : out[list]) one.erase("missing");
  for (const Verdict &verdict : verdicts)
    if (verdict.nothingKnown)
      out["provisions"].push_back(
          {{"id", std::string(parts->tables.text(Section::Provisions, verdict.provision, provisions::Id))},
           {"status", "undetermined"},
           {"nothing_known", true}});
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace proviso
