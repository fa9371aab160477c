// SPDX-License-Identifier: MIT
#include "core/result.hpp"

namespace creditsim::core {

BoxedError::BoxedError(Error error) : error_{new Error{std::move(error)}} {}

BoxedError::BoxedError(const BoxedError& other) : error_{other ? new Error{*other} : nullptr} {}

void BoxedError::Destroy::operator()(const Error* error) const { delete error; }

} // namespace creditsim::core
