#include "StrictJson.h"
#include "proviso/NearestName.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace proviso {

/// Deeper ones are refused before they are read into memory.
constexpr int maxDepth = 16;

std::optional<nlohmann::json> readStrictly(const std::string &text, std::string_view what,
                                           std::vector<std::string> &errors) {
  using Json = nlohmann::json;
  try {
    // JSON leaves open what a name stated twice means: here it is a mistake.
    std::vector<std::set<std::string>> names;
    Json json = Json::parse(text, [&](int depth, Json::parse_event_t event, Json &value) {
      if (depth > maxDepth) throw std::length_error(fmt::format("nested more than {} deep", maxDepth));
      if (event == Json::parse_event_t::object_start) names.emplace_back();
      if (event == Json::parse_event_t::object_end) names.pop_back();
      if (event == Json::parse_event_t::key && !names.back().insert(value.get<std::string>()).second)
        errors.push_back(fmt::format("`{}` is stated twice", value.get<std::string>()));
      return true;
    });
    if (json.is_object()) return json;
    errors.push_back(fmt::format("a {} is a JSON object", what));
  } catch (const std::bad_alloc &) {
    throw;
  } catch (const std::exception &e) {
    std::string reason = e.what();
    if (const size_t at = reason.find("parse error"); at != std::string::npos) reason = reason.substr(at);
    errors.push_back(fmt::format("the {} is not valid JSON: {}", what, reason));
  }
  return std::nullopt;
}

void allowFields(const nlohmann::json &object, const std::vector<std::string_view> &keys, std::string_view where,
                 std::vector<std::string> &errors) {
  for (const auto &[key, value] : object.items())
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      const std::string_view near = nearestName(key, keys);
      errors.push_back(fmt::format("{} has no field `{}`{}", where, key,
                                   near.empty() ? "" : fmt::format("; did you mean `{}`?", near)));
    }
}

} // namespace proviso
