// Texts in XML and HTML.
#pragma once

#include <string>
#include <string_view>

namespace proviso {

/// For texts and attributes. Control characters, which cannot stand in XML, are left out.
std::string xml(std::string_view text);

} // namespace proviso
