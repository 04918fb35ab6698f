// XmlTree: its limits, each at the last value that passes and the first that does not; its names.
#include "parsers/xml.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace hearsay {
namespace {

std::string code_of(std::string_view xml) {
  const auto tree = XmlTree::read(xml, "place");
  if (tree) return "";
  EXPECT_TRUE(tree.error().text.starts_with("place: ")) << tree.error().text;
  EXPECT_NE(tree.error().text.find("expected"), std::string::npos) << tree.error().text;
  return tree.error().code;
}

std::string repeated(size_t times, std::string_view before, std::string_view after) {
  std::string text;
  for (size_t i = 0; i < times; ++i) {
    text += before;
    if (!after.empty()) text.append(std::to_string(i)).append(after);
  }
  return text;
}

TEST(XmlLimits, Depth) {
  const auto nested = [](size_t depth) {
    return repeated(depth, "<a>", "") + repeated(depth, "</a>", "");
  };
  EXPECT_EQ(code_of(nested(kXmlDepthMax)), "");
  EXPECT_EQ(code_of(nested(kXmlDepthMax + 1)), "xml.too-deep");
  EXPECT_EQ(code_of(nested(100'000)), "xml.too-deep");
}

TEST(XmlLimits, Elements) {
  const auto flat = [](size_t count) { return "<r>" + repeated(count - 1, "<a/>", "") + "</r>"; };
  EXPECT_EQ(code_of(flat(kXmlElementsMax)), "");
  EXPECT_EQ(code_of(flat(kXmlElementsMax + 1)), "xml.too-many-elements");
}

TEST(XmlLimits, Attributes) {
  const auto element = [](size_t count) { return "<r " + repeated(count, "a", "='' ") + "/>"; };
  EXPECT_EQ(code_of(element(kXmlAttributesMax)), "");
  EXPECT_EQ(code_of(element(kXmlAttributesMax + 1)), "xml.too-many-attributes");
}

TEST(XmlLimits, NamespacesInOnePlace) {
  const auto declared = [](size_t outside, size_t inside) {
    return "<r " + repeated(outside, "xmlns:a", "='u' ") + "><i " +
           repeated(inside, "xmlns:b", "='u' ") + "/><i " + repeated(inside, "xmlns:b", "='u' ") +
           "/></r>";
  };
  EXPECT_EQ(code_of(declared(kXmlNamespacesMax - 20, 20)), "");
  EXPECT_EQ(code_of(declared(kXmlNamespacesMax - 20, 21)), "xml.too-many-namespaces");
}

TEST(XmlLimits, InheritedValues) {
  const auto lang = [](size_t size) {
    return "<r xml:lang='" + std::string(size, 'x') + "'><a/></r>";
  };
  const auto inherited = [](std::string_view xml) {
    const auto tree = XmlTree::read(xml, "place");
    return xml_inherited(tree->root().child("a"), "xml:lang").size();
  };
  EXPECT_EQ(inherited(lang(kXmlInheritedMax)), kXmlInheritedMax);
  EXPECT_EQ(inherited(lang(kXmlInheritedMax + 1)), 0U);
}

TEST(XmlTree, RefusesDoctypesWhereverAndHoweverTheyStand) {
  for (const char* xml :
       {"<!DOCTYPE r><r/>", "<?xml version='1.0'?>\n<!-- c --><!DOCTYPE r [<!ENTITY a 'b'>]><r/>",
        "<r/><!DOCTYPE r>", "<!DOCTYPE r [", "<!DOCTYPE", "\n <!DOCTYPE r SYSTEM 'file:///x'><r/>"})
    EXPECT_EQ(code_of(xml), "xml.doctype") << xml;
  EXPECT_EQ(code_of("<r><!DOCTYPE r></r>"), "xml.doctype");
  EXPECT_EQ(code_of("<r><![CDATA[<!DOCTYPE r>]]><!-- <!DOCTYPE r> --></r>"), "");
}

TEST(XmlTree, RefusesWhatIsNotWellFormed) {
  for (const char* xml : {"", " ", "text", "<r>", "<r></s>", "<r a></r>", "<r a='1></r>", "</r>",
                          "<r><![CDATA[</r>", "<r><!-- </r>", "<r", "<", "<?xml version='1.0'"})
    EXPECT_EQ(code_of(xml), "xml.syntax") << xml;
  EXPECT_EQ(code_of(std::string_view("<r>\0</r>", 8)), "xml.syntax");
  const auto tree = XmlTree::read("<r>\n<a>\n</r>", "place");
  ASSERT_FALSE(tree);
  EXPECT_NE(tree.error().text.find("line 3"), std::string::npos) << tree.error().text;
}

TEST(XmlTree, NamesByNamespace) {
  const auto tree = XmlTree::read(
      "<x:feed xmlns:x='http://www.w3.org/2005/Atom' xmlns:y='http://purl.org/dc/elements/1.1/'>"
      "<x:entry/><y:date y:z='1'/><never:declared/><plain/>"
      "<y:in xmlns:y='https://www.w3.org/1999/xhtml/'/><y:date/>"
      "<p xmlns='http://unknown.example'><q/></p></x:feed>",
      "place");
  ASSERT_TRUE(tree);
  std::string names = tree->root().name();
  for (const pugi::xml_node node : tree->root().children()) names.append(" ").append(node.name());
  EXPECT_EQ(names, "feed entry dc:date never:declared plain xhtml:in dc:date other:p");
  EXPECT_STREQ(tree->root().child("other:p").first_child().name(), "other:q");
  EXPECT_EQ(xml_attribute(tree->root().child("dc:date"), "dc:z"), "1");
}

TEST(XmlText, OfElementsInsideAndOfCdata) {
  const auto tree = XmlTree::read(
      "<r>one <b>two <i>three</i></b><![CDATA[ <four> ]]><p>five<![CDATA[ & six]]></p></r>",
      "place");
  ASSERT_TRUE(tree);
  EXPECT_EQ(xml_text(tree->root()), "one two three <four> five & six");
  EXPECT_EQ(markup_text(tree->root()), "one two three <four>\nfive & six");
}

TEST(AppendDecoded, ReferencesOnce) {
  const std::pair<const char*, const char*> cases[] = {
      {"a&amp;b", "a&b"},
      {"&amp;lt;", "&lt;"},
      {"&lt;&gt;&quot;&apos;", "<>\"'"},
      {"caf&#233;", "café"},
      {"&#65;&#x4e2D;", "A中"},
      {"&#x1F600;", "😀"},
      {"&#0;", "\uFFFD"},
      {"&#xD800;", "\uFFFD"},
      {"&#x110000;", "\uFFFD"},
      {"&#9999999999;", "&#9999999999;"},
      {"&#99999999;", "\uFFFD"},
      {"&nbsp;", "&nbsp;"},
      {"&;&#;&#x;&", "&;&#;&#x;&"},
      {"&#6 5;", "&#6 5;"},
      {"&#-5;", "&#-5;"},
      {"AT&T", "AT&T"},
  };
  for (const auto& [raw, wanted] : cases) {
    std::string out;
    append_decoded(raw, out);
    EXPECT_EQ(out, wanted) << raw;
  }
}

}  // namespace
}  // namespace hearsay
