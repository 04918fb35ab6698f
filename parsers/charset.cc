// Deciding on the charset: mark, UTF-8 by itself, label, and what is likest to text.
#include "parsers/charset.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <optional>

#include "parsers/charset_convert.h"
#include "parsers/charset_names.h"

namespace hearsay {

namespace {

// As much as tells one charset from another; the choice must not take longer than the conversion.
constexpr size_t kSampleBytes = 2 * 1024;
// A label whose text is at least this like text is believed at once: news is mostly above 0.6, the
// same bytes in a wrong charset below 0.2.
constexpr double kLikeEnough = 0.4;
// Without a label the first charset of which so much of so long a sample is like text is taken.
constexpr double kLikeBeyondDoubt = 0.6;
constexpr size_t kSampleBytesLong = 200;
// Windows-1252 has a character for nearly every byte, and so makes something of anything. What is
// less like text than this in every charset is damaged UTF-8, within its limit or above.
constexpr double kLikeAtAll = 0.1;
// What another charset must gain over the label's: names and lists are unlike other text too.
constexpr double kGainMin = 0.2;

struct Labels {
  std::vector<Charset> charsets;  // header first, then document; without repetition
  std::string written;            // the label that counts first, for messages
};

class Reader {
 public:
  Reader(std::string_view bytes, const std::string& place) : bytes_(bytes), place_(place) {}

  Result<Decoded> run(std::string_view content_type) {
    read_labels(content_type);
    if (const auto mark = byte_order_mark(bytes_)) {
      bytes_.remove_prefix(mark->size);
      const bool said = labels_.charsets.empty() || agrees(mark->charset);
      if (!said) warn_mismatch(mark->charset);
      return finish(mark->charset);
    }
    const bool valid = simdjson::validate_utf8(bytes_.data(), bytes_.size());
    if (valid && !is_like_utf16() && is_surely_utf8()) return as_it_is();
    const Charset charset = choose();
    if (!labels_.charsets.empty() && !agrees(charset)) warn_mismatch(charset);
    return finish(charset);
  }

 private:
  void read_labels(std::string_view content_type) {
    for (const std::string& label :
         {label_in_content_type(content_type), label_in_document(bytes_)}) {
      if (label.empty()) continue;
      const auto charset = charset_from_label(label);
      if (!charset) {
        std::string shown;
        for (const char c : label) shown += c >= ' ' && c < '\x7F' ? c : '?';
        warnings_.push_back(
            {"charset.unknown", place_ + ": a charset named \"" + shown +
                                    "\", expected one that is read; it is guessed"});
        continue;
      }
      if (labels_.charsets.empty()) labels_.written = label;
      if (std::find(labels_.charsets.begin(), labels_.charsets.end(), *charset) ==
          labels_.charsets.end())
        labels_.charsets.push_back(*charset);
    }
  }

  // True if this is the charset that the first label names; "utf-16" names both orders of its
  // bytes.
  bool agrees(Charset charset) const {
    const Charset label = labels_.charsets.front();
    if (charset == Charset::kUtf16Be) return label == charset || label == Charset::kUtf16Le;
    if (charset == Charset::kUtf32Be) return label == charset || label == Charset::kUtf32Le;
    return label == charset;
  }

  // Of letters and digits in UTF-16 every second byte is NUL; other texts have hardly one.
  bool is_like_utf16() const {
    if (bytes_.find('\0') == std::string_view::npos) return false;
    return std::count(bytes_.begin(), bytes_.end(), '\0') * 8 >
           static_cast<std::ptrdiff_t>(bytes_.size());
  }

