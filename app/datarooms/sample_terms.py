"""The agreement that a new room begins with, for the project to change."""

from flask_babel import gettext as _


def sample_terms(owner: str) -> str:
    """In the language of whoever sets the room up."""
    clauses = (
        _("“Confidential information” is everything in this data room that is not public, in whatever form."),
        _("The reader uses it only to judge whether and how to invest in or work with %(owner)s.", owner=owner),
        _(
            "The reader shows it only to colleagues and advisers who need it for that purpose and who are bound in the "
            "same way, and answers for them."
        ),
        _(
            "This does not cover what was public before, becomes public without the reader's doing, was lawfully known "
            "to the reader already, or must be disclosed by law; in the last case the reader says so beforehand where "
            "the law allows."
        ),
        _("Nothing here transfers any right in the information, and nobody is obliged to invest or to deal."),
        _("The duties last for two years from the day of agreement, and for trade secrets as long as they are secret."),
        _("When %(owner)s asks for it, the reader deletes or returns all copies.", owner=owner),
        _("Every opening of a document is recorded with name, organisation and time, and pages carry these as a mark."),
        _(
            "The law of the People's Republic of China applies; the courts where %(owner)s has its seat decide.",
            owner=owner,
        ),
    )
    numbered = "\n".join(f"{number}. {clause}" for number, clause in enumerate(clauses, 1))
    return _("The reader of this data room agrees towards %(owner)s:", owner=owner) + "\n\n" + numbered
