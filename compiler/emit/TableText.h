// The tables as text, shared by the formats that are read by people.
#pragma once

#include "emit/Emit.h"

namespace proviso {

/// `CSL article 68`; of a choice within a choice `CSL article 68, and there per CSL article 69`. Empty where there is
/// none.
std::string alternativeOf(const ir::Program &program, const Effect &effect);
/// `the subject`, `responsible_person or guarantor`.
std::string addresseeOf(const ir::Program &program, const Effect &effect);
/// `, per CSL article 68` where the authority chooses it; else nothing. It follows the name of an effect.
std::string perOf(const ir::Program &program, const Effect &effect);
/// The outcome of a row in words.
std::string outcomeOf(const DecisionTables &tables, uint32_t outcome);
/// `CSL article 69 paragraph 1 -> ...`, one for each chain.
std::vector<std::string> chainsOf(const ir::Program &program, const Effect &effect);
/// All chains in one line.
std::string basisOf(const ir::Program &program, const Effect &effect);
/// For comments that end with the line.
std::string oneLine(std::string words);
/// What it does to the effects of other provisions, or they to its own: a sentence each.
std::vector<std::string> relationsOf(const ir::Program &program, ir::Index provision);
/// `from 2017-06-01`, `from 2017-06-01 until 2025-12-31`.
std::string spanText(Span span);
/// A name that is safe in a path: `CSL/art59/par1` becomes `CSL.art59.par1`.
std::string fileStem(const std::string &id);

} // namespace proviso
