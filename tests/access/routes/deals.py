"""Deals of a fund manager, financing rounds of a project, and the ledger of a fund."""

from tests.access.audiences import ENTREPRENEURS, INVESTORS

OWN = "investor: ok; *: 404"
DEAL, NOTE, TASK = {"deal": OWN, "deal_passed": OWN}, {"deal_note": OWN}, {"deal_task": OWN}
LEDGER = dict.fromkeys(("fund", "fund_draft", "fund_archived"), OWN)
RAISED = {"round": "owner teammate: ok; investor: 403; *: 404"}
ANSWERED = {"commitment": "investor: ok; owner teammate: 403; *: 404"}

ROUTES: dict[str, dict[str, str]] = {
    "deals.add_note": DEAL,
    "deals.add_task": DEAL,
    "deals.choose": {"-": INVESTORS},
    "deals.commit": ANSWERED,
    "deals.create": {
        "project": INVESTORS,
        "strangers_project": INVESTORS,
        "draft": "owner teammate: 403; *: 404",
        "archived": "owner teammate: 403; *: 404",
    },
    "deals.decline_round": ANSWERED,
    "deals.edit": DEAL,
    "deals.edit_task": TASK,
    "deals.finish_task": TASK,
    "deals.index": {"-": INVESTORS},
    "deals.invest": DEAL,
    "deals.ledger": LEDGER,
    "deals.ledgers": {"-": INVESTORS},
    "deals.move": DEAL,
    "deals.pass_on": DEAL,
    "deals.put_back_note": NOTE,
    "deals.record": LEDGER,
    "deals.release": {"commitment": "owner teammate: ok; investor: 403; *: 404"},
    "deals.remove_note": NOTE,
    "deals.reopen": DEAL,
    "deals.reverse": {"ledger_entry": OWN},
    "deals.round_cancel": RAISED,
    "deals.round_close": RAISED,
    "deals.round_create": {
        "project": "owner teammate: ok; *: 404",
        "draft": "owner teammate: ok; *: 404",
        "strangers_project": "stranger: ok; *: 404",
    },
    "deals.round_edit": RAISED,
    "deals.round_invite": RAISED,
    "deals.round_show": {"round": "owner teammate investor: ok; *: 404"},
    "deals.rounds": {"-": "owner teammate stranger investor other_investor: ok; *: 403"},
    "deals.show": DEAL,
    "deals.take_up_task": TASK,
    "deals.tasks": {"-": INVESTORS},
    "deals.tell": DEAL,
    "deals.told": {"-": ENTREPRENEURS},
}
