// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace creditsim::scenarios {

/// The text as it may stand in an attribute or an element of XML 1.0. What cannot stand there, however it is written,
/// becomes `?`: control characters, bytes that are no UTF-8, U+FFFE and U+FFFF.
std::string xml_escaped(std::string_view text);

} // namespace creditsim::scenarios
