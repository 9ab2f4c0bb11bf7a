#include "format/Format.h"

#include "diagnostics/Diagnostics.h"
#include "syntax/Lexer.h"

#include <llvm/ADT/SmallVector.h>

#include <algorithm>
#include <optional>

namespace proviso {

namespace {

using K = TokenKind;

constexpr size_t step = 2; // of indentation

bool between(K kind, K first, K last) { return kind >= first && kind <= last; }

struct Comment {
  std::string text;
  bool ownLine = true;
  bool blankBefore = false;
};

struct Block;

/// A token, or the braces that stand in its place with all that is in them.
struct Part {
  K kind = K::END;
  std::string text;
  std::vector<Comment> comments; // between the part before and this one
  std::unique_ptr<Block> block;
};

/// What stands on a line of its own: a statement, a declaration, a sanction, a provision with its block.
struct Unit {
  Rule rule{};
  std::vector<Comment> comments;
  bool blankBefore = false;
  std::vector<Part> parts; // none: only comments
};

struct Block {
  Rule owner{};
  std::vector<Unit> units;
};

// ---- from the tree to units ----------------------------------------------------------------------------------

class Reader {
public:
  explicit Reader(const Tree &tree) : tree(tree) {}

  Block file() {
    Block all;
    for (Cursor c = tree.root().cursor(); !c.done();)
      if (c.atNode())
        all.units.push_back(unit(c.takeNode()));
      else
        c.take();
    Unit end;
    end.comments = gap(tree.text.size(), end.blankBefore);
    if (!end.comments.empty()) all.units.push_back(std::move(end));
    return all;
  }

private:
  /// The comments up to a place; `;` and blanks are dropped. `blank`: an empty line stands before all of it.
  std::vector<Comment> gap(size_t to, bool &blank) {
    std::vector<Comment> comments;
    size_t newlines = at == 0 ? 1 : 0;
    bool firstLine = at != 0, blankHere = false;
    for (size_t i = at; i < to;) {
      if (tree.text[i] == '\n') {
        blankHere |= ++newlines > 1 && i != 0;
        firstLine = false;
        ++i;
      } else if (tree.text.substr(i).startswith("//")) {
        const size_t end = std::min(tree.text.find('\n', i), to);
        comments.push_back({tree.text.slice(i, end).rtrim().str(), !firstLine, blankHere});
        newlines = 0;
        blankHere = false;
        i = end;
      } else {
        ++i;
      }
    }
    blank = blankHere;
    if (!comments.empty()) { // the blank line before the comments is that of the whole
      const bool after = blankHere;
      blank = comments.front().blankBefore;
      comments.front().blankBefore = false;
      if (after) comments.push_back({"", true, true}); // and one between them and what follows
    }
    at = std::max(at, to);
    return comments;
  }

  Part part(Cursor &c) {
    Part result;
    result.kind = c.kind();
    const Range range = c.take();
    bool blank = false;
    result.comments = gap(range.begin.offset, blank);
    result.text = written(result.kind, c.text(range));
    at = range.end();
    return result;
  }

  static std::string written(K kind, llvm::StringRef text) {
    if (between(kind, K::ASSIGN, K::EQ) || kind == K::PERCENT) return std::string(asciiPunctuation(kind));
    if (kind != K::STRING || !text.consume_front("\u201C")) return text.str();
    text.consume_back("\u201D");
    std::string out = "\"";
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '"') out += '\\';
      out += text[i];
      if (text[i] == '\\' && i + 1 < text.size()) out += text[++i];
    }
    return out + '"';
  }

  Unit unit(Node node) {
    Unit result;
    result.rule = node.rule();
    // The kind of an element is what counts.
    for (std::optional<Node> inner = node; inner;) {
      result.rule = inner->rule();
      Cursor c = inner->cursor();
      inner =
          (result.rule == Rule::element || result.rule == Rule::top || result.rule == Rule::personalItem) && c.atNode()
              ? std::optional<Node>(c.takeNode())
              : std::nullopt;
    }
    result.comments = gap(node.range().begin.offset, result.blankBefore);
    parts(node, result);
    for (size_t i = 0; i + 1 < result.parts.size(); ++i) group(result.parts, i);
    return result;
  }

