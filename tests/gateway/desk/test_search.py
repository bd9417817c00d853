"""Search: words of every script, wherever they are written, and by what the book calls a code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from codes.load import shipped
from codes.noise.zawgyi import to_zawgyi
from codes.words.zawgyi import is_zawgyi
from gateway.desk import reading
from gateway.desk.book_words import BookWords
from gateway.desk.rows import Naming
from gateway.desk.values import Filter, Person
from gateway.store import erase, messages, reports
from gateway.store.columns import table
from gateway.store.search import words_of
from gateway.store.store import Store
from gateway.store.tables import Wording
from gateway.store.wording import fold, line
from tests.gateway.store import rows
from tests.gateway.store.rows import key, later, report

SOMCHAI = Person("somchai", "duty", "", "en", "token")
WORDS = BookWords(shipped())
NAMING = Naming(WORDS, "en", {})


def _found(store: Store, text: str, state: str = "") -> list[int]:
    wanted = Filter(text=text, words=WORDS.meant(text), state=state)
    found = store.read_now(lambda conn: reading.queue(conn, SOMCHAI, wanted, NAMING))
    total = store.read_now(lambda conn: reading.count(conn, SOMCHAI, wanted))
    assert total == len(found)
    return sorted(row.key.seq for row in found)


def _said(conn: Connection, seq: int, text: str, **more: object) -> int:
    """File a report with the text it came in."""
    message = messages.add(conn, **rows.message(text=text))
    reports.file(conn, report(key(seq), ref=f"R{seq}-X", **more), rows.source(message_id=message))
    messages.change(conn, message, **key(seq).values())
    return message


SCRIPTS = {
    "Thai": ("เจอยาบ้าที่สะพานแม่น้ำสาย", "สะพาน"),
    "Lao": ("ພົບຢາບ້າຢູ່ຂົວແມ່ນ້ຳຂອງ", "ຂົວແມ່ນ້ຳ"),
    "Khmer": ("រកឃើញថ្នាំញៀននៅស្ពាន", "ស្ពាន"),
    "Burmese": ("တံတားအနီးမှာတွေ့တယ်", "အနီး"),
    "Vietnamese": ("Phát hiện ở cầu Đông Hà", "cau dong"),
    "Chinese": ("在大桥附近发现", "大桥附"),
    "English": ("found near the Friendship Bridge", "friendSHIP"),
}


@pytest.mark.parametrize("state", ["", "all"])
def test_a_part_of_a_sentence_is_found_in_every_script(store: Store, state: str) -> None:
    def work(conn: Connection) -> None:
        for seq, (text, _) in enumerate(SCRIPTS.values()):
            _said(conn, seq, text)

    store.write_now(work)
    for seq, (_, sought) in enumerate(SCRIPTS.values()):
        assert _found(store, sought, state=state) == [seq]
    assert _found(store, "สะพานพระราม", state=state) == []


NAMES = {place.names["my"] for place in shipped().places.values() if "my" in place.names}


def test_burmese_is_found_whichever_way_it_was_typed(store: Store) -> None:
    unicode, zawgyi = "မြန်မာ ကျောင်း", to_zawgyi("မြန်မာ ကျောင်း")

    def work(conn: Connection) -> None:
        _said(conn, 1, f"FUP {unicode}")
        _said(conn, 2, f"FUP {zawgyi}")

    store.write_now(work)
    for text in (unicode, *unicode.split(), zawgyi, *zawgyi.split()):
        assert _found(store, text) == _found(store, text, state="all") == [1, 2]
    assert _found(store, "ကြောင်း") == []


def test_every_burmese_name_of_the_book_is_found_in_a_text_that_came_in_zawgyi() -> None:
    told = {one for one in NAMES if is_zawgyi(to_zawgyi(one))}
    assert len(told) > len(NAMES) / 2
    assert [one for one in told if fold(one) not in line([f"FUP {to_zawgyi(one)}"])] == []


@given(st.text(st.characters(min_codepoint=0x1000, max_codepoint=0x109F) | st.sampled_from(" \u200b aé")))
def test_no_burmese_breaks_the_search(text: str) -> None:
    words = fold(text).split()
    assert [word[0] for word in words_of(text)] == words
    assert line([text]).split()[: len(words)] == words


def test_zawgyi_that_was_kept_as_it_came_is_found_by_what_was_typed(store: Store) -> None:
    typed = to_zawgyi("ကျောင်း")
    store.write_now(lambda conn: _said(conn, 1, typed))
    store.write_now(lambda conn: conn.execute(table(Wording).update().values(text=f" {fold(typed)} ")))
    assert _found(store, typed) == _found(store, typed, state="all") == [1]


def test_a_digit_is_the_same_in_every_script(store: Store) -> None:
    store.write_now(lambda conn: _said(conn, 1, "ทะเบียน ๔๗๑๑"))
    assert _found(store, "4711") == _found(store, "၄၇၁၁") == [1]


@pytest.mark.parametrize("label", ["ยาบ้า", "ຢາບ້າ", "yaba", "YAB"])
def test_a_code_is_found_by_its_name_in_any_language(store: Store, label: str) -> None:
    def work(conn: Connection) -> None:
        reports.file(conn, report(key(1), canonical="DRUG MSI YAB 200000T SEIZED"))
        reports.file(conn, report(key(2), canonical="DRUG MSI KET 2KG SEIZED"))

    store.write_now(work)
    assert _found(store, label) == _found(store, label, state="all") == [1]


def test_all_words_must_be_there_and_their_order_does_not_count(store: Store) -> None:
    def work(conn: Connection) -> None:
        _said(conn, 1, "white truck by the river", canonical="VEH MSI")
        _said(conn, 2, "white boat", canonical="VEH CSN")

    store.write_now(work)
    assert _found(store, "truck msi", state="all") == _found(store, "river white", state="all") == [1]
    assert _found(store, "white", state="all") == [1, 2]


@pytest.mark.parametrize("state", ["", "all"])
@pytest.mark.parametrize("sign", ['"', "*", "sel OR", "NEAR(", "%", "_", "'", "a" * 80, "(", "^x", "-x y:"])
def test_no_sign_has_a_meaning_of_its_own(store: Store, sign: str, state: str) -> None:
    store.write_now(lambda conn: _said(conn, 1, "white truck"))
    assert _found(store, sign, state=state) == []
    store.write_now(lambda conn: _said(conn, 2, f"white {sign} truck"))
    assert _found(store, sign, state=state) == [2]


def test_an_amendment_is_found_and_what_it_took_away_is_not(store: Store) -> None:
    store.write_now(lambda conn: reports.file(conn, report(key(1), canonical="DRUG MSI YAB")))
    store.write_now(lambda conn: reports.amend(conn, key(1), canonical="DRUG MSI KET"))
    assert (_found(store, "ket", state="all"), _found(store, "yab", state="all")) == ([1], [])


def test_what_is_erased_is_found_by_no_word(store: Store) -> None:
    store.write_now(lambda conn: _said(conn, 1, "white truck"))
    assert _found(store, "truck", state="all") == [1]
    store.write_now(lambda conn: erase.erase(conn, erase.of_report(conn, key(1))))
    assert _found(store, "truck", state="all") == _found(store, "seized", state="all") == []


def test_an_erased_message_goes_out_of_the_words_of_a_report_that_stays(store: Store) -> None:
    store.write_now(lambda conn: _said(conn, 1, "white truck"))
    store.write_now(lambda conn: erase.erase(conn, erase.messages_before(conn, later(60), 9)))
    assert (_found(store, "truck", state="all"), _found(store, "seized", state="all")) == ([], [1])


def test_what_is_found_among_all_stands_by_time(store: Store) -> None:
    def work(conn: Connection) -> None:
        for seq in range(4):
            _said(conn, seq, "truck", precedence=seq % 2)

    store.write_now(work)
    for text in ("truck", "tr"):
        wanted = Filter(text=text, state="all")
        rows = store.read_now(lambda conn, w=wanted: reading.queue(conn, SOMCHAI, w, NAMING))
        assert [row.key.seq for row in rows] == [3, 2, 1, 0]


def test_folding_leaves_the_marks_of_scripts_that_mean_something() -> None:
    assert fold("ยาบ้า") != fold("ยาบา")
    assert fold("Đà Nẵng") == "da nang"
    assert fold("a\u200bb\u00ad") == "ab"
