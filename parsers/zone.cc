// Zones through ICU, one object of each name a thread.
#include "parsers/zone.h"

#include <unicode/basictz.h>
#include <unicode/timezone.h>

#include <memory>
#include <unordered_map>

namespace hearsay {

namespace {

std::unique_ptr<icu::TimeZone> make_zone(const std::string& name) {
  std::unique_ptr<icu::TimeZone> zone(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
  return *zone == icu::TimeZone::getUnknown() ? nullptr : std::move(zone);
}

}  // namespace

bool is_zone(const std::string& name) { return make_zone(name) != nullptr; }

TimeMs instant_of(TimeMs local, const std::string& name) {
  if (name.empty()) return local;
  static thread_local std::unordered_map<std::string, std::unique_ptr<icu::TimeZone>> zones;
  auto found = zones.find(name);
  if (found == zones.end()) found = zones.emplace(name, make_zone(name)).first;
  const auto* zone = dynamic_cast<const icu::BasicTimeZone*>(found->second.get());
  if (zone == nullptr) return local;
  int32_t raw = 0, summer = 0;
  UErrorCode status = U_ZERO_ERROR;
  zone->getOffsetFromLocal(static_cast<UDate>(local), UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER,
                           raw, summer, status);
  return local - raw - summer;
}

}  // namespace hearsay
