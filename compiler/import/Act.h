// One text of an act as it was read, before it becomes a `.law` file: its structure, its wording, its days.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "proviso/Date.h"

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/StringRef.h>

#include <optional>
#include <string>
#include <vector>

namespace proviso::importing {

enum class Language : uint8_t { Chinese, English };

struct Text {
  std::string words;         // with line breaks only in a table
  size_t childrenBefore = 0; // how many of what stands under the provision stand before it
};

/// A provision, or the act itself.
struct Provision {
  std::string level, label, title;
  std::vector<Text> texts;
  std::vector<uint32_t> children;
  bool missing = false; // its number is skipped in the text: only that it exists is known
};

struct Act {
  Language language = Language::Chinese;
  std::string title, volume;        // a volume is one of several files that together are the act
  std::vector<std::string> history; // the sentences on adoption and amendment, as they stand
  std::optional<Date> adopted, inForce;
  std::optional<Date> version;          // the day of this text, where it is not the first one
  std::vector<Provision> provisions{1}; // [0] is the act
  std::vector<std::string> levels;      // if they are not the usual ones, outermost first
  Range at;                             // its title

  uint32_t add(uint32_t parent, std::string level, std::string label, std::string title = {}) {
    const auto id = static_cast<uint32_t>(provisions.size());
    provisions[parent].children.push_back(id);
    provisions.push_back({std::move(level), std::move(label), std::move(title), {}, {}, false});
    return id;
  }
  void say(uint32_t id, llvm::StringRef words) {
    provisions[id].texts.push_back({words.str(), provisions[id].children.size()});
  }
};

inline bool isUpper(char c) { return 'A' <= c && c <= 'Z'; }
inline bool isLower(char c) { return 'a' <= c && c <= 'z'; }

/// What the language takes for a label: `12`, `12A`, `286-1`, `a`, `iv`.
bool isLabel(llvm::StringRef text);

/// A line without the blanks around it, and where it stands.
struct Line {
  llvm::StringRef text;
  Range range;
};

/// The lines of a file that hold anything; comments of Markdown count as nothing.
std::vector<Line> linesOf(const Sources &sources, uint32_t file);
/// Also of U+3000, U+200B, U+FEFF and other blanks of Unicode.
llvm::StringRef trimmed(llvm::StringRef text);
/// `总　则` is `总则`: without the blanks between Chinese characters.
std::string closedUp(llvm::StringRef text);

/// Plain text or Markdown. Nothing after a report that no act can be seen in it.
std::optional<Act> readText(const Sources &sources, uint32_t file, Diagnostics &diagnostics);
/// Akoma Ntoso 3.0.
std::optional<Act> readAkomaNtoso(const Sources &sources, uint32_t file, Diagnostics &diagnostics);

void readChinese(Act &act, llvm::ArrayRef<Line> body, Diagnostics &diagnostics);
void readEnglish(Act &act, llvm::ArrayRef<Line> body, Diagnostics &diagnostics);

/// Sets the days of an act by the sentences on its history, the name of its file and its last provisions.
void findDays(Act &act, llvm::StringRef path, Diagnostics &diagnostics);

} // namespace proviso::importing
