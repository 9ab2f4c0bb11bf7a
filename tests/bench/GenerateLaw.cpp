#include "bench/GenerateLaw.h"

#include <fmt/format.h>

#include <random>

namespace proviso::bench {

namespace {

constexpr int articlesPerInstrument = 60, articlesPerChapter = 12, topics = 12, factsPerTopic = 30;

const std::vector<std::string> englishWords = {
    "operator",  "network",     "shall",     "the",         "of",          "and",       "data",    "security",
    "provider",  "information", "measures",  "to",          "a",           "records",   "that",    "keeps",
    "required",  "department",  "competent", "supervision", "in",          "services",  "user",    "identity",
    "necessary", "according",   "with",      "provisions",  "inspection",  "refuses",   "harm",    "serious",
    "technical", "support",     "for",       "public",      "corrections", "procedure", "licence", "business",
    "which",     "performs",    "its",       "duties",      "under",       "this",      "Law",     "where"};
const std::vector<std::string> chineseWords = {
    "网络", "运营者", "应当", "采取", "技术", "措施", "安全", "信息",   "主管", "部门", "责令", "改正", "拒不", "情节",
    "严重", "处",     "罚款", "用户", "数据", "记录", "服务", "提供者", "依照", "规定", "监督", "检查", "的",   "并",
    "对",   "直接",   "负责", "人员", "暂停", "业务", "停业", "整顿",   "公安", "机关", "处罚", "义务", "保护", "支持"};

class Generator {
public:
  explicit Generator(const LawShape &shape) : shape(shape), random(shape.seed) {}

  std::vector<LawText> run() {
    std::vector<LawText> files;
    for (size_t f = 0; f < shape.files; ++f) {
      out = f == 0 ? declarations() : "";
      // Whole instruments; the last one is as long as there is room.
      while (out.size() < shape.bytesPerFile) {
        instrument(shape.bytesPerFile - out.size());
        ++instruments;
      }
      files.push_back({fmt::format("{:04}.law", f), std::move(out)});
    }
    return files;
  }

private:
  int below(int n) { return static_cast<int>(random() % static_cast<uint32_t>(n)); }
  bool chance(int percent) { return below(100) < percent; }

  std::string words(int count) {
    const std::vector<std::string> &from = shape.chinese ? chineseWords : englishWords;
    std::string text;
    for (int i = 0; i < count; ++i) {
      if (i != 0) text += shape.chinese ? (i % 7 == 0 ? "，" : "") : " ";
      text += from[static_cast<size_t>(below(static_cast<int>(from.size())))];
    }
    return text;
  }

  /// A wording of several lines.
  void wording(const std::string &indent, int lines) {
    out += indent + "text \"\"\"\n";
    for (int i = 0; i < lines; ++i) out += indent + "  " + words(shape.chinese ? 16 : 10) + ".\n";
    out += indent + "  \"\"\"\n";
  }

  std::string fact(int topic, int n) const {
    return shape.chinese ? fmt::format("事实{}_{}", topic, n) : fmt::format("breaks_rule_{}_{}", topic, n);
  }
  std::string grave(int topic) const {
    return shape.chinese ? fmt::format("情节严重{}", topic) : fmt::format("grave_breach_{}", topic);
  }
  std::string code(int instrument) const {
    return shape.chinese ? fmt::format("法{}", instrument) : fmt::format("Act{}", instrument);
  }
  std::string operatorRole(int n) const {
    return shape.chinese ? fmt::format("运营者{}", n) : fmt::format("operator_{}", n);
  }

  std::string declarations() {
    std::string text = "vocabulary common \"" + words(6) + "\" {\n  form unit \"Organisation\"\n  form individual\n";
    for (int i = 0; i < 20; ++i)
      text += fmt::format("  role {}{} \"{}\"\n", operatorRole(i), i % 4 == 0 ? "" : " is " + operatorRole(i / 4 * 4),
                          words(4));
    text += "  role responsible_person\n  role person_in_charge is responsible_person\n"
            "  role other_person_liable is responsible_person\n  exclusive person_in_charge, other_person_liable\n"
            "  authority competent_department\n  authority public_security_organ is competent_department\n"
            "  fact circumstances : one of ordinary < serious < especially_serious for each provision\n"
            "  fact illegal_gains : money CNY or unascertainable\n  fact users : count\n  fact warned : boolean\n}\n\n";
    for (int topic = 0; topic < topics; ++topic) {
      text += fmt::format("vocabulary topic{} \"{}\" {{\n", topic, words(5));
      for (int i = 0; i < factsPerTopic; ++i)
        text += fmt::format("  fact {} : boolean\n    \"{}\"\n", fact(topic, i), words(8));
      text += fmt::format("  fact {} := {} or ({} and {})\n}}\n\n", grave(topic), fact(topic, 0), fact(topic, 1),
                          fact(topic, 2));
    }
    return text + R"(scale penalties "Measures and penalties, mildest first" {
  measures {
    order  "Order"
    substitute_performance
  }
  administrative {
    warning       "Warning"
    confiscation  of money CNY
    fine          money CNY
    suspension
    closure
    revocation
    detention     from 1 day to 15 days  on individual
  }
  referral criminal_liability  "Prosecution"
}

)";
  }

