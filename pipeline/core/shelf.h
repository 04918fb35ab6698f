// Shelf: the states of one kind by key, with undo, an order by age, and a digest of their bytes.
//
// change() hands out a state to be changed and remembers it as it was; commit() forgets what was,
// rollback() puts it back; encode_changed() gives the bytes of each changed state once.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "parsers/item.h"

namespace hearsay {

// `Value` is copyable and made from its key. One owner thread.
template <typename Value>
class Shelf {
 public:
  // The state of `key`, a new one if there is none, to be changed. Valid until the next call.
  Value& change(const std::string& key) {
    const auto place = slots_.find(key);
    if (place != slots_.end()) {
      before_.try_emplace(key, place->second);
      return place->second.value;
    }
    before_.try_emplace(key, std::nullopt);
    return slots_.emplace(key, Slot(Value(key))).first->second.value;
  }

  // Sets the age of a state that exists. Called after each change().
  void touch(const std::string& key, TimeMs time) {
    Slot& slot = slots_.at(key);
    if (slot.time) by_age_.erase({*slot.time, key});
    slot.time = time;
    by_age_.insert({time, key});
  }

  void forget(const std::string& key) {
    const auto place = slots_.find(key);
    if (place == slots_.end()) return;
    before_.try_emplace(key, place->second);
    erase(place);
  }

  // Key of the state with the earliest time. REQUIRES size() > 0.
  const std::string& oldest() const { return by_age_.begin()->second; }
  size_t size() const { return slots_.size(); }
  // Of keys and states as they were last sent: what it holds in memory grows with this.
  uint64_t bytes() const { return bytes_; }
  uint64_t digest() const { return digest_; }

  const Value* find(const std::string& key) const {
    const auto place = slots_.find(key);
    return place == slots_.end() ? nullptr : &place->second.value;
  }

  // Keys that were changed since the last commit() or rollback(), in order.
  std::vector<std::string> changed() const {
    std::vector<std::string> keys;
    for (const auto& [key, slot] : before_) keys.push_back(key);
    return keys;
  }

  // send(key, time, encode(value), hash) for each changed state whose bytes are new, and with empty
  // bytes for each that is gone, in key order. `hash` is of key and bytes.
  template <typename Encode, typename Send>
  void encode_changed(Encode encode, Send send) {
    for (const auto& [key, before] : before_) {
      const auto place = slots_.find(key);
      if (place == slots_.end()) {
        const bool there = sent_.erase(key) > 0 || (before && !gone_.contains(key));
        if (there) {
          send(key, before ? before->time : std::nullopt, std::string(), hash_of(key, ""));
        }
        gone_.insert(key);
        continue;
      }
      std::string bytes = encode(place->second.value);
      const uint64_t hash = hash_of(key, bytes);
      if (hash == place->second.hash) continue;
      digest_ += hash - place->second.hash;
      place->second.hash = hash;
      bytes_ -= place->second.bytes;
      place->second.bytes = key.size() + bytes.size();
      bytes_ += place->second.bytes;
      gone_.erase(key);
      sent_.insert(key);
      send(key, place->second.time, std::move(bytes), hash);
    }
  }

  void commit() {
    before_.clear();
    gone_.clear();
    sent_.clear();
  }

  void rollback() {
    for (auto& [key, before] : before_) {
      const auto place = slots_.find(key);
      if (place != slots_.end()) erase(place);
      if (before) place_back(key, std::move(*before));
    }
    commit();
  }

  // Sets or removes a state with no way back: `bytes` is what encode_changed() had sent of it.
  void restore(const std::string& key, std::optional<Value> value, TimeMs time,
               std::string_view bytes) {
    const auto place = slots_.find(key);
    if (place != slots_.end()) erase(place);
    if (!value) return;
    Slot slot(std::move(*value));
    slot.time = time;
    slot.hash = hash_of(key, bytes);
    slot.bytes = key.size() + bytes.size();
    place_back(key, std::move(slot));
  }

 private:
  struct Slot {
    explicit Slot(Value initial) : value(std::move(initial)) {}
    Value value;
    std::optional<TimeMs> time;
    uint64_t hash = 0;   // of the bytes last sent; 0: none were
    uint64_t bytes = 0;  // how many they are, with the key
  };
  using Slots = std::unordered_map<std::string, Slot>;

  // Guards against mistakes, not against malice. Eight bytes at a time: byte by byte it was the
  // largest part of reading a state back.
  static uint64_t hash_of(std::string_view key, std::string_view bytes) {
    uint64_t hash = 0xcbf29ce484222325U;
    const auto mix = [&](uint64_t word) {
      hash = (hash ^ word) * 0x9e3779b97f4a7c15U;
      hash ^= hash >> 32U;
    };
    for (const std::string_view part : {key, bytes}) {
      mix(part.size());
      for (size_t at = 0; at < part.size(); at += sizeof(uint64_t)) {
        uint64_t word = 0;
        std::memcpy(&word, part.data() + at, std::min(sizeof word, part.size() - at));
        mix(word);
      }
    }
    return hash == 0 ? 1 : hash;
  }

  void erase(typename Slots::iterator place) {
    digest_ -= place->second.hash;
    bytes_ -= place->second.bytes;
    if (place->second.time) by_age_.erase({*place->second.time, place->first});
    slots_.erase(place);
  }

  void place_back(const std::string& key, Slot slot) {
    digest_ += slot.hash;
    bytes_ += slot.bytes;
    if (slot.time) by_age_.insert({*slot.time, key});
    slots_.emplace(key, std::move(slot));
  }

  Slots slots_;
  std::set<std::pair<TimeMs, std::string>> by_age_;
  std::map<std::string, std::optional<Slot>> before_;  // as of the last commit
  std::set<std::string> gone_;                         // tombstones sent since then
  std::set<std::string> sent_;                         // states sent since then
  uint64_t digest_ = 0;
  uint64_t bytes_ = 0;
};

}  // namespace hearsay