  void parts(Node node, Unit &result) {
    if (node.rule() == Rule::place && reordered(node, result)) return;
    for (Cursor c = node.cursor(); !c.done();) {
      if (c.atNode()) {
        parts(c.takeNode(), result);
        continue;
      }
      result.parts.push_back(part(c));
      if (result.parts.back().kind != K::LBRACE) continue;
      auto block = std::make_unique<Block>();
      block->owner = node.rule();
      while (!c.done() && !c.at(K::RBRACE))
        if (c.atNode())
          block->units.push_back(unit(c.takeNode()));
        else
          c.take();
      if (c.at(K::RBRACE)) {
        const Range brace = c.take();
        Unit end;
        end.comments = gap(brace.begin.offset, end.blankBefore);
        at = brace.end();
        while (!end.comments.empty() && end.comments.back().text.empty()) end.comments.pop_back();
        if (!end.comments.empty()) block->units.push_back(std::move(end));
      }
      result.parts.back().block = std::move(block);
    }
  }

  /// `paragraph 1 of article 59` is written from the outside: `article 59 paragraph 1`.
  bool reordered(Node node, Unit &result) {
    const std::optional<Node> outer = node.child(Rule::place);
    if (!outer || tree.text.slice(node.range().begin.offset, node.range().end()).contains("//")) return false;
    if (node.child(Rule::code) || node.child(Rule::relative)) return false; // cannot be cited so
    for (std::optional<Node> in = outer; in; in = in->child(Rule::place))
      if (in->child(Rule::relative)) return false; // `items 4 to 6 of preceding paragraph` reads better so
    bool blank = false;
    std::vector<Comment> comments = gap(node.range().begin.offset, blank);
    const size_t first = result.parts.size();
    at = node.range().end(); // the words are taken out of order; no comment stands between them
    parts(*outer, result);
    for (Cursor c = node.cursor(); !c.done();)
      if (c.atNode(Rule::place))
        c.takeNode();
      else if (c.atNode())
        parts(c.takeNode(), result);
      else
        c.take(); // of
    result.parts[first].comments = std::move(comments);
    at = node.range().end();
    return true;
  }

  /// Sums of five digits and more are grouped: 50_000 CNY, 10_000 to 100_000 CNY.
  static void group(std::vector<Part> &parts, size_t i) {
    if (parts[i].kind != K::NUM) return;
    const bool range = parts[i + 1].kind == K::TO && i + 3 < parts.size() && parts[i + 2].kind == K::NUM;
    if (parts[i + (range ? 3 : 1)].kind != K::CUR) return;
    std::string &text = parts[i].text;
    const size_t whole = std::min(text.find('.'), text.size());
    if (whole < 5 || text.find('_') != std::string::npos) return;
    for (size_t digit = whole; digit > 3;) text.insert(digit -= 3, "_");
  }

  const Tree &tree;
  size_t at = 0; // how far the text is used up
};

// ---- from units to lines -------------------------------------------------------------------------------------

class Writer {
public:
  std::string run(const Block &file) {
    for (size_t i = 0; i < file.units.size(); ++i) {
      const Unit &unit = file.units[i];
      const bool blank = i != 0 && (unit.blankBefore || (!unit.parts.empty() && unit.rule != Rule::accept));
      lead(unit, 0, blank, i == 0);
      if (!unit.parts.empty()) write(unit, 0, false);
    }
    if (!out.empty()) out += '\n';
    return std::move(out);
  }

private:
  // ---- what may stand on one line

  static bool spaced(const Part &before, const Part &part, const Part *earlier) {
    if (part.kind == K::COMMA || part.kind == K::LCOMMA || part.kind == K::RPAREN || before.kind == K::LPAREN)
      return false;
    if (before.kind == K::MINUS) { // a sign, not a difference
      const bool operand =
          earlier && (earlier->kind == K::ID || earlier->kind == K::NUM || earlier->kind == K::RPAREN ||
                      earlier->kind == K::UNIT || earlier->kind == K::CUR || earlier->kind == K::DATE ||
                      earlier->kind == K::PERCENT);
      return operand;
    }
    return true;
  }

