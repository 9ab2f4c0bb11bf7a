// Small random laws, for properties: valid source text that uses every construct the tables decide.
#pragma once

#include "support/Random.h"

#include <string>

namespace proviso::testing {

std::string randomLaw(Random &random);

} // namespace proviso::testing
