// hearsay dead-letters: list what could not be read, show one, send some back.
#include "pipeline/kafka/dead_letters.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "pipeline/app/commands.h"
#include "pipeline/app/config.h"
#include "pipeline/app/config_flag.h"
#include "pipeline/core/event.h"
#include "pipeline/kafka/wire.h"

namespace hearsay::app {
namespace {

using kafka::DeadLetter;
using kafka::to_text;

struct Flags {
  ConfigFlags config;
  std::string code;                 // only letters of this error code
  std::vector<std::string> places;  // of retry
  std::string place;                // of show
  bool all = false;
  bool dry_run = false;
  bool raw = false;
};

std::string topic_of(const Config& config) {
  return config.prefix + std::string(kafka::kDeadLetters);
}

// Nothing, after a complaint, if the brokers do not give them.
std::optional<std::vector<DeadLetter>> list_letters(const Config& config) {
  auto letters = kafka::list_dead_letters(config.client, topic_of(config));
  if (letters) return std::move(*letters);
  complain(letters.error());
  return std::nullopt;
}

// What came from outside must not steer the terminal.
std::string printable(std::string_view bytes) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < ' ' || byte == 0x7f) {
      out += "\\x";
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    } else {
      out += c;
    }
  }
  return out;
}

std::string state_of(const DeadLetter& letter) {
  if (letter.retried) return "retried";
  return kafka::retry_refusal(letter).empty() ? "waiting" : "stuck";
}

bool is_wanted(const DeadLetter& letter, const Flags& flags) {
  return flags.code.empty() || letter.header("__connect.errors.exception.class.name") == flags.code;
}

int list(const Flags& flags) {
  const auto config = config_from(flags.config);
  if (!config) return kConfiguration;
  const auto letters = list_letters(*config);
  if (!letters) return kFindings;
  std::cout << "PLACE\tSTATE\tDIED\tSOURCE\tSTAGE\tCODE\tROUNDS\tBYTES\tTEXT\n";
  for (const DeadLetter& letter : *letters) {
    if (!is_wanted(letter, flags)) continue;
    std::cout << to_text(letter.place) << '\t' << state_of(letter) << '\t' << rfc3339(letter.died)
              << '\t' << printable(letter.source()) << '\t'
              << printable(letter.header("__connect.errors.stage")) << '\t'
              << printable(letter.header("__connect.errors.exception.class.name")) << '\t'
              << letter.rounds() << '\t' << letter.value_bytes << '\t'
              << printable(letter.header("__connect.errors.exception.message")) << '\n';
  }
  return kOk;
}

int show(const Flags& flags) {
  const auto place = kafka::read_place(flags.place);
  if (!place) {
    complain(place.error());
    return kUsage;
  }
  const auto config = config_from(flags.config);
  if (!config) return kConfiguration;
  std::optional<DeadLetter> found;
  const auto read =
      kafka::read_dead_letters(config->client, topic_of(*config), true, [&](DeadLetter letter) {
        if (letter.place == *place) found = std::move(letter);
      });
  if (!read) {
    complain(read.error());
    return kFindings;
  }
  if (!found) {
    complain({"dead.absent", topic_of(*config) + ": found no letter at " + flags.place});
    return kFindings;
  }
  if (flags.raw) {
    std::cout << found->value;
    return kOk;
  }
  for (const auto& [name, value] : found->headers) {
    std::cout << printable(name) << ": " << printable(value) << '\n';
  }
  if (found->key) std::cout << "key: " << printable(*found->key) << '\n';
  std::cout << '\n' << printable(found->value) << '\n';
  return kOk;
}

// The letters that the flags name, and true if all of them can be sent back; what cannot is said.
bool choose(const std::vector<DeadLetter>& letters, const std::set<DeadLetter::Place>& named,
            const Flags& flags, std::vector<DeadLetter>& chosen) {
  bool good = true;
  std::set<DeadLetter::Place> missing = named;
  for (const DeadLetter& letter : letters) {
    missing.erase(letter.place);
    if (flags.all ? !is_wanted(letter, flags) : !named.contains(letter.place)) continue;
    if (flags.all && letter.retried) continue;
    const std::string refusal = kafka::retry_refusal(letter);
    if (refusal.empty()) {
      chosen.push_back(letter);
      continue;
    }
    good = false;
    std::cerr << "hearsay: " << to_text(letter.place) << " is not retried: " << printable(refusal)
              << " [dead.refused]\n";
  }
  for (const DeadLetter::Place& place : missing) {
    good = false;
    std::cerr << "hearsay: " << to_text(place) << ": there is no such letter [dead.absent]\n";
  }
  return good;
}

