// SPDX-License-Identifier: MIT
#pragma once

#include "core/load_operation.hpp"
#include "core/operation_source.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace creditsim::core {

/// What the clients of a load test were told: the other side of every node's account, which no ledger writes. Each
/// client thread keeps its own books; merged they are compared with the nodes' ledgers.
class ClientBooks {
public:
  /// What the clients paid a node, and what they charged it.
  struct Account {
    Credits paid;
    Credits charged;
  };
  /// One task for which a node was charged.
  struct Charge {
    TaskId task = no_task; ///< none: nobody was charged on these terms
    NodeIndex node = 0;
    Credits amount;
  };
  /// A task that a node took money for, or was charged for, more than once.
  struct Repetition {
    TaskId task = 0;
    NodeIndex node = 0;
  };

  /// Of `nodes` nodes; `terms` outlives the books.
  ClientBooks(std::uint32_t nodes, const LoadTerms& terms);

  /// Constant time but for operations that are asked for twice.
  void note(const LoadOperation& operation, const LoadAnswer& answer);

  void merge(const ClientBooks& other);

  const std::vector<Account>& accounts() const { return accounts_; }

  /// By terms, one charge each: one of another amount than the price, where there was any.
  const std::vector<Charge>& charges() const { return charges_; }

  const std::vector<Repetition>& repetitions() const { return repetitions_; }

private:
  const LoadTerms* terms_;
  std::vector<Account> accounts_; // by node
  std::vector<Charge> charges_;   // by terms
  std::map<TaskId, bool> open_;   // tasks of which one of two answers has come: whether it was ok
  std::vector<Repetition> repetitions_;
};

} // namespace creditsim::core
