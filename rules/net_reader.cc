// Loading a net: its classes, its rows by name, and the layers behind its encoder.
#include "rules/net_reader.h"

#include <algorithm>
#include <map>

#include "rules/rows.h"

namespace hearsay {

namespace {

// What the script writes into the table of senses for a trigger or turn, each a row of its own.
std::vector<std::string> names_of(const Trigger& trigger) {
  std::vector<std::string> names = {"!" + trigger.claim};
  if (trigger.form == TriggerForm::kNoun) names.emplace_back("/noun");
  if (trigger.form == TriggerForm::kPair) names.emplace_back("/pair");
  if (trigger.mutual) names.emplace_back("/mutual");
  if (trigger.fact) names.emplace_back("/fact");
  return names;
}

std::vector<std::string> names_of(const Turn& turn) {
  std::vector<std::string> names = {"~" + turn.to};
  if (turn.negated) names.emplace_back("/negated");
  if (turn.keep) names.emplace_back("/keep");
  if (turn.alone) names.emplace_back("/alone");
  return names;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::optional<Stance> stance_of(std::string_view name) {
  for (const Stance stance :
       {Stance::kRumor, Stance::kDenial, Stance::kConfirmation, Stance::kNoComment}) {
    if (name_of(stance) == name) return stance;
  }
  return std::nullopt;
}

}  // namespace

Result<NetReader> NetReader::load(NetFile file, const Pack& pack) {
  auto pieces = Pieces::load(file);
  if (!pieces) return pieces.error();
  auto encoder = Encoder::load(file);
  if (!encoder) return encoder.error();
  NetReader reader(std::move(file), std::move(*pieces), std::move(*encoder));
  if (auto failed = reader.read_rows(pack)) return *failed;
  if (auto failed = reader.read_head(pack)) return *failed;
  return reader;
}

Error NetReader::wrong(const std::string& text) const {
  return {"net.shape", file_.name() + ": " + text};
}

std::optional<Error> NetReader::read_rows(const Pack& pack) {
  language_ = file_.value("language");
  auto letters = file_.text("letters");
  if (!letters) return letters.error();
  std::map<std::string, uint32_t, std::less<>> rows;
  for (const std::string_view name : lines_of(*letters))
    rows.emplace(name, static_cast<uint32_t>(pieces_.size() + rows.size()));
  if (pieces_.size() + rows.size() != encoder_.words()) {
    return wrong("found " + std::to_string(encoder_.words()) + " rows of words, expected " +
                 std::to_string(pieces_.size()) + " pieces and " + std::to_string(rows.size()) +
                 " letters");
  }
  std::optional<Error> missing;
  const auto row = [&](const std::string& name) {
    const auto found = rows.find(name);
    if (found == rows.end() && !missing)
      missing = wrong("no letter \"" + name + "\", expected one of each kind");
    return found == rows.end() ? 0 : found->second;
  };
  for (size_t i = 0; i <= kLettersMax; ++i) {
    rows_.company[i] = row("c" + std::to_string(i));
    rows_.person[i] = row("p" + std::to_string(i));
  }
  for (const auto& [name, at] : {std::pair{"[CLS]", &rows_.begin}, {"[SEP]", &rows_.end}}) {
    *at = pieces_.find(name);
    if (*at == pieces_.size())
      return wrong("no piece \"" + std::string(name) + "\", expected it in \"vocabulary\"");
  }
  rows_.sum_most = row("sum-most");
  rows_.sum_less = row("sum-less");
  rows_.provider = row("provider");
  rows_.outlet = row("outlet");
  rows_.authority = row("authority");
  if (missing) return missing;
  auto named = file_.text("sense.names");
  if (!named) return named.error();
  std::map<std::string, uint16_t, std::less<>> senses;  // row 0 is no sense
  for (const std::string_view name : lines_of(*named))
    senses.emplace(name, static_cast<uint16_t>(senses.size() + 1));
  if (senses.size() + 1 != encoder_.senses()) {
    return wrong("found " + std::to_string(encoder_.senses()) + " rows of senses, expected " +
                 std::to_string(senses.size() + 1));
  }
  const auto known = [&](const std::vector<std::string>& names) {
    std::vector<uint16_t> all;
    for (const std::string& name : names) {
      if (const auto found = senses.find(name); found != senses.end()) all.push_back(found->second);
    }
    return all;
  };
  for (size_t i = 0; i < kCueCount; ++i)
    rows_.cues.push_back(known({std::string(name_of(static_cast<Cue>(i)))}));
  for (const Trigger& trigger : pack.triggers) rows_.triggers.push_back(known(names_of(trigger)));
  for (const Turn& turn : pack.turns) rows_.turns.push_back(known(names_of(turn)));
  for (const auto& [name, at] :
       {std::pair{"quoted", &rows_.quoted}, {"reference", &rows_.reference}}) {
    const std::vector<uint16_t> found = known({name});
    *at = found.empty() ? uint16_t{0} : found.front();
  }
  return std::nullopt;
}

Result<NetReader::Layer> NetReader::layer(const std::string& name, uint32_t out,
                                          uint32_t in) const {
  auto weights = file_.floats(name, out, in);
  if (!weights) return weights.error();
  auto bias = file_.floats(name + ".b", 1, out);
  if (!bias) return bias.error();
  return Layer{*weights, *bias};
}

std::optional<Error> NetReader::read_head(const Pack& pack) {
  auto classes = file_.text("classes");
  if (!classes) return classes.error();
  for (const std::string_view line : lines_of(*classes)) {
    const size_t blank = line.find(' ');
    const std::optional<Stance> stance =
        blank == std::string_view::npos ? std::nullopt : stance_of(line.substr(blank + 1));
    if (!stance)
      return wrong("found class \"" + std::string(line) + "\", expected a type and a stance");
    const std::string type(line.substr(0, blank));
    classes_.push_back({type, *stance, pack.claim(type) != nullptr});
    if (types_.empty() || types_.back() != classes_.back().type)
      types_.push_back(classes_.back().type);
  }
  if (encoder_.positions() < kWindowTokens) {
    return wrong("found " + std::to_string(encoder_.positions()) +
                 " positions, expected as many as a window has tokens, " +
                 std::to_string(kWindowTokens));
  }
  auto hidden = file_.number("hidden", kNetHiddenMax);
  if (!hidden) return hidden.error();
  if (*hidden % rows::kLanes != 0) {
    return wrong("hidden: found " + std::to_string(*hidden) + ", expected a multiple of " +
                 std::to_string(rows::kLanes));
  }
  auto asking = file_.number("asking", kNetHiddenMax);
  if (!asking) return asking.error();
  if (*asking % rows::kLanes != 0) {
    return wrong("asking: found " + std::to_string(*asking) + ", expected a multiple of " +
                 std::to_string(rows::kLanes));
  }
  const uint32_t width = encoder_.width();
  const auto kinds_count = static_cast<uint32_t>(classes_.size());
  const struct {
    Layer& layer;
    const char* name;
    uint32_t out, in;
  } layers[] = {
      {subject_, "subject", *hidden, 2 * width},
      {object_, "object", *hidden, 2 * width},
      {joint_, "joint", *hidden, 4 * *hidden + static_cast<uint32_t>(fact_count())},
      {claim_, "claim", kinds_count, *hidden},
      {seek_, "seek", *asking, *hidden},
      {weigh_, "weigh", *asking, *hidden},
      {ask_, "ask", *asking, *hidden},
      {answer_, "answer", *asking, width},
      {ask_sum_, "ask.sum", *asking, *hidden},
      {answer_sum_, "answer.sum", *asking, width},
      {tone_in_, "tone.in", *hidden, 2 * width},
      {tone_, "tone", 3, *hidden},
  };
  for (const auto& one : layers) {
    auto read = layer(one.name, one.out, one.in);
    if (!read) return read.error();
    one.layer = *read;
  }
  const struct {
    std::span<const float>& values;
    const char* name;
    uint32_t rows, cols;
  } tables[] = {{sought_kinds_, "seek.classes", kinds_count, *asking},
                {weighed_kinds_, "weigh.classes", kinds_count, *asking},
                {verdicts_, "verdicts", kinds_count, *asking},
                {asked_kinds_, "ask.classes", kinds_count, *asking},
                {summed_kinds_, "ask.sum.classes", kinds_count, *asking},
                {sum_bias_, "sum.bias", 1, 1},
                {nobody_, "nobody", 3, *asking}};
  for (const auto& one : tables) {
    auto read = file_.floats(one.name, one.rows, one.cols);
    if (!read) return read.error();
    one.values = *read;
  }
  auto evidence = file_.matrix8("evidence", 2 * *asking, width);
  if (!evidence) return evidence.error();
  auto bias = file_.floats("evidence.b", 1, 2 * *asking);
  if (!bias) return bias.error();
  evidence_ = {*evidence, bias->data()};
  return std::nullopt;
}

}  // namespace hearsay
