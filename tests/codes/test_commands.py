"""The commands decode, encode and codebook, as other programs call them."""

import json
import subprocess
import sys

NOW = ["--now", "2026-11-22T12:00+07:00"]


def _run(*args: str, stdin: str = "") -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "web", *args],
        input=stdin.encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    return done.stdout.decode().splitlines()


def test_decode_prints_the_object_of_the_contract() -> None:
    (line,) = _run("decode", "--json", *NOW, "DRG MSI YAB 200000T SEIZED")
    found = json.loads(line)
    items = [{"code": "YAB", "quantity": "200000", "unit": "T"}]
    assert {k: found[k] for k in ("outcome", "type", "fields", "corrections", "question", "edition")} == {
        "outcome": "accepted",
        "type": "DRG",
        "fields": {"items": items, "place": "MSI", "action": "SEIZED"},
        "corrections": [],
        "question": None,
        "edition": 1,
    }


def test_standard_input_is_a_text_a_line_or_an_object() -> None:
    rows = ["SOS", "", '{"text": "DRG MSI\\nICE 5KG SEIZED"}', "{not json", "[]", "\udcff\x00"]
    odd = "".join(f"{row}\n" for row in rows)
    done = subprocess.run(
        [sys.executable, "-m", "web", "decode", "--json", *NOW],
        input=odd.encode("utf-8", "surrogateescape"),
        capture_output=True,
        check=True,
        timeout=60,
    )
    outcomes = [json.loads(line)["outcome"] for line in done.stdout.decode().splitlines()]
    assert outcomes == ["accepted", "unreadable", "accepted", "unreadable", "unreadable", "unreadable"]


def test_the_language_and_the_office_are_heeded() -> None:
    (line,) = _run("decode", "--json", *NOW, "--lang", "th", "--office", "POI", "DRG ICE 5KG SEIZED")
    question = json.loads(line)["question"]
    assert question["field"] == "place"
    assert question["choices"][0]["value"] == "POI"
    assert "สถานที่" in question["text"]


def test_samples_are_encoded_and_decode_to_themselves() -> None:
    samples = _run("codebook", "sample", "--seed", "3", "--count", "40")
    assert samples == _run("codebook", "sample", "--seed", "3", "--count", "40")
    made = [json.loads(line) for line in _run("encode", "--json", stdin="\n".join(samples))]
    assert all(bytes.fromhex(row["packed"]) for row in made)
    again = _run("decode", "--json", stdin="\n".join(row["text"] for row in made))
    for sample, row, line in zip(samples, made, again, strict=True):
        found = json.loads(line)
        assert {"type": found["type"], "fields": found["fields"]} == json.loads(sample)
        assert found["canonical"] == row["text"]


def test_encode_says_what_is_wrong_in_its_line() -> None:
    lines = _run(
        "encode", "--json", stdin='nonsense\n{"type": "XXX"}\n{"type": "DRG", "fields": {"items": 5}}\n'
    )
    assert ["error" in json.loads(line) for line in lines] == [True, True, True]


def test_the_shipped_book_is_linted_and_shown() -> None:
    assert _run("codebook", "lint")[-1] == "0 findings"
    assert any("YAB" in line for line in _run("codebook", "show", "DRG"))
