// NetReader::read(): what the encoder's states of one item say of its companies.
#include <algorithm>
#include <cmath>
#include <map>

#include "rules/net_reader.h"
#include "rules/rows.h"

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
    Floats state;      // the mean of the encoder's states at a company's mentions; empty: none
    Floats attention;  // the sum of what they attend to, per token
    Floats subject, object;  // what its state makes of it in either role
  };

  const std::vector<NetToken>& tokens;
  Encoder::Encoding seen;
  std::span<const float> evidence;                  // per token: what answers, what it says
  std::vector<Party> parties;                       // per company
  std::vector<std::pair<int, Floats>> voices;       // who, and what answers for them
  std::vector<std::pair<int32_t, Floats>> amounts;  // sum, and what answers for it

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
  uint32_t sentence(std::span<const float> shared) const {
    std::map<uint32_t, float> weights;
    for (size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].stands) weights[tokens[i].sentence] += shared[i];
    }
    const auto most = std::max_element(
        weights.begin(), weights.end(),
        [](const auto& one, const auto& other) { return one.second < other.second; });
    return most == weights.end() ? uint32_t{0} : most->first;
  }
};

std::vector<float> NetReader::Layer::operator()(std::span<const float> in) const {
  Floats out(bias.begin(), bias.end());
  add_to(out, in, 0);
  return out;
}

