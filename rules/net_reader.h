// NetReader: how likely each claim of a known kind is in an item, by a fine-tuned transformer.
//
// The encoder's states of a company's mentions are averaged; what both companies of an ordered pair
// attend to is their context (localized context pooling: Zhou et al. 2021, "Document-Level Relation
// Extraction with Adaptive Thresholding and Localized Context Pooling"). A small perceptron joins
// these and what the rules read of the pair. Each class, which is a claim type in one stance, seeks
// its own evidence among the tokens with that, and both give its logit: so a pair can be rumoured
// of in one sentence and denied in the next. The same states tell who is most likely to speak, and
// how the item is for a company. tests/training/train_net.py makes the file.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rules/encoder.h"
#include "rules/net_file.h"
#include "rules/net_input.h"

namespace hearsay {

// A layer behind the encoder has at most so many rows: four times those that we have.
inline constexpr uint32_t kNetHiddenMax = 1024;

struct NetClass {
  std::string type;
  Stance stance = Stance::kRumor;
  bool known = false;  // some pack has claims of this type
};

// Below this logit nobody is asked who speaks, of which sums and where: such a claim is never told.
inline constexpr float kTold = -2.0F;

// Who speaks, when it is none of NetInput::speakers.
inline constexpr int kNobody = -1, kUnnamed = -2, kPublisher = -3;

struct NetClaim {
  uint32_t kind = 0;                // index into NetReader::classes()
  uint8_t subject = 0, object = 0;  // indices into NetInput::companies
  float logit = 0;                  // of its being claimed
  int speaker = kNobody;            // index into NetInput::speakers, or one of the above
  uint32_t sentence = 0;            // where most of what decides it stands
  std::vector<int32_t> sums;        // of Matches::sums: those that are the claim's
};

struct NetReading {
  std::vector<NetClaim> claims;  // of every pair that one window names, whatever their logits
  // Per company: negative, neutral, positive; sum 1. None for one that stands in no window.
  std::vector<std::optional<std::array<float, 3>>> tones;
};

// Immutable once loaded; any number of threads. Owns the file.
class NetReader {
 public:
  // `pack` gives the senses their rows: of one that the net does not know there is none. May fail
  // with "net.*"; the text names the file, what was found and what was expected.
  static Result<NetReader> load(NetFile file, const Pack& pack);

  const std::string& language() const { return language_; }  // "en" or "zh"
  const std::vector<NetClass>& classes() const { return classes_; }
  NetInput input(const ItemReading& reading, const Matches& matches) const {
    return net_input(reading, matches, pieces_, rows_);
  }
  // `input`: of the same item. The same bits for the same item on one machine.
  NetReading read(const NetInput& input, const ItemReading& reading) const;

 private:
  // Fully connected: out × in weights, row by row, and out biases; both stay in the file.
  struct Layer {
    std::span<const float> weights, bias;
    std::vector<float> operator()(std::span<const float> in) const;
    // out += the weights from column `from` on, times `in`.
    void add_to(std::vector<float>& out, std::span<const float> in, size_t from) const;
  };
  struct View;
  struct Common {
    std::vector<float> shared;           // per token; sum 1
    std::vector<float> subject, object;  // what it adds to either role
  };
  NetReader(NetFile file, Pieces pieces, Encoder encoder)
      : file_(std::move(file)), pieces_(std::move(pieces)), encoder_(std::move(encoder)) {}
  Error wrong(const std::string& text) const;
  Result<Layer> layer(const std::string& name, uint32_t out, uint32_t in) const;
  std::optional<Error> read_rows(const Pack& pack);
  std::optional<Error> read_head(const Pack& pack);
  std::vector<float> facts(const NetInput& input, const ItemReading& reading) const;
  View view(const std::vector<NetToken>& window, const NetInput& input,
            Encoder::Buffer& buffer) const;
  Common common(const View& view, size_t one, size_t other) const;
  std::vector<float> joint(const View& view, size_t one, size_t other, const Common& common,
                           std::span<const float> facts) const;
  float weigh_evidence(const View& view, std::span<const float> sought,
                       std::span<const float> weighed, uint32_t kind,
                       std::vector<float>& evidence) const;
  int speaker(const View& view, std::span<const float> joint, uint32_t kind) const;
  std::vector<int32_t> sums(const View& view, std::span<const float> joint, uint32_t kind) const;
  size_t fact_count() const { return 4 * types_.size() + 2 * classes_.size(); }

  NetFile file_;
  Pieces pieces_;
  Encoder encoder_;
  std::string language_;
  std::vector<std::string> types_;  // in the order of the classes
  std::vector<NetClass> classes_;
  NetRows rows_;
  Layer subject_, object_, joint_, claim_, seek_, weigh_;
  Layer ask_, answer_, ask_sum_, answer_sum_, tone_in_, tone_;
  Encoder::Affine evidence_;  // of a token: what answers a class that seeks, what it says
  std::span<const float> sought_kinds_;   // per class, what it seeks
  std::span<const float> weighed_kinds_;  // per class, what it makes of what it finds
  std::span<const float> verdicts_;       // per class, what that counts
  std::span<const float> asked_kinds_;    // per class, what asks for a speaker of it
  std::span<const float> summed_kinds_;   // per class, what asks for a sum of it
  std::span<const float> sum_bias_;
  std::span<const float> nobody_;  // per kNobody, kUnnamed, kPublisher: stands for a mention
};

}  // namespace hearsay
