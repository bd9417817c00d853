"""What axe finds wrong with a page, as far as it is serious."""

from typing import Any

from axe_playwright_python.async_playwright import Axe

CONTRAST = {"runOnly": ["color-contrast"]}


async def faults(page: Any, name: str, options: dict[str, Any] | None = None) -> list[str]:  # noqa: ANN401  # a Page, which axe leaves untyped
    """Return a line for each node that axe finds a serious or critical fault with."""
    found = await Axe().run(page, options=options)
    serious = [one for one in found.response["violations"] if one["impact"] in ("serious", "critical")]
    return [f"{name}: {one['id']}: {node['html'][:120]}" for one in serious for node in one["nodes"]]
