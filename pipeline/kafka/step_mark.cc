// The page: the step that is under way, and the last one that a process died in.
#include "pipeline/kafka/step_mark.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <new>

namespace hearsay::kafka {
namespace {

constexpr uint64_t kFormat = 0x48534d31;  // another number is an empty page
constexpr size_t kTopicBytesMax = 249;    // Kafka's own limit

struct Place {
  int64_t offset;
  int32_t partition;
  uint32_t topic_bytes;
  std::array<char, kTopicBytesMax> topic;

  void set(std::string_view name, int32_t number, int64_t at) {
    topic_bytes = static_cast<uint32_t>(std::min(name.size(), kTopicBytesMax));
    std::copy_n(name.data(), topic_bytes, topic.data());
    partition = number;
    offset = at;
  }
  bool is(std::string_view name, int32_t number, int64_t at) const {
    return offset == at && partition == number && topic_bytes <= kTopicBytesMax &&
           std::string_view(topic.data(), topic_bytes) == name;
  }
};

}  // namespace

struct StepMark::Page {
  uint64_t format;
  // Set last and cleared first: a page that was half written when the process died counts nothing.
  std::atomic<uint32_t> under_way;
  uint32_t deaths;
  Place step;
  Place suspect;  // of the deaths
};

StepMark::~StepMark() {
  if (page_ != nullptr) munmap(page_, sizeof(Page));
}

Result<bool> StepMark::open(const std::string& file) {
  const auto failure = [&file](const char* what) {
    return Error{"mark.file", file + ": " + what + ": " + std::strerror(errno)};
  };
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return failure("cannot be opened");
  void* memory = MAP_FAILED;
  if (ftruncate(descriptor, sizeof(Page)) == 0) {
    memory = mmap(nullptr, sizeof(Page), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  }
  const int error = errno;
  close(descriptor);
  errno = error;
  if (memory == MAP_FAILED) return failure("cannot be mapped");
  page_ = static_cast<Page*>(memory);
  if (page_->format != kFormat) {
    page_ = new (memory) Page{};
    page_->format = kFormat;
  }
  if (page_->under_way.exchange(0) == 0) return true;
  const Place& step = page_->step;
  const std::string_view topic(step.topic.data(),
                               std::min<size_t>(step.topic_bytes, kTopicBytesMax));
  if (!page_->suspect.is(topic, step.partition, step.offset)) {
    page_->deaths = 0;
    page_->suspect = step;
  }
  ++page_->deaths;
  return true;
}

uint32_t StepMark::deaths(std::string_view topic, int32_t partition, int64_t offset) const {
  return page_ != nullptr && page_->suspect.is(topic, partition, offset) ? page_->deaths : 0;
}

void StepMark::begin(std::string_view topic, int32_t partition, int64_t offset) {
  if (page_ == nullptr) return;
  page_->step.set(topic, partition, offset);
  page_->under_way.store(1, std::memory_order_release);
}

void StepMark::end() {
  if (page_ == nullptr) return;
  page_->under_way.store(0, std::memory_order_release);
  const Place& step = page_->step;
  if (page_->deaths > 0 &&
      page_->suspect.is({step.topic.data(), step.topic_bytes}, step.partition, step.offset)) {
    page_->deaths = 0;  // survived: it was not this record's fault
  }
}

}  // namespace hearsay::kafka
