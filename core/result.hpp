// SPDX-License-Identifier: MIT
#pragma once

#include "core/check.hpp"

#include <memory>
#include <string>
#include <utility>
#include <variant>

namespace creditsim::core {

/// Why an operation was refused or an input rejected.
enum class Errc {
  invalid_amount,       ///< an amount is zero, negative, not finite or out of range
  insufficient_balance, ///< a debit beyond what the account holds
  duplicate_task,       ///< the task was credited or charged before
  foreign_node,         ///< an operation on another node's account
  overflow,             ///< a sum leaves the range of `Credits`
  malformed,            ///< bytes or text that do not follow their format
  invalid_value,        ///< a well-formed value outside its range
  not_authentic,        ///< an entry that its owner did not write
  stamp_ahead,          ///< a stamp further ahead of the own clock than is accepted
  not_found,            ///< a file, key or name that does not exist
  io,                   ///< the operating system refused
  indefinite,           ///< no answer came: whether the operation took effect is unknown
};

/// An operating or input error: a code for the program and one line for people.
struct Error {
  Errc code;
  std::string context; ///< one line: place, found and expected

  friend bool operator==(const Error&, const Error&) = default;
};

/// An error or none in one word: success is by far the most frequent answer, and is to cost next to nothing.
class BoxedError {
public:
  BoxedError() = default;
  explicit BoxedError(Error error);
  BoxedError(const BoxedError& other);
  BoxedError(BoxedError&&) = default;
  BoxedError& operator=(BoxedError other) {
    error_ = std::move(other.error_);
    return *this;
  }
  ~BoxedError() = default;

  explicit operator bool() const { return error_ != nullptr; }
  const Error& operator*() const { return *error_; }

private:
  struct Destroy {
    void operator()(const Error* error) const; // out of line: it is rarely called and stands everywhere
  };
  std::unique_ptr<const Error, Destroy> error_;
};

/// Either a value or the `Error` that took its place.
template <class T> class [[nodiscard]] Result {
public:
  Result(T value) : content_{std::in_place_index<0>, std::move(value)} {}
  Result(Error error) : content_{std::in_place_index<1>, std::move(error)} {}

  bool ok() const { return content_.index() == 0; }
  explicit operator bool() const { return ok(); }

  /// The value; calling this on an error is a programmer's mistake and stops the program.
  T& value() & {
    CREDITSIM_CHECK(ok());
    return *std::get_if<0>(&content_);
  }
  const T& value() const& {
    CREDITSIM_CHECK(ok());
    return *std::get_if<0>(&content_);
  }
  T&& value() && {
    CREDITSIM_CHECK(ok());
    return std::move(*std::get_if<0>(&content_));
  }

  /// The error; calling this on a value is a programmer's mistake and stops the program.
  const Error& error() const {
    CREDITSIM_CHECK(!ok());
    return **std::get_if<1>(&content_);
  }

private:
  std::variant<T, BoxedError> content_;
};

/// Success without a value, or the `Error`.
template <> class [[nodiscard]] Result<void> {
public:
  Result() = default;
  Result(Error error) : error_{std::move(error)} {}

  bool ok() const { return !error_; }
  explicit operator bool() const { return ok(); }
  const Error& error() const {
    CREDITSIM_CHECK(!ok());
    return *error_;
  }

private:
  BoxedError error_;
};

} // namespace creditsim::core