void NetReader::Layer::add_to(std::vector<float>& out, std::span<const float> in,
                              size_t from) const {
  const size_t width = weights.size() / bias.size();
  rows::add_products(weights.data() + from, width, in.data(), in.size(), out.size(), out.data());
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
  View view{window, encoder_.encode(tokens, buffer), {}, {}, {}, {}};
  view.evidence = encoder_.map(evidence_, buffer);
  for (size_t company = 0; company < input.companies.size(); ++company) {
    const auto is_it = [&](const NetToken& token) {
      return token.company == static_cast<int>(company);
    };
    View::Party party{view.mean(is_it), Floats(window.size(), 0), {}, {}};
    if (!party.state.empty()) {
      for (size_t i = 0; i < window.size(); ++i) {
        if (is_it(window[i])) add(party.attention, view.attention(i));
      }
      for (const auto& [layer, role] :
           {std::pair{&subject_, &party.subject}, {&object_, &party.object}}) {
        role->assign(layer->bias.begin(), layer->bias.end());
        layer->add_to(*role, party.state, 0);
      }
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

// What two companies attend to in common: per token, and what stands there.
NetReader::Common NetReader::common(const View& view, size_t one, size_t other) const {
  Common common;
  Floats context(encoder_.width(), 0);
  common.shared.resize(view.tokens.size());
  float total = 0;
  for (size_t i = 0; i < common.shared.size(); ++i) {
    common.shared[i] = view.parties[one].attention[i] * view.parties[other].attention[i];
    total += common.shared[i];
  }
  for (size_t i = 0; i < common.shared.size(); ++i) {
    common.shared[i] /= total + kLeastAttention;
    add(context, view.state(i), common.shared[i]);
  }
  common.subject.resize(subject_.bias.size(), 0);
  common.object.resize(object_.bias.size(), 0);
  subject_.add_to(common.subject, context, context.size());
  object_.add_to(common.object, context, context.size());
  return common;
}

// What the claims of an ordered pair are told from.
std::vector<float> NetReader::joint(const View& view, size_t one, size_t other,
                                    const Common& common, std::span<const float> facts) const {
  Floats subject = view.parties[one].subject, object = view.parties[other].object;
  add(subject, common.subject);
  add(object, common.object);
  squash(subject);
  squash(object);
  Floats product = subject, difference = subject;
  for (size_t i = 0; i < product.size(); ++i) {
    product[i] *= object[i];
    difference[i] -= object[i];
  }
  Floats all = joint_(joined({subject, object, product, difference, facts}));
  rows::gelu(all.data(), all.size());
  return all;
}

// What a class finds when it seeks its own evidence, as a part of its logit; `evidence`: how much
// of it each token is, with the sum 1. `sought` and `weighed`: what a pair's joint makes of either.
float NetReader::weigh_evidence(const View& view, std::span<const float> sought,
                                std::span<const float> weighed, uint32_t kind,
                                Floats& evidence) const {
  const size_t size = sought.size(), tokens = view.tokens.size();
  Floats question(sought.begin(), sought.end());
  add(question, sought_kinds_.subspan(kind * size, size));
  const float scale = 1 / std::sqrt(static_cast<float>(size));
  for (float& value : question) value *= scale;
  evidence.assign(tokens, 0);
  rows::add_products(view.evidence.data(), 2 * size, question.data(), size, tokens,
                     evidence.data());
  softmax(evidence);
  Floats said(weighed.begin(), weighed.end());
  add(said, weighed_kinds_.subspan(kind * size, size));
  for (size_t i = 0; i < tokens; ++i)
    add(said, view.evidence.subspan((2 * i + 1) * size, size), evidence[i]);
  rows::gelu(said.data(), said.size());
  return dot(said, verdicts_.subspan(kind * size, size));
}

NetReading NetReader::read(const NetInput& input, const ItemReading& rules) const {
  const size_t companies = input.companies.size();
  const Floats known = facts(input, rules);
  NetReading reading;
  Encoder::Buffer buffer;
  reading.claims.assign(companies * companies * classes_.size(),
                        {0, 0, 0, -INFINITY, kNobody, 0, {}});
  std::vector<Floats> tones(companies);
  Floats evidence;
  for (const std::vector<NetToken>& window : input.windows) {
    const View seen = view(window, input, buffer);
    for (size_t one = 0; one < companies; ++one) {
      if (seen.parties[one].state.empty()) continue;
      Floats inner = tone_in_(joined({seen.parties[one].state, seen.state(0)}));
      squash(inner);
      tones[one].resize(3, 0);
      add(tones[one], tone_(inner));
      for (size_t other = 0; other < one; ++other) {
        if (seen.parties[other].state.empty()) continue;
        const Common both = common(seen, one, other);
        for (const auto& [subject, object] : {std::pair{one, other}, {other, one}}) {
          const size_t pair = subject * companies + object;
          const std::span facts(known.data() + pair * fact_count(), fact_count());
          const Floats told = joint(seen, subject, object, both, facts);
          Floats logits = claim_(told);
          const Floats sought = seek_(told), weighed = weigh_(told);
          for (uint32_t kind = 0; kind < logits.size(); ++kind) {
            logits[kind] += weigh_evidence(seen, sought, weighed, kind, evidence);
            NetClaim& claim = reading.claims[pair * classes_.size() + kind];
            if (logits[kind] <= claim.logit) continue;
            claim = {kind,
                     static_cast<uint8_t>(subject),
                     static_cast<uint8_t>(object),
                     logits[kind],
                     kNobody,
                     0,
                     {}};
            if (logits[kind] < kTold) continue;
            claim.sentence = seen.sentence(evidence);
            claim.speaker = speaker(seen, told, kind);
            claim.sums = sums(seen, told, kind);
          }
        }
      }
    }
  }
  std::erase_if(reading.claims, [](const NetClaim& claim) { return claim.logit == -INFINITY; });
  for (Floats& tone : tones) {
    reading.tones.emplace_back();
    if (tone.empty()) continue;
    softmax(tone);
    reading.tones.back() = {tone[0], tone[1], tone[2]};
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
std::vector<int32_t> NetReader::sums(const View& view, std::span<const float> joint,
                                     uint32_t kind) const {
  std::vector<int32_t> all;
  if (view.amounts.empty()) return all;
  Floats question = ask_sum_(joint);
  add(question, summed_kinds_.subspan(kind * question.size(), question.size()));
  for (const auto& [sum, answer] : view.amounts) {
    if (dot(question, answer) + sum_bias_[0] > 0) all.push_back(sum);
  }
  return all;
}

}  // namespace hearsay