  void instrument(size_t room) {
    const size_t begin = out.size();
    topic = instruments % topics;
    out += fmt::format("{} {} \"{}\" {{\n  name zh \"网络安全法\"\n  rank law\n  source \"{}\"\n  adopted 2016-11-07\n"
                       "  in force from 2017-06-01\n  use common, topic{}, penalties\n",
                       instruments % 3 == 2 ? "regulation" : "statute", code(instruments), words(5), words(8), topic);
    int n = 1;
    // The first chapters always; after that as long as there is room.
    for (; n <= articlesPerInstrument && (n <= articlesPerChapter || out.size() - begin < room); ++n) {
      if (n % articlesPerChapter == 1)
        out += fmt::format("{}\n  chapter {} \"{}\" {{\n", n == 1 ? "" : "  }\n", n / articlesPerChapter + 1, words(4));
      article(n);
    }
    out += "  }\n}\n\n";
    articles.push_back(n - 1);
  }

  void article(int n) {
    out += fmt::format("\n    article {} \"{}\" {{\n      name zh \"履行网络安全保护义务\"\n", n, words(5));
    switch (n % 4) {
    case 1: duties(); break;
    case 2: provisionsOfPower(); break;
    case 3: penalties(n); break;
    default: delegations(n); break;
    }
    out += "    }\n";
  }

  void duties() {
    out += "      paragraph 1 {\n";
    wording("        ", 2);
    out += fmt::format("        subject {}\n", operatorRole(below(20)));
    for (int item = 1; item <= 4; ++item)
      out += fmt::format("        item {} {{\n          {} \"{}\"\n        }}\n", item, item == 4 ? "must not" : "must",
                         words(9));
    out += "      }\n";
  }

  void provisionsOfPower() {
    for (int paragraph = 1; paragraph <= 2; ++paragraph) {
      out += fmt::format("      paragraph {} {{\n", paragraph);
      wording("        ", 2);
      out += fmt::format("        subject {}\n        {} \"{}\"\n      }}\n", operatorRole(below(20)),
                         paragraph == 1 ? "must" : "may", words(10));
    }
  }

  /// What this kind of article looks like is known, so that citations of it can be written: paragraph 1 has four items
  /// and imposes, paragraph 2 delegates to it.
  void penalties(int n) {
    const int first = 10 * (1 + below(9)); // thousands
    out += "      paragraph 1 {\n";
    wording("        ", 2);
    out += fmt::format("        subject {} or {}\n        when any item\n", operatorRole(below(10)),
                       operatorRole(10 + below(10)));
    for (int item = 1; item <= 4; ++item) {
      out +=
          fmt::format("        item {} \"{}\" {{\n          text \"{}.\"\n          when ", item, words(3), words(9));
      const int a = below(factsPerTopic), b = below(factsPerTopic);
      switch (item) {
      case 1: out += fmt::format("violates any of articles {} and {}\n", n - 2, n - 1); break;
      case 2: out += fmt::format("{} and not {}\n", fact(topic, a), fact(topic, b)); break;
      case 3: out += fmt::format("({} or {}) and circumstances >= serious\n", fact(topic, a), grave(topic)); break;
      default: out += fmt::format("violates article {} paragraph 1 item {}\n", n - 2, 1 + below(4)); break;
      }
      if (chance(30)) out += fmt::format("          unless {}\n", fact(topic, below(factsPerTopic)));
      out += "        }\n";
    }
    out += "        sanction by competent_department {\n          order \"to correct\"\n          warning\n";
    if (chance(40)) out += "          confiscation of illegal_gains\n";
    out += fmt::format("        }}\n        also when disobeyed or circumstances >= serious {{\n"
                       "          fine {}_000 to {}_000 CNY\n",
                       first, first * 10);
    if (chance(50))
      out += "          may one or more of {\n            suspension\n            closure\n            revocation\n"
             "          }\n";
    out +=
        fmt::format("          on responsible_person {{ fine {}_000 to {}_000 CNY }}\n        }}\n", first / 10, first);
    if (chance(30)) out += "        refer to criminal_liability when users >= 10_000\n";
    out += "      }\n      paragraph 2 {\n";
    wording("        ", 2);
    out += fmt::format("        subject {}\n        when commits any of items 2 to 4 of preceding paragraph and {}\n"
                       "        punish per preceding paragraph\n      }}\n",
                       operatorRole(below(20)), fact(topic, below(factsPerTopic)));
  }

  /// Sends the reader to this instrument and to earlier ones.
  void delegations(int n) {
    out += "      paragraph 1 {\n";
    wording("        ", 2);
    out += fmt::format("        subject {}\n", operatorRole(below(20)));
    for (int item = 1; item <= 3; ++item) {
      int target = n - 1;
      std::string where;
      if (item != 1 && instruments != 0) {
        const int other = below(instruments);
        target = below((articles[static_cast<size_t>(other)] + 1) / 4) * 4 + 3;
        where = code(other) + " ";
      }
      out += fmt::format("        item {} \"{}\" {{\n          text \"{}.\"\n          when {}\n          punish per "
                         "{}article {} {}\n        }}\n",
                         item, words(3), words(10), fact(topic, below(factsPerTopic)), where, target,
                         item == 3 ? fmt::format("item {}", 1 + below(4)) : "paragraph 1");
    }
    out += "      }\n";
    if (chance(50)) out += fmt::format("      without prejudice to articles {} to {}\n", n - 3, n - 1);
  }

  const LawShape &shape;
  std::mt19937 random;
  std::string out;
  int instruments = 0, topic = 0;
  std::vector<int> articles; // of each instrument
};

} // namespace

std::vector<LawText> generateLaw(const LawShape &shape) { return Generator(shape).run(); }

size_t totalSize(const std::vector<LawText> &files) {
  size_t sum = 0;
  for (const LawText &file : files) sum += file.text.size();
  return sum;
}

} // namespace proviso::bench
