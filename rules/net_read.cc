// NetReader::read(): what the encoder's states of one item say of its companies.
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "rules/net_reader.h"

namespace hearsay {

namespace {

using Floats = std::vector<float>;

// Where two companies attend to nothing in common, nothing is divided by nothing.
constexpr float kLeastAttention = 1e-6F;

void add(Floats& to, std::span<const float> from, float times = 1) {
  for (size_t i = 0; i < to.size(); ++i) to[i] += times * from[i];
}

float dot(std::span<const float> one, std::span<const float> other) {
  float sum = 0;
  for (size_t i = 0; i < one.size(); ++i) sum += one[i] * other[i];
  return sum;
}

void squash(Floats& values) {
  for (float& value : values) value = std::tanh(value);
}

// The Gaussian error linear unit (Hendrycks and Gimpel 2016), with the error function itself.
void gelu(Floats& values) {
  for (float& value : values) value *= 0.5F * (1 + std::erf(value / std::numbers::sqrt2_v<float>));
}

void softmax(Floats& values) {
  const float most = *std::max_element(values.begin(), values.end());
  float sum = 0;
  for (float& value : values) sum += value = std::exp(value - most);
  for (float& value : values) value /= sum;
}

Floats joined(std::initializer_list<std::span<const float>> parts) {
  Floats all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace

// One window as the encoder saw it.
struct NetReader::View {
  struct Party {
    Floats state;      // the mean of the encoder's states at a company's mentions
    Floats attention;  // the sum of what they attend to, per token
    bool named = false;
  };

  const std::vector<NetToken>& tokens;
  Encoder::Encoding seen;
  std::vector<Party> parties;                       // per company
  std::vector<std::pair<int, Floats>> voices;       // who, and what answers for them
  std::vector<std::pair<int16_t, Floats>> amounts;  // sum, and what answers for it

  std::span<const float> state(size_t token) const {
    const size_t width = seen.hidden.size() / tokens.size();
    return seen.hidden.subspan(token * width, width);
  }
  std::span<const float> attention(size_t token) const {
    return seen.attention.subspan(token * tokens.size(), tokens.size());
  }
  // The mean of the states where `holds`; empty where it never does.
  template <typename Holds>
  Floats mean(Holds holds) const {
    Floats sum;
    size_t count = 0;
    for (size_t i = 0; i < tokens.size(); ++i) {
      if (!holds(tokens[i])) continue;
      sum.resize(state(i).size(), 0);
      add(sum, state(i));
      ++count;
    }
    for (float& value : sum) value /= static_cast<float>(count);
    return sum;
  }
  // The sentence that is attended to most.
  uint16_t sentence(std::span<const float> shared) const {
    std::map<uint16_t, float> weights;
    for (size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].stands) weights[tokens[i].sentence] += shared[i];
    }
    const auto most = std::max_element(
        weights.begin(), weights.end(),
        [](const auto& one, const auto& other) { return one.second < other.second; });
    return most == weights.end() ? uint16_t{0} : most->first;
  }
};

std::vector<float> NetReader::Layer::operator()(std::span<const float> in) const {
  Floats out(bias.begin(), bias.end());
  for (size_t i = 0; i < out.size(); ++i)
    out[i] += dot(in, weights.subspan(i * in.size(), in.size()));
  return out;
}

std::vector<float> NetReader::facts(const NetInput& input, const ItemReading& reading) const {
  const size_t companies = input.companies.size(), each = fact_count(), types = types_.size();
  Floats all(companies * companies * each, 0);
  const auto letter_of = [&](const std::string& id) {
    for (size_t i = 0; i < companies; ++i) {
      if (reading.scene.who(input.companies[i]).id == id) return i;
    }
    return companies;
  };
  const auto of_pair = [&](const ClaimKey& claim, bool turned) -> float* {
    const size_t one = letter_of(turned ? claim.object : claim.subject);
    const size_t other = letter_of(turned ? claim.subject : claim.object);
    if (one == companies || other == companies) return nullptr;
    return all.data() + (one * companies + other) * each;
  };
  for (const Heard& sentence : reading.heard) {
    for (const Told& told : sentence.told) {
      const size_t type = static_cast<size_t>(
          std::find(types_.begin(), types_.end(), told.claim.type) - types_.begin());
      if (type == types) continue;
      if (float* facts = of_pair(told.claim, false)) {
        facts[type] = 1;
        if (told.negated) facts[types + type] = 1;
        if (told.bare) facts[2 * types + type] = 1;
      }
      if (float* facts = of_pair(told.claim, true)) facts[3 * types + type] = 1;
    }
  }
  for (const Assertion& assertion : reading.found) {
    for (size_t i = 0; i < classes_.size(); ++i) {
      if (classes_[i].type != assertion.claim.type || classes_[i].stance != assertion.stance)
        continue;
      if (float* facts = of_pair(assertion.claim, false)) facts[4 * types + i] = 1;
      if (float* facts = of_pair(assertion.claim, true)) facts[4 * types + classes_.size() + i] = 1;
    }
  }
  return all;
}

NetReader::View NetReader::view(const std::vector<NetToken>& window, const NetInput& input,
                                Encoder::Buffer& buffer) const {
  std::vector<Encoder::Token> tokens;
  for (const NetToken& token : window) tokens.push_back({token.row, token.senses});
  View view{window, encoder_.encode(tokens, buffer), {}, {}, {}};
  for (size_t company = 0; company < input.companies.size(); ++company) {
    const auto is_it = [&](const NetToken& token) {
      return token.company == static_cast<int>(company);
    };
    View::Party party{view.mean(is_it), Floats(window.size(), 0), false};
    party.named = !party.state.empty();
    for (size_t i = 0; i < window.size(); ++i) {
      if (is_it(window[i])) add(party.attention, view.attention(i));
    }
    view.parties.push_back(std::move(party));
  }
  for (size_t who = 0; who < input.speakers.size(); ++who) {
    const Floats state =
        view.mean([&](const NetToken& token) { return token.speaker == static_cast<int>(who); });
    if (!state.empty()) view.voices.emplace_back(static_cast<int>(who), answer_(state));
  }
  for (size_t i = 0; i < window.size(); ++i) {
    if (window[i].sum >= 0) view.amounts.emplace_back(window[i].sum, answer_sum_(view.state(i)));
  }
  return view;
}

// What the claims of an ordered pair are told from. `shared` becomes what both attend to, per
// token.
std::vector<float> NetReader::joint(const View& view, size_t one, size_t other,
                                    std::span<const float> facts,
                                    std::vector<float>& shared) const {
  const View::Party& first = view.parties[one];
  const View::Party& second = view.parties[other];
  Floats context(encoder_.width(), 0);
  float total = 0;
  shared.resize(view.tokens.size());
  for (size_t i = 0; i < shared.size(); ++i)
    total += shared[i] = first.attention[i] * second.attention[i];
  for (size_t i = 0; i < shared.size(); ++i) {
    shared[i] /= total + kLeastAttention;
    add(context, view.state(i), shared[i]);
  }
  Floats subject = subject_(joined({first.state, context}));
  Floats object = object_(joined({second.state, context}));
  squash(subject);
  squash(object);
  Floats product = subject, difference = subject;
  for (size_t i = 0; i < product.size(); ++i) {
    product[i] *= object[i];
    difference[i] -= object[i];
  }
  Floats all = joint_(joined({subject, object, product, difference, facts}));
  gelu(all);
  return all;
}

NetReading NetReader::read(const NetInput& input, const ItemReading& rules) const {
  const size_t companies = input.companies.size();
  const Floats known = facts(input, rules);
  NetReading reading;
  Encoder::Buffer buffer;
  std::vector<size_t> places(companies * companies * classes_.size(), SIZE_MAX);
  std::vector<Floats> tones(companies, Floats(3, 0));
  Floats shared;
  for (const std::vector<NetToken>& window : input.windows) {
    const View seen = view(window, input, buffer);
    for (size_t one = 0; one < companies; ++one) {
      if (!seen.parties[one].named) continue;
      Floats inner = tone_in_(joined({seen.parties[one].state, seen.state(0)}));
      squash(inner);
      add(tones[one], tone_(inner));
      for (size_t other = 0; other < companies; ++other) {
        if (one == other || !seen.parties[other].named) continue;
        const size_t pair = one * companies + other;
        const Floats both = joint(
            seen, one, other, std::span(known).subspan(pair * fact_count(), fact_count()), shared);
        const Floats logits = claim_(both);
        for (uint32_t kind = 0; kind < logits.size(); ++kind) {
          size_t& place = places[pair * classes_.size() + kind];
          if (place == SIZE_MAX) {
            place = reading.claims.size();
            reading.claims.push_back({kind,
                                      static_cast<uint8_t>(one),
                                      static_cast<uint8_t>(other),
                                      -INFINITY,
                                      kNobody,
                                      0,
                                      {}});
          }
          NetClaim& claim = reading.claims[place];
          if (logits[kind] <= claim.logit) continue;
          claim.logit = logits[kind];
          claim.speaker = speaker(seen, both, kind);
          claim.sums = sums(seen, both, kind);
          claim.sentence = seen.sentence(shared);
        }
      }
    }
  }
  for (Floats& tone : tones) {
    softmax(tone);
    reading.tones.push_back({tone[0], tone[1], tone[2]});
  }
  return reading;
}

// Who answers best to what asks for the speaker of a claim.
int NetReader::speaker(const View& view, std::span<const float> joint, uint32_t kind) const {
  Floats question = ask_(joint);
  const size_t size = question.size();
  add(question, asked_kinds_.subspan(kind * size, size));
  int best = kNobody;
  float most = -INFINITY;
  const auto offer = [&](int who, std::span<const float> voice) {
    const float answer = dot(question, voice);
    if (answer <= most) return;
    most = answer;
    best = who;
  };
  for (const int nobody : {kNobody, kUnnamed, kPublisher})
    offer(nobody, nobody_.subspan(static_cast<size_t>(kNobody - nobody) * size, size));
  for (const auto& [who, voice] : view.voices) offer(who, voice);
  return best;
}

// The sums that answer to what asks for those of a claim.
std::vector<int16_t> NetReader::sums(const View& view, std::span<const float> joint,
                                     uint32_t kind) const {
  std::vector<int16_t> all;
  if (view.amounts.empty()) return all;
  Floats question = ask_sum_(joint);
  add(question, summed_kinds_.subspan(kind * question.size(), question.size()));
  for (const auto& [sum, answer] : view.amounts) {
    if (dot(question, answer) + sum_bias_[0] > 0) all.push_back(sum);
  }
  return all;
}

}  // namespace hearsay
