// The one layout of `.law` files.
#pragma once

#include "syntax/Tree.h"

#include <string>

namespace proviso {

/// Lines are no longer than this, unless a text is.
constexpr size_t lineWidth = 120;

/// The text of a tree in the one layout of docs/language.md. What it means, its comments and their order stay; where
/// lines were broken does not matter, but a blank line stays one. The tree must come from a text without syntax errors.
std::string formatLaw(const Tree &tree);

} // namespace proviso
