// Drafts of penal paragraphs: what each form of clause becomes, and what must not be drafted.
#include "cli/Pipeline.h"
#include "import/Import.h"
#include "import/Penalty.h"
#include "support/Golden.h"

#include <doctest/doctest.h>

#include <cstdlib>

using namespace proviso;
using namespace proviso::importing;

namespace {

/// Citations of articles alone; each leads to itself.
PenaltyPlace place() {
  return {"article_9", [](const wording::Mention &one) -> std::optional<DraftCitation> {
            if (one.relative == wording::Relative::Preceding) return DraftCitation{"preceding paragraph", {}};
            if (one.steps.empty()) return std::nullopt;
            std::string text;
            for (const wording::Step &step : one.steps)
              text += (text.empty() ? "" : " ") + nameOf(step.level).str() + " " + step.members[0].from;
            return DraftCitation{text, {}};
          }};
}

/// The statements on one line. Empty: not drafted.
std::string drafted(const std::string &wording, const std::vector<std::string> &items = {}) {
  DraftNames names;
  std::string why;
  const auto found = readPenalty(wording, items, place(), names, why);
  if (!found) return "";
  std::string text = conditionsOf(*found);
  for (const std::string &item : found->items) text += "item " + item + "\n";
  text += sanctionsOf(*found);
  std::string line;
  for (char c : text)
    if (c != '\n')
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

const std::string conduct = "draft when conduct_of_article_9 ";

/// What is imposed for some conduct.
std::string imposed(const std::string &words) {
  const std::string text = drafted("伪造证件的，" + words + "。");
  return text.compare(0, conduct.size(), conduct) == 0 ? text.substr(conduct.size()) : text;
}

std::string label(const std::string &wording) {
  DraftNames names;
  std::string why;
  if (!readPenalty(wording, {}, place(), names, why)) return "";
  return names.own.empty() ? "" : names.own.begin()->second;
}

} // namespace

TEST_CASE("amounts of fines") {
  CHECK(imposed("处五千元以上五万元以下罚款") == "sanction { fine 5000 to 50000 CNY }");
  CHECK(imposed("处以五千以上五万元以下的罚款") == "sanction { fine 5000 to 50000 CNY }");
  CHECK(imposed("处2万元以下罚款") == "sanction { fine up to 20000 CNY }");
  CHECK(imposed("处1.5万元以下罚款") == "sanction { fine up to 15000 CNY }");
  CHECK(imposed("处二百元罚款") == "sanction { fine 200 CNY }");
  CHECK(imposed("处五十万元以上罚款") == "sanction { fine at least 500000 CNY }");
  CHECK(imposed("处以罚款") == "sanction { fine }");
  CHECK(imposed("处违法所得一倍以上五倍以下的罚款") == "sanction { fine 1 to 5 times illegal_gains }");
  CHECK(imposed("处货值金额二倍以下罚款") == "sanction { fine up to 2 times 货值金额 }");
  CHECK(imposed("处合同价款百分之二以上百分之四以下的罚款") == "sanction { fine 2 to 4 % of 合同价款 }");
  CHECK(imposed("处销售金额百分之五十以上二倍以下罚金") == "sanction { criminal_fine 0.5 to 2 times 销售金额 }");
}

TEST_CASE("and, or, may") {
  CHECK(imposed("给予警告，并处一万元以下罚款") == "sanction { warning fine up to 10000 CNY }");
  CHECK(imposed("给予警告，可以并处一万元以下罚款") == "sanction { warning may fine up to 10000 CNY }");
  CHECK(imposed("处警告或者二百元以下罚款") == "sanction { one of { warning fine up to 200 CNY } }");
  CHECK(imposed("可以处警告或者二百元以下罚款") == "sanction { may one of { warning fine up to 200 CNY } }");
  CHECK(imposed("处三年以下有期徒刑、拘役或者管制，并处或者单处罚金") ==
        "sanction { one of { imprisonment up to 3 years criminal_detention public_surveillance } also or only "
        "criminal_fine }");
  CHECK(imposed("暂扣或者吊销许可证") ==
        "sanction { one of { suspension_of_permit \"暂扣许可证\" revocation \"吊销许可证\" } }");
  // Whether the discretion goes on is not said.
  CHECK(imposed("可以责令停业整顿，并处一万元以下罚款").empty());
  CHECK(imposed("可以通报批评，给予警告").empty());
  CHECK(imposed("给予警告、通报批评").empty());
}

TEST_CASE("what is ordered, confiscated, revoked, forbidden") {
  CHECK(imposed("责令限期改正") == "sanction { order \"责令限期改正\" within a set time }");
  CHECK(imposed("责令停止违法行为，恢复原状") == "sanction { order \"责令停止违法行为\" order \"恢复原状\" }");
  CHECK(imposed("没收违法所得和非法财物") == "sanction { confiscation of illegal_gains, \"非法财物\" }");
  CHECK(imposed("没收工具，有违法所得的，没收违法所得") == "sanction { confiscation of illegal_gains, \"工具\" }");
  CHECK(imposed("吊销营业执照") == "sanction { revocation \"吊销营业执照\" }");
  CHECK(imposed("终身不得从事食品生产经营活动") ==
        "sanction { disqualification from \"终身不得从事食品生产经营活动\" for life }");
  CHECK(imposed("处五日以上十日以下拘留") == "sanction { detention 5 to 10 days }");
  CHECK(imposed("责令停产停业或者吊销许可证") ==
        "sanction { one of { suspension_of_business \"责令停产停业\" revocation \"吊销许可证\" } }");
}

TEST_CASE("who acts, and on whom") {
  CHECK(imposed("由公安机关给予警告") == "sanction by 公安机关 { warning }");
  CHECK(imposed("由海关责令改正，由公安机关吊销许可证") ==
        "sanction by 海关 { order \"责令改正\" revocation \"吊销许可证\" by 公安机关 }");
  CHECK(imposed("责令改正；情节严重的，由原发证机关吊销许可证") ==
        "sanction { order \"责令改正\" } also when circumstances >= serious by 原发证机关 { revocation "
        "\"吊销许可证\" }");
  CHECK(imposed("给予警告，对直接负责的主管人员和其他直接责任人员处一万元以下罚款") ==
        "sanction { warning on 直接负责的主管人员 or 其他直接责任人员 { fine up to 10000 CNY } }");
  CHECK(imposed("对单位处一万元以下罚款，对个人处五百元以下罚款") ==
        "also when is unit { fine up to 10000 CNY } also when is individual { fine up to 500 CNY }");
  // A body that only passes the case on does not impose; who acts after another one is not said.
  CHECK(imposed("由监察机构移送地质矿产主管部门依法吊销许可证").empty());
  CHECK(imposed("由海关责令改正，由公安机关吊销许可证，并处一万元以下罚款").empty());
}

TEST_CASE("tiers that add, and tiers that replace") {
  CHECK(imposed("责令改正；拒不改正的，处一万元以下罚款") ==
        "sanction { order \"责令改正\" } also when disobeyed { fine up to 10000 CNY }");
  CHECK(
      imposed("责令改正；逾期不改正或者情节严重的，吊销许可证") ==
      "sanction { order \"责令改正\" } also when disobeyed or circumstances >= serious { revocation \"吊销许可证\" }");
  CHECK(imposed("处三年以下有期徒刑，并处罚金；情节严重的，处三年以上七年以下有期徒刑") ==
        "sanction { imprisonment up to 3 years criminal_fine } instead when circumstances >= serious { imprisonment "
        "3 to 7 years }");
  CHECK(imposed("处五日以上十日以下拘留；情节较轻的，处五百元以下罚款") ==
        "sanction { detention 5 to 10 days } instead when circumstances = minor { fine up to 500 CNY }");
  CHECK(imposed("没收违法所得，违法所得五万元以上的，并处违法所得二倍以下罚款；没有违法所得或者违法所得不足五万元的，处"
                "五万元以下罚款") ==
        "sanction { confiscation of illegal_gains } also when illegal_gains >= 50000 CNY { fine up to 2 times "
        "illegal_gains } also when illegal_gains < 50000 CNY { fine up to 50000 CNY }");
  CHECK(
      imposed("对直接负责的主管人员给予记过处分；情节严重的，给予撤职处分") ==
      "sanction { on 直接负责的主管人员 { demerit } } instead when circumstances >= serious { on 直接负责的主管人员 { "
      "removal_from_post } }");
  // What is confiscated in a tier comes to what was confiscated before.
  CHECK(imposed("没收违法所得；情节严重的，没收工具") ==
        "sanction { confiscation of illegal_gains } also when circumstances >= serious { confiscation of "
        "illegal_gains, \"工具\" }");
  // A milder tier beside measures: what stays of them is not said.
  CHECK(imposed("责令改正，处一万元以下罚款；情节轻微的，给予警告").find("draft \"情节轻微的，给予警告\"") == 0);
  // One branch of a choice again, beside an order: whether the other one stays is not said.
  CHECK(imposed("责令改正，给予警告或者处一万元以下罚款；情节严重的，处五万元以下罚款").find("draft \"情节严重的") ==
        0);
}

TEST_CASE("what other law decides") {
  CHECK(imposed("依法给予处分；构成犯罪的，依法追究刑事责任") ==
        "refer to discipline refer to criminal_liability when constitutes_crime");
  CHECK(imposed("依照《中华人民共和国治安管理处罚法》的规定处罚") ==
        "refer to 依照_中华人民共和国治安管理处罚法_的规定处罚");
  CHECK(imposed("依照前款的规定处罚") == "punish per preceding paragraph");
  CHECK(imposed("依照本法第五条的规定处罚") == "punish per article 5");
  CHECK(drafted("滥用职权，构成犯罪的，依法追究刑事责任；尚不构成犯罪的，依法给予处分。") ==
        "draft when conduct_of_article_9 refer to criminal_liability when constitutes_crime refer to discipline when "
        "not constitutes_crime");
  CHECK(drafted("有前款行为，同时构成其他犯罪的，依照处罚较重的规定定罪处罚。") ==
        "draft when commits preceding paragraph concurrence heaviest");
  // An aggravated or a combined punishment is more than a delegation.
  CHECK(imposed("依照前款的规定从重处罚").empty());
  CHECK(imposed("依照本法第五条、第六条的规定处罚").empty());
}

TEST_CASE("conduct and subject") {
  CHECK(drafted("网络运营者违反本法第五条规定的，给予警告。") ==
        "draft subject 网络运营者 when violates article 5 sanction { warning }");
  // Each breach goes with conduct of its own.
  CHECK(drafted("违反本法第五条的规定，造成路面损坏的，或者违反本法第六条规定，将公路作为试车场地的，给予警告。") ==
        "draft when conduct_of_article_9 sanction { warning }");
  CHECK(drafted("违反本法第五条、第六条第一款规定，伪造证件的，给予警告。") ==
        "draft when (violates article 5 or violates article 6 paragraph 1) and conduct_of_article_9 sanction { warning "
        "}");
  CHECK(
      drafted("单位犯前款罪的，对单位判处罚金，并对其直接负责的主管人员，依照前款的规定处罚。") ==
      "draft subject unit when commits preceding paragraph sanction { criminal_fine on 直接负责的主管人员 { punish per "
      "preceding paragraph } }");
  CHECK(drafted("旅行社有下列情形之一的，给予警告：", {"转让许可证的；", "违反本法第五条规定的。"}) ==
        "draft subject 旅行社 when any item item conduct_of_article_9_item_1 item violates article 5 sanction { "
        "warning }");
  // The words stay as they are, and a noun that says how it came to be is no role.
  CHECK(label("以欺骗手段取得许可的企业未备案的，给予警告。") == ": boolean \"以欺骗手段取得许可的企业未备案\"");
  CHECK(label("未备案，情节严重的，给予警告。") == ": boolean \"未备案，情节严重\"");
  CHECK(drafted("倒卖文物，情节轻微的，给予警告；情节严重的，处一万元以下罚款。") ==
        "draft when conduct_of_article_9 also when circumstances = minor { warning } also when circumstances >= "
        "serious { "
        "fine up to 10000 CNY }");
}

TEST_CASE("what must not be drafted") {
  for (const char *words : {
           "伪造证件的，由公安机关决定。",                           // nothing that is known
           "公安机关应当责令其改正。",                               // no conduct
           "伪造证件的，按每平方米处一百元以上五百元以下罚款。",     // by unit
           "伪造证件的，处一万元以上五千元以下罚款。",               // bounds the wrong way round
           "伪造证件的，责令改正，处警告、罚款或者拘留以外的处罚。", // words left over
           "伪造证件的，处一万元以下罚款；但是，情节轻微的，可以不予处罚。",
           "伪造证件的，处一万元以下罚款；法律另有规定的，从其规定。",
           "除前款规定外，伪造证件的，可以根据情节单处或者并处警告、罚款。",
       }) {
    INFO(words);
    CHECK(drafted(words).empty());
  }
  CHECK(imposed("没收销毁不合格的产品").empty());
  CHECK(imposed("对直接负责的主管人员处一万元以下罚款，吊销医疗卫生人员的执业证书").empty());
  CHECK(imposed("依法给予处分。（2009年8月27日删除）").empty());
  // An item that is punished by itself is no mere conduct, and a list needs its items.
  CHECK(drafted("有下列行为之一的，给予警告：", {"伪造证件的，处一万元以下罚款。"}).empty());
  CHECK(drafted("有下列行为之一的，给予警告。").empty());
  // A tier after one that was not understood may go on from it.
  const std::string part = imposed("予以取缔；尚不够刑事处罚的，收缴工具；违法所得五万元以上的，处一万元以下罚款");
  CHECK(part == "draft \"尚不够刑事处罚的，收缴工具\" draft \"违法所得五万元以上的，处一万元以下罚款\" when "
                "conduct_of_article_9 sanction { closure \"取缔\" }");
}

TEST_CASE("an act with drafts") {
  const std::string path = PROVISO_SOURCE_DIR "/tests/import/penalties_zh.md";
  Sources sources;
  Diagnostics diagnostics;
  sources.add("penalties_zh.md", testing::readAll(path));
  Drafts drafts;
  const std::vector<Imported> acts = importActs(
      sources, "", diagnostics, [] {}, &drafts);
  REQUIRE(acts.size() == 1);
  const std::string text = drafts.vocabulary + "\n" + acts[0].text,
                    expected = PROVISO_SOURCE_DIR "/tests/import/penalties_zh.law";
  if (std::getenv("PROVISO_UPDATE")) {
    FILE *file = std::fopen(expected.c_str(), "wb");
    std::fwrite(text.data(), 1, text.size(), file);
    std::fclose(file);
  }
  CHECK(text == testing::readAll(expected));
  const auto compiled = compileTexts({{"drafts.law", drafts.vocabulary}, {"act.law", acts[0].text}});
  for (const Diagnostic &d : compiled->diagnostics.list()) INFO(d.message);
  // Statements and wording agree. That a law leaves some case without a sanction is noted (T009).
  CHECK(compiled->diagnostics.count(Severity::Error) + compiled->diagnostics.count(Severity::Warning) == 0);
  using State = DraftedParagraph::State;
  CHECK(compiled->summary.drafts == drafts.count(State::Full) + drafts.count(State::Part));
  CHECK(compiled->summary.draftsInPart == drafts.count(State::Part));
  // Nothing but the statements is new.
  Sources again;
  again.add("penalties_zh.md", testing::readAll(path));
  const std::vector<Imported> plain = importActs(again, "", diagnostics);
  CHECK(plain[0].text.find("draft") == std::string::npos);
  CHECK(plain[0].text.find("sanction") == std::string::npos);
}

TEST_CASE("a draft may say that wording is violated; other statements may not") {
  const std::string head = "scale s { measures { order } }\nstatute A { in force from 2020-01-01 use s\n"
                           "article 1 { text \"Keep a lookout.\" }\narticle 2 { ",
                    tail = "when violates article 1 sanction { order \"to keep one\" } } }";
  CHECK(!compileTexts({{"a.law", head + "draft " + tail}})->diagnostics.hasErrors());
  const auto bare = compileTexts({{"a.law", head + tail}});
  REQUIRE(bare->diagnostics.hasErrors());
  CHECK(bare->diagnostics.list()[0].code == Code::R007);
  const auto inPart = compileTexts({{"a.law", head + "draft \"and so on\" draft \"or not\" " + tail}});
  CHECK(inPart->summary.drafts == 1);
  CHECK(inPart->summary.draftsInPart == 1);
}
