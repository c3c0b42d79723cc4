from pathlib import Path

import pytest

from experiments.run_folder.seal import BrokenSeal, is_sealed, require_seal, seal


@pytest.fixture
def visit(tmp_path: Path) -> Path:
    (tmp_path / "mixed").mkdir()
    (tmp_path / "visit.json").write_text("{}")
    (tmp_path / "mixed" / "samples.csv.gz").write_bytes(b"data")
    seal(tmp_path)
    return tmp_path


def test_an_untouched_visit_passes(visit: Path) -> None:
    require_seal(visit)
    assert is_sealed(visit)


def test_an_edited_file_is_named(visit: Path) -> None:
    (visit / "visit.json").write_text('{"number": 2}')
    with pytest.raises(BrokenSeal, match=r"visit\.json was edited or cut short"):
        require_seal(visit)


def test_a_truncated_file_is_named(visit: Path) -> None:
    (visit / "mixed" / "samples.csv.gz").write_bytes(b"da")
    with pytest.raises(BrokenSeal, match=r"samples\.csv\.gz was edited or cut short"):
        require_seal(visit)


def test_a_lost_file_is_named(visit: Path) -> None:
    (visit / "mixed" / "samples.csv.gz").unlink()
    with pytest.raises(BrokenSeal, match=r"samples\.csv\.gz is missing"):
        require_seal(visit)


def test_a_file_from_elsewhere_is_named(visit: Path) -> None:
    (visit / "notes.txt").write_text("mine")
    with pytest.raises(BrokenSeal, match=r"notes\.txt was added"):
        require_seal(visit)


@pytest.mark.parametrize("cut", [b"{", b"[]", b"\xff", b"[" * 100_000])
def test_a_seal_that_was_edited_or_cut_short_is_named(visit: Path, cut: bytes) -> None:
    (visit / "seal.json").write_bytes(cut)
    with pytest.raises(BrokenSeal, match=r"seal\.json was edited or cut short"):
        require_seal(visit)


def test_a_visit_that_was_interrupted_has_no_seal(tmp_path: Path) -> None:
    assert not is_sealed(tmp_path)
    with pytest.raises(BrokenSeal, match=r"seal\.json was edited or cut short"):
        require_seal(tmp_path)
