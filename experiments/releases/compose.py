"""Releases put together, and a release with one feature's change taken back."""

from dataclasses import replace

from experiments.artefacts.release import BASE, Change, Release


def combined(*releases: Release) -> Release:
    """All their changes, those of the last release outermost."""
    changing = [release for release in releases if release.changes]
    if not changing:
        return BASE
    changes = tuple(change for release in changing for change in release.changes)
    return Release("+".join(release.name for release in changing), changes)


def reverted(release: Release, feature: str) -> Release:
    """The same without the feature's new code, but with its migrations: the databases have run
    them, and what a release has done to a schema stays until a later one changes it."""
    changes = (
        _only_migrations(change) if change.feature == feature else change
        for change in release.changes
    )
    kept = tuple(one for one in changes if one.wrapper or one.files or one.edits)
    return Release(f"{release.name} without {feature}", kept)


def _only_migrations(change: Change) -> Change:
    files = {path: text for path, text in change.files.items() if "/migrations/" in path}
    return replace(change, wrapper=None, files=files, edits={})
