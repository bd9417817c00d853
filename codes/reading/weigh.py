"""Whether an item can be so: its form, its unit, and a quantity within belief."""

from decimal import Decimal

from codes.reading.filling import MOST_OPTIONS, Filling
from codes.reading.items import quantity_in_band
from codes.reading.pairing import Gathering, Item
from codes.reading.pieces import Option
from codes.words.local import bundle
from codes.words.shapes import plain


def weigh(item: Item, gathering: Gathering, filling: Filling) -> None:
    """Ask about an item whose form is missing, whose unit does not fit, or that is beyond belief."""
    slot, draft = gathering.slot, filling.draft
    entry = gathering.entry(item.code)
    if slot.form and not item.form:
        forms = list(filling.book.lists[slot.form].entries.values())[:MOST_OPTIONS]
        options = tuple(
            Option(f.code, f.name(filling.language), draft.instead(item.thing, f"{item.thing.text} {f.code}"))
            for f in forms
        )
        text = draft.instead(item.thing, item.thing.text + " {}")
        filling.doubt(
            f"{slot.name}.form", "{what}: which form?", {"what": gathering.name(item.code)}, options, text
        )
    if not item.count:
        return
    hit = item.count.hits[0]
    bare = slot.bare and (item.form is None or item.form.hits[0].value in slot.counted)
    if (hit.unit and hit.unit not in entry.units) or not (hit.unit or bare):
        options = tuple(
            Option(u, gathering.unit_name(u), draft.instead(item.count, hit.value + u))
            for u in entry.units[:MOST_OPTIONS]
        )
        parts = {"what": gathering.name(item.code), "text": hit.value}
        filling.doubt(f"{slot.name}.unit", "{what} {text}: which unit?", parts, options)
    elif not quantity_in_band(hit, entry) or not _bundled_in_band(item, gathering, filling):
        said = _said(item, gathering, filling)
        key = f"band:{item.code}:{hit.value}{hit.unit}"
        parts = {"what": gathering.name(item.code), "text": said}
        filling.confirm(f"{slot.name}.quantity", key, "{what} {text}: is that right?", parts)


def _content(item: Item, filling: Filling) -> tuple[str, str] | None:
    """Return what the packages of an item hold by the custom of the office's country: number and unit."""
    if not item.count or not item.count.hits[0].unit:
        return None
    hit = item.count.hits[0]
    custom = bundle(filling.book, filling.context.office, hit.unit, item.code)
    return (plain(f"{Decimal(hit.value) * custom.factor:f}"), custom.of) if custom else None


def _bundled_in_band(item: Item, gathering: Gathering, filling: Filling) -> bool:
    content = _content(item, filling)
    band = gathering.entry(item.code).bands.get(content[1]) if content else None
    return content is None or band is None or Decimal(content[0]) <= band.most


def _said(item: Item, gathering: Gathering, filling: Filling) -> str:
    """Say an amount, and what it comes to: `5000 bundles (10000000 tablets)`."""
    hit = item.count.hits[0] if item.count else item.thing.hits[0]
    said = f"{hit.value} {gathering.unit_name(hit.unit)}".strip()
    content = _content(item, filling)
    return f"{said} ({content[0]} {gathering.unit_name(content[1])})" if content else said
