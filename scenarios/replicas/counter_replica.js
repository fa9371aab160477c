// A replica of a credit ledger to be tested: creditsim run quickstart --replica 'node counter_replica.js'
// State: for each start of each node what it got and what it spent, counters that only grow; join keeps the larger.
// --broken lost-update: join takes what comes in place of what was there.
// --broken double-payment: a task is not remembered.
'use strict';
const readline = require('readline');

const broken = process.argv[2] === '--broken' ? process.argv[3] : null;
let node, me; // the node, and this start of it: only it writes here
let accounts = {}; // start -> [got, spent]
let tasks = new Set(); // what was spent and earned for; what must outlive a crash

const error = (code, text) => ({ type: 'error', code, text });
const sum = (entries) => entries.reduce((total, [, [got, spent]]) => total + got - spent, 0);
const account = () => sum(Object.entries(accounts).filter(([start]) => start.split('/')[0] === node));

function move(side, amount, task) {
  if (tasks.has(task) && broken !== 'double-payment') return error(21, `${task} is done`); // key-already-exists
  if (side === 1 && amount > account()) return error(22, `${account()} is less than ${amount}`); // precondition-failed
  accounts[me] ??= [0, 0];
  accounts[me][side] += amount;
  if (task) tasks.add(task);
  return {};
}

function join(state) {
  for (const [start, theirs] of Object.entries(state)) {
    const mine = accounts[start] ?? [0, 0];
    accounts[start] = broken === 'lost-update' ? theirs : mine.map((count, side) => Math.max(count, theirs[side]));
  }
  return {};
}

const answers = {
  init: (body) => {
    node = body.node_id;
    me = `${node}/${body.incarnation}`;
    return { supports: ['canonical_export', 'once_per_task', 'own_limit', 'snapshot'] };
  },
  add: (body) => move(0, body.delta),
  earn: (body) => move(0, body.amount, `earn ${body.task_id}`),
  spend: (body) => move(1, body.amount, `spend ${body.task_id}`),
  read: () => ({ value: sum(Object.entries(accounts)) }),
  export: () => ({ state: accounts }),
  join: (body) => join(body.state),
  snapshot: () => ({ state: { accounts, tasks: [...tasks].sort() } }),
  restore: ({ state }) => {
    accounts = state.accounts;
    tasks = new Set(state.tasks);
    return {};
  },
};

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const { src, dest, body } = JSON.parse(line);
  const answer = answers[body.type]?.(body) ?? error(10, `${body.type} is unknown`); // not-supported
  const reply = { type: `${body.type}_ok`, ...answer, in_reply_to: body.msg_id };
  process.stdout.write(JSON.stringify({ src: dest, dest: src, body: reply }) + '\n');
});
