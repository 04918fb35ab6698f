// Traditional and simplified Han characters, from ICU's own table.
#pragma once

#include <cstdint>

namespace hearsay {

// The blocks whose characters have simplified forms.
inline constexpr uint32_t kHanBegin = 0x3400, kHanEnd = 0xA000;

// The simplified form of a Han character, which has itself no other; `c` where it is that already.
uint32_t simplified(uint32_t c);

// True for characters that only one of the two scripts writes: 爾 and 尔, not 人.
bool only_traditional(uint32_t c);
bool only_simplified(uint32_t c);

}  // namespace hearsay
