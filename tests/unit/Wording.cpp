// The citations, amounts and days that are read in wording, form by form.
#include "wording/Amounts.h"
#include "wording/Days.h"
#include "wording/Mentions.h"
#include "wording/Numerals.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace proviso;
using namespace proviso::wording;

namespace {

std::string written(const Mention &mention) {
  std::string out;
  switch (mention.act) {
  case ActForm::This: out = "this act "; break;
  case ActForm::Named: out = fmt::format("<{}> ", std::string_view(mention.name)); break;
  case ActForm::Former: out = "that act "; break;
  case ActForm::Silent: break;
  }
  constexpr const char *relatives[] = {"", "this", "preceding", "following", "that"};
  if (mention.relative != Relative::None) {
    out += relatives[static_cast<size_t>(mention.relative)];
    if (mention.count > 1) out += fmt::format(" {}", mention.count);
    out += fmt::format(" {} ", std::string_view(nameOf(mention.relativeLevel)));
  }
  for (const Step &step : mention.steps) {
    out += fmt::format("{}{}", step.level == Level::Unnamed ? "" : std::string_view(nameOf(step.level)),
                       std::string_view(step.title));
    for (size_t i = 0; i < step.members.size(); ++i)
      out += fmt::format("{}{}{}", i == 0 ? " " : ",", step.members[i].from,
                         step.members[i].to.empty() ? "" : "-" + step.members[i].to);
    out += ' ';
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

/// What is recognised, joined by `; `, each with its own text.
std::string read(llvm::StringRef text) {
  Mentions mentions;
  recognise(text, mentions);
  std::string out;
  for (const Mention &one : mentions.list) {
    CHECK(one.begin < one.end);
    CHECK(one.end <= text.size());
    out += (out.empty() ? "" : "; ") + written(one);
  }
  return out;
}

} // namespace

TEST_CASE("the forms of citation in Chinese law") {
  const std::pair<const char *, const char *> forms[] = {
      // C01 to C12
      {"除应当具备本法第十三条规定的条件以外", "this act article 13"},
      {"依照本法第二十八条第二款或者第三十条的规定", "this act article 28 paragraph 2; this act article 30"},
      {"本法第三十九条第一款第一项、第二项规定的权利",
       "this act article 39 paragraph 1 item 1; this act article 39 paragraph 1 item 2"},
      {"违反第二十五条第三项规定", "article 25 item 3"},
      {"有本法第二百零七条第一项、第三项、第十二项规定情形的",
       "this act article 207 item 1; this act article 207 item 3; this act article 207 item 12"},
      {"本条第一款第（二）项第3目", "this article paragraph 1 item 2 subitem 3"},
      {"有本法第五十三条至第六十三条规定行为的", "this act article 53-63"},
      {"不符合本条第二款至第五款规定条件的", "this article paragraph 2-5"},
      {"符合本法第九条第一款第五项至第九项、第十条规定的船舶",
       "this act article 9 paragraph 1 item 5-9; this act article 10"},
      {"第十七条、第十八条", "article 17; article 18"},
      {"不适用本条第一款和第二款的规定", "this article paragraph 1; this article paragraph 2"},
      {"本法第二十二条第一款第（一）、（二）、（三）、（五）项", "this act article 22 paragraph 1 item 1,2,3,5"},
      {"有前款第（一）、（三）项行为之一的", "preceding paragraph item 1,3"},
      {"第一、二款", "paragraph 1,2"},
      {"第十七、十八条", "article 17,18"},
      {"第（三）至（五）项", "item 3-5"},
      // C13 to C25
      {"依照前款规定", "preceding paragraph"},
      {"犯前两款罪的", "preceding 2 paragraph"},
      {"前三款行为", "preceding 3 paragraph"},
      {"有前款第二项行为", "preceding paragraph item 2"},
      {"不受前条规定期限的限制", "preceding article"},
      {"有前二条违法行为之一", "preceding 2 article"},
      {"个体工商户有本条第一款所列行为之一的", "this article paragraph 1"},
      {"依照本条规定", "this article"},
      {"在本款第一项至第四项所列活动中", "this paragraph item 1-4"},
      {"上款第（三）项出具的证明无效", "preceding paragraph item 3"},
      {"依照上条规定", "preceding article"},
      {"以前项手段获取的", "preceding item"},
      {"实施前六项所列行为之一的", "preceding 6 item"},
      {"依照各该款的规定处罚", "that paragraph"},
      {"依照本节各该条的规定处罚", "this section; that article"},
      {"该条规定的", "that article"},
      // C29 to C36
      {"依照刑法第二百八十六条之一第二款", "<依照刑法> article 286-1 paragraph 2"},
      {"第一百二十条之一至第一百二十条之六", "article 120-1-120-6"},
      {"适用本章第一节、第二节的规定", "this chapter section 1; this chapter section 2"},
      {"违反本法第四章第四节关于佣金比例的规定", "this act chapter 4 section 4"},
      {"除适用本节规定外", "this section"},
      {"参照适用本编第三章第一节的有关规定", "this part chapter 3 section 1"},
      {"依照本法总则第四章第八节的规定", "this act part总则 chapter 4 section 8"},
      {"涉嫌刑法分则第四章、第五章规定的犯罪", "<涉嫌刑法> part分则 chapter 4; <涉嫌刑法> part分则 chapter 5"},
      {"依照《中华人民共和国治安管理处罚法》第五十条的处罚规定", "<中华人民共和国治安管理处罚法> article 50"},
      {"《A法》（以下简称《甲法》）第三条和本条例第五条", "<A法> article 3; this act article 5"},
      {"适用《中华人民共和国行政处罚法》的有关规定", "<中华人民共和国行政处罚法>"},
      {"根据中华人民共和国宪法第三十一条", "<根据中华人民共和国宪法> article 31"},
      {"前款或者第十条", "preceding paragraph; article 10"},
      {"第十条第十一条", "article 10; article 11"},
      {"按本条甲款的规定", "this article paragraph 甲"},
      {"本条甲款、乙款", "this article paragraph 甲; this article paragraph 乙"},
      {"香港特别行政区基本法第一条和第十二条", "<香港特别行政区基本法> article 1; <香港特别行政区基本法> article 12"},
      {"本章和第三章", "this chapter; chapter 3"},
      {"依照该法第九条", "that act article 9"},
      {"第１２条第２款", "article 12 paragraph 2"},
      // none
      {"本条例自公布之日起施行", ""},
      {"不符合本条件的", ""},
      {"该项目、前条件、本章程、本节能措施、三年以上条件", ""},
      {"格式条款第一项目", ""},
      {"第三人、第一审、第五代", ""},
      {"本法所称网络", ""},
  };
  for (const auto &[text, expected] : forms) {
    INFO(text);
    CHECK(read(text) == expected);
  }
}

TEST_CASE("short names are declared") {
  Mentions mentions;
  recognise("根据《中华人民共和国执业医师法》(以下简称《执业医师法》)的规定，制定本办法。", mentions);
  REQUIRE(mentions.list.size() == 1);
  REQUIRE(mentions.shortNames.size() == 1);
  CHECK(mentions.shortNames[0].name == "执业医师法");
  CHECK(mentions.shortNames[0].of == "中华人民共和国执业医师法");
}

TEST_CASE("the forms of citation in English law") {
  const std::pair<const char *, const char *> forms[] = {
      {"the duties of Articles 21 and 25 of this Law", "this act article 21; this act article 25"},
      {"the first paragraph of Article 59", "article 59 paragraph 1"},
      {"the preceding two paragraphs do not apply", "preceding 2 paragraph"},
      {"Items 4 to 6 of the preceding paragraph", "preceding paragraph item 4-6"},
      {"as the preceding paragraph says", "preceding paragraph"},
      {"sections 5(1)(a) to (c)", "section 5  1  a-c"},
      {"section 12A(3) of the Data Protection Act 2018", "<Data Protection Act 2018> section 12A  3"},
      {"Article 6(1)(a) of Regulation (EU) 2016/679", "<Regulation (EU) 2016/679> article 6  1  a"},
      {"Article 68 or Item 1 of Article 69 of the Cybersecurity Law",
       "<Cybersecurity Law> article 68; <Cybersecurity Law> article 69 item 1"},
      {"item 1 of paragraph 2 of Article 69", "article 69 paragraph 2 item 1"},
      {"Article 59, paragraph 1", "article 59 paragraph 1"},
      {"paragraphs 1 and 2 of this Article", "this article paragraph 1; this article paragraph 2"},
      {"Part IV of this Act", "this act part 4"},
      {"subsection (2)", "subsection 2"},
      {"Articles 1, 2 and 7", "article 1; article 2; article 7"},
      {"Article 286-1 of the Criminal Law of the People's Republic of China",
       "<Criminal Law of the People's Republic of China> article 286-1"},
      {"within a period of six months, in part or in section", ""},
      {"the first ship of this harbour; parties to articles of agreement", ""},
  };
  for (const auto &[text, expected] : forms) {
    INFO(text);
    CHECK(read(text) == expected);
  }
}

TEST_CASE("amounts and periods") {
  auto amounts = [](llvm::StringRef text) {
    constexpr const char *kinds[] = {"money", "days", "months", "ratio"};
    std::string out;
    for (const Amount &one : amountsIn(text))
      out += fmt::format("{}{} {}", out.empty() ? "" : "; ", kinds[static_cast<size_t>(one.kind)], one.value.text());
    return out;
  };
  const std::pair<const char *, const char *> forms[] = {
      {"处一万元以上十万元以下罚款", "money 10000; money 100000"},
      {"处５０００元至５万元罚款", "money 5000; money 50000"},
      {"处三年以上十年以下有期徒刑", "months 36; months 120"},
      {"处五日以上十五日以下拘留", "days 5; days 15"},
      {"处违法所得一倍以上五倍以下罚款", "ratio 1; ratio 5"},
      {"百分之五以上百分之二十以下", "ratio 0.05; ratio 0.2"},
      {"按日加收万分之五的滞纳金", "ratio 0.0005"},
      {"六个月以内，一至三年，三至五倍", "months 6; months 12; months 36; ratio 3; ratio 5"},
      {"自2017年6月1日起施行；第三年；满十八周岁；第五十日", ""},
      {"fined 10,000 to 100,000 yuan", "money 10000; money 100000"},
      {"a fine of ten thousand yuan or RMB 50,000", "money 10000; money 50000"},
      {"imprisonment of three to ten years, or 15 days", "months 36; months 120; days 15"},
      {"a 30-day period; one year; two weeks", "days 30; months 12; days 14"},
      {"twice the gains, 20 % or 5 percent of turnover", "ratio 2; ratio 0.2; ratio 0.05"},
      {"three times within two years", "months 24"},
      {"fine 50_000 to 500_000 CNY", "money 50000; money 500000"},
      {"fine 1 to 10 times gains", "ratio 1; ratio 10"},
      {"money AUD", ""},
  };
  for (const auto &[text, expected] : forms) {
    INFO(text);
    CHECK(amounts(text) == expected);
  }
}

TEST_CASE("days in prose") {
  for (const char *text : {"2017年6月1日起", "二〇一七年六月一日", "2017年06月01日", "1 June 2017", "June 1, 2017",
                           "2017-06-01", "1st of June 2017"}) {
    INFO(text);
    const auto day = dayAt(text);
    REQUIRE(day);
    CHECK(day->first.text() == "2017-06-01");
  }
  CHECK(!dayAt("2017年13月1日"));
  CHECK(firstDay("adopted on 7 November 2016 by")->text() == "2016-11-07");
}

TEST_CASE("numerals") {
  for (unsigned number = 1; number < 2000; ++number) {
    const auto read = chineseNumeral(inChinese(number));
    REQUIRE(read);
    CHECK(read->value == number);
    CHECK(read->length == inChinese(number).size());
  }
  CHECK(chineseNumeral("三万五千")->value == 35'000);
  CHECK(chineseNumeral("一亿二千万")->value == 120'000'000);
  CHECK(chineseNumeral("两")->value == 2);
  CHECK(!chineseNumeral("零"));
  CHECK(englishNumeral("two hundred and fifty thousand")->value == 250'000);
  CHECK(englishOrdinal("twenty-first")->value == 21);
}
