"""Whatever happens to it, the modem's ledger adds up, and a restart changes nothing."""

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hardware.sim.modem.core import Modem
from hardware.sim.modem.journal import Journal
from hardware.sim.modem.ledger import State
from hardware.sim.modem.machine import Machine
from hardware.sim.modem.ops import address_of
from hardware.sim.modem.settings import Settings

CAPACITY = 3
SEND = b"AT+CMGS=15\r0021000B916618325476F8000002C834\x1a"
SETTINGS = Settings(capacity=CAPACITY, latency={"CMGL": 0.5, "CMGD": 0.5})


class Life(RuleBasedStateMachine):
    """A modem with a small SIM, a client that does anything, and a supply that fails."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.now = 0.0
        self.journal = Journal(Path(self.folder.name) / "state")
        self.modem = Modem(Machine(SETTINGS, keep=self.journal))
        self.receive(["one", "two"])

    def teardown(self) -> None:
        self.journal.close()
        self.folder.cleanup()

    @rule(texts=st.lists(st.text(max_size=200), min_size=1, max_size=4))
    def receive(self, texts: list[str]) -> None:
        for text in texts:
            self.modem.machine.network.receive(address_of("+66812345678"), text)
        self.modem.tick(self.now)

    @rule(typed=st.binary(max_size=60))
    def type_anything(self, typed: bytes) -> None:
        self.modem.feed(typed, self.now)

    @rule(number=st.integers(0, CAPACITY + 1), flag=st.sampled_from(["", ",0", ",1", ",4"]))
    def delete(self, number: int, flag: str) -> None:
        self.command(f"CMGD={number}{flag}", 5)

    @rule(
        command=st.sampled_from(["CMGL=4", "CPMS?", "CNMA", "CSMS=1", "CMGR=1", "CMGR=2"])
        | st.sampled_from(["SM", "ME"]).map('CPMS="{0}","{0}","{0}"'.format)
        | st.sampled_from(["0,0,0,0", "2,1,0,2", "2,2,0,1", "2,3,0,2"]).map("CNMI={}".format),
        seconds=st.sampled_from([0, 5]),
    )
    def command(self, command: str, seconds: int) -> None:
        self.modem.feed(f"\x1b\rAT+{command}\r".encode(), self.now)
        self.wait(seconds)

    @rule()
    def send(self) -> None:
        self.modem.feed(b"\x1b\r" + SEND, self.now)
        self.wait(5)

    @rule(seconds=st.floats(0, 30))
    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.modem.tick(self.now)
        self.modem.out.clear()

    @rule()
    def replug(self) -> None:
        self.modem.switch_off()
        self.modem.switch_on()
        self.modem.tick(self.now)

    @rule()
    def restart(self) -> None:
        before = self.picture()
        self.journal.close()
        self.journal = Journal(Path(self.folder.name) / "state")
        machine = Machine(SETTINGS, keep=self.journal)
        machine.restore(self.journal.values)
        self.modem = Modem(machine)
        assert self.picture() == before

    def picture(self) -> object:
        network = self.modem.machine.network
        memories = {name: list(memory) for name, memory in self.modem.machine.memories.items()}
        return memories, network.ledger.entries, network.segments

    @invariant()
    def every_entry_is_in_one_place(self) -> None:
        machine = self.modem.machine
        held = {
            (memory.name, index): stored.entry
            for memory in machine.memories.values()
            for index, stored in memory
            if stored.entry is not None
        }
        entries = machine.network.ledger.entries.values()
        stored = {(e.memory, e.index): e.id for e in entries if e.state is State.STORED}
        assert held == stored
        assert all(len(memory) <= CAPACITY for memory in machine.memories.values())

    @invariant()
    def counts_add_up(self) -> None:
        counts = self.modem.machine.network.ledger.counts()
        assert counts["offered"] == sum(counts[state] for state in State)
        assert counts["given"] == counts["offered"] - counts["waiting"]


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
