// Time zones by their IANA names, for dates that are written without an offset.
#pragma once

#include <string>

#include "parsers/item.h"

namespace hearsay {

// True for "Asia/Shanghai", "Europe/London", "UTC"; ICU's data says which names there are.
bool is_zone(const std::string& name);

// The instant at which clocks of the zone show `local`, which is given as if it were UTC. An hour
// that the clocks show twice is the first; one that they skip counts from before the change.
// REQUIRES is_zone(name), or an empty name for UTC. Any thread.
TimeMs instant_of(TimeMs local, const std::string& name);

}  // namespace hearsay
