"""The doors of the partners: whether each answers with the certificate of its card; nothing is sent."""

from collections.abc import AsyncGenerator

from gateway.errors import ConfigError
from gateway.links.https import HttpsLink
from gateway.office import card
from gateway.office.config import Config, Partner
from hardware.finding import Finding, good, wrong


async def look(config: Config) -> AsyncGenerator[Finding]:
    for partner in config.partner:
        yield await _partner(config, partner)


async def _partner(config: Config, partner: Partner) -> Finding:
    check = f"partner {partner.code}"
    try:
        link = HttpsLink(partner.url, card.read(config.path(partner.card)))
    except (ConfigError, OSError, ValueError) as error:
        return wrong(check, f"Its card cannot be used ({error}): ask {partner.name} for it again.")
    try:
        why = await link.reach()
    finally:
        await link.close()
    if why:
        said = f"{partner.name} cannot be reached: {why}. What is for it waits here; ring that office."
        return wrong(check, said)
    return good(check, f"{partner.name} answers, with the certificate of its card.")
