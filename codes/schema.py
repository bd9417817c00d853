"""How the codebook's TOML files are shaped: what `load` accepts, before it is built into a book."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from codes.book import Kind


class Shape(BaseModel):
    """A table of a TOML file; keys that it does not know are kept aside, so that data may run ahead."""

    model_config = ConfigDict(extra="allow", frozen=True)


class ChoiceShape(Shape):
    """One [[choice]] of a list."""

    code: str
    label: dict[str, str]
    aliases: list[str] = Field(default_factory=list[str])
    units: list[str] = Field(default_factory=list[str])
    bands: dict[str, tuple[str, str]] = Field(default_factory=dict[str, tuple[str, str]])


class ListShape(Shape):
    """A file of `lists/`."""

    name: str
    source: str
    least: int = 1
    standard: bool = False
    shared: list[str] = Field(default_factory=list[str])
    choice: list[ChoiceShape]


class PlaceShape(Shape):
    """One [[place]] of `places.toml`."""

    code: str
    name: dict[str, str]
    country: str
    pair: str = ""
    lat: float
    lon: float
    kind: str = "office"
    aliases: list[str] = Field(default_factory=list[str])


class PlacesShape(Shape):
    """`places.toml`."""

    place: list[PlaceShape]


class LocalUnitShape(Shape):
    """One [[unit]] of a country, `factor` of the unit `of`; `ask` where it differs within the country."""

    code: str
    label: dict[str, str]
    aliases: list[str] = Field(default_factory=list[str])
    of: str
    factor: str
    ask: bool = False


class NumberShape(Shape):
    """One [[number]] of a country: words that multiply the number before them."""

    words: list[str]
    factor: str


class BundleShape(Shape):
    """One [[bundle]] of a country: what a package of these choices holds by custom."""

    unit: str
    choices: list[str]
    of: str
    factor: str


class PlateShape(Shape):
    """One [[plate]] of a country; a `rare` shape is read, and asked about."""

    kind: str
    shape: str
    rare: bool = False
    examples: list[str] = Field(default_factory=list[str])


class CountryShape(Shape):
    """A file of `countries/`."""

    country: str
    unit: list[LocalUnitShape] = Field(default_factory=list[LocalUnitShape])
    number: list[NumberShape] = Field(default_factory=list[NumberShape])
    bundle: list[BundleShape] = Field(default_factory=list[BundleShape])
    plate: list[PlateShape] = Field(default_factory=list[PlateShape])


class SlotShape(Shape):
    """A [slot.NAME] or [type.slot.NAME]."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    label: dict[str, str]
    listing: str = ""
    form: str = ""
    bare: bool = False
    counted: list[str] = Field(default_factory=list[str])
    units: list[str] = Field(default_factory=list[str])
    markers: list[str] = Field(default_factory=list[str])
    marked: bool = False
    twice: bool = False
    most: int | None = None


class TypeShape(Shape):
    """A [[type]]: its slots by name, in the order in which the canonical text has them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    label: dict[str, str]
    aliases: list[str] = Field(default_factory=list[str])
    precedence: str
    mandatory: list[str] = Field(default_factory=list[str])
    optional: list[str] = Field(default_factory=list[str])
    slot: dict[str, SlotShape] = Field(default_factory=dict[str, SlotShape])
    examples: list[str] = Field(default_factory=list[str])
    held: bool = False
    control: bool = False
    rest: bool = False
    either: list[list[str]] = Field(default_factory=list[list[str]])


class BookShape(Shape):
    """`book.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    edition: int
    effective: date
    ordinary: str = ""
    head: list[str]
    retired: dict[str, str]
    slot: dict[str, SlotShape]
    type: list[TypeShape]
