// The JSON form of a case.
#include "proviso/Case.h"

#include "StrictJson.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace proviso {

namespace {

using Json = nlohmann::json;

class Reader {
public:
  explicit Reader(std::vector<std::string> &errors) : errors(errors) {}

  std::optional<Case> read(const std::string &text) {
    const auto read = readStrictly(text, "case", errors);
    if (!read) return std::nullopt;
    const Json &json = *read;
    Case result;
    // `about` is for whoever fills in the case.
    known(json,
          {"about", "date", "decided", "subject", "facts", "persons", "violates", "disobeyed", "successors", "history"},
          "the case");
    if (!json.contains("date"))
      errors.push_back("the case does not say on which `date` the act was done");
    else if (const auto day = date(json["date"], "date"))
      result.date = *day;
    result.decided = result.date;
    if (json.contains("decided"))
      if (const auto day = date(json["decided"], "decided")) result.decided = *day;
    if (json.contains("subject")) result.subject = names(json["subject"], "subject");
    if (json.contains("facts")) facts(json["facts"], result.facts);
    if (json.contains("violates")) statements(json["violates"], "violates", result.violates);
    if (json.contains("disobeyed")) statements(json["disobeyed"], "disobeyed", result.disobeyed);
    if (json.contains("successors")) successors(json["successors"], result.successors);
    if (json.contains("history")) history(json["history"], result.history);
    if (json.contains("persons")) persons(json["persons"], result);
    if (!errors.empty()) return std::nullopt;
    return result;
  }

private:
  void known(const Json &json, const std::vector<std::string_view> &keys, std::string_view where) {
    allowFields(json, keys, where, errors);
  }

  std::optional<Date> date(const Json &json, std::string_view field) {
    if (json.is_string())
      if (const auto day = Date::parse(json.get<std::string>())) return day;
    errors.push_back(fmt::format("`{}` must be a day, as in \"2018-12-01\"", field));
    return std::nullopt;
  }

  std::vector<std::string> names(const Json &json, std::string_view field) {
    std::vector<std::string> list;
    if (json.is_array())
      for (const Json &one : json)
        if (one.is_string()) list.push_back(one.get<std::string>());
    if (!json.is_array() || list.size() != json.size())
      errors.push_back(fmt::format("`{}` must be a list of names", field));
    return list;
  }

  void facts(const Json &json, std::vector<FactStatement> &to) {
    if (json.is_array()) {
      for (const std::string &name : names(json, "facts")) to.push_back({name, {}, FactValue::of(true)});
      return;
    }
    if (!json.is_object()) {
      errors.push_back("`facts` must be an object, or a list of those that are true");
      return;
    }
    for (const auto &[name, value] : json.items()) {
      if (value.is_object()) {
        for (const auto &[provision, inner] : value.items())
          if (const auto one = factValue(inner, name)) to.push_back({name, provision, *one});
      } else if (const auto one = factValue(value, name)) {
        to.push_back({name, {}, *one});
      }
    }
  }

  void successors(const Json &json, std::vector<SuccessorStatement> &to) {
    if (!json.is_object()) {
      errors.push_back("`successors` must be an object, with a provision, true, false or null for each that has ended");
      return;
    }
    for (const auto &[provision, value] : json.items())
      if (value.is_string())
        to.push_back({provision, value.get<std::string>(), std::nullopt});
      else if (value.is_boolean())
        to.push_back({provision, {}, value.get<bool>()});
      else if (!value.is_null())
        errors.push_back(fmt::format("the successor of `{}` must be a provision, true, false or null", provision));
  }

  std::optional<FactValue> factValue(const Json &json, const std::string &name) {
    if (json.is_null()) return FactValue::unknown();
    if (json.is_boolean()) return FactValue::of(json.get<bool>());
    if (json.is_number_unsigned() && json.get<uint64_t>() > uint64_t(INT64_MAX)) {
      errors.push_back(fmt::format("the number given for `{}` is too large", name));
      return std::nullopt;
    }
    if (json.is_number_integer()) return FactValue::of(Number(json.get<int64_t>()));
    if (json.is_number_float()) {
      // A JSON number with a point is read by its digits: it must not pass through binary floating point.
      errors.push_back(
          fmt::format("write the number given for `{}` as a text, as in \"0.5\": so it stays exact", name));
      return std::nullopt;
    }
    if (json.is_string()) return textValue(json.get<std::string>());
    errors.push_back(fmt::format("the value given for `{}` is no fact", name));
    return std::nullopt;
  }

  static FactValue textValue(const std::string &text) {
    if (text == "unascertainable") return FactValue::unascertainable();
    if (const auto day = Date::parse(text)) return FactValue::of(*day);
    if (const auto length = Duration::parse(text)) return FactValue::of(*length);
    const size_t space = text.find(' ');
    if (const auto number = Number::parse(std::string_view(text).substr(0, space))) {
      if (space == std::string::npos) return FactValue::of(*number);
      const std::string unit = text.substr(space + 1);
      if (unit.size() == 3 && std::all_of(unit.begin(), unit.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
        return FactValue::of(*number, unit);
    }
    return FactValue::ofChoice(text);
  }

  void statements(const Json &json, std::string_view field, std::vector<ProvisionStatement> &to) {
    if (json.is_array()) {
      for (const std::string &id : names(json, field)) to.push_back({id, true});
    } else if (json.is_object()) {
      for (const auto &[id, value] : json.items())
        if (value.is_boolean())
          to.push_back({id, value.get<bool>()});
        else if (value.is_null())
          to.push_back({id, std::nullopt});
        else
          errors.push_back(fmt::format("`{}` of {} must be true, false or null", field, id));
    } else {
      errors.push_back(fmt::format("`{}` must be an object, or a list of provisions", field));
    }
  }

  void history(const Json &json, std::vector<PastSanction> &to) {
    if (!json.is_array()) {
      errors.push_back("`history` must be a list of earlier sanctions");
      return;
    }
    for (const Json &one : json) {
      if (!one.is_object() || !one.contains("provision") || !one["provision"].is_string() || !one.contains("on")) {
        errors.push_back(
            "each of `history` must be an object with a `provision` and the day `on` which it was imposed");
        continue;
      }
      known(one, {"provision", "on", "kinds"}, "an earlier sanction");
      PastSanction past;
      past.provision = one["provision"].get<std::string>();
      if (const auto day = date(one["on"], "on")) past.on = *day;
      if (one.contains("kinds")) past.kinds = names(one["kinds"], "kinds");
      to.push_back(std::move(past));
    }
  }

  void persons(const Json &json, Case &to) {
    if (!json.is_array()) {
      errors.push_back("`persons` must be a list");
      return;
    }
    to.persons.emplace();
    for (const Json &one : json) {
      if (!one.is_object()) {
        errors.push_back("each of `persons` must be an object");
        continue;
      }
      known(one, {"name", "roles", "facts", "history"}, "a person");
      CasePerson person;
      person.name = fmt::format("person {}", to.persons->size() + 1);
      if (one.contains("name")) {
        if (one["name"].is_string())
          person.name = one["name"].get<std::string>();
        else
          errors.push_back("the `name` of a person must be a text");
      }
      if (one.contains("roles")) person.roles = names(one["roles"], "roles");
      if (one.contains("facts")) facts(one["facts"], person.facts);
      if (one.contains("history")) history(one["history"], person.history);
      to.persons->push_back(std::move(person));
    }
  }

  std::vector<std::string> &errors;
};

} // namespace

std::optional<Case> readCase(const std::string &json, std::vector<std::string> &errors) {
  return Reader(errors).read(json);
}

} // namespace proviso
