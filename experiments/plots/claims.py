"""The claims: what they say before the run, and what the run makes of them."""

from experiments.plots.opened import Opened
from experiments.plots.text import Text, plain, table
from experiments.plots.units import shown_effect, shown_margin, shown_span
from experiments.report.page.reading.ruled import Ruled
from experiments.report.page.sections.verdicts import VerdictCard, no_verdicts, verdict_cards

SIDES = {"more": "above", "less": "below"}


def claims(opened: Opened) -> Text:
    """What is claimed, and what number would bear it out; nothing of the result."""
    if not opened.rulings:
        return no_claims(opened)
    headings = ("claim", "what people say", "what is measured", "it holds if that lies")
    return Text(table(headings, map(_claimed, opened.rulings)))


def verdicts(opened: Opened) -> Text:
    """The rulings, beside what others found, and what would change them."""
    cards = {card.claim: card for card in verdict_cards(opened.run)}
    if not opened.rulings:
        return no_claims(opened)
    headings = ("claim", "verdict", "estimate", "95% interval", "others", "what would change it")
    return Text(table(headings, (_ruled(each, cards[each.claim]) for each in opened.rulings)))


def no_claims(opened: Opened) -> Text:
    """Why the run rules on none."""
    why = no_verdicts(opened.run) or f"No claim is about {opened.experiment}: these are figures."
    return Text(plain(why))


def _claimed(ruled: Ruled) -> tuple[str, ...]:
    measured = f"{ruled.label_of_metric}, {ruled.estimand}"
    margin = f"{SIDES[ruled.question.direction]} {shown_margin(ruled)}"
    return f"**{plain(ruled.claim)}**", plain(ruled.text), plain(measured), plain(margin)


def _ruled(ruled: Ruled, card: VerdictCard) -> tuple[str, ...]:
    ruling = f"{card.ruling}, {card.label}" if card.label else card.ruling
    others = "; ".join(
        f"{who}: {what}" + (f" ({agrees})" if agrees else "") for who, what, agrees in card.others
    )
    return (
        f"**{plain(ruled.claim)}**",
        f"{card.glyph} **{plain(ruling)}**" if ruled.ruling else plain(ruling),
        plain(shown_effect(ruled)),
        plain(shown_span(ruled) or "; ".join(ruled.remarks) or "none"),
        plain(others or "none known"),
        plain(ruled.would_change),
    )
