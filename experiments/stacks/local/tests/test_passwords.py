"""A password opens one role on one server, and the secret stays with its owner."""

from pathlib import Path

from experiments.stacks.local.passwords import open_passwords


def test_every_role_and_server_has_a_password_of_its_own(tmp_path: Path) -> None:
    passwords = open_passwords(tmp_path)
    pairs = [("orders", "orders"), ("orders", "payments"), ("auditor", "orders")]
    assert len({passwords.of(role, server) for role, server in pairs}) == len(pairs)


def test_the_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first, second = open_passwords(tmp_path), open_passwords(tmp_path)
    assert first.of("orders", "orders") == second.of("orders", "orders")
    assert [file.name for file in tmp_path.iterdir()] == ["secret"]
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_another_cache_has_other_passwords(tmp_path: Path) -> None:
    caches = tmp_path / "a", tmp_path / "b"
    for cache in caches:
        cache.mkdir()
    assert len({open_passwords(cache).fingerprint for cache in caches}) == 2
