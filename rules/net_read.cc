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

Floats joined(std::initializer_list<std::span<const float>> parts) {
  Floats all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace

// How a company's mentions look in one window.
struct NetReader::Party {
  Floats state;      // the mean of the encoder's states there
  Floats attention;  // the mean of what they attend to, per token
  bool named = false;
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

NetReading NetReader::read(const NetInput& input, const ItemReading& rules) const {
  const size_t companies = input.companies.size(), width = encoder_.width();
  const Floats known = facts(input, rules);
  NetReading reading;
  Encoder::Buffer buffer;
  std::vector<size_t> at(companies * companies * classes_.size(), SIZE_MAX);
  std::vector<Floats> tones(companies, Floats(3, 0));
  for (const std::vector<NetToken>& window : input.windows) {
    std::vector<Encoder::Token> tokens;
    for (const NetToken& token : window) tokens.push_back({token.row, token.senses});
    const Encoder::Encoding seen = encoder_.encode(tokens, buffer);
    const auto state = [&](size_t token) { return seen.hidden.subspan(token * width, width); };
    const auto mean_where = [&](auto&& holds) {
      Floats mean(width, 0);
      size_t count = 0;
      for (size_t i = 0; i < window.size(); ++i) {
        if (!holds(window[i])) continue;
        add(mean, state(i));
        ++count;
      }
      for (float& value : mean) value /= static_cast<float>(std::max<size_t>(count, 1));
      return std::pair{mean, count > 0};
    };
    std::vector<Party> parties(companies);
    for (size_t company = 0; company < companies; ++company) {
      Party& party = parties[company];
      const auto is_it = [&](const NetToken& token) {
        return token.company == static_cast<int>(company);
      };
      std::tie(party.state, party.named) = mean_where(is_it);
      if (!party.named) continue;
      party.attention.assign(window.size(), 0);
      for (size_t i = 0; i < window.size(); ++i) {
        if (is_it(window[i]))
          add(party.attention, seen.attention.subspan(i * window.size(), window.size()));
      }
      Floats inner = tone_in_(joined({party.state, state(0)}));
      squash(inner);
      add(tones[company], tone_(inner));
    }
    std::vector<std::optional<Floats>> voices;
    for (size_t who = 0; who < input.speakers.size(); ++who) {
      const auto [mean, named] =
          mean_where([&](const NetToken& token) { return token.speaker == static_cast<int>(who); });
      voices.push_back(named ? std::optional(answer_(mean)) : std::nullopt);
    }
    for (size_t one = 0; one < companies; ++one) {
      for (size_t other = 0; other < companies; ++other) {
        if (one == other || !parties[one].named || !parties[other].named) continue;
        const size_t pair = one * companies + other;
        Floats context(width, 0), shared(window.size());
        float total = 0;
        for (size_t i = 0; i < window.size(); ++i) {
          shared[i] = parties[one].attention[i] * parties[other].attention[i];
          total += shared[i];
        }
        for (size_t i = 0; i < window.size(); ++i) {
          shared[i] /= total + kLeastAttention;
          add(context, state(i), shared[i]);
        }
        Floats subject = subject_(joined({parties[one].state, context}));
        Floats object = object_(joined({parties[other].state, context}));
        squash(subject);
        squash(object);
        Floats product = subject, difference = subject;
        for (size_t i = 0; i < product.size(); ++i) {
          product[i] *= object[i];
          difference[i] -= object[i];
        }
        Floats joint =
            joint_(joined({subject, object, product, difference,
                           std::span(known).subspan(pair * fact_count(), fact_count())}));
        gelu(joint);
        const Floats logits = claim_(joint);
        const Floats asking = ask_(joint);
        for (uint32_t kind = 0; kind < logits.size(); ++kind) {
          size_t& place = at[pair * classes_.size() + kind];
          if (place == SIZE_MAX) {
            place = reading.claims.size();
            reading.claims.push_back({kind, static_cast<uint8_t>(one), static_cast<uint8_t>(other),
                                      -INFINITY, kNobody, 0});
          }
          NetClaim& claim = reading.claims[place];
          if (logits[kind] <= claim.logit) continue;
          claim.logit = logits[kind];
          claim.speaker = speaker(asking, kind, voices);
          claim.sentence = sentence_of(window, shared);
        }
      }
    }
  }
  for (const Floats& tone : tones) {
    const float most = *std::max_element(tone.begin(), tone.end());
    std::array<float, 3> likely{};
    float sum = 0;
    for (size_t i = 0; i < 3; ++i) sum += likely[i] = std::exp(tone[i] - most);
    for (float& value : likely) value /= sum;
    reading.tones.push_back(likely);
  }
  return reading;
}

// The sentence that both attend to most.
uint16_t NetReader::sentence_of(const std::vector<NetToken>& window,
                                const std::vector<float>& shared) const {
  std::map<uint16_t, float> weights;
  for (size_t i = 0; i < window.size(); ++i) {
    if (window[i].row != rows_.begin && window[i].row != rows_.end)
      weights[window[i].sentence] += shared[i];
  }
  const auto most = std::max_element(
      weights.begin(), weights.end(),
      [](const auto& one, const auto& other) { return one.second < other.second; });
  return most == weights.end() ? uint16_t{0} : most->first;
}

// Who answers best to what asks for the speaker of a claim.
int NetReader::speaker(const std::vector<float>& asking, uint32_t kind,
                       const std::vector<std::optional<std::vector<float>>>& voices) const {
  const size_t size = asking.size();
  Floats question = asking;
  add(question, asked_kinds_.subspan(kind * size, size));
  int best = kNobody;
  float most = -INFINITY;
  const auto offer = [&](int who, std::span<const float> voice) {
    const float answer = dot(question, voice);
    if (answer <= most) return;
    most = answer;
    best = who;
  };
  for (size_t i = 0; i < 3; ++i)
    offer(kNobody - static_cast<int>(i), nobody_.subspan(i * size, size));
  for (size_t i = 0; i < voices.size(); ++i) {
    if (voices[i]) offer(static_cast<int>(i), *voices[i]);
  }
  return best;
}

}  // namespace hearsay
