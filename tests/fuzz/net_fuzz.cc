// Any bytes as a net's file: what loads is used, as words are cut and as tokens are encoded.
#include <algorithm>
#include <cmath>
#include <memory>
#include <string_view>
#include <vector>

#include "rules/encoder.h"
#include "rules/pieces.h"
#include "tests/fuzz/laws.h"
#include "tests/unit/small_net.h"

namespace {

using namespace hearsay;
using fuzz::require;

constexpr size_t kTokensMax = 5;  // of a pass: more would do the same, more slowly

template <typename Loaded>
void names_its_file(const Loaded& loaded) {
  require(loaded.has_value() || loaded.error().text.starts_with("own.net:"),
          "an error names its file");
}

void cut_words(const NetFile& net, std::string_view bytes) {
  const auto pieces = Pieces::load(net);
  names_its_file(pieces);
  if (!pieces) return;
  for (const std::string_view word :
       {bytes, bytes.substr(bytes.size() / 2), std::string_view("e\u0301中-a")}) {
    for (const uint32_t id : pieces->ids(word))
      require(id < pieces->size(), "a piece is of the vocabulary");
  }
}

void encode_tokens(const NetFile& net) {
  const auto encoder = Encoder::load(net);
  names_its_file(encoder);
  if (!encoder) return;
  std::vector<Encoder::Token> tokens(std::min<size_t>(kTokensMax, encoder->positions()));
  for (size_t i = 0; i < tokens.size(); ++i) {
    tokens[i].row = static_cast<uint32_t>(i) % encoder->words();
    tokens[i].senses[i % 5] = static_cast<uint16_t>(i % encoder->senses());
  }
  Encoder::Buffer buffer;
  const auto found = encoder->encode(tokens, buffer);
  for (const float each : found.hidden) require(std::isfinite(each), "hidden states are numbers");
  for (size_t i = 0; i < tokens.size(); ++i) {
    double sum = 0;
    for (size_t j = 0; j < tokens.size(); ++j) sum += found.attention[i * tokens.size() + j];
    require(std::abs(sum - 1) < 1e-4, "the attention of a token is one in all");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  const std::string_view file(reinterpret_cast<const char*>(bytes), size);
  const auto net = read_net(file);
  names_its_file(net);
  if (!net) return 0;
  cut_words(*net, file);
  encode_tokens(*net);
  return 0;
}
