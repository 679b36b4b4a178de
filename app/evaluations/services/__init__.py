"""Writing schemes, runs, appeals and what is put right."""

from app.evaluations.services import appeals, judging, publishing, rectifying, runs, schemes

__all__ = ["appeals", "judging", "publishing", "rectifying", "runs", "schemes"]
