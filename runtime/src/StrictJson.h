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

} // namespace proviso
