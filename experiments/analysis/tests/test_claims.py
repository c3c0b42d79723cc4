"""The frozen claims are read whole, or their fault is named."""

import hashlib
from pathlib import Path

import pytest

from experiments.analysis.claims import CLAIMS_FILE, ClaimsError, load_claims
from experiments.analysis.question import Direction, Scale

TEXT = CLAIMS_FILE.read_text(encoding="utf-8")
ONE = """
[m7]
text = "No failure isolation."
experiment = "failure-isolation"
metric = "loss_of_others"
estimand = "monolith"
direction = "more"
margin = 1
proxy = false
would_change = "A bulkhead."
"""
PUBLISHED = '[m7.published]\ntext = "9%"\nsource = "Somebody 2026"\nsays = "Supported"\n'


def written(folder: Path, text: str) -> Path:
    file = folder / "claims.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_claims_of_this_repository_are_whole() -> None:
    claims = load_claims()
    assert list(claims.by_id) == ["m6", "s3", "m7", "s7", "m9", "s5", "c1", "c2", "c3"]
    assert claims.digest == hashlib.sha256(TEXT.encode()).hexdigest()


def test_pairs_look_at_the_same_experiment() -> None:
    by_id = load_claims().by_id
    pairs = {(one.id, one.pair) for one in by_id.values() if one.pair}
    assert {("m6", "s3"), ("m7", "s7"), ("m9", "s5")} <= pairs
    assert all(by_id[a].experiment == by_id[b].experiment for a, b in pairs)


@pytest.mark.parametrize(
    ("claim", "scale", "direction", "claimed"),
    [
        ("m6", Scale.RATIO, Direction.LESS, 1 / 1.25),
        ("s3", Scale.RATIO, Direction.LESS, 1 / 1.25),
        ("m7", Scale.BASELINE, Direction.MORE, 1),
        ("s7", Scale.DIFFERENCE, Direction.LESS, -1),
        ("m9", Scale.RATIO, Direction.LESS, 1 / 1.10),
        ("s5", Scale.RATIO, Direction.LESS, 1 / 1.10),
        ("c1", Scale.RATIO, Direction.MORE, 1.10),
        ("c2", Scale.RATIO, Direction.MORE, 1.10),
        ("c3", Scale.RATIO, Direction.MORE, 1.10),
    ],
)
def test_each_claim_is_held_against_the_margin_that_was_agreed(
    claim: str, scale: Scale, direction: Direction, claimed: float
) -> None:
    question = load_claims().by_id[claim].question
    assert (question.scale, question.direction) == (scale, direction)
    assert question.shown(question.claimed) == pytest.approx(claimed)


def test_an_experiment_finds_its_claims() -> None:
    assert [claim.id for claim in load_claims().of("rollback")] == ["m6", "s3"]


def test_a_change_of_one_letter_changes_the_digest(tmp_path: Path) -> None:
    changed = load_claims(written(tmp_path, TEXT.replace("m6", "m5")))
    with pytest.raises(ClaimsError, match="is not the one this run was planned with"):
        changed.require_digest(load_claims().digest)
    changed.require_digest(changed.digest)


def test_a_published_figure_is_not_required(tmp_path: Path) -> None:
    assert load_claims(written(tmp_path, ONE)).by_id["m7"].published is None
    published = load_claims(written(tmp_path, ONE + PUBLISHED)).by_id["m7"].published
    assert published is not None
    assert published.source == "Somebody 2026"


@pytest.mark.parametrize("line", [line for line in ONE.splitlines() if "=" in line])
def test_a_missing_key_is_named(line: str, tmp_path: Path) -> None:
    key, _, _ = line.partition(" = ")
    with pytest.raises(ClaimsError, match=rf"^experiments/claims.toml: missing key m7\.{key}$"):
        load_claims(written(tmp_path, ONE.replace(line, "")))


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("margin", "margins", "unknown key m7.margins"),
        ("proxy", 'id = "m8"\nproxy', "unknown key m7.id"),
        ('"more"', '"up"', "m7.direction must be one of: more, less"),
        ('"monolith"', '"services"', "m7.estimand must be one of: services / monolith"),
        ("= 1", '= "1"', "m7.margin must be a number"),
        ("= 1", "= true", "m7.margin must be a number"),
        ("= 1", "= 0", "m7.margin is impossible: a margin for 'baseline' must be"),
        ("= 1", "= inf", "m7.margin is impossible"),
        ("= false", "= 0", "m7.proxy must be true or false"),
        ('"A bulkhead."', '" "', "m7.would_change must be a text of one line"),
        ('"A bulkhead."', r'"A\nB"', "m7.would_change must be a text of one line"),
        ('"A bulkhead."', "1", "m7.would_change must be a text of one line"),
        ("proxy", 'pair = "s7"\nproxy', "m7.pair 's7' is no claim paired with this one"),
        ("proxy", 'published = "9%"\nproxy', "m7.published must be a table"),
        ("[m7]", "m6 = 1\n[m7]", "m6 must be a table"),
        ("[m7]", "[m7", "Expected"),
        (ONE, "", "no claim in it"),
    ],
)
def test_what_is_wrong_is_named_in_one_line(old: str, new: str, text: str, tmp_path: Path) -> None:
    assert old in ONE
    with pytest.raises(ClaimsError) as raised:
        load_claims(written(tmp_path, ONE.replace(old, new)))
    assert str(raised.value).startswith("experiments/claims.toml: ")
    assert text in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_pair_is_named_by_both(tmp_path: Path) -> None:
    other = ONE.replace("m7", "s7").replace("proxy", 'pair = "m7"\nproxy')
    with pytest.raises(ClaimsError, match=r"s7\.pair 'm7' is no claim paired with this one"):
        load_claims(written(tmp_path, ONE + other))
    both = ONE.replace("proxy", 'pair = "s7"\nproxy') + other
    assert load_claims(written(tmp_path, both)).by_id["m7"].pair == "s7"


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ('source = "Somebody 2026"\n', "", "missing key m7.published.source"),
        ("says", "said", "unknown key m7.published.said"),
        ("Supported", "True", "m7.published.says must be Supported or Refuted"),
    ],
)
def test_a_published_figure_is_checked_as_well(
    old: str, new: str, text: str, tmp_path: Path
) -> None:
    with pytest.raises(ClaimsError, match=text):
        load_claims(written(tmp_path, ONE + PUBLISHED.replace(old, new)))


def test_a_claim_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClaimsError, match="m7"):
        load_claims(written(tmp_path, ONE + ONE))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClaimsError, match=r"^experiments/claims\.toml: "):
        load_claims(tmp_path / "claims.toml")
