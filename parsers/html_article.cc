// Finding the article: weigh each element by its words inside and outside of links, then choose.
#include "parsers/html_article.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <unordered_map>

#include "parsers/ascii.h"

namespace hearsay {

namespace {

// Bytes of text of an element, without blanks.
struct Weight {
  size_t text = 0;
  size_t links = 0;       // of them, in links
  size_t paragraphs = 0;  // of them, in lines of its own or in paragraphs right below it
  bool noise = false;     // the element is no story: see is_noise()
};

using Weights = std::unordered_map<const GumboNode*, Weight>;

// REQUIRES is_element(node).
bool is_tag(const GumboNode& node, GumboTag tag) { return node.v.element.tag == tag; }

bool is_link(const GumboNode& node) { return is_tag(node, GUMBO_TAG_ABBR); }

template <size_t size>
bool is_one_of(const std::array<std::string_view, size>& sorted, std::string_view word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}

// Words in a class or id that say: not the story. Sorted.
constexpr std::array<std::string_view, 41> kNoise = {
    "ad",          "ads",        "advert",     "advertisement", "banner",    "breadcrumb",
    "breadcrumbs", "comment",    "comments",   "consent",       "cookie",    "cookies",
    "copyright",   "disclaimer", "download",   "footer",        "login",     "menu",
    "nav",         "navbar",     "navigation", "newsletter",    "pager",     "pagination",
    "popup",       "promo",      "qrcode",     "rank",          "recommend", "recommendations",
    "recommended", "related",    "share",      "sharing",       "sidebar",   "social",
    "sponsored",   "statement",  "subscribe",  "subscription",  "toolbar"};

constexpr std::array<std::string_view, 8> kNoiseRoles = {
    "banner", "complementary", "contentinfo", "dialog", "menu", "navigation", "search", "toolbar"};

static_assert(std::is_sorted(kNoise.begin(), kNoise.end()));
static_assert(std::is_sorted(kNoiseRoles.begin(), kNoiseRoles.end()));

// True if a word of "article-share js_share" is noise. "no-sidebar" and "has-nav" speak of the
// page.
bool names_noise(std::string_view names) {
  bool skip_rest = false;
  std::string word;
  for (size_t i = 0; i <= names.size(); ++i) {
    const char c = i < names.size() ? names[i] : ' ';
    if (is_letter(c) || is_digit(c)) {
      word += lower(c);
    } else {
      if (word == "no" || word == "has" || word == "with" || word == "without") skip_rest = true;
      if (!skip_rest && is_one_of(kNoise, word)) return true;
      word.clear();
      if (c == ' ') skip_rest = false;
    }
  }
  return false;
}

// What is no story wherever it stands.
bool is_noise(const GumboNode& node) {
  switch (node.v.element.tag) {
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_FIGURE:
      return true;
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_ARTICLE:
      return false;
    default:
      break;
  }
  if (gumbo_get_attribute(&node.v.element.attributes, "hidden")) return true;
  if (html_attribute(node, "aria-hidden") == "true") return true;
  if (is_one_of(kNoiseRoles, html_attribute(node, "role"))) return true;
  if (html_attribute(node, "itemprop") == "articleBody") return false;
  return names_noise(html_attribute(node, "class")) || names_noise(html_attribute(node, "id"));
}

size_t bytes_of_words(const char* s) {
  const std::string_view text(s);
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return c != ' ' && c != '\n'; }));
}

Weight weigh(const GumboNode& node, bool in_link, Weights& weights) {
  Weight weight;
  for (const GumboNode* child : children_of(node)) {
    if (child->type == GUMBO_NODE_TEXT) {
      const size_t bytes = bytes_of_words(child->v.text.text);
      weight.text += bytes;
      if (in_link) weight.links += bytes;
      if (!in_link) weight.paragraphs += bytes;
    } else if (is_element(*child) && kind_of(*child) != TagKind::kHidden) {
      const Weight inner = weigh(*child, in_link || is_link(*child), weights);
      if (inner.noise) continue;
      weight.text += inner.text;
      weight.links += inner.links;
      if (is_tag(*child, GUMBO_TAG_P) || kind_of(*child) == TagKind::kInline)
        weight.paragraphs += inner.text - std::min(inner.text, inner.links);
    }
  }
  weight.noise = is_noise(node);
  weights[&node] = weight;
  return weight;
}

