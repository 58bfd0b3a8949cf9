"""A plain model of the rule: rationals, no cleverness, written from the design's §8 alone."""

from fractions import Fraction


def rounded(x, places):
    unit = 10 ** (places or 0)
    whole = int(abs(x) * unit + Fraction(1, 2))
    return Fraction(x) if places is None else Fraction(whole if x >= 0 else -whole, unit)


def average(rule, values, few, *place):
    values, n, drop = sorted(values), len(values), 0
    if rule.average == "median":
        drop = (n - 1) // 2
    elif rule.average == "trimmed" and n >= rule.trim.least:
        drop = rule.trim.drop
    elif rule.average == "trimmed" and rule.trim.below_least == "refuse":
        few.add((*place, n))
    return sum(values[drop : n - drop]) / Fraction(n - 2 * drop)


def hand_on(points, shares, paths, kept, depth=0):
    """Points go down the tree, to living children in proportion to what was theirs."""
    children, result = {}, {}
    for code, share in shares.items():
        children.setdefault(paths[code][depth], {})[code] = share
    living = {child: own for child, own in children.items() if kept & set(own)}
    for child, own in living.items():
        part = points * sum(own.values()) / sum(sum(item.values()) for item in living.values())
        result |= {child: part} if child in own else hand_on(part, own, paths, kept, depth + 1)
    return result


def left_out(panel, entry, candidate):
    marks = entry.candidates.get(candidate)
    standing = marks.standing if marks else "blank"
    if candidate not in panel.assigned(entry.expert):
        return "not_assigned"
    if panel.recusal(entry.expert, candidate) or standing == "recused":
        return "recused"
    gone = "left" in [item.standing for item in entry.candidates.values()]
    wholly = entry.why or ("left" if gone and panel.rule.early_leave == "count_none" else None)
    return wholly or (None if standing == "open" else standing)


def climb(rule, rows, marks, shares):
    """Points by primary of one mark per row, when full marks bring these shares."""
    points = {row.primary: Fraction(0) for row in rows.values()}
    for code, mark in marks.items():
        row = rows[code]
        brings = mark * row.worth * (shares[code] / row.share if row.share else 1)
        brings = rounded(brings, rule.rounding.get("weighted_row"))
        points[row.primary] += brings
    return {code: rounded(value, rule.rounding.get("primary")) for code, value in points.items()}


def judge(panel, sheet, candidate, experts, few):
    """(total or None, left out with why, points by primary) of one candidate."""
    rule, own, at = panel.rule, sheet.candidates[candidate], panel.rule.rounding
    left, cells, firsts, tree = {}, {}, {}, rule.weights.kind == "share"
    rows = {r.code: r for i, r in enumerate(sheet.rows) if own.places[i] != "not_applicable"}
    settled = {code: mark for code, mark in own.settled.items() if code in rows}
    judged = set(rows) - set(settled)
    common = {r.code: r.share for r in sheet.rows if r.counts and (not r.added or r.code in rows)}
    paths = {c: [n.code for n in panel.table.path(c)] if tree else [c] for c in common}
    shares = {code: share for code, share in common.items() if code in rows}
    if rule.not_applicable == "renormalise":
        shares = hand_on(sum(r.share for r in sheet.rows if not r.added), common, paths, {*shares})
    for entry in experts:
        why, given = left_out(panel, entry, candidate), entry.candidates.get(candidate)
        unable = {c for c in judged if given and sheet.index[c] in given.unable}
        typed = {c: given.marks[sheet.index[c]] for c in judged - unable if given}
        valid = {code: mark for code, mark in typed.items() if mark is not None}
        lost = unable == judged != set() or (unable and shares and set(shares) <= unable)
        if rule.order == "by_indicator" and not why and not valid and (judged or not rows):
            why = "unable" if unable else "blank"
        elif rule.order == "by_expert" and not why:
            why = "blank" if len(valid) < len(typed) or not rows else "unable" if lost else None
            why = "unable" if unable and rule.unable == "no_total" else why
        if why:
            left[entry.expert] = why
            continue
        ours = hand_on(sum(shares.values()), shares, paths, set(shares) - unable)
        firsts[entry.expert] = climb(rule, rows, valid | settled, ours)
        for code in valid if rule.order == "by_indicator" else ():
            cells.setdefault(code, []).append(valid[code])
    means = {c: average(rule, marks, few, candidate, c) for c, marks in cells.items()}
    means = {c: Fraction(mark) / 100 for c, mark in (means | settled).items()}
    means = {c: 100 * rounded(mark, at.get("row")) for c, mark in means.items()}
    if not firsts or (rule.order == "by_indicator" and set(means) < set(rows)):
        return None, left, {}
    if rule.order == "by_indicator":
        points = climb(rule, rows, means, shares)
        return rounded(sum(points.values()), at.get("total")), left, points
    each = list(firsts.values())
    points = {code: sum(own[code] for own in each) / len(each) for code in each[0]}
    points = {code: rounded(value, at.get("primary")) for code, value in points.items()}
    totals = [rounded(sum(own.values()), at.get("expert_total")) for own in each]
    return rounded(average(rule, totals, few, candidate), at.get("total")), left, points
