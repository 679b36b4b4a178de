"""Forms of carriers, one module a theme."""

from app.carriers.forms.profile import CarrierForm, VisibilityForm

__all__ = ["CarrierForm", "VisibilityForm"]
