// Growing the tree with gumbo and walking it.
#include "parsers/html_tree.h"

#include <array>
#include <utility>

namespace hearsay {

namespace {

bool keeps_blanks(const GumboNode& node) { return kind_of(node) == TagKind::kPre; }

void add_children(const GumboNode& node, bool keep_blanks, PlainText& text,
                  const LeaveOut& leave_out);

void add_node(const GumboNode& node, bool keep_blanks, PlainText& text, const LeaveOut& leave_out) {
  if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE) {
    keep_blanks ? text.preformatted(node.v.text.text) : text.text(node.v.text.text);
    return;
  }
  if (!is_element(node)) return;
  const TagKind kind = kind_of(node);
  if (kind == TagKind::kHidden || (leave_out && leave_out(node))) {
    if (kind != TagKind::kInline) text.line_end();
    return;
  }
  const bool block = kind == TagKind::kBlock || kind == TagKind::kPre;
  if (block || kind == TagKind::kBreak) text.line_end();
  if (kind == TagKind::kCell) text.blank();
  add_children(node, keep_blanks || keeps_blanks(node), text, leave_out);
  if (block) text.line_end();
  if (kind == TagKind::kCell) text.blank();
}

void add_children(const GumboNode& node, bool keep_blanks, PlainText& text,
                  const LeaveOut& leave_out) {
  for (const GumboNode* child : children_of(node)) add_node(*child, keep_blanks, text, leave_out);
}

}  // namespace

HtmlTree::HtmlTree(std::string_view html) : sifted_(std::make_unique<Sifted>(sift_html(html))) {
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  output_.reset(gumbo_parse_with_options(&options, sifted_->html.data(), sifted_->html.size()));
}

void HtmlTree::Free::operator()(GumboOutput* output) const {
  gumbo_destroy_output(&kGumboDefaultOptions, output);
}

bool is_element(const GumboNode& node) { return node.type == GUMBO_NODE_ELEMENT; }

TagKind kind_of(const GumboNode& node) {
  static const auto kinds = [] {
    std::array<TagKind, GUMBO_TAG_LAST + 1> made{};
    for (size_t tag = 0; tag < GUMBO_TAG_LAST; ++tag)
      made[tag] = tag_kind(gumbo_normalized_tagname(static_cast<GumboTag>(tag)));
    return made;
  }();
  return kinds[node.v.element.tag];
}

std::string_view html_attribute(const GumboNode& node, const char* name) {
  if (!is_element(node)) return {};
  const GumboAttribute* attribute = gumbo_get_attribute(&node.v.element.attributes, name);
  return attribute ? std::string_view(attribute->value) : std::string_view();
}

HtmlChildren children_of(const GumboNode& node) {
  return {is_element(node) ? &node.v.element.children : nullptr};
}

void add_text(const GumboNode& node, PlainText& text, const LeaveOut& leave_out) {
  add_node(node, false, text, leave_out);
}

std::string text_of(const GumboNode& node, const LeaveOut& leave_out) {
  PlainText text;
  add_text(node, text, leave_out);
  return std::move(text).take();
}

}  // namespace hearsay
