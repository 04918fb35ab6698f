// HtmlTree: gumbo's tree of sifted HTML, and the text of its nodes.
#pragma once

#include <gumbo.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "parsers/html_sift.h"
#include "parsers/plain_text.h"

namespace hearsay {

// Owns the tree and the bytes that it points into. Movable. Any one thread.
class HtmlTree {
 public:
  // What sift_html() leaves of `html`, as a tree. REQUIRES valid UTF-8; for json_ld, that `html`
  // outlives the tree.
  explicit HtmlTree(std::string_view html);

  const GumboNode& root() const { return *output_->root; }
  const Sifted& sifted() const { return *sifted_; }

 private:
  struct Free {
    void operator()(GumboOutput* output) const;
  };

  std::unique_ptr<Sifted> sifted_;
  std::unique_ptr<GumboOutput, Free> output_;
};

bool is_element(const GumboNode& node);

// REQUIRES is_element(node).
TagKind kind_of(const GumboNode& node);

// The attribute's value; empty if the node has none or is no element.
std::string_view html_attribute(const GumboNode& node, const char* name);

// The children of an element; none of any other node.
struct HtmlChildren {
  const GumboVector* list = nullptr;

  GumboNode** begin() const { return list ? reinterpret_cast<GumboNode**>(list->data) : nullptr; }
  GumboNode** end() const { return list ? begin() + list->length : nullptr; }
};
HtmlChildren children_of(const GumboNode& node);

// Adds the text of the node and what is in it. `leave_out`, if given, is asked for each element
// whether it is passed over with all that is in it.
using LeaveOut = std::function<bool(const GumboNode& element)>;
void add_text(const GumboNode& node, PlainText& text, const LeaveOut& leave_out = {});
std::string text_of(const GumboNode& node, const LeaveOut& leave_out = {});

}  // namespace hearsay
