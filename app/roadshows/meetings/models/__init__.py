"""Requests, rooms and slots, who can when, timetables, and the meetings themselves."""

from app.roadshows.meetings.models.asking import MeetingRequest, Side
from app.roadshows.meetings.models.holding import FollowUp, Held, MeetingAction, MeetingNote, MeetingOutcome
from app.roadshows.meetings.models.meeting import Meeting
from app.roadshows.meetings.models.rooms import (
    MeetingAbsence,
    MeetingAttendee,
    MeetingRoom,
    MeetingSlot,
    RoomKind,
)
from app.roadshows.meetings.models.timetables import OPEN, Placement, Timetable, TimetableState

__all__ = [
    "OPEN",
    "FollowUp",
    "Held",
    "Meeting",
    "MeetingAbsence",
    "MeetingAction",
    "MeetingAttendee",
    "MeetingNote",
    "MeetingOutcome",
    "MeetingRequest",
    "MeetingRoom",
    "MeetingSlot",
    "Placement",
    "RoomKind",
    "Side",
    "Timetable",
    "TimetableState",
]
