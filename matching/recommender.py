"""The two recommenders, and what they return."""

from matching.base import Recommender, Result
from matching.fund_recommender import FundRecommender
from matching.mentor_recommender import MentorRecommender

__all__ = ["FundRecommender", "MentorRecommender", "Recommender", "Result"]
