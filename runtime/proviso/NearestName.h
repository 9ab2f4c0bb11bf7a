// The name that was probably meant.
#pragma once

#include <string_view>
#include <vector>

namespace proviso {

/// Of the candidates the one most like the name: up to a third of its letters differ, or they stand in another order.
/// Upper and lower case are the same. Empty when none is near enough to propose; among equals the first in the
/// order of the alphabet.
std::string_view nearestName(std::string_view name, const std::vector<std::string_view> &candidates);

} // namespace proviso
