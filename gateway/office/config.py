"""The configuration of one office: a TOML file, read once, validated whole, frozen from then on."""

import ipaddress
import re
import tomllib
from pathlib import Path
from typing import Annotated, Final, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from gateway.errors import ConfigError


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"{name!r} is not a time zone; write one such as Asia/Bangkok") from error
    return name


def _host(name: str) -> str:
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        if _HOST.fullmatch(name.lower()):
            return name.lower()
    raise ValueError(f"{name!r} is neither a host name nor an address; write one such as 192.0.2.10")


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _everywhere(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return not host


_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,62})(\.[a-z0-9]([a-z0-9-]{0,62}))*")
OfficeCode = Annotated[str, Field(pattern=r"^[A-Z]{3,5}$")]
Language = Literal["en", "th", "lo", "km", "my", "vi"]
ReplyLanguage = Language | Literal["vi-plain"]  # without marks: 160 signs to a segment instead of 70
PortNumber = Annotated[int, Field(ge=0, le=65535)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Office(_Part):
    """The place this station serves."""

    code: OfficeCode
    name: str
    kind: Literal["blo", "tccc"] = "blo"
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    zone: Annotated[str, AfterValidator(_zone)] = "Asia/Bangkok"
    language: Language = "en"
    authority: str = Field(default="", description="public key (base64) that signs release rules")


class StorePart(_Part):
    """Where reports are kept, and the file with the key to them."""

    dsn: str = "sqlite:///station.db"
    key_file: Path = Path("keys/store.key")


class RetentionPart(_Part):
    """For how many days content is kept; 0 keeps it until somebody erases it."""

    messages: Annotated[int, Field(ge=0)] = 0
    reports: Annotated[int, Field(ge=0)] = 0


class BackupPart(_Part):
    """Who can read backups beside the office's own recovery key: the hub, as a rule."""

    keys: tuple[Path, ...] = ()


class Listener(_Part):
    """Where something listens; loopback unless the engineer says otherwise."""

    host: str = "127.0.0.1"
    port: PortNumber


HostName = Annotated[str, AfterValidator(_host)]


class ConsolePart(Listener):
    """The console: beyond loopback it speaks TLS always, on loopback where `tls` says so.

    `names` are the host names and addresses by which the office's PCs call it; `plain` is a port that
    answers plain HTTP with the way to TLS, and with nothing else.
    """

    names: tuple[HostName, ...] = ()
    tls: bool = False
    plain: PortNumber | None = None

    @property
    def encrypted(self) -> bool:
        """Say whether it speaks TLS."""
        return self.tls or not _loopback(self.host)

    @property
    def address(self) -> str:
        """Return what to open in a browser: by the first name that was given to it, else by its host."""
        name = next(iter(self.names), self.host)
        return f"http{'s' if self.encrypted else ''}://{f'[{name}]' if ':' in name else name}:{self.port}"

    def called(self) -> tuple[str, ...]:
        """Return every name and address it may be called by."""
        own = () if _everywhere(self.host) else (_host(self.host),)
        return tuple(dict.fromkeys(("localhost", "127.0.0.1", "::1", *own, *self.names)))

    @model_validator(mode="after")
    def _nameable(self) -> Self:
        if _everywhere(self.host) and not self.names:
            raise ValueError(
                "a console that listens everywhere has to know by which names and addresses PCs call it; "
                'write names = ["192.0.2.10"]'
            )
        return self


class Limit(_Part):
    """How many segments may go out at most, or answers to one sender."""

    an_hour: Annotated[int, Field(ge=0)]
    a_day: Annotated[int, Field(ge=0)]


class Answers(_Part):
    """How many answers one sender gets at most, so that nobody can spend our credit; FLASH has its own."""

    routine: Limit = Limit(an_hour=120, a_day=600)
    flash: Limit = Limit(an_hour=30, a_day=100)


class BearerPart(_Part):
    """One bearer: `gsm:PATH` or `kiss:PATH?callsign=SIGN`; FLASH passes `limit` and has its own."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,20}$")]
    url: SecretStr  # it may hold a PIN
    limit: Limit = Limit(an_hour=600, a_day=3000)
    flash_limit: Limit = Limit(an_hour=100, a_day=400)


class WatchdogPart(_Part):
    """How often each bearer proves that it receives, by a text to itself that costs money; 0 is never."""

    every_hours: Annotated[float, Field(ge=0, le=8784)] = 0.0
    wait_minutes: Annotated[float, Field(gt=0, le=1440)] = 10.0


class AlarmsPart(_Part):
    """How many minutes an alarm waits for a person, and how many a claim may rest (0 is for ever)."""

    first_minutes: Annotated[float, Field(ge=0, le=1440)] = 3.0
    next_minutes: Annotated[float, Field(gt=0, le=1440)] = 5.0
    rest_minutes: Annotated[float, Field(ge=0, le=10_080)] = 120.0
    flash_rest_minutes: Annotated[float, Field(ge=0, le=10_080)] = 20.0


class PatrolsPart(_Part):
    """How often a patrol under way has to be heard of, in minutes (0: nobody has to), and the grace after."""

    every_minutes: Annotated[float, Field(ge=0, le=10_080)] = 0.0
    grace_minutes: Annotated[float, Field(ge=0, le=1440)] = 30.0


class Officer(_Part):
    """One enrolled officer, known by number or call sign."""

    number: Annotated[str, Field(pattern=r"^\+[0-9]{5,15}$")] | None = None
    callsign: Annotated[str, Field(pattern=r"^[A-Z0-9]{3,6}(-[0-9]{1,2})?$")] | None = None
    name: str
    unit: str = ""
    agency: str = ""
    language: ReplyLanguage = "en"

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if not (self.number or self.callsign):
            raise ValueError(f"officer {self.name!r} has neither a number nor a callsign")
        return self


class SheetPart(_Part):
    """For which report types this office asks for a one-time code; `ALL` for every one."""

    required: tuple[Annotated[str, Field(pattern=r"^[A-Z]{3,5}$")], ...] = ()


class Partner(_Part):
    """Another office we exchange envelopes with; its keys stand on its card."""

    code: OfficeCode
    name: str
    role: Literal["pair", "hub", "office"]
    url: Annotated[str, Field(pattern=r"^https://")]
    card: Path


class Rule(_Part):
    """What may cross to one partner by itself; counts only with the authority's signature."""

    name: str
    to: OfficeCode
    types: tuple[str, ...]
    actions: tuple[str, ...] = ()
    handling: Literal["P"] = "P"
    signature: str = ""


class Config(_Part):
    """All of it; paths are taken from the file's own folder."""

    office: Office
    store: StorePart = StorePart()
    retention: RetentionPart = RetentionPart()
    backup: BackupPart = BackupPart()
    keys: Path = Path("keys")
    console: ConsolePart = ConsolePart(port=8080)
    door: Listener = Listener(port=8443)
    bearer: tuple[BearerPart, ...] = ()
    answers: Answers = Answers()
    watchdog: WatchdogPart = WatchdogPart()
    alarms: AlarmsPart = AlarmsPart()
    patrols: PatrolsPart = PatrolsPart()
    officer: tuple[Officer, ...] = ()
    sheet: SheetPart = SheetPart()
    partner: tuple[Partner, ...] = ()
    rule: tuple[Rule, ...] = ()
    folder: Path = Path()

    def path(self, relative: Path) -> Path:
        """Return a path of the file as an absolute one."""
        return (self.folder / relative).resolve()

    def dsn(self) -> str:
        """Return the store's DSN with a relative SQLite path made absolute."""
        prefix = "sqlite:///"
        if not self.store.dsn.startswith(prefix):
            return self.store.dsn
        return prefix + str(self.path(Path(self.store.dsn.removeprefix(prefix))))


def load(file: Path) -> Config:
    """Read the configuration in `file`; ConfigError says what is wrong and where."""
    try:
        return parse(file.read_text(encoding="utf-8"), file)
    except OSError as error:
        raise ConfigError(f"{file} cannot be read ({error.strerror}); give its path with --config") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file} is no text; give the path of the office's office.toml") from error


def parse(text: str, file: Path) -> Config:
    """Read a configuration that stands, or is to stand, in `file`; ConfigError as for `load`."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file} is not TOML: {error}; mend that line, nothing was done") from error
    try:
        return Config.model_validate({**found, "folder": file.resolve().parent})
    except ValidationError as error:
        raise ConfigError(f"{file}: {_sentence(error)}") from error


_KINDS: Final = {
    "extra_forbidden": "there is no such setting; look at its spelling, or take it out",
}


def _sentence(error: ValidationError) -> str:
    # The input is left out on purpose: it may hold a PIN.
    said = (
        f"{'.'.join(map(str, e['loc'])) or 'file'}: {_KINDS.get(e['type'], e['msg'])}" for e in error.errors()
    )
    return f"{'; '.join(said)}; nothing was done"
