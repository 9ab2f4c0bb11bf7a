// The name most like another, for messages.
#pragma once

#include <string_view>
#include <vector>

namespace proviso {

/// An empty text when none is near enough to propose.
std::string_view nearest(std::string_view name, const std::vector<std::string_view> &candidates);

} // namespace proviso
