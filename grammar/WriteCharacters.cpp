// Writes what the compiler needs to know of the characters of names: how they are composed, what they look like, and
// of which script they are. All of it is Unicode's data, read out of ICU when the compiler is built; the compiler
// itself needs no ICU. Only characters that names may contain are asked about.
//
//   write_characters OUTPUT
#include "syntax/GrammarTables.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include <cstdio>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

using icu::Normalizer2;
using icu::UnicodeString;

namespace {

std::vector<UChar32> charactersOfNames() {
  std::vector<UChar32> all;
  for (const proviso::CharacterRange &range : proviso::nameContinue)
    for (uint32_t c = range.first; c <= range.last; ++c) all.push_back(static_cast<UChar32>(c));
  return all;
}

bool isHangulSyllable(UChar32 c) { return c >= 0xAC00 && c <= 0xD7A3; } // composed by a rule

void must(UErrorCode status) {
  if (U_FAILURE(status)) throw std::runtime_error(u_errorName(status));
}

void writeCompositions(FILE *out, const Normalizer2 &nfc, const std::vector<UChar32> &all) {
  std::fputs("inline constexpr Decomposition decompositions[] = {\n", out);
  std::map<std::pair<UChar32, UChar32>, UChar32> pairs;
  for (UChar32 c : all) {
    UnicodeString parts;
    if (isHangulSyllable(c) || !nfc.getRawDecomposition(c, parts)) continue;
    const UChar32 first = parts.char32At(0);
    const UChar32 second = parts.countChar32() > 1 ? parts.char32At(parts.length() - 1) : 0;
    std::fprintf(out, "{0x%X, 0x%X, 0x%X},\n", c, first, second);
    if (second && nfc.composePair(first, second) == c) pairs[{first, second}] = c;
  }
  std::fputs("};\ninline constexpr Composition compositions[] = {\n", out);
  for (const auto &[pair, c] : pairs) std::fprintf(out, "{0x%X, 0x%X, 0x%X},\n", pair.first, pair.second, c);
  std::fputs("};\n", out);
}

/// Runs of characters with the same value, where it is not zero.
template <typename ValueOf>
void writeRuns(FILE *out, const char *name, const std::vector<UChar32> &all, ValueOf valueOf) {
  std::fprintf(out, "inline constexpr CharacterRun %s[] = {\n", name);
  for (size_t i = 0; i < all.size();) {
    const int value = valueOf(all[i]);
    size_t end = i + 1;
    while (end < all.size() && all[end] == all[end - 1] + 1 && valueOf(all[end]) == value) ++end;
    if (value != 0) std::fprintf(out, "{0x%X, 0x%X, %d},\n", all[i], all[end - 1], value);
    i = end;
  }
  std::fputs("};\n", out);
}

void writeLookAlikes(FILE *out, const Normalizer2 &nfd, const Normalizer2 &nfkd, const std::vector<UChar32> &all) {
  UErrorCode status = U_ZERO_ERROR;
  USpoofChecker *checker = uspoof_open(&status);
  must(status);
  std::string texts;
  std::fputs("inline constexpr LookAlike lookAlikes[] = {\n", out);
  for (UChar32 c : all) {
    const UnicodeString character(c);
    if (isHangulSyllable(c) || nfd.normalize(character, status) != character) continue; // its parts are asked about
    // Unicode's table of look-alikes has only some of the letters that are others in another width or fount.
    const int32_t form = u_getIntPropertyValue(c, UCHAR_DECOMPOSITION_TYPE);
    const bool variant = form == U_DT_WIDE || form == U_DT_NARROW || form == U_DT_FONT;
    const UnicodeString plain = variant ? nfkd.normalize(character, status) : character;
    UChar skeleton[64];
    const int32_t length = uspoof_getSkeleton(checker, 0, plain.getBuffer(), plain.length(), skeleton, 64, &status);
    must(status);
    const UnicodeString looksLike(skeleton, length);
    if (looksLike == character) continue;
    std::string utf8;
    looksLike.toUTF8String(utf8);
    utf8 += '\0';
    size_t at = texts.find(utf8);
    if (at == std::string::npos) {
      at = texts.size();
      texts += utf8;
    }
    if (at > 0xFFFF) throw std::runtime_error("the look-alikes need more than 64 KiB");
    std::fprintf(out, "{0x%X, %zu},\n", c, at);
  }
  uspoof_close(checker);
  std::fputs("};\ninline constexpr char lookAlikeTexts[] =\n", out);
  for (size_t i = 0; i < texts.size(); ++i)
    std::fprintf(out, "%s\\%03o%s", i % 24 ? "" : "\"", static_cast<unsigned char>(texts[i]),
                 i % 24 == 23 || i + 1 == texts.size() ? "\"\n" : "");
  std::fputs(";\n", out);
}

void writeScripts(FILE *out, const std::vector<UChar32> &all) {
  std::map<int, int> numbers; // of the scripts that occur; 0: none of its own
  std::string names = "\"\"";
  auto scriptOf = [&](UChar32 c) {
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode code = uscript_getScript(c, &status);
    must(status);
    if (code == USCRIPT_COMMON || code == USCRIPT_INHERITED || code == USCRIPT_UNKNOWN) return 0;
    const auto [number, isNew] = numbers.emplace(code, static_cast<int>(numbers.size()) + 1);
    if (isNew) names += std::string("\n\"\\000") + uscript_getName(code) + '"';
    return number->second;
  };
  writeRuns(out, "scripts", all, scriptOf);
  std::fprintf(out, "inline constexpr char scriptNames[] = %s;\n", names.c_str());
}

} // namespace

int main(int count, char **arguments) try {
  if (count != 2) throw std::runtime_error("usage: write_characters OUTPUT");
  UErrorCode status = U_ZERO_ERROR;
  const Normalizer2 *nfc = Normalizer2::getNFCInstance(status), *nfd = Normalizer2::getNFDInstance(status),
                    *nfkd = Normalizer2::getNFKDInstance(status);
  must(status);
  const std::vector<UChar32> all = charactersOfNames();
  FILE *out = std::fopen(arguments[1], "w");
  if (!out) throw std::runtime_error("cannot write the tables");
  std::fprintf(out, "// Generated from Unicode %s by WriteCharacters.cpp.\n", U_UNICODE_VERSION);
  writeCompositions(out, *nfc, all);
  writeRuns(out, "classes", all, [&](UChar32 c) { return static_cast<int>(nfc->getCombiningClass(c)); });
  writeLookAlikes(out, *nfd, *nfkd, all);
  writeScripts(out, all);
  return std::fclose(out) == 0 ? 0 : 1;
} catch (const std::exception &problem) {
  std::fprintf(stderr, "write_characters: %s\n", problem.what());
  return 1;
}
