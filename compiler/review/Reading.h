// What a provision says, line by line, so that two of them can be compared: layout, comments and numbers that only
// moved make no difference.
#pragma once

#include "check/IntermediateForm.h"
#include "link/Link.h"

#include <map>
#include <string>
#include <vector>

namespace proviso {

/// One thing that a provision says. Provisions that it cites stand in the key by what they have always been: a citation
/// whose number changed with what it cites reads the same.
struct ReadingLine {
  std::string key;
  std::string text; // for people
};

struct Reading {
  std::vector<ReadingLine> wording;    // titles and texts
  std::vector<ReadingLine> statements; // subjects, conditions, duties, sanctions, rules

  /// 64 bits, as 16 hexadecimal digits; of equal keys equal, whatever the machine.
  std::string wordingFingerprint() const;
  std::string statementsFingerprint() const;
};

/// Compares what two provisions, or two states of one, say.
struct ReadingDifference {
  std::vector<std::string> gone, added; // lines, for people
  bool empty() const { return gone.empty() && added.empty(); }
};

class Readings {
public:
  /// `formerCodes`: what instruments were called before; they stand under that name in keys.
  Readings(const LinkedLaw &linked, const ir::Program &program, std::map<std::string, std::string> formerCodes = {})
      : linked(linked), program(program), formerCodes(std::move(formerCodes)) {}

  /// The provision and all in it on a day; of an item also the conditions and sanctions around it.
  Reading of(ProvisionRef ref, Date on) const;
  /// Without what stands in it and around it.
  Reading alone(ProvisionRef ref) const;
  /// What the provision was first, as far as it is known: the same for all that it has become since.
  ProvisionRef root(ProvisionRef ref) const;
  /// The id of the root: under it a provision is known whatever its number.
  std::string lineage(ProvisionRef ref) const;

private:
  struct Lines;
  std::string keyName(ProvisionRef ref) const;

  const LinkedLaw &linked;
  const ir::Program &program;
  std::map<std::string, std::string> formerCodes;
};

ReadingDifference difference(const std::vector<ReadingLine> &before, const std::vector<ReadingLine> &after);

} // namespace proviso
