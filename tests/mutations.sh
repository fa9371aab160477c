# SPDX-License-Identifier: MIT
# What tests/mutation.sh, which sources this file, takes out of the code: name, file, test program, test that has to fail, text, replacement.
# shellcheck shell=bash

mutations() {
  # The nine rules of core/rules.hpp, each where it is decided.
  mutation 'balance: what others have is spent' core/entry_ledger.cpp \
    core 'EntryLedger: hold: never beyond the own account, whatever others have' \
    'rules().balance == Rules::Balance::own_account ? account() : replica_->total_account()' \
    'replica_->total_account()'
  mutation 'balance: no hold is refused' core/entry_ledger.cpp \
    core 'EntryLedger: hold: never beyond the own account, whatever others have' \
    'takes_from_account(posting.kind) && posting.amount > balance()' \
    'false'
  mutation 'balance: a join does not renew what is kept of it' core/entry_ledger.cpp \
    core 'EntryLedger: a lost store spends twice: the join shows it as debt' \
    'if (!change || change.value().counters_changed)' \
    'if (false)'
  mutation 'grant: whoever is empty is granted' core/entry_ledger.cpp \
    core 'EntryLedger: grant: due once per identity, however often it starts' \
    'rules().grant == Rules::Grant::when_empty' \
    'true'
  mutation 'grant: each incarnation asks for itself' core/entry_ledger.cpp \
    core 'EntryLedger: grant: due once per identity, however often it starts' \
    'granted = granted || replica_->entry(slot).granted > Credits{};' \
    'granted = granted || (slot == slot_ && replica_->entry(slot).granted > Credits{});'
  mutation 'grant: the view counts each grant' core/replica.cpp \
    core 'LiteralReplica: two devices of one identity: sums over incarnations, one grant' \
    'once ? std::max(granted, known.granted) : granted + known.granted' \
    'granted + known.granted'
  mutation 'metadata ties: the local value stays' core/metadata_map.cpp \
    core 'LiteralReplica: metadata: ties end the same everywhere in total order only' \
    'ties_ == Rules::MetadataTies::local_stays' \
    'true'
  mutation 'log order: rows stand as they arrived' core/literal_replica.cpp \
    core 'LiteralReplica: newest rows: the same everywhere in total order only' \
    'options().rules.log_order == Rules::LogOrder::total_order ? merge_rows(rows) : append_rows(rows)' \
    'append_rows(rows)'
  mutation 'dedup: the ledger marks no task' core/entry_ledger.cpp \
    core 'EntryLedger: restart: goes on with account, holds and marks' \
    'rules.dedup == Rules::Dedup::durable && posting.task != no_task' \
    'false'
  mutation 'dedup: the table in memory is asked' core/credit_system.cpp \
    actors 'Rules: dedup: a payment that comes again after a restart is booked again' \
    'dedup_ == Rules::Dedup::durable && task != no_task' \
    'false'
  mutation 'settlement: everyone is paid' core/task_desk.cpp \
    core 'Task desk: settlement: the first that reports is paid, the others are refused' \
    'world_.scenario.rules.settlement == Rules::Settlement::everyone' \
    'true'
  mutation 'counters: a restart writes the old entry' core/node.cpp \
    actors 'Rules: counters: one entry for all starts loses what the earlier ones wrote' \
    'per_incarnation && !goes_on_half(restart) ? restart.slot : slot_' \
    'slot_'
  mutation 'counters: a join keeps the larger ones' core/literal_replica.cpp \
    core 'LiteralReplica: join: of two entries under one version the same one wins everywhere' \
    'options().rules.counters == Rules::Counters::per_identity' \
    'true'
  mutation 'writers: anyone writes' core/literal_replica.cpp \
    core 'LiteralReplica: join: an entry that its owner did not sign is refused whole' \
    'options().rules.writers == Rules::Writers::anyone' \
    'true'
  mutation 'payment: prices burn, rewards are minted' core/task_desk.cpp \
    actors 'Rules: payment: prices burn and rewards are minted, or money moves' \
    'world_.scenario.rules.payment == Rules::Payment::transfer' \
    'false'
  mutation 'payment: what was given up stays held' core/task_desk.cpp \
    core 'Task desk: deadline: the next worker gets the task, after the last one the price comes back' \
    'const auto released = system_.release(submitted.task.id, submitted.amount, port.clock_ms());
    CREDITSIM_CHECK(released.ok() || forgets_holds());' \
    ''
  mutation 'payment: a hold is closed twice' core/entry_ledger.cpp \
    core 'EntryLedger: hold: settled once or released once' \
    'hold == nullptr || *hold != posting.amount' \
    'false'

  # What makes forgetting safe, and what is due all the same.
  mutation 'horizon: what is below it is let through' core/task_window.cpp \
    core 'TaskWindow: mark: what is forgotten is refused by the horizon' \
    'task < horizon_ || contains(side, task)' \
    'contains(side, task)'
  mutation 'horizon: stays where it is' core/task_window.cpp \
    core 'TaskWindow: random marks: never lets a marked task through and forgets the lowest only' \
    'horizon_ = std::max(horizon_, (marks_.front() >> 1) + 1);' \
    ''
  mutation 'expect: the ledger refuses a payment that is due' core/entry_ledger.cpp \
    core 'EntryLedger: horizon: a payment that is due is taken even when it has passed' \
    'earn && expects(task)' \
    'false'
  mutation 'expect: the desk does not tell what is due' core/task_desk.cpp \
    core 'Task desk: a payment that is due: is booked though the horizon has passed its task' \
    'ledger_.expect(done.task.id);' \
    ''
  mutation 'expect: what is refused stays due' core/task_desk.cpp \
    core 'Task desk: a payment that is due: is booked though the horizon has passed its task' \
    'ledger_.expect_no_more(task);' \
    ''

  # What waits for an answer is said again, and answered even when all is closed.
  mutation 'resending: reports are sent once' core/task_desk.cpp \
    core 'Task desk: report: is sent again until it is paid' \
    'send_report(worked->second, port);' \
    ''
  mutation 'resending: payments are sent once' core/task_desk.cpp \
    core 'Task desk: payment: is sent again until its receipt, and booked once' \
    'send_payment(submitted->second, payee, port);' \
    ''
  mutation 'resending: a lost store books what comes again' core/task_desk.cpp \
    core 'Task desk: a lost store: payments for work before it are refused, for later work booked' \
    'payment.epoch < since_' \
    'false'
  mutation 'resending: a restart forgets reports' core/task_desk.cpp \
    core 'Task desk: restart: reports, payments and holds go on, timed anew' \
    'for (const auto& [id, worked] : worked_)
    send_report(worked, port);' \
    ''
  mutation 'late reports: a closed task is forgotten at once' core/task_desk.cpp \
    core 'Task desk: closed tasks: are remembered for late reports, one window of them at least' \
    'const std::size_t window = world_.scenario.credits.dedup_window;
  if (closed_.size() < 2 * window)
    return;' \
    'const std::size_t window = closed_.size();'
  mutation 'late reports: a released task is paid' core/task_desk.cpp \
    core 'Task desk: deadline: the next worker gets the task, after the last one the price comes back' \
    'found == submitted_.end() || found->second.released' \
    'found == submitted_.end()'
  mutation 'late reports: a worker that forgot its payment asks for ever' core/task_desk.cpp \
    actors 'Conservation: a worker that forgot its payment: is refused, and the run ends' \
    'else // a worker that has forgotten its payment would ask for ever
      port.send_work(worker, ReportRefusal{report.task});' \
    ''

  # Joins: whole or not at all, the same everywhere, and not from the future.
  mutation 'stamps: a clock far ahead is followed' core/entry_ledger.cpp \
    core 'EntryLedger: join: a clock too far ahead is refused and changes nothing' \
    '!HybridClock::acceptable(theirs->clock(), now_ms, stamp_ahead_ms_)' \
    'false'
  mutation 'stamps: one later than its state is taken' core/literal_replica.cpp \
    core 'LiteralReplica: join: a stamp later than the state'\''s clock is refused' \
    'written.stamp > state.clock' \
    'false'
  mutation 'joins: what was good of a bad state is taken' core/literal_replica.cpp \
    core 'LiteralReplica: join: an entry that its owner did not sign is refused whole' \
    'if (auto checked = check(state); !checked && !careless)
    return checked.error();' \
    'if (auto checked = check(state); !checked) {
    take(0, state.entries[0]);
    return checked.error();
  }'
  mutation 'joins: a row beyond its entry is taken' core/literal_replica.cpp \
    core 'LiteralReplica: join: a row beyond its owner'\''s entry is refused whole' \
    'row.version == 0 || row.version > version_of(row.slot)' \
    'false'
  mutation 'joins: of one version the first content stays' core/literal_replica.cpp \
    core 'LiteralReplica: join: of two entries under one version the same one wins everywhere' \
    'std::tuple{theirs.version, content_key(theirs)} > std::tuple{ours.version, content_key(ours)}' \
    'theirs.version > ours.version'
  mutation 'joins: a lower version replaces' core/literal_replica.cpp \
    core 'LiteralReplica: join: commutative, associative, idempotent, inflationary' \
    'std::tuple{theirs.version, content_key(theirs)} > std::tuple{ours.version, content_key(ours)}' \
    'true'
  mutation 'joins: equivocations are not counted' core/literal_replica.cpp \
    core 'LiteralReplica: join: of two entries under one version the same one wins everywhere' \
    '++equivocations_;' \
    ';'
  mutation 'joins: two rows of one version stay' core/literal_replica.cpp \
    core 'LiteralReplica: newest rows: one for each version, whoever relays another' \
    '!versions_descend(merged, owners.size())' \
    'false'
  mutation 'joins: version vectors take the lower one' core/version_replica.cpp \
    core 'Twins: random work: both forms hold the same, entry by entry' \
    'std::max(other[i], own[i]) - own[i]' \
    'other[i] - own[i]'

  # Decoding: whole or not at all.
  mutation 'decoding: a bad item is left out' core/ledger_state_parts.hpp \
    core 'Ledger state binary: malformed entries: the message names offset, found and expected' \
    'return Error{read.error().code, "offset " + std::to_string(start) + ": " + one + " " + read.error().context};' \
    'continue;'
  mutation 'decoding: the checksum is not looked at' core/ledger_state_parts.cpp \
    core 'Ledger state binary: every truncation, changed bit and added byte: is refused' \
    'ByteReader{bytes.substr(content)}.fixed64("checksum") != hash64(bytes.substr(0, content))' \
    'false'
  mutation 'decoding: bytes after the end are left' core/ledger_state_parts.cpp \
    core 'Ledger state binary: malformed frame: the message names offset, found and expected' \
    'reader.left() == 0' \
    'true'
  mutation 'decoding: what was good of a bad text is kept' core/ledger_state_json.cpp \
    core 'Ledger state JSON: malformed: the message names place, found and expected' \
    'if (const auto error = read_state(json.value(), draft); error)
    return *error;' \
    'if (const auto error = read_state(json.value(), draft); error) {
    draft.finish(owners);
    return *error;
  }'
  mutation 'decoding: sums may leave the range' core/ledger_state_draft.cpp \
    core 'Ledger state binary: amounts whose sum leaves the range: are refused and leave no trace' \
    '__builtin_add_overflow(sum_.hundredths(), amount.hundredths(), &sum)' \
    '__builtin_add_overflow(0, amount.hundredths(), &sum)'
  mutation 'decoding: a version has two rows' core/ledger_state_draft.cpp \
    core 'Ledger state binary: malformed rows: the message names offset, found and expected' \
    '!row_names_.emplace(row.slot, row.version).second' \
    'false'
  mutation 'decoding: what no entry counted is taken' core/ledger_state_draft.cpp \
    core 'Ledger state JSON: malformed rows: the message names place, found and expected' \
    'version == 0 || version > state_.entries[owner].version' \
    'false'

  # What withstands faults and hostile nodes, and what tells that it does.
  mutation 'payment: names another start than that of the work' core/task_desk.cpp \
    core 'Task desk: payment: names the start of the worker that did the work' \
    '.epoch = payee.epoch}' \
    '.epoch = epoch_}'
  mutation 'payment: a report that nobody asked for is paid' core/task_desk.cpp \
    actors 'Hostile nodes: false claims: paid for work that was not done, out of the submitters'\'' pockets' \
    'if (!asked) {' \
    'if (false) {'
  mutation 'forging: an entry is not asked who wrote it' core/replica.cpp \
    core 'Attacker: forge, future_stamp, junk: all of it is rejected, and leaves no trace' \
    'options.authority.accepts(owners.order_key(slot), entry)' \
    'true'
  mutation 'stamps: what a wrong clock has stamped stays' core/entry_ledger.cpp \
    core 'EntryLedger: correct stamps: a clock that was far ahead shuts its node out no longer than it is' \
    '!follows_others() || HybridClock::acceptable(clock_.last(), now_ms, stamp_ahead_ms_)' \
    'true'
  mutation 'joins: amounts that no sum could hold are taken' core/literal_replica.cpp \
    core 'LiteralReplica: join: amounts that no sum could hold are refused whole' \
    'amounts > std::numeric_limits<std::int64_t>::max()' \
    'false'
  mutation 'restart: a torn store is gone on with' core/node.cpp \
    actors 'Faults: restarts from every store: nothing is paid twice, what is forgotten is debt' \
    'return restart.from == RestartFrom::torn && world_.scenario.profile == Profile::corrected &&
         world_.scenario.rules.restart == Rules::Restart::replaced;' \
    'return restart.from == RestartFrom::torn && world_.scenario.profile == Profile::corrected;'
  mutation 'restart: a stale store knows what was under way' core/entry_ledger.cpp \
    core 'EntryLedger: restart: from a stale store nothing is under way' \
    'restart(slot);
  work_.reset();' \
    'restart(slot);'
  mutation 'heal: replicas may take as long as they like' core/check_convergence.cpp \
    core 'Check convergence: time: from the last write or the end of the faults' \
    'times.equal && took_us <= bound_us' \
    'times.equal'
  mutation 'required: a fault that never took effect is not missed' core/run_checks.cpp \
    actors 'Faults: a required fault without effect: nothing was proved' \
    'result.missed.empty() ? Verdict::valid : Verdict::unknown' \
    'Verdict::valid'
  mutation 'checkers: a state that changes on its way is not looked at' core/node_checks.cpp \
    core 'Check message content: a state that grew on its way: first time and node are named' \
    'state.encoded_bytes() != bytes' \
    'false'
  mutation 'checkers: what a refused state left is not looked at' core/check_rejected_input.cpp \
    core 'Check rejected input: a refused state that is joined in part: is found' \
    'was == is' \
    'true'
  mutation 'capsules: another trace digest is let pass' scenarios/command_replay.cpp \
    scenarios 'replay: another trace: an error on the version that wrote it' \
    '} else if (result.trace_digest != capsule.trace_digest) {' \
    '} else if (false) {'
  mutation 'shrinking: any checker will do' scenarios/candidate_runs.cpp \
    scenarios 'Shrinker: overdraft: only the rule that matters stays' \
    'const core::Violation* violation = output.value().result.violation_of(checker_);' \
    'const auto& found = output.value().result.violations;
  const core::Violation* violation = found.empty() ? nullptr : &found.front();'
}
