// SPDX-License-Identifier: MIT
#include "core/transaction_archive.hpp"

#include "core/check.hpp"
#include "core/hash.hpp"
#include "core/varint.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <type_traits>

namespace creditsim::core {

static_assert(std::is_trivially_destructible_v<Transaction>, "chunks are freed without a look at their records");

// A block of memory that records fill from the front. The first of a segment has room for one record, as most nodes of
// a large network write little; each further one is twice as large, up to a bound.
struct TransactionArchive::Chunk {
  Chunk* previous;
  std::uint32_t used;
  std::uint32_t capacity;

  char* data() { return reinterpret_cast<char*>(this + 1); }
};

namespace {

constexpr std::size_t chunk_bytes_max = 16 * 1024;

std::uint64_t record_digest(const Transaction& record) {
  std::uint64_t digest = chain64(hash64(record.id), hash64(record.memo));
  digest = chain64(digest, static_cast<std::uint64_t>(record.amount.hundredths()));
  digest = chain64(digest, static_cast<std::uint64_t>(record.timestamp_ms));
  return chain64(digest, std::uint64_t{record.owner} << 8 | static_cast<std::uint64_t>(record.type));
}

std::uint64_t record_encoded_bytes(const Transaction& record, const NodeNames& names) {
  return text_size(record.id.size()) + 1 + varint_size(static_cast<std::uint64_t>(record.amount.hundredths())) +
         text_size(record.memo.size()) + 8 + text_size(names.name(record.owner).size());
}

std::string_view place_text(char* place, std::string_view text) {
  if (!text.empty())
    std::memcpy(place, text.data(), text.size());
  return {place, text.size()};
}

} // namespace

TransactionArchive::TransactionArchive(const NodeNames& names, std::size_t segments)
    : names_{&names}, segments_(segments, nullptr) {}

TransactionArchive::~TransactionArchive() {
  for (Chunk* chunk : segments_)
    while (chunk != nullptr) {
      Chunk* const previous = chunk->previous;
      ::operator delete(chunk);
      chunk = previous;
    }
}

const Transaction* TransactionArchive::append(std::size_t segment, const Transaction& record) {
  CREDITSIM_CHECK(segment < segments_.size());
  const std::size_t text = record.id.size() + record.memo.size();
  const std::size_t needed = (sizeof(Transaction) + text + alignof(Transaction) - 1) & ~(alignof(Transaction) - 1);
  char* const place = reserve(segments_[segment], needed);
  Transaction* const stored = ::new (place) Transaction{record};
  stored->id = place_text(place + sizeof(Transaction), record.id);
  stored->memo = place_text(place + sizeof(Transaction) + record.id.size(), record.memo);
  stored->digest = record_digest(record);
  stored->encoded_bytes = static_cast<std::uint32_t>(record_encoded_bytes(record, *names_));
  return stored;
}

char* TransactionArchive::reserve(Chunk*& newest, std::size_t needed) {
  if (newest == nullptr || newest->capacity - newest->used < needed) {
    const std::size_t usual = newest == nullptr ? 0 : std::min<std::size_t>(2 * newest->capacity, chunk_bytes_max);
    const std::size_t capacity = std::max(needed, usual);
    CREDITSIM_CHECK(capacity <= UINT32_MAX);
    newest = ::new (::operator new(sizeof(Chunk) + capacity))
        Chunk{.previous = newest, .used = 0, .capacity = static_cast<std::uint32_t>(capacity)};
  }
  char* const place = newest->data() + newest->used;
  newest->used += static_cast<std::uint32_t>(needed);
  return place;
}

} // namespace creditsim::core
