"""A value that travels as an array of its fields, checked on the way in; what such values are made of."""

from datetime import UTC, datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gateway.errors import EnvelopeError
from gateway.store.keys import HIGHEST

LONGEST_SHORT = 40
_END = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp())  # a day short of the last that any zone can say
Short = Annotated[str, Field(max_length=LONGEST_SHORT, pattern=r"^[^\x00]*$")]  # PostgreSQL keeps no NUL
Code = Annotated[str, Field(pattern=r"^[A-Z]{2,5}$")]
Number = Annotated[int, Field(ge=1, le=HIGHEST)]
Count = Annotated[int, Field(ge=0, le=HIGHEST)]
Seconds = Annotated[int, Field(ge=0, lt=_END)]


class Array(BaseModel):
    """A value that travels as an array of its fields, in their order."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    def array(self) -> list[Any]:
        return list(self.model_dump(mode="python").values())

    @classmethod
    def of(cls, values: object) -> Self:
        names = list(cls.model_fields)
        if not isinstance(values, list) or len(values) != len(names):  # pyright: ignore[reportUnknownArgumentType]  # that is what is being checked
            raise EnvelopeError(f"a {cls.__name__} has {len(names)} values")
        try:
            return cls.model_validate(dict(zip(names, values, strict=True)))  # pyright: ignore[reportUnknownArgumentType]  # the same
        except ValidationError as error:
            where = ".".join(map(str, error.errors()[0]["loc"]))
            raise EnvelopeError(f"a {cls.__name__} with an impossible {where}") from error
