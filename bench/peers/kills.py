"""What the peers of the repair benchmark share: workers that write down each step they have finished, and somebody
who kills one of them and looks when the next step comes. CLOCK_MONOTONIC is the same for all processes."""

import ctypes
import os
import signal
import time

PER_WORKER = 64  # samples a step: bench/repair's batch of 128 by two
CHECKPOINT_EVERY = 20  # steps; both torchrun's and Ray Train's workers go on from the last one
WARM_UP = 40  # steps between a worker's first and its death
BOUND = 20  # seconds after which a kill is given up on: it hangs


def die_with_parent():
    """A launcher may put its workers into sessions of their own, where killing its process group does not reach."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def stamp(path, rank, step):
    """One step is done. A short line appended at once is whole, whoever else writes."""
    with open(path, "a") as log:
        log.write(f"{time.monotonic()} {os.getpid()} {rank} {step}\n")


class Stamps:
    """The steps that workers have written down, in the order in which they did."""

    def __init__(self, path):
        self.path = path
        self.all = []
        open(path, "a").close()
        self.file = open(path)
        self.rest = ""

    def read(self):
        self.rest += self.file.read()
        *lines, self.rest = self.rest.split("\n")
        for line in lines:
            at, pid, rank, step = line.split()
            self.all.append((float(at), int(pid), int(rank), int(step)))
        return self.all

    def wait(self, what, alive):
        """The first stamp for which `what` holds; None after a while, or when nobody is alive to write it."""
        end = time.monotonic() + BOUND
        seen = 0
        while time.monotonic() < end and alive():
            stamps = self.read()
            for one in stamps[seen:]:
                if what(one):
                    return one
            seen = len(stamps)
            time.sleep(0.002)
        return None

    def settled(self, since, bound=60):
        """Waits until ranks 0 and 1 have each done their warm-up after `since`: their pids by rank."""
        end = time.monotonic() + bound
        while time.monotonic() < end:
            done = {}
            for at, pid, rank, _ in self.read():
                if at > since:
                    done.setdefault(rank, []).append(pid)
            if len(done) == 2 and all(pids.count(pids[-1]) >= WARM_UP for pids in done.values()):
                return {rank: pids[-1] for rank, pids in done.items()}
            time.sleep(0.01)
        raise SystemExit(f"the workers did not get through {WARM_UP} steps in {bound} s")

    def newest(self):
        """The highest step that anybody has finished."""
        return max(step for _, _, _, step in self.read())


def kill_and_wait(stamps, pids, resumed, alive=lambda: True):
    """Kills rank 1; the seconds until a step that `resumed` accepts, or None if none came."""
    newest = stamps.newest()
    begin = time.monotonic()
    os.kill(pids[1], signal.SIGKILL)
    first = stamps.wait(lambda one: one[0] > begin and resumed(one, newest), alive)
    return None if first is None else first[0] - begin
