// html_to_text(): a piece of HTML as its readers see it, for bodies that came as markup.
#pragma once

#include <string>
#include <string_view>

namespace hearsay {

// Blocks become lines, runs of blanks one blank, entities are decoded once, scripts and styles are
// left out; see PlainText for the layout. Text without markup comes back with its blanks collapsed.
// For snippets and whole documents; a page with navigation around its article is for read_html().
// REQUIRES valid UTF-8 and gives it. Cannot fail: whatever is not HTML is text. Linear time. Pure;
// any thread.
std::string html_to_text(std::string_view html);

// True if a tag of HTML stands in it ("<p>", "</b>", "<br/>"): how a field that should be text
// shows that it is not. "a < b" and "<NVDA.O>" are text. Linear time.
bool has_markup(std::string_view text);

// Makes text of words that hold markup; true if they did.
bool strip_markup(std::string& words);

}  // namespace hearsay
