"""Checks a draw: python3 verify_draw.py CERT.json. Needs nothing but Python."""
import hashlib, json, re, sys

def once(pairs):
    if len({name for name, _ in pairs}) < len(pairs): raise ValueError("a name stands twice")
    return dict(pairs)

def sha(text): return hashlib.sha256(text.encode("utf-8")).hexdigest()

def check(what, holds):
    print("holds" if holds else "FAILS", what)
    failed.append(what) if not holds else None

failed, cert = [], json.loads(open(sys.argv[1], "rb").read().decode("utf-8"), object_pairs_hook=once)
frame, seed, plan = cert["frame"], cert["seed"], dict(p.split(":") for p in cert["plan"].split(","))
rows = [line.rsplit(",", 2) for line in frame.split("\n")[:-1]]
refs, (first, last) = [r[0] for r in rows], cert["period"].split("/")
check("list: each line whole, sorted, no reference twice", frame == "".join(",".join(r) + "\n" for r in rows)
      and refs == sorted(refs, key=str.encode) and len({r.casefold() for r in refs}) == len(refs))
check("list: each day in the period, each level in the plan", all(first <= r[1] <= last and r[2] in plan for r in rows))
check("hash of the list", sha(frame) == cert["frame_hash"])
check("hash of what was left out", sha(cert["left_out"]) == cert["left_out_hash"])
check("commitment", cert["commitment"] == sha("".join(cert[k] + "\n" for k in ("frame_hash", "period", "plan", "left_out_hash"))))
check("seed", re.fullmatch("[0-9]{1,12}(-[0-9]{1,12})*", seed))
tickets = {r: sha(f"{seed},{cert['frame_hash']},{r}") for r in refs}
check("tickets", tickets == cert["tickets"])
order = {k: sorted((r[0] for r in rows if r[2] == k), key=tickets.get) for k in plan}
taken = {k: order[k] if n == "all" else order[k][:int(n)] for k, n in plan.items()}
check("order and sample", {k: {"order": order[k], "taken": taken[k]} for k in plan} == cert["strata"])
check("level 3 taken whole", set(plan) != set("0123") or plan["3"] == "all")
seen, used = {k: set(v) for k, v in taken.items()}, {k: len(v) for k, v in taken.items()}
for one in cert["replaced"]:
    k, by = one["level"], one["by"]
    right = order[k][used[k]] if used.get(k, 0) < len(order.get(k, [])) else None
    check(f"{one['lost']} replaced by {by}", k in plan and one["lost"] in seen[k] and by == right)
    seen.setdefault(k, set()).discard(one["lost"]); seen[k].update([by] if by else []); used[k] = used.get(k, 0) + 1
sys.exit(f"{len(failed)} of the checks fail: do not rely on this draw." if failed else print("Everything holds."))