  static std::string flatBlock(const Block &block) {
    std::string text = "{";
    for (size_t i = 0; i < block.units.size(); ++i) text += (i ? "  " : " ") + *flat(block.units[i]);
    return text + (block.units.empty() ? "}" : " }");
  }

  /// The unit on one line, if that is how it is to be read.
  static std::optional<std::string> flat(const Unit &unit) {
    if (!unit.comments.empty() || unit.parts.empty()) return std::nullopt;
    std::string text;
    for (size_t i = 0; i < unit.parts.size(); ++i) {
      const Part &part = unit.parts[i];
      if (!part.comments.empty() || part.kind == K::TEXT3) return std::nullopt;
      if (i && spaced(unit.parts[i - 1], part, i > 1 ? &unit.parts[i - 2] : nullptr)) text += ' ';
      if (!part.block) {
        text += part.text;
        continue;
      }
      if (!mayBeFlat(*part.block)) return std::nullopt;
      text += flatBlock(*part.block);
    }
    return text;
  }

  /// A block stays on the line if one thing stands in it, or a few sanctions without a block of their own.
  static bool mayBeFlat(const Block &block) {
    auto nests = [](const Unit &u) {
      return std::any_of(u.parts.begin(), u.parts.end(), [](const Part &p) { return !!p.block; });
    };
    const bool choice = block.owner == Rule::block && block.units.size() <= 4 &&
                        std::none_of(block.units.begin(), block.units.end(), nests);
    const bool whole = block.owner == Rule::instrument || block.owner == Rule::vocabulary ||
                       block.owner == Rule::scale || block.owner == Rule::scenario || block.owner == Rule::corpus;
    if ((whole && !block.units.empty()) || (block.units.size() > 1 && !choice)) return false;
    return std::all_of(block.units.begin(), block.units.end(), [](const Unit &u) { return flat(u).has_value(); });
  }

  static size_t width(llvm::StringRef text) { return displayWidth(text); }

  // ---- lines

  void line(size_t indent) { out += '\n' + std::string(indent, ' '); }
  size_t column() const {
    const size_t start = out.rfind('\n');
    return width(llvm::StringRef(out).substr(start == std::string::npos ? 0 : start + 1));
  }

  /// The comments before a unit, and the beginning of its line.
  void lead(const Unit &unit, size_t indent, bool blank, bool first) {
    bool started = first && out.empty();
    auto begin = [&](bool blankLine) {
      if (blankLine && !started) out += '\n';
      if (!started) line(indent);
      started = false;
    };
    bool pending = blank;
    for (const Comment &comment : unit.comments) {
      if (comment.text.empty()) { // an empty line between the comments and the unit
        pending = true;
        continue;
      }
      if (!comment.ownLine && !out.empty()) {
        out += "  " + comment.text;
        continue;
      }
      begin(pending || comment.blankBefore);
      pending = false;
      out += comment.text;
    }
    if (!unit.parts.empty()) begin(pending);
  }

