"""Files beside a report: kept as they came, handed out as downloads, and refused where they should be."""

import contextlib
import hashlib

import httpx
import pytest

from gateway.store import attachments, audit, erase, history
from gateway.store.keys import ReportKey
from tests.gateway.desk.test_photos import exif, jpeg
from tests.web.stage import Browserless, Stage

JPEG = jpeg(exif(0x8825)) + bytes(range(256)) * 400


async def _bring(
    staff: Browserless, key: ReportKey, data: bytes = JPEG, name: str = "parcels.jpg", **more: str
) -> httpx.Response:
    form = {"csrf": await staff.token(), "note": "the parcels", **more}
    return await staff.client.post(f"/r/{key}/attach", data=form, files={"file": (name, data, "image/jpeg")})


async def _kept(console: Stage, key: ReportKey) -> list[str]:
    return [one.name for one in await console.store.read(lambda conn: attachments.of(conn, key))]


async def test_a_file_comes_back_byte_for_byte_and_only_as_a_download(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    assert (await _bring(staff, key)).headers["location"].endswith("done=attached")
    page = (await staff.client.get(f"/r/{key}")).text
    for words in (
        "parcels.jpg",
        "the parcels",
        "tells where it was taken",
        hashlib.sha256(JPEG).hexdigest()[:16],
    ):
        assert words in page
    answer = await staff.client.get(f"/r/{key}/attachment/1")
    assert answer.content == JPEG
    assert answer.headers["content-disposition"].startswith('attachment; filename="parcels.jpg"')
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    for action in ("attached", "opened attachment 1"):
        assert await console.store.read(lambda conn, action=action: audit.last(conn, action, str(key)))
    lines = await console.store.read(lambda conn: history.of(conn, key))
    assert lines[-1].what == "attached"


@pytest.mark.parametrize(
    "data", [b"<svg onload=alert(1)>", b"MZ\x90", b"", b"<html><script>alert(1)</script>", b"GIF89a"]
)
async def test_only_photos_and_papers_are_kept_whatever_they_call_themselves(
    console: Stage, data: bytes
) -> None:
    key = await console.report()
    staff = await console.signed_in()
    assert (await _bring(staff, key, data)).headers["location"].endswith("done=no-photo")
    assert await _kept(console, key) == []


async def test_a_file_that_is_too_large_is_refused_with_and_without_its_length(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    with contextlib.suppress(httpx.TransportError):  # refused by its length, while it was still being sent
        assert (await _bring(staff, key, JPEG + bytes(4 << 20))).status_code == 413
    token, mark = (await staff.token()).encode(), b"--x\r\ncontent-disposition: form-data; name="
    head = mark + b'"csrf"\r\n\r\n' + token + b"\r\n" + mark + b'"file"; filename="a.jpg"\r\n\r\n'

    async def pieces() -> object:
        yield head
        for _ in range(5 << 4):
            yield b"\xff\xd8\xff" + bytes(65_533)
        yield b"\r\n--x--\r\n"

    headers = {"content-type": "multipart/form-data; boundary=x"}
    with contextlib.suppress(httpx.TransportError):
        answer = await staff.client.post(f"/r/{key}/attach", content=pieces(), headers=headers)  # pyright: ignore[reportArgumentType]  # a generator is fine
        assert answer.status_code == 413
    assert await _kept(console, key) == []


async def test_no_more_than_twenty_lie_beside_one_report(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    facts = {"name": "x.jpg", "kind": "image/jpeg", "digest": b"", "located": False, "by": "som"}
    at = console.desk.clock.now()
    for _ in range(20):
        await console.store.write(lambda conn: attachments.add(conn, key, b"x", at=at, **facts))
    assert (await _bring(staff, key)).headers["location"].endswith("done=too-much")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (b"--x\r\n\r\n", "multipart/form-data; boundary=x"),
        (b"--x--", "multipart/form-data; boundary=x"),
        (b"--x\r\n" * 5000, "multipart/form-data; boundary=x"),
        (b"--x\r\ncontent-disposition: form-data\r\n\r\na\r\n--x--", "multipart/form-data; boundary=x"),
        (b"--x\r\na: " + b"b" * 9000 + b"\r\n\r\n", "multipart/form-data; boundary=x"),
        (b"x", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary="),
        (b"csrf=x&file=x", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
    ],
)
async def test_a_broken_form_changes_nothing_and_breaks_nothing(
    console: Stage, body: bytes, kind: str
) -> None:
    key = await console.report()
    staff = await console.signed_in()
    answer = await staff.client.post(f"/r/{key}/attach", content=body, headers={"content-type": kind})
    assert answer.status_code in (400, 403, 413)
    assert await _kept(console, key) == []


async def test_a_file_needs_the_forms_token_and_the_right_and_the_report(console: Stage) -> None:
    key, other = await console.report(agency="RTP"), await console.report()
    await console.account("watcher", role="auditor")
    await console.account("customs", agency="CUS")
    staff, watcher, customs = [await console.signed_in(n) for n in ("somchai", "watcher", "customs")]
    assert (await _bring(staff, key, csrf="x")).status_code == 403
    assert (await _bring(watcher, key)).headers["location"].endswith("done=forbidden")
    assert (await _bring(customs, key)).status_code == 404
    assert await _kept(console, key) == []
    await _bring(staff, key)
    assert (await watcher.client.get(f"/r/{key}/attachment/1")).status_code == 200
    assert (await customs.client.get(f"/r/{key}/attachment/1")).status_code == 404
    for path in (f"/r/{other}/attachment/1", f"/r/{key}/attachment/2", f"/r/{key}/attachment/x"):
        assert (await staff.client.get(path)).status_code == 404


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>.jpg", 'a"; filename="b.exe', "ก\r\nx: y.jpg"])
async def test_a_files_name_is_text_on_the_page_and_in_the_header(console: Stage, name: str) -> None:
    key = await console.report()
    staff = await console.signed_in()
    await _bring(staff, key, name=name, note="<script>alert(1)</script>")
    page = (await staff.client.get(f"/r/{key}")).text
    assert "<img src" not in page
    assert "<script>alert" not in page
    headers = (await staff.client.get(f"/r/{key}/attachment/1")).headers
    assert "x" not in headers
    plain = headers["content-disposition"].partition("filename=")[2].partition(";")[0]
    assert plain.count('"') == 2
    assert plain.endswith('.jpg"')


async def test_erasing_a_report_erases_its_files(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    await _bring(staff, key, name="Aung Kyaw.jpg")
    await console.store.write(lambda conn: erase.erase(conn, erase.of_report(conn, key)))
    assert await console.store.read(lambda conn: attachments.data(conn, 1)) == b""
    assert await _kept(console, key) == [""]
    assert (await staff.client.get(f"/r/{key}/attachment/1")).status_code == 404
    assert "Aung" not in (await staff.client.get(f"/r/{key}")).text
