"""Files by their first bytes, the place they tell, and names that can do no harm."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.photos import KINDS, clean_name, is_located, kind_of


def exif(tag: int, order: str = "<") -> bytes:
    """Return an Exif part whose one directory has one entry."""
    mark = b"II*\x00" if order == "<" else b"MM\x00*"
    entry = struct.pack(f"{order}HHII", tag, 4, 1, 26)
    tail = struct.pack(f"{order}H", 1) + entry + bytes(4)
    return b"Exif\x00\x00" + mark + struct.pack(f"{order}I", 8) + tail


def jpeg(*parts: bytes) -> bytes:
    """Return the shape of a JPEG with these APP1 segments."""
    made = b"".join(b"\xff\xe1" + struct.pack(">H", len(part) + 2) + part for part in parts)
    return b"\xff\xd8" + made + b"\xff\xda\x00\x02" + bytes(20) + b"\xff\xd9"


def png(name: bytes, part: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(part)) + name + part + bytes(4)


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photo_that_tells_its_place_is_known(order: str) -> None:
    assert is_located(jpeg(exif(0x8825, order)))
    assert is_located(jpeg(b"Exif\x00\x00", exif(0x8825, order)))
    assert is_located(png(b"eXIf", exif(0x8825, order).removeprefix(b"Exif\x00\x00")))
    assert is_located(jpeg(b"http://ns.adobe.com/xap/1.0/\x00<x exif:GPSLatitude='20,26N'/>"))


def test_a_photo_that_does_not_is_known_too() -> None:
    for data in (jpeg(), jpeg(exif(0x0112)), png(b"tEXt", b"GPS"), b"%PDF-1.7", b""):
        assert not is_located(data)


@given(st.binary(max_size=200))
def test_nothing_broken_breaks_the_look_at_it(data: bytes) -> None:
    for start in (
        b"",
        b"\xff\xd8\xff\xe1",
        b"\xff\xd8\xff\xe1\x00\xf0Exif\x00\x00II*\x00",
        b"\x89PNG\r\n\x1a\n",
    ):
        is_located(start + data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (jpeg(), "image/jpeg"),
        (png(b"IEND", b""), "image/png"),
        (b"%PDF-1.4\n", "application/pdf"),
        (b"<svg onload=alert(1)>", None),
        (b"GIF89a", None),
        (b"MZ", None),
        (b" %PDF-1.4", None),
        (b"", None),
    ],
)
def test_a_kind_is_told_by_the_first_bytes_alone(data: bytes, kind: str | None) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("photo.jpg", "photo.jpg"),
        ("C:\\Users\\x\\photo.JPEG", "photo.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("a\r\nset-cookie: x=1.jpg", "a set-cookie x 1.jpg"),
        ("<script>alert(1)</script>", "script.jpg"),
        ('x" onload="y.jpg', "x onload y.jpg"),
        ("gpj.\u202eexe.jpg", "gpj. exe.jpg"),
        ("รูปของกลาง.png", "รูปของกลาง.jpg"),
        ("", "file.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("...", "file.jpg"),
        ("photo.jpg.exe", "photo.jpg.jpg"),
    ],
)
def test_a_name_keeps_what_people_read_and_nothing_else(name: str, clean: str) -> None:
    assert clean_name(name, "image/jpeg") == clean


@given(st.text(max_size=300), st.sampled_from(sorted(KINDS)))
def test_no_name_can_leave_its_folder_or_its_header(name: str, kind: str) -> None:
    clean = clean_name(name, kind)
    assert clean.endswith(f".{KINDS[kind]}")
    assert not set(clean) & set("/\\\r\n\"'<>;:&\x00")
    assert not clean.startswith(".")
    assert len(clean) <= 64
