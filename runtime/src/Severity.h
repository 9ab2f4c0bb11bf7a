// Which of two punishments is the heavier one: a partial order.
#pragma once

#include "proviso/Decision.h"

namespace proviso {

enum class Order : uint8_t { Lighter, Equal, Heavier, NotComparable };

/// Compares what is imposed together on one person, as rows of Outcomes: by the heaviest principal kind in the order of
/// the scale, then its maximum, then its minimum, then the other kinds in the same way. A choice counts by its heaviest
/// branch. What cannot be compared: kinds of different scales, amounts that hang on facts which are not known, what is
/// not written out. Referrals and measures are no punishments and do not count.
Order compareSeverity(const BoundCase &bound, const BoundCase::Person *person, const std::vector<uint32_t> &a,
                      const std::vector<uint32_t> &b);

/// Whether a row of Outcomes is a punishment: some kind in it is no measure.
bool isPunishment(const Tables &tables, uint32_t outcome);
/// The group of the scale that its punishments belong to: that of the heaviest.
std::string_view groupOf(const Tables &tables, uint32_t outcome);

} // namespace proviso
