// Provisions of one text put into another.
#pragma once

#include "law/Law.h"

namespace proviso::law {

/// What became of each provision: where it was, and where it is.
using Copied = std::vector<std::pair<ProvisionId, ProvisionId>>;

/// Copies a provision and all that is in it, with the conditions, sanctions and citations that it states, under
/// `parent`. Its levels are found by their names; `to` must have them. Both may be one instrument.
ProvisionId copyTree(const Instrument &from, ProvisionId id, Instrument &to, ProvisionId parent, Copied &copied);

} // namespace proviso::law