int retry(const Flags& flags) {
  if (flags.all != flags.places.empty()) {
    complain({"usage.place", "expected either places, as `list` shows them, or --all"});
    return kUsage;
  }
  std::set<DeadLetter::Place> named;
  for (const std::string& text : flags.places) {
    const auto place = kafka::read_place(text);
    if (!place) {
      complain(place.error());
      return kUsage;
    }
    named.insert(*place);
  }
  const auto config = config_from(flags.config);
  if (!config) return kConfiguration;
  const auto letters = list_letters(*config);
  if (!letters) return kFindings;
  std::vector<DeadLetter> chosen;
  const bool good = choose(*letters, named, flags, chosen);
  std::set<DeadLetter::Place> places;
  for (const DeadLetter& letter : chosen) {
    places.insert(letter.place);
    std::cout << (flags.dry_run ? "would retry " : "retry ") << to_text(letter.place) << " to "
              << printable(letter.header("__connect.errors.topic")) << '/'
              << printable(letter.header("__connect.errors.partition")) << '\n';
  }
  if (!flags.dry_run && !places.empty()) {
    const auto sent = kafka::retry_dead_letters(
        config->client, topic_of(*config), "hearsay." + config->group + ".dead-letters", places);
    if (!sent) {
      complain(sent.error());
      return kFindings;
    }
    std::cout << *sent << " sent back\n";
  }
  return good ? kOk : kFindings;
}

}  // namespace

void add_dead_letters(CLI::App& program, int& status) {
  CLI::App* letters =
      program.add_subcommand("dead-letters", "Records that could not be read, and their retry");
  letters->require_subcommand(1);
  letters->footer("Example: hearsay dead-letters list --config hearsay.yaml");
  auto flags = std::make_shared<Flags>();

  CLI::App* one = letters->add_subcommand("list", "One line for each, tab-separated");
  add_config_flags(*one, flags->config);
  one->add_option("--code", flags->code, "Only those with this error code")->type_name("CODE");
  one->footer(
      "STATE: waiting; retried (sent back already); stuck (cannot be sent back: `retry` says "
      "why).\n"
      "Example: hearsay dead-letters list --config hearsay.yaml --code json.syntax");
  one->callback([flags, &status] { status = list(*flags); });

  CLI::App* two = letters->add_subcommand("show", "One with its headers and its value");
  add_config_flags(*two, flags->config);
  two->add_option("place", flags->place, "Which, as `list` shows it: PARTITION@OFFSET")
      ->type_name("PLACE")
      ->required();
  two->add_flag("--raw", flags->raw, "Only the value, byte for byte");
  two->footer("Example: hearsay dead-letters show --config hearsay.yaml 0@17 --raw > bad.json");
  two->callback([flags, &status] { status = show(*flags); });

  CLI::App* three = letters->add_subcommand("retry", "Send letters back to where they came from");
  add_config_flags(*three, flags->config);
  three->add_option("places", flags->places, "Which, as `list` shows them")->type_name("PLACE");
  three->add_flag("--all", flags->all, "All that were not sent back yet");
  three->add_option("--code", flags->code, "With --all: only those with this error code")
      ->type_name("CODE");
  three->add_flag("--dry-run", flags->dry_run, "Only say what would be sent");
  three->footer(
      "Each is sent once, with its bytes, key and own headers, and marked so in the same\n"
      "transaction. A record that dies again comes back as a new letter; after three rounds it is\n"
      "refused. Exit status: 1 if any was refused or is not there.\n"
      "Example: hearsay dead-letters retry --config hearsay.yaml --all --dry-run");
  three->callback([flags, &status] { status = retry(*flags); });
}

}  // namespace hearsay::app
