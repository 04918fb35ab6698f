// Reading --format and --field.
#include "pipeline/app/item_flags.h"

#include <CLI/CLI.hpp>
#include <map>

namespace hearsay::app {

void add_item_flags(CLI::App& command, ItemFlags& flags) {
  command
      .add_option("--format", flags.format,
                  "Form of the input: ninjs, json (with --field), feed, newsml, html, text, detect")
      ->type_name("NAME")
      ->capture_default_str();
  command
      .add_option("--field", flags.fields,
                  "For --format json: which member holds what, as headline=title or "
                  "body=/data/content; may be repeated")
      ->type_name("NAME=MEMBER")
      ->expected(1)
      ->allow_extra_args(false)  // else it takes the files behind it
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

Result<Form> read_item_flags(const ItemFlags& flags) {
  const auto format = format_from_name(flags.format);
  if (!format) {
    return Error{"usage.format", "--format: found \"" + flags.format +
                                     "\", expected one of ninjs, json, feed, newsml, html, text, "
                                     "detect"};
  }
  Form form;
  form.format = *format;
  const std::map<std::string, std::vector<std::string>*> lists = {
      {"uri", &form.fields.uri},           {"version", &form.fields.version},
      {"headline", &form.fields.headline}, {"body", &form.fields.body},
      {"language", &form.fields.language}, {"published", &form.fields.published},
      {"provider", &form.fields.provider}, {"url", &form.fields.url},
      {"byline", &form.fields.byline}};
  const std::map<std::string, std::string*> words = {{"date_format", &form.fields.date_format},
                                                     {"zone", &form.fields.zone}};
  for (const std::string& field : flags.fields) {
    const size_t sign = field.find('=');
    const std::string name = field.substr(0, sign);
    const std::string member = sign == std::string::npos ? "" : field.substr(sign + 1);
    const auto list = lists.find(name);
    const auto word = words.find(name);
    if (member.empty() || (list == lists.end() && word == words.end())) {
      return Error{"usage.field", "--field: found \"" + field +
                                      "\", expected NAME=MEMBER with NAME one of uri, version, "
                                      "headline, body, language, published, provider, url, byline, "
                                      "date_format, zone"};
    }
    if (list != lists.end()) {
      list->second->push_back(member);
    } else {
      *word->second = member;
    }
  }
  if (form.format == Format::kMappedJson && flags.fields.empty()) {
    return Error{"usage.field",
                 "--format json: found no --field, expected at least headline or body"};
  }
  if (!flags.fields.empty()) {
    if (const auto mistake = mistake_in(form.fields))
      return Error{"usage.field", "--field: " + *mistake};
  }
  return form;
}

}  // namespace hearsay::app
