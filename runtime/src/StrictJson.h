// JSON in which nothing can be meant in two ways.
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace proviso {

/// An object. Nothing if the text is none, or nested too deep; a name that is stated twice is a mistake as well.
/// `errors` has a sentence for each. `what`: what the text should be, as in `case`.
std::optional<nlohmann::json> readStrictly(const std::string &text, std::string_view what,
                                           std::vector<std::string> &errors);

/// A field that is none of `keys` is a mistake. `where`: of what, as in `the case`.
void allowFields(const nlohmann::json &object, const std::vector<std::string_view> &keys, std::string_view where,
                 std::vector<std::string> &errors);

} // namespace proviso
