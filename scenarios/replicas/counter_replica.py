#!/usr/bin/env python3
# A replica of a credit ledger to be tested: creditsim run quickstart --replica 'python3 counter_replica.py'
# State: for each start of each node what it got and what it spent, counters that only grow; join keeps the larger.
# --broken lost-update: join takes what comes in place of what was there.
# --broken double-payment: a task is not remembered.
import json
import sys

broken = sys.argv[2] if sys.argv[1:2] == ["--broken"] else None
node, me = None, None  # the node, and this start of it: only it writes here
accounts = {}  # start -> [got, spent]
tasks = set()  # what was spent and earned for; what must outlive a crash


def account():
    return sum(got - spent for start, (got, spent) in accounts.items() if start.split("/")[0] == node)


def move(side, amount, task=None):
    if task in tasks and broken != "double-payment":
        return error(21, f"{task} is done")  # key-already-exists
    if side == 1 and amount > account():
        return error(22, f"{account()} is less than {amount}")  # precondition-failed
    accounts.setdefault(me, [0, 0])[side] += amount
    tasks.update([task] if task else [])
    return {}


def join(state):
    for start, theirs in state.items():
        mine = accounts.get(start, [0, 0])
        accounts[start] = theirs if broken == "lost-update" else [max(a, b) for a, b in zip(mine, theirs)]
    return {}


def error(code, text):
    return {"type": "error", "code": code, "text": text}


def answer(body):
    global node, me, accounts, tasks
    match body["type"]:
        case "init":
            node, me = body["node_id"], f"{body['node_id']}/{body['incarnation']}"
            return {"supports": ["canonical_export", "once_per_task", "own_limit", "snapshot"]}
        case "add": return move(0, body["delta"])
        case "earn": return move(0, body["amount"], "earn " + body["task_id"])
        case "spend": return move(1, body["amount"], "spend " + body["task_id"])
        case "read": return {"value": sum(got - spent for got, spent in accounts.values())}
        case "export": return {"state": accounts}
        case "join": return join(body["state"])
        case "snapshot": return {"state": {"accounts": accounts, "tasks": sorted(tasks)}}
        case "restore":
            accounts, tasks = body["state"]["accounts"], set(body["state"]["tasks"])
            return {}
        case other: return error(10, f"{other} is unknown")  # not-supported


for line in sys.stdin:
    request = json.loads(line)
    body = {"type": request["body"]["type"] + "_ok", **answer(request["body"]), "in_reply_to": request["body"]["msg_id"]}
    print(json.dumps({"src": request["dest"], "dest": request["src"], "body": body}), flush=True)
