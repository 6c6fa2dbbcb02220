"""What can go wrong with a store, in words for the person at the keyboard."""

from __future__ import annotations


class StoreError(Exception):
    """Something about the store; the message is plain Chinese and says what to do."""


class StoreBusyError(StoreError):
    """Another writer holds the store."""


class VersionMissingError(StoreError):
    """The version asked for is not on disk."""
