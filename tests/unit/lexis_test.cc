// Lexis: what the marks of a phrase mean, which of several phrases is meant, and the limit.
#include "rules/lexis.h"

#include <gtest/gtest.h>

namespace hearsay {
namespace {

Text folded(const std::string& body) {
  Item item;
  item.body = body;
  return fold(item);
}

// Phrases of this lexis mean their place in the list.
class Phrases {
 public:
  explicit Phrases(const std::vector<std::string>& phrases) {
    for (size_t i = 0; i < phrases.size(); ++i)
      EXPECT_TRUE(lexis_.add(phrases[i], static_cast<SenseId>(i))) << phrases[i];
  }
  // "first-last:senses" for each hit. "@" in the text is a company, "$" a sum.
  std::string in(const std::string& body) const {
    const Text text = folded(body);
    std::vector<Slot> slots;
    for (uint32_t at = 0; at < text.folded().size(); ++at) {
      Slot slot;
      slot.mask = text.folded()[at] == '@' ? Mask::kCompany : Mask::kSum;
      slot.span = {at, at + 1};
      if (text.folded()[at] == '@' || text.folded()[at] == '$') slots.push_back(slot);
    }
    const Line line(text, {0, static_cast<uint32_t>(text.folded().size())}, slots);
    std::string all;
    for (const Hit& hit : lexis_.find(line, tokenize(line.s()))) {
      all += (all.empty() ? "" : " ") + std::to_string(hit.first) + "-" + std::to_string(hit.last);
      char mark = ':';
      for (const SenseId sense : *hit.senses) {
        all += mark + std::to_string(sense);
        mark = ',';
      }
    }
    return all;
  }

