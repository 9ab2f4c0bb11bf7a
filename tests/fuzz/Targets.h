// What is tried with arbitrary bytes. A target aborts, with a sentence, when something does not hold that must.
#pragma once

#include <cstddef>
#include <string_view>

namespace proviso::fuzz {

/// Longer inputs are cut: a fuzzer finds more with many short ones.
constexpr size_t maxSyntaxBytes = 64 << 10, maxCompilerBytes = 8 << 10;

/// Tokens in order; a well-formed tree over them; every message at a real place.
void syntax(std::string_view bytes);

/// The whole way to compiled tables as a file beside a fixed vocabulary, scale and statute, with the diagnostics
/// as text and as JSON.
void compiler(std::string_view bytes);

/// The text of an act, as Markdown or XML: what comes of it is a `.law` file that parses. And all that is recognised in
/// wording lies in it.
void importing(std::string_view bytes);

} // namespace proviso::fuzz