  void write(const Unit &unit, size_t indent, bool broken) {
    const std::optional<std::string> one = broken ? std::nullopt : flat(unit);
    if (one && indent + width(*one) <= lineWidth) {
      out += *one;
      return;
    }
    const size_t start = out.size();
    const size_t keyword = width(unit.parts.front().text) + 1;
    const bool hangs = between(unit.parts.front().kind, K::TEXT, K::RENUMBER) ||
                       between(unit.parts.front().kind, K::PERSON, K::EXPECT) ||
                       unit.parts.front().kind == K::EXCLUSIVE;
    const size_t hang = indent + (hangs ? keyword : 2 * step);
    for (size_t i = 0; i < unit.parts.size(); ++i) {
      const Part &part = unit.parts[i];
      bool newLine = false;
      for (const Comment &comment : part.comments) {
        if (comment.text.empty()) continue;
        if (comment.ownLine)
          line(hang), out += comment.text;
        else
          out += "  " + comment.text;
        newLine = true;
      }
      if (newLine) {
        line(hang);
      } else if (i) {
        const bool label = part.kind == K::STRING && (unit.rule == Rule::vocabItem || unit.rule == Rule::scaleKind);
        const bool mayBreak = part.kind == K::AND || part.kind == K::OR || part.kind == K::IMPLIES || label ||
                              unit.parts[i - 1].kind == K::COMMA || unit.parts[i - 1].kind == K::LCOMMA;
        if (mayBreak && column() + 1 + chunk(unit, i) > lineWidth)
          line(label ? indent + step : hang);
        else if (spaced(unit.parts[i - 1], part, i > 1 ? &unit.parts[i - 2] : nullptr))
          out += ' ';
      }
      if (!part.block) {
        out += part.text;
      } else if (mayBeFlat(*part.block) && out.size() != start && !(broken && i + 1 == unit.parts.size()) &&
                 column() + width(flatBlock(*part.block)) <= lineWidth) {
        out += flatBlock(*part.block);
      } else {
        block(*part.block, indent);
      }
    }
  }

  /// How wide it is up to the next place where the line may be broken.
  static size_t chunk(const Unit &unit, size_t from) {
    size_t sum = 0;
    for (size_t i = from; i < unit.parts.size(); ++i) {
      const Part &part = unit.parts[i];
      if (i > from && (part.kind == K::AND || part.kind == K::OR || part.kind == K::IMPLIES ||
                       unit.parts[i - 1].kind == K::COMMA || unit.parts[i - 1].kind == K::LCOMMA))
        break;
      if (i > from && spaced(unit.parts[i - 1], part, i > 1 ? &unit.parts[i - 2] : nullptr)) ++sum;
      sum += part.block ? 1 : width(part.text);
      if (part.block) break;
    }
    return sum;
  }

  void block(const Block &block, size_t indent) {
    out += '{';
    const size_t inner = indent + step;
    const std::vector<std::string> rows = columns(block, inner);
    bool before = false; // the provision before has lines of its own
    for (size_t i = 0; i < block.units.size(); ++i) {
      const Unit &unit = block.units[i];
      const bool provision = unit.rule == Rule::node;
      const bool broken = provision && sisterIsBroken(block, unit, inner);
      const bool tall = provision && article(unit) && (broken || !fits(unit, inner));
      lead(unit, inner, unit.blankBefore || (i && tall && before), false);
      before = tall;
      if (unit.parts.empty()) continue;
      if (!rows[i].empty())
        out += rows[i];
      else
        write(unit, inner, broken);
    }
    line(indent);
    out += '}';
  }

  static bool fits(const Unit &unit, size_t indent) {
    const std::optional<std::string> text = flat(unit);
    return text && indent + width(*text) <= lineWidth;
  }
  /// An article, or what stands around articles.
  static bool article(const Unit &unit) {
    const std::string &word = unit.parts.front().text;
    return word != "paragraph" && word != "item" && word != "subitem";
  }
  static bool outlines(const Unit &unit) {
    const Part &last = unit.parts.back();
    return last.block && last.block->units.size() == 1 && last.block->units.front().rule == Rule::outline;
  }
  /// Sisters look alike: where one item needs several lines, all have them.
  static bool sisterIsBroken(const Block &block, const Unit &unit, size_t indent) {
    if (outlines(unit)) return false;
    return std::any_of(block.units.begin(), block.units.end(), [&](const Unit &other) {
      return other.rule == Rule::node && !other.parts.empty() && !outlines(other) &&
             other.parts.front().text == unit.parts.front().text && !fits(other, indent);
    });
  }

  // ---- columns of declarations

