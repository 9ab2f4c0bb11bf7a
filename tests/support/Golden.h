// Golden files: a `.law` file whose expected diagnostics stand in it, below the line that earns them, as comments
//
//     //~ R005 35: Article 69 of CSL has no paragraph 3
//     //~   note: ...
//     //~   help: ...
//     //~ accepted R012 35: ...
//     //~   because: ...
//
// `golden --update FILE...` writes them anew; the change is then read in review.
#pragma once

#include <string>

namespace proviso::testing {

/// The file with the diagnostics that the compiler gives for it now.
std::string annotated(const std::string &path, const std::string &text);
std::string readAll(const std::string &path);

} // namespace proviso::testing
