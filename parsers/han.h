// Traditional and simplified Han characters, from ICU's own table.
#pragma once

#include <cstdint>

namespace hearsay {

// The blocks whose characters have simplified forms.
inline constexpr uint32_t kHanBegin = 0x3400, kHanEnd = 0xA000;

// The simplified form of a Han character, which has itself no other; `c` where it is that already.
uint32_t simplified(uint32_t c);

// Which of the scripts writes a character: 人 both, 尔 only simplified, 爾 only traditional.
enum class HanScript : uint8_t { kBoth, kSimplified, kTraditional };
HanScript han_script(uint32_t c);

}  // namespace hearsay