  /// What is aligned within a run of declarations: in a vocabulary the name, what it is, and its label; in a scale
  /// one part after the other.
  static std::vector<std::string> cells(const Unit &unit) {
    const bool vocabulary = unit.rule == Rule::vocabItem;
    std::vector<std::string> result(vocabulary ? 3 : 0);
    size_t cell = 0;
    for (size_t i = 0; i < unit.parts.size(); ++i) {
      const Part &part = unit.parts[i];
      if (part.block || !part.comments.empty()) return {};
      if (vocabulary && (part.kind == K::IS || part.kind == K::COLON || part.kind == K::ASSIGN))
        cell = std::max<size_t>(cell, 1);
      if (vocabulary && part.kind == K::STRING && i + 1 == unit.parts.size()) cell = 2;
      if (!vocabulary) {
        const bool next = i == 0 || (part.kind == K::STRING && i < 3) || unit.parts[i - 1].kind == K::STRING ||
                          part.kind == K::FROM || part.kind == K::ON || part.kind == K::ADDITIONAL ||
                          (part.kind == K::OF && i == 1) || (part.kind == K::MONEY && unit.parts[i - 1].kind != K::OF);
        if (next && !(unit.rule == Rule::scaleItem && i == 0)) result.emplace_back();
        if (result.empty()) result.emplace_back();
        cell = result.size() - 1;
      }
      if (!result[cell].empty() && spaced(unit.parts[i - 1], part, i > 1 ? &unit.parts[i - 2] : nullptr))
        result[cell] += ' ';
      result[cell] += part.text;
    }
    while (!result.empty() && result.back().empty()) result.pop_back();
    return result;
  }

  /// The lines of declarations that stand in columns, empty for all other units.
  static std::vector<std::string> columns(const Block &block, size_t indent) {
    std::vector<std::string> rows(block.units.size());
    for (size_t i = 0; i < block.units.size();) {
      size_t end = i;
      std::vector<std::vector<std::string>> run;
      for (; end < block.units.size(); ++end) {
        const Unit &unit = block.units[end];
        const bool declares =
            unit.rule == Rule::scaleKind || unit.rule == Rule::vocabItem || unit.rule == Rule::scaleItem;
        if (!declares || unit.parts.empty() || unit.parts.front().kind == K::ALWAYS ||
            unit.parts.front().kind == K::EXCLUSIVE)
          break;
        if (end > i && (unit.blankBefore || !unit.comments.empty())) break;
        if (end > i && unit.rule == Rule::vocabItem && unit.parts.front().kind != block.units[i].parts.front().kind)
          break;
        std::vector<std::string> one = cells(unit);
        if (one.empty()) break;
        run.push_back(std::move(one));
      }
      if (run.empty()) {
        ++i;
        continue;
      }
      std::vector<size_t> widths;
      for (const auto &row : run)
        for (size_t k = 0; k + 1 < row.size(); ++k) {
          if (widths.size() <= k) widths.resize(k + 1);
          widths[k] = std::max(widths[k], width(row[k]));
        }
      bool fit = true;
      std::vector<std::string> lines;
      for (const auto &row : run) {
        std::string text;
        for (size_t k = 0; k < row.size(); ++k) {
          text += row[k];
          if (k + 1 == row.size()) break;
          if (widths[k] == 0) continue; // nobody says what it is
          const bool colon = !row[k + 1].empty() && row[k + 1].front() == ':';
          text += std::string(widths[k] - width(row[k]) + (colon ? 1 : 2), ' ');
        }
        fit = fit && indent + width(text) <= lineWidth;
        lines.push_back(std::move(text));
      }
      for (size_t k = 0; k < run.size(); ++k) {
        if (fit) {
          rows[i + k] = lines[k];
        } else if (run[k].size() > 1 && run[k].back().front() == '"') { // too wide: labels on lines of their own
          std::string text;
          for (size_t j = 0; j + 1 < run[k].size(); ++j)
            if (!run[k][j].empty()) text += (j ? " " : "") + run[k][j];
          if (indent + width(text) <= lineWidth)
            rows[i + k] = text + '\n' + std::string(indent + step, ' ') + run[k].back();
        }
      }
      i = end;
    }
    return rows;
  }

  std::string out;
};

} // namespace

std::string formatLaw(const Tree &tree) { return Writer().run(Reader(tree).file()); }

} // namespace proviso
