import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.merkle import proofs
from gateway.merkle.tree import Frontier, leaf

_KNOWN = json.loads((Path(__file__).parents[2] / "data/merkle/rfc6962.json").read_text())
_LEAVES = [leaf(bytes.fromhex(data)) for data in _KNOWN["leaves"]]
_ROOTS = [bytes.fromhex(root) for root in _KNOWN["roots"]]
_MANY = [leaf(n.to_bytes(4, "big")) for n in range(300)]
_SIZES = st.integers(0, len(_MANY))


def _naive(leaves: list[bytes]) -> bytes:
    """Hash as the definition of RFC 6962, 2.1, reads."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + _naive(leaves[:half]) + _naive(leaves[half:])).digest()


def _hex(path: list[bytes]) -> list[str]:
    return [one.hex() for one in path]


@pytest.mark.parametrize("size", range(9))
def test_the_published_roots(size: int) -> None:
    assert Frontier().grow(_LEAVES[:size]).root == _ROOTS[size]


@pytest.mark.parametrize("case", _KNOWN["inclusion"])
def test_the_published_inclusion_proofs(case: dict) -> None:
    index, size = case["index"], case["size"]
    path = proofs.inclusion(index, size, proofs.over(_LEAVES))
    assert _hex(path) == case["path"]
    assert proofs.included(index, size, _LEAVES[index], path, _ROOTS[size])


@pytest.mark.parametrize("case", _KNOWN["consistency"])
def test_the_published_consistency_proofs(case: dict) -> None:
    old, size = case["old"], case["size"]
    path = proofs.consistency(old, size, proofs.over(_LEAVES))
    assert _hex(path) == case["path"]
    assert proofs.consistent(old, size, _ROOTS[old], _ROOTS[size], path)


@given(_SIZES, st.lists(_SIZES, max_size=4))
def test_a_tree_grown_in_any_steps_is_the_tree(size: int, steps: list[int]) -> None:
    tree = Frontier()
    for step in [*sorted(s for s in steps if s <= size), size]:
        tree = tree.grow(_MANY[tree.size : step])
        assert Frontier.decode(tree.size, tree.encode()) == tree
    assert (tree.size, tree.root) == (size, _naive(_MANY[:size]))


@given(st.data(), st.integers(1, 300))
def test_every_leaf_is_proved_and_no_other(data: st.DataObject, size: int) -> None:
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    root = _naive(_MANY[:size])
    path = proofs.inclusion(index, size, proofs.over(_MANY))
    assert proofs.included(index, size, _MANY[index], path, root)
    assert proofs.included(index, size, _MANY[other], path, root) == (index == other)
    assert not proofs.included(index, size, _MANY[index], [*path, root], root)
    assert not proofs.included(size, size, _MANY[index], path, root)


@given(st.data(), st.integers(1, 300))
def test_growth_is_proved_from_the_old_peaks_and_the_new_leaves(data: st.DataObject, size: int) -> None:
    old = data.draw(st.integers(1, size))
    before = Frontier().grow(_MANY[:old])
    path = proofs.consistency(old, size, proofs.over(_MANY[old:size], before))
    assert path == proofs.consistency(old, size, proofs.over(_MANY))
    root = _naive(_MANY[:size])
    assert proofs.consistent(old, size, before.root, root, path)
    assert not proofs.consistent(old, size, leaf(b"other"), root, path)
    assert not proofs.consistent(old, size, before.root, leaf(b"other"), path)
    assert not proofs.consistent(old, size, before.root, root, [*path, root])


@given(st.integers(2, 300), st.data())
def test_a_tree_with_one_old_leaf_changed_proves_nothing(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size - 1))
    changed = list(_MANY[:size])
    changed[data.draw(st.integers(0, old - 1))] = leaf(b"changed")
    path = proofs.consistency(old, size, proofs.over(changed))
    assert not proofs.consistent(old, size, _naive(_MANY[:old]), _naive(changed), path)


@given(st.integers(-2, 9), st.integers(-2, 9), st.lists(st.sampled_from(_MANY), max_size=5))
def test_no_path_makes_a_check_fail_otherwise_than_by_saying_no(
    old: int, size: int, path: list[bytes]
) -> None:
    assert proofs.consistent(old, size, _MANY[0], _MANY[1], path) in {True, False}
    assert proofs.included(old, size, _MANY[0], path, _MANY[1]) is False


def test_peaks_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="peaks"):
        Frontier.decode(3, bytes(32))
