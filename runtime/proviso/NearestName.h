// The name that was probably meant.
#pragma once

#include <string_view>
#include <vector>

namespace proviso {

/// Of the candidates the one most like the name: up to a third of its letters differ, or they stand in another order.
/// Upper and lower case are the same. Empty when none is near enough to propose; among equals the first in the
/// order of the alphabet.
std::string_view nearestName(std::string_view name, const std::vector<std::string_view> &candidates);

/// Whether the name is surely a slip for exactly one of the candidates, which nearestName() then gives: a difference of
/// case; or, in a name of at least five letters, one letter too many, missing or wrong, or two neighbours exchanged.
/// The first letter and digits are no slips: they tell names apart (`typical` and `atypical`, `tier1` and `tier2`).
bool isSlip(std::string_view name, const std::vector<std::string_view> &candidates);

} // namespace proviso