 private:
  Lexis lexis_;
};

TEST(Lexis, AWordIsItselfAndATildeAllItsForms) {
  const Phrases phrases({"call", "deny~"});
  EXPECT_EQ(phrases.in("call called Call"), "0-0:0 2-2:0");
  EXPECT_EQ(phrases.in("deny denies denied denying denial"), "0-0:1 1-1:1 2-2:1 3-3:1");
}

TEST(Lexis, FormsFollowTheSpelling) {
  using Forms = std::vector<std::string>;
  EXPECT_EQ(forms_of("call"), (Forms{"call", "calls", "called", "calling"}));
  EXPECT_EQ(forms_of("deny"), (Forms{"deny", "denies", "denied", "denying"}));
  EXPECT_EQ(forms_of("delay"), (Forms{"delay", "delays", "delayed", "delaying"}));
  EXPECT_EQ(forms_of("shelve"), (Forms{"shelve", "shelves", "shelved", "shelving"}));
  EXPECT_EQ(forms_of("tie"), (Forms{"tie", "ties", "tied", "tying"}));
  EXPECT_EQ(forms_of("quash"), (Forms{"quash", "quashes", "quashed", "quashing"}));
  EXPECT_EQ(forms_of("veto"), (Forms{"veto", "vetoes", "vetoed", "vetoing"}));
  const Forms scrap = forms_of("scrap");
  for (const char* form : {"scraps", "scrapped", "scrapping"})
    EXPECT_NE(std::find(scrap.begin(), scrap.end(), form), scrap.end()) << form;
}

TEST(Lexis, HanCharactersStandAloneAndBothScriptsMeet) {
  const Phrases phrases({"收购", "無稽之談"});
  EXPECT_EQ(phrases.in("收購案"), "0-1:0");
  EXPECT_EQ(phrases.in("这是无稽之谈"), "2-5:1");
}

TEST(Lexis, AGapPassesWordsAndNoMarks) {
  const Phrases phrases({"take .. private", "把..买下"});
  EXPECT_EQ(phrases.in("take private"), "0-1:0");
  EXPECT_EQ(phrases.in("take @ private"), "0-2:0");
  EXPECT_EQ(phrases.in("take it, private"), "");
  EXPECT_EQ(phrases.in("把@买下"), "0-3:1");
  std::string far = "take";
  for (uint32_t i = 0; i < kGapMax; ++i) far += " very";
  EXPECT_EQ(phrases.in(far + " private"), "0-9:0");
  EXPECT_EQ(phrases.in(far + " very private"), "");
}

TEST(Lexis, MentionsSumsAndSharesAreMarks) {
  const Phrases phrases({"buy {c}", "pay {M}", "own {%} of", "with {a}"});
  EXPECT_EQ(phrases.in("buy @"), "0-1:0");
  EXPECT_EQ(phrases.in("buy $"), "");
  EXPECT_EQ(phrases.in("pay $"), "0-1:1");
  EXPECT_EQ(phrases.in("own 4.99% of"), "0-2:2");
  EXPECT_EQ(phrases.in("own 4.99 of"), "");
  EXPECT_EQ(phrases.in("with @"), "0-1:3");
  EXPECT_EQ(phrases.in("with $"), "");
}

TEST(Lexis, ThePhraseWithMoreWordsShieldsTheOthers) {
  const Phrases phrases({"deny", "neither confirm nor deny", "not deny that"});
  EXPECT_EQ(phrases.in("neither confirm nor deny that"), "0-3:1");
  EXPECT_EQ(phrases.in("not deny that, deny"), "0-2:2 4-4:0");
}

TEST(Lexis, OfEquallyLongOnesTheFirstWins) {
  const Phrases phrases({"a b", "b c", "a .. c"});
  EXPECT_EQ(phrases.in("a b c"), "0-1:0");
  EXPECT_EQ(phrases.in("a x c"), "0-2:2");
  EXPECT_EQ(phrases.in("a c c"), "0-1:2") << "the shorter gap";
}

TEST(Lexis, OnePhraseMayHaveSeveralSenses) {
  const Phrases phrases({"stall", "halt", "stall"});
  EXPECT_EQ(phrases.in("stall halt"), "0-0:0,2 1-1:1");
}

TEST(Lexis, ChoicesAreAllPhrasesOfTheirOwn) {
  const Phrases phrases({"on (ice|the shelf)", "(put~|keep~) (off|back)", "has (|already )died"});
  EXPECT_EQ(phrases.in("on ice on the shelf on shelf"), "0-1:0 2-4:0");
  EXPECT_EQ(phrases.in("put off keeps back off back"), "0-1:1 2-3:1");
  EXPECT_EQ(phrases.in("has died has already died has not died"), "0-1:2 2-4:2");
}

TEST(Lexis, RefusesWhatIsNoPhrase) {
  Lexis lexis;
  for (const char* phrase : {"", " ", "{c}", "{c} .. {M}", "..", "{%}", "..deal", "deal ..",
                             "{z} deal", "on (ice|hold", "bag~ged", "~"})
    EXPECT_FALSE(lexis.add(phrase, 1)) << phrase;
  EXPECT_TRUE(lexis.empty());
  EXPECT_TRUE(lexis.add("{c} buys", 1));
  EXPECT_FALSE(lexis.empty());
}

TEST(Lexis, ALineThatRepeatsItselfCostsNoLaterHit) {
  const Phrases phrases({"a .. b .. b .. b", "deal"});
  std::string body = "a";
  for (int i = 0; i < 40; ++i) body += " b";  // 9³ ways at the first token
  const std::string found = phrases.in(body + " deal");
  EXPECT_TRUE(found.starts_with("0-3:0")) << found;
  EXPECT_TRUE(found.ends_with("41-41:1")) << found;
  // A place may hold kFoundMax and no more, yet every later place is read.
  std::string many = "deal";
  for (size_t i = 0; i < kFoundMax; ++i) many += " deal";
  EXPECT_TRUE(phrases.in(many).ends_with("256-256:1"));
}

}  // namespace
}  // namespace hearsay
