// StepMark: which record is being stepped, kept where the death of the process leaves it for the
// next start, so that a record that kills the process again and again is found out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "parsers/result.h"

namespace hearsay::kafka {

// A record whose step this many processes in a row did not survive goes to the dead letters. Twice
// may be chance: a kill or a lack of memory that had nothing to do with it.
inline constexpr uint32_t kStepDeathsMax = 3;

// One lane's mark: a page of a file, mapped into memory, so that a mark costs no call and no crash
// of the process loses it. Owned by the lane, its thread only. A lane that dies with another's
// record is counted too; it would have to be in the same step each time to be taken for the cause.
class StepMark {
 public:
  StepMark() = default;  // keeps nothing
  ~StepMark();
  StepMark(const StepMark&) = delete;
  StepMark& operator=(const StepMark&) = delete;

  // Maps `file`, makes it if need be, and counts a death if it holds a step that did not end. May
  // fail with "mark.file".
  Result<bool> open(const std::string& file);

  // How many processes in a row died in this record's step.
  uint32_t deaths(std::string_view topic, int32_t partition, int64_t offset) const;
  void begin(std::string_view topic, int32_t partition, int64_t offset);
  void end();

 private:
  struct Page;
  Page* page_ = nullptr;
};

}  // namespace hearsay::kafka