  // REQUIRES valid UTF-8. Sequences of two bytes are also GBK and Big5; of three or more, each with
  // its marks at the right places, they are so by no chance. Warns where a label says otherwise.
  bool is_surely_utf8() {
    if (labels_.charsets.empty() || labels_.charsets.front() == Charset::kUtf8) return true;
    const auto high = [this](unsigned char least) {
      return std::any_of(bytes_.begin(), bytes_.end(),
                         [=](char c) { return static_cast<unsigned char>(c) >= least; });
    };
    const Charset label = labels_.charsets.front();
    const bool wide =
        label != Charset::kGb18030 && label != Charset::kBig5 && label != Charset::kWindows1252;
    if (!wide && !high(0x80)) return true;  // ASCII, whatever the label
    if (!wide && !high(0xE0)) return false;
    warn_mismatch(Charset::kUtf8);
    return true;
  }

  // From the first byte that is not ASCII, or from the start where there is none.
  std::string_view sample() const {
    const auto first = std::find_if(bytes_.begin(), bytes_.end(),
                                    [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    size_t begin = first == bytes_.end() ? 0 : static_cast<size_t>(first - bytes_.begin());
    const size_t nul = bytes_.find('\0');
    begin = std::min(begin, nul) / 4 * 4;  // whole units of UTF-16 and UTF-32
    return bytes_.substr(begin, kSampleBytes);
  }

  double likeness_of(Charset charset) const {
    Converted converted = convert(sample(), charset);
    if (converted.cut_off) converted.text.resize(converted.text.size() - 3);
    return likeness(converted.text);
  }

  Charset choose() const {
    Charset best = Charset::kUtf8;
    double highest = 0, gain = 0;
    bool found = false;
    const auto try_one = [&](Charset charset) {
      const double one = likeness_of(charset);
      if (found && one <= highest + gain) return;
      found = true;
      best = charset;
      highest = one;
    };
    for (const Charset label : labels_.charsets) {
      try_one(label);
      if (highest >= kLikeEnough) return best;
      gain = kGainMin;
    }
    try_one(Charset::kUtf8);
    if (bytes_.find('\0') != std::string_view::npos) {
      try_one(Charset::kUtf16Le);
      try_one(Charset::kUtf16Be);
    }
    const bool is_long = sample().size() >= kSampleBytesLong;
    for (const Charset one : {Charset::kGb18030, Charset::kBig5, Charset::kWindows1252}) {
      try_one(one);
      if (is_long && highest >= kLikeBeyondDoubt) break;
    }
    return highest < kLikeAtAll ? Charset::kUtf8 : best;
  }

  void warn_mismatch(Charset found) {
    warnings_.push_back({"charset.mismatch",
                         place_ + ": found " + std::string(charset_name(found)) + ", expected " +
                             labels_.written + " as declared; it is read as found"});
  }

  // REQUIRES valid UTF-8.
  Result<Decoded> as_it_is() {
    Decoded decoded(bytes_);
    decoded.warnings = std::move(warnings_);
    return decoded;
  }

  Result<Decoded> finish(Charset charset) {
    if (charset == Charset::kUtf8 && simdjson::validate_utf8(bytes_.data(), bytes_.size()))
      return as_it_is();
    Converted converted = convert(bytes_, charset);
    const size_t counted = converted.damaged - (converted.cut_off ? 1 : 0);
    const std::string count = std::to_string(converted.damaged) + " of " +
                              std::to_string(converted.characters) + " characters of " +
                              std::string(charset_name(charset)) + " damaged";
    if (static_cast<double>(counted) >
            kDamagedShareMax * static_cast<double>(converted.characters) ||
        (converted.damaged > 0 && converted.damaged == converted.characters))
      return Error{"charset.damaged", place_ + ": " + count + ", expected at most 5 in 100"};
    if (converted.damaged > 0)
      warnings_.push_back({"charset.damaged", place_ + ": " + count + ", expected none"});
    Decoded decoded(std::move(converted.text));
    decoded.warnings = std::move(warnings_);
    return decoded;
  }

  std::string_view bytes_;
  const std::string& place_;
  Labels labels_;
  std::vector<Warning> warnings_;
};

}  // namespace

Result<Decoded> read_charset(std::string_view bytes, std::string_view content_type,
                             const std::string& place) {
  return Reader(bytes, place).run(content_type);
}

}  // namespace hearsay
