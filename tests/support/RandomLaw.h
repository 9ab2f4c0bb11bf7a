// Small random laws, for properties: valid source text that uses every construct the tables decide.
#pragma once

#include <random>
#include <string>

namespace proviso::testing {

std::string randomLaw(std::mt19937 &random);

} // namespace proviso::testing