// The page's candidates: the heaviest of each sort.
struct Candidates {
  const GumboNode* body = nullptr;     // itemprop=articleBody
  const GumboNode* article = nullptr;  // <article>
  const GumboNode* main = nullptr;     // <main> or role=main
  const GumboNode* dense = nullptr;    // the block with the most text in its own paragraphs
};

void find(const GumboNode& node, const Weights& weights, bool in_noise, Candidates& found) {
  for (const GumboNode* child : children_of(node)) {
    const auto weight = weights.find(child);
    if (weight == weights.end()) continue;
    const auto take = [&](const GumboNode*& best, size_t Weight::*measure) {
      if (weight->second.*measure == 0) return;
      if (!best || weight->second.*measure > weights.at(best).*measure) best = child;
    };
    const bool noise = in_noise || weight->second.noise;
    // The page itself says what its story is, whatever its classes are called.
    if (html_attribute(*child, "itemprop") == "articleBody") take(found.body, &Weight::text);
    if (!noise && is_tag(*child, GUMBO_TAG_ARTICLE)) take(found.article, &Weight::text);
    if (!noise && (is_tag(*child, GUMBO_TAG_MAIN) || html_attribute(*child, "role") == "main"))
      take(found.main, &Weight::text);
    if (!noise && (kind_of(*child) == TagKind::kBlock || kind_of(*child) == TagKind::kCell))
      take(found.dense, &Weight::paragraphs);
    find(*child, weights, noise, found);
  }
}

size_t words_of(const Weight& weight) { return weight.text - weight.links; }

// A story in several parts: up from the block while that brings paragraphs and hardly a link.
const GumboNode* with_its_parts(const GumboNode* block, const Weights& weights) {
  for (const GumboNode* parent = block->parent; parent; parent = parent->parent) {
    const auto around = weights.find(parent);
    if (around == weights.end() || around->second.links * 10 > around->second.text) break;
    const size_t words = words_of(weights.at(block));
    if (words_of(around->second) * 10 > words * 13 || around->second.paragraphs * 20 > words)
      block = parent;
  }
  return block;
}

const GumboNode* choose(const Candidates& found, const Weights& weights, const GumboNode& page) {
  if (found.body) return found.body;
  // An <article> that holds less than the densest block is a card of another story.
  const size_t dense = found.dense ? weights.at(found.dense).paragraphs : 0;
  if (found.article && weights.at(found.article).text >= dense)
    return with_its_parts(found.article, weights);
  if (found.main) {
    const Weight& main = weights.at(found.main);
    if (main.text >= dense && main.links * 5 <= main.text * 2) return found.main;
  }
  return found.dense ? with_its_parts(found.dense, weights) : &page;
}

}  // namespace

std::string article_text(const HtmlTree& page) {
  Weights weights;
  weigh(page.root(), false, weights);
  Candidates found;
  find(page.root(), weights, false, found);
  const GumboNode* story = choose(found, weights, page.root());
  const auto leave_out = [&](const GumboNode& node) {
    if (&node == story) return false;
    if (is_tag(node, GUMBO_TAG_H1)) return true;
    const auto weight = weights.find(&node);
    if (weight == weights.end()) return false;
    if (weight->second.noise) return true;
    if (kind_of(node) != TagKind::kBlock) return false;
    return weight->second.links * 5 > weight->second.text * 3;  // mostly links
  };
  return text_of(*story, leave_out);
}

}  // namespace hearsay
