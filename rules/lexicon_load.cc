// Loads the lexicons: reads their lines, then compiles forms, classes and entries.
#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>

#include "rules/characters.h"
#include "rules/lexicon.h"

namespace hearsay {
namespace {

constexpr std::array<std::pair<std::string_view, Sense>, 22> kSenses = {{
    {"tone", Sense::kTone},   {"up", Sense::kUp},
    {"down", Sense::kDown},   {"measure", Sense::kMeasure},
    {"not", Sense::kNot},     {"degree", Sense::kDegree},
    {"but", Sense::kBut},     {"although", Sense::kAlthough},
    {"if", Sense::kIf},       {"may", Sense::kMay},
    {"than", Sense::kThan},   {"past", Sense::kPast},
    {"role", Sense::kRole},   {"passive", Sense::kPassive},
    {"link", Sense::kLink},   {"say", Sense::kSay},
    {"break", Sense::kBreak}, {"after", Sense::kAfter},
    {"call", Sense::kCall},   {"of", Sense::kOf},
    {"none", Sense::kNone},   {"cause", Sense::kCause},
}};

std::vector<std::string> split_at(std::string_view text, char mark) {
  std::vector<std::string> parts;
  size_t begin = 0;
  while (begin <= text.size()) {
    const size_t end = std::min(text.find(mark, begin), text.size());
    if (end > begin) parts.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// A hyphen parts the words of a text, so it parts those of a term: "loss-making". Not a sign: "-#".
std::string spaced(std::string term) {
  for (size_t i = 1; i < term.size(); ++i) {
    if (term[i] == '-' && term[i - 1] != ' ') term[i] = ' ';
  }
  return term;
}

bool is_vowel(char c) { return std::string_view("aeiou").find(c) != std::string_view::npos; }

// "slip" doubles its last letter in "slipped": one vowel between consonants, a single syllable.
bool doubles(std::string_view verb) {
  const size_t n = verb.size();
  if (n < 3 || is_vowel(verb[n - 1]) || !is_vowel(verb[n - 2]) || is_vowel(verb[n - 3]))
    return false;
  if (std::string_view("wxy").find(verb[n - 1]) != std::string_view::npos) return false;
  return std::count_if(verb.begin(), verb.end(), is_vowel) == 1;
}

std::string with_s(std::string_view word) {
  const std::string base(word);
  const size_t n = base.size();
  if (n > 1 && base[n - 1] == 'y' && !is_vowel(base[n - 2])) return base.substr(0, n - 1) + "ies";
  const bool hiss = base.ends_with("s") || base.ends_with("x") || base.ends_with("sh") ||
                    base.ends_with("ch") || base.ends_with("z");
  return base + (hiss ? "es" : "s");
}

std::vector<std::string> verb_forms(std::string_view verb) {
  const std::string base(verb);
  const size_t n = base.size();
  std::vector<std::string> forms = {base, with_s(base)};
  if (base.back() == 'e') {
    forms.push_back(base + "d");
    const bool keeps = base.ends_with("ee") || base.ends_with("oe");
    forms.push_back((keeps ? base : base.substr(0, n - 1)) + "ing");
  } else if (n > 1 && base.back() == 'y' && !is_vowel(base[n - 2])) {
    forms.push_back(base.substr(0, n - 1) + "ied");
    forms.push_back(base + "ing");
  } else {
    const std::string stem = doubles(base) ? base + base.back() : base;
    forms.push_back(stem + "ed");
    forms.push_back(stem + "ing");
  }
  return forms;
}

}  // namespace

// Collects the lines of all files, then compiles them: forms and classes first, entries after.
class LexiconBuilder {
 public:
  std::optional<Error> read(const SourceFile& file);
  Result<Lexicon> build();

 private:
  struct Line {
    std::string place;
    std::string rule;
    std::vector<std::string> columns;
  };

  std::optional<Error> add_entry(const Line& line);
  std::optional<Error> options(const Line& line, LexiconEntry& entry) const;
  std::optional<Error> elements(const Line& line, const std::string& term,
                                std::vector<Lexicon::Element>& out);
  std::optional<Error> words_of(const Line& line, const std::string& written,
                                std::vector<uint32_t>& ids);
  uint32_t id_of(const std::string& word);

  std::vector<Line> lines_;
  std::map<std::string, std::vector<std::string>> forms_;    // "rise/v" -> its other forms
  std::map<std::string, std::vector<std::string>> classes_;  // "@order" -> terms
  std::map<std::string, std::string> terms_;                 // as written -> where it is told
  uint32_t next_id_ = 1;
  Lexicon lexicon_;
};

std::optional<Error> LexiconBuilder::read(const SourceFile& file) {
  const std::string base = file.name.substr(file.name.find_last_of('/') + 1);
  size_t row = 0;
  size_t begin = 0;
  while (begin < file.bytes.size()) {
    const size_t end = std::min(file.bytes.find('\n', begin), file.bytes.size());
    std::string_view text(file.bytes.data() + begin, end - begin);
    begin = end + 1;
    ++row;
    while (!text.empty() && (text.back() == '\r' || text.back() == ' ')) text.remove_suffix(1);
    if (text.empty() || text.front() == '#') continue;
    Line line{file.name + ":" + std::to_string(row), base + ":" + std::to_string(row),
              split_at(text, '\t')};
    if (line.columns.size() < 2) {
      return Error{"lexicon.columns",
                   line.place + ": found one column, expected terms and a sense"};
    }
    const bool listing = line.columns[1] == "class" || line.columns[1] == "forms";
    if (!listing) {
      lines_.push_back(std::move(line));
      continue;
    }
    if (line.columns.size() < 3) {
      return Error{"lexicon.columns",
                   line.place + ": found two columns, expected words in a third"};
    }
    const bool forms = line.columns[1] == "forms";
    (forms ? forms_ : classes_)[line.columns[0]] = split_at(line.columns[2], forms ? ' ' : '|');
  }
  return std::nullopt;
}

uint32_t LexiconBuilder::id_of(const std::string& word) {
  uint32_t size = 0;
  const uint32_t first = decode(word, 0, &size);
  if (!is_han(first)) {
    const auto [place, fresh] = lexicon_.latin_.try_emplace(word, next_id_);
    if (fresh) ++next_id_;
    return place->second;
  }
  auto& literals = lexicon_.han_[first];
  for (const auto& literal : literals) {
    if (literal.text == word) return literal.id;
  }
  literals.push_back({word, next_id_});
  return next_id_++;
}

std::optional<Error> LexiconBuilder::words_of(const Line& line, const std::string& written,
                                              std::vector<uint32_t>& ids) {
  if (written.front() == '@') {
    const auto found = classes_.find(written);
    if (found == classes_.end()) {
      return Error{"lexicon.unknown-class", line.place + ": found class " + written +
                                                ", expected one that a class line defines"};
    }
    for (const std::string& member : found->second) {
      if (member.front() == '@') {
        return Error{"lexicon.class",
                     line.place + ": found a class inside " + written + ", expected words only"};
      }
      if (auto error = words_of(line, member, ids)) return error;
    }
    return std::nullopt;
  }
  const size_t slash = written.find('/');
  if (slash == std::string::npos) {
    ids.push_back(id_of(fold_term(written)));
    return std::nullopt;
  }
  const std::string word = written.substr(0, slash);
  const std::string mark = written.substr(slash + 1);
  std::vector<std::string> forms;
  if (const auto irregular = forms_.find(written); irregular != forms_.end()) {
    forms = irregular->second;
    forms.push_back(word);
  } else if (mark == "v") {
    forms = verb_forms(word);
  } else if (mark == "n") {
    forms = {word, with_s(word)};
  } else {
    return Error{"lexicon.mark", line.place + ": found mark /" + mark + ", expected /v or /n"};
  }
  for (const std::string& form : forms) ids.push_back(id_of(fold_term(form)));
  return std::nullopt;
}

std::optional<Error> LexiconBuilder::elements(const Line& line, const std::string& term,
                                              std::vector<Lexicon::Element>& out) {
  bool gap = false;
  for (const std::string& written : split_at(spaced(term), ' ')) {
    if (written == "..") {
      gap = true;
      continue;
    }
    Lexicon::Element element;
    element.after_gap = gap && !out.empty();
    gap = false;
    using Kind = Lexicon::Element::Kind;
    element.kind = written == "#"       ? Kind::kNumber
                   : written == "+#"    ? Kind::kRise
                   : written == "-#"    ? Kind::kFall
                   : written == "@name" ? Kind::kName
                                        : Kind::kWord;
    if (element.kind == Kind::kWord) {
      if (auto error = words_of(line, written, element.ids)) return error;
      std::sort(element.ids.begin(), element.ids.end());
    }
    out.push_back(std::move(element));
  }
  if (out.empty()) {
    return Error{"lexicon.empty", line.place + ": found an empty term, expected words"};
  }
  return std::nullopt;
}

std::optional<Error> LexiconBuilder::options(const Line& line, LexiconEntry& entry) const {
  if (line.columns.size() < 4) return std::nullopt;
  for (const std::string& option : split_at(line.columns[3], ' ')) {
    bool* const flag = option == "transitive"  ? &entry.transitive
                       : option == "adjective" ? &entry.adjective
                       : option == "near"      ? &entry.near
                       : option == "inner"     ? &entry.inner
                       : option == "value"     ? &entry.value
                       : option == "backward"  ? &entry.backward
                       : option == "moved"     ? &entry.moved
                       : option == "ends"      ? &entry.ends
                       : option == "price"     ? &entry.price
                                               : nullptr;
    if (flag != nullptr) {
      *flag = true;
      continue;
    }
    const size_t equals = option.find('=');
    const std::string name = option.substr(0, equals);
    const double value =
        equals == std::string::npos ? 2 : number(option.substr(equals + 1)).value_or(2);
    double* target = name == "free"      ? &entry.free
                     : name == "subject" ? &entry.subject
                     : name == "object"  ? &entry.object
                                         : nullptr;
    if (target == nullptr || value < -1 || value > 1) {
      return Error{"lexicon.option",
                   line.place + ": found option \"" + option +
                       "\", expected transitive, adjective, near, inner, value, "
                       "backward, moved, price, ends, or free=, subject= or object= "
                       "with a number from -1 to 1"};
    }
    *target = value;
  }
  return std::nullopt;
}

std::optional<Error> LexiconBuilder::add_entry(const Line& line) {
  LexiconEntry entry;
  entry.rule = line.rule;
  const auto sense = std::find_if(kSenses.begin(), kSenses.end(), [&](const auto& known) {
    return known.first == line.columns[1];
  });
  if (sense == kSenses.end()) {
    return Error{"lexicon.sense",
                 line.place + ": found sense \"" + line.columns[1] +
                     "\", expected tone, up, down, measure, not, degree, but, "
                     "although, if, may, than, past, role, passive, link, say, break, "
                     "cause, after, call, of, none, class or forms"};
  }
  entry.sense = sense->second;
  if (line.columns.size() > 2) {
    const auto weight = number(line.columns[2]);
    const double limit = entry.sense == Sense::kDegree ? 3 : 1;
    if (!weight || *weight < -limit || *weight > limit) {
      return Error{"lexicon.weight", line.place + ": found weight \"" + line.columns[2] +
                                         "\", expected a number within the sense's limits"};
    }
    entry.weight = *weight;
  }
  if (auto error = options(line, entry)) return error;
  const auto index = static_cast<uint32_t>(lexicon_.entries_.size());
  lexicon_.entries_.push_back(std::move(entry));
  for (const std::string& term : split_at(line.columns[0], '|')) {
    const auto [first, fresh] = terms_.try_emplace(spaced(term), line.rule);
    if (!fresh) {
      return Error{"lexicon.twice", line.place + ": found \"" + term + "\" again, after " +
                                        first->second + ", expected each term once"};
    }
    Lexicon::Pattern pattern{index, {}};
    if (auto error = elements(line, term, pattern.elements)) return error;
    lexicon_.patterns_.push_back(std::move(pattern));
  }
  return std::nullopt;
}

Result<Lexicon> LexiconBuilder::build() {
  for (const Line& line : lines_) {
    if (auto error = add_entry(line)) return *error;
  }
  for (auto& [first, literals] : lexicon_.han_) {
    std::stable_sort(literals.begin(), literals.end(),
                     [](const auto& a, const auto& b) { return a.text.size() > b.text.size(); });
  }
  lexicon_.by_first_.resize(next_id_);
  for (uint32_t index = 0; index < lexicon_.patterns_.size(); ++index) {
    const auto& first = lexicon_.patterns_[index].elements.front();
    using Kind = Lexicon::Element::Kind;
    if (first.kind == Kind::kName) {
      lexicon_.name_first_.push_back(index);
    } else if (first.kind != Kind::kWord) {
      lexicon_.number_first_.push_back(index);
    }
    for (const uint32_t id : first.ids) {
      auto& list = lexicon_.by_first_[id];
      if (list.empty() || list.back() != index) list.push_back(index);
    }
  }
  const auto longer = [&](uint32_t a, uint32_t b) {
    return lexicon_.patterns_[a].elements.size() > lexicon_.patterns_[b].elements.size();
  };
  for (auto& list : lexicon_.by_first_) std::stable_sort(list.begin(), list.end(), longer);
  std::stable_sort(lexicon_.number_first_.begin(), lexicon_.number_first_.end(), longer);
  std::stable_sort(lexicon_.name_first_.begin(), lexicon_.name_first_.end(), longer);
  return std::move(lexicon_);
}

Result<Lexicon> Lexicon::load(const std::vector<SourceFile>& files) {
  LexiconBuilder builder;
  for (const SourceFile& file : files) {
    if (auto error = builder.read(file)) return *error;
  }
  return builder.build();
}

}  // namespace hearsay
