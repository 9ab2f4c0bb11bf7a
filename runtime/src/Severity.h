// Which of two punishments is the heavier one: a partial order.
#pragma once

#include "proviso/Decision.h"

namespace proviso {

/// Open: it hangs on the facts in `missing`. NotComparable: no fact would tell.
enum class Order : uint8_t { Lighter, Equal, Heavier, Open, NotComparable };

/// What is imposed together on one person, as rows of Outcomes.
struct Imposed {
  /// What the authority chooses among: of a group one alternative.
  struct Choice {
    std::string_view group;
    std::vector<std::pair<std::string_view, std::vector<uint32_t>>> alternatives;
  };
  std::vector<uint32_t> outcomes;
  std::vector<Choice> choices;

  /// `group` is empty for what is no alternative.
  void add(uint32_t outcome, std::string_view group, std::string_view alternative);
};

/// Compares what is imposed together on one person: by the heaviest principal kind in the order of
/// the scale, then its maximum, then its minimum, then the other kinds in the same way. A choice counts by its heaviest
/// branch. What cannot be compared: kinds of different scales, amounts that cannot be established or computed, what is
/// not written out. Referrals and measures are no punishments and do not count. `missing` gets rows of Facts.
Order compareSeverity(const BoundCase &bound, const BoundCase::Person *person, const Imposed &a, const Imposed &b,
                      std::vector<uint32_t> &missing);

/// Whether a row of Outcomes is a punishment: some kind in it is no measure.
bool isPunishment(const Tables &tables, uint32_t outcome);
/// The group of the scale that its punishments belong to: that of the heaviest.
std::string_view groupOf(const Tables &tables, uint32_t outcome);

} // namespace proviso
