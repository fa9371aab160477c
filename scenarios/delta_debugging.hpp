// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace creditsim::scenarios {

/// A part of `items`, in their order, for which `fails` still holds and from which no single item can be left out:
/// delta debugging (Zeller and Hildebrandt: Simplifying and isolating failure-inducing input; IEEE TSE 28, 2002).
/// `fails` holds for all of `items`; when it says no to everything, as out of time, what was found so far is returned.
template <class Item, class Fails> std::vector<Item> minimized(std::vector<Item> items, Fails fails) {
  if (items.empty() || fails(std::vector<Item>{}))
    return {};
  std::size_t parts = 2;
  while (items.size() >= 2) {
    const std::size_t size = (items.size() + parts - 1) / parts;
    bool reduced = false;
    for (std::size_t begin = 0; begin < items.size() && !reduced; begin += size) {
      std::vector<Item> rest;
      for (std::size_t i = 0; i < items.size(); ++i)
        if (i < begin || i >= begin + size)
          rest.push_back(items[i]);
      if (rest.empty() || !fails(rest))
        continue;
      items = std::move(rest);
      parts = std::max<std::size_t>(parts - 1, 2);
      reduced = true;
    }
    if (reduced)
      continue;
    if (size == 1)
      break;
    parts = std::min(parts * 2, items.size());
  }
  return items;
}

} // namespace creditsim::scenarios
