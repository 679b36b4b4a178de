"""Who comes through, in words that several parts of the table use."""

EVERYBODY = "*: ok"
SIGNED_IN = "visitor: sign-in; *: ok"

ENTREPRENEURS = "owner teammate stranger: ok; *: 403"
INVESTORS = "investor other_investor: ok; *: 403"
ORGANISERS = "organiser other_organiser carrier: ok; *: 403"
NOBODY = "*: 404"

# A roadshow is run by one organisation; to others it is a page, or nothing while it is a draft.
MANAGED = dict.fromkeys(("roadshow", "roadshow_open", "roadshow_draft", "roadshow_closed"), "organiser: ok; *: 404")
MANAGED |= {"roadshow_carrier": "carrier: ok; *: 404"}
