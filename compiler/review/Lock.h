// `citations.lock`: what each citation led to when a person read it last.
//
// One line for each citing provision, manner of citing, and provision named, in that order of their ids:
//
//   ISSI/art21/par1/item1 | punishes per CSL/art59/par1 | CSL/art61/par1 | 0f1e2d3c4b5a6978 8796a5b4c3d2e1f0 | "Failing
//   ..."
//
// The third part is what was read, in its last known state: wording and statements, as fingerprints, and its title.
// Provisions stand under the id that they had first, so that renumbering changes no line; the third part has the id
// that is in force last.
#pragma once

#include "link/References.h"
#include "review/Reading.h"

#include <map>

namespace proviso {

struct LockKey {
  std::string from, role, named;
  friend auto operator<=>(const LockKey &, const LockKey &) = default;
};

struct LockEntry {
  std::string now; // ids; empty: it leads nowhere
  std::string wording, statements;
  std::string title;

  bool readsLike(const LockEntry &other) const { return wording == other.wording && statements == other.statements; }
  friend bool operator==(const LockEntry &, const LockEntry &) = default;
};

/// Whence an entry comes in the law as it is.
struct LockedCitation {
  LockEntry entry;
  ProvisionRef from, named;
  std::vector<ProvisionRef> targets;
  Range range;
  Date last; // the last day on which the citing provision is in force
};

using Lock = std::map<LockKey, LockEntry>;

/// Reads the lock. Lines that cannot be read are reported (F002) and left out. The text must be among the sources.
Lock parseLock(const Sources &sources, uint32_t file, Diagnostics &diagnostics);
std::string lockText(const Lock &lock);

/// The lock against the law as it is. An instrument whose code has changed is known by what cites and is cited in it.
class Review {
public:
  Review(const LinkedLaw &linked, const ir::Program &program, Lock recorded);

  /// Says what was read otherwise (R020), and what has not been read (R021).
  void report(Diagnostics &diagnostics) const;
  /// The lock with the readings for which `wanted` holds taken from the law as it is. What is cited no more is left
  /// out.
  Lock accepted(llvm::function_ref<bool(const LockedCitation &)> wanted) const;
  /// What is cited now.
  const std::map<LockKey, LockedCitation> &citations() const { return current; }
  /// What has been recorded, under the codes of now.
  const Lock &recordedLock() const { return recorded; }

private:
  void difference(const LockEntry &read, const LockedCitation &now, Diagnostic &d) const;
  /// Read as it reads now, codes aside.
  bool unchanged(const LockKey &key, const LockEntry &read) const;

  const LinkedLaw &linked;
  const ir::Program &program;
  std::map<std::string, std::string> formerCodes; // of instruments that were called otherwise
  Lock recorded;                                  // with the codes of now
  std::map<LockKey, LockedCitation> current;
  std::map<LockKey, LockedCitation> asCalledBefore; // where there are former codes
};

} // namespace proviso
