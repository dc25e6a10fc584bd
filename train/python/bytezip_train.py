#!/usr/bin/env python3
"""Trains a bytezip model with PyTorch, on a machine without Java.

    python3 bytezip_train.py --step STEP --pack PACK --out OUT --device cuda --minutes 60

STEP is a folder that `bytezip train ... --export-step STEP` wrote: the training step as a
TorchScript archive, the values to start from, and what they mean. PACK is a folder that
`bytezip data pack` wrote (docs/DATA.md has its format and the order of the windows). There is no
definition of the model here, and none is needed.

Writes to OUT: NAME.safetensors (float16, what `bytezip compress --model` takes), NAME.json (its
configuration), log.jsonl (one JSON object a line), checkpoint.safetensors (for --resume). Exit
status: 0 done, 1 error, 2 wrong usage, 130 stopped (Ctrl-C, SIGTERM).

Needs Python 3.9, numpy 1.22 and PyTorch 2.4 or newer, nothing else.
"""

import argparse
import hashlib
import json
import lzma
import math
import os
import queue
import signal
import sys
import threading
import time

import numpy as np

LN2 = math.log(2)
NONE = 256  # the symbol before the first
IGNORED = -100  # such targets are left out of the loss
CHECKPOINT = "checkpoint.safetensors"
LOG = "log.jsonl"
MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15
STOPPED = 130


class Problem(Exception):
    """Something that the user should know, in one line."""


# ---------------------------------------------------------------- step


class Step:
    """What Java exported: step.json and the archives beside it."""

    def __init__(self, folder):
        self.folder = folder
        path = os.path.join(folder, "step.json")
        try:
            with open(path, encoding="utf-8") as file:
                facts = json.load(file)
            if facts["format"] != "bytezip step 1":
                raise Problem(f"{path} has not the format \"bytezip step 1\"")
            self.name = facts["name"]
            self.license = facts["license"]
            self.config = facts["config"]
            self.model = json.loads(facts["config"])
            self.settings = facts["settings"]
            self.size = facts["size"]
            self.tensors = facts["tensors"]
            self.inputs = facts["inputs"]
            self.operations = facts["operations"]
            self.empty_row = facts["empty_row"]
            self.layout_rows = facts["layout_rows"]
        except (ValueError, KeyError, TypeError) as e:
            raise Problem(f"{path} is damaged: {e!r}") from e

    def initial(self):
        """The flat vector to start from, float32 [size]."""
        path = os.path.join(self.folder, "initial.f32")
        values = np.fromfile(path, "<f4")
        if values.size != self.size:
            raise Problem(f"{path} has {values.size} numbers, not {self.size}")
        return values

    def archive(self, method, precision):
        return os.path.join(self.folder, f"{method}-{precision}.pt")


def rate(settings, step, progress):
    """The learning rate of a step (from 1): linear warm-up, then half a cosine to the last."""
    cosine = (1 + math.cos(math.pi * min(max(progress, 0), 1))) / 2
    warm = 1 if settings["warmup"] == 0 else min(1, step / settings["warmup"])
    final = settings["finalRate"]
    return np.float32(settings["rate"] * warm * (final + (1 - final) * cosine))


def hyper(settings, step, progress):
    """The optimiser's numbers of a step, float32 [8], as TrainSettings.hyper makes them: AdamW's
    bias corrections are moved out of the vectors."""
    one, now = np.float32(1), rate(settings, step, progress)
    beta1, beta2 = np.float32(settings["beta1"]), np.float32(settings["beta2"])
    root = math.sqrt(1 - float(beta2) ** step)
    return np.array(
        [
            -float(now) * root / (1 - float(beta1) ** step),
            one - beta1,
            beta2,
            one - now * np.float32(settings["decay"]),
            settings["clip"],
            1e-8 * root,
            settings.get("momentum", 0),
            -now * np.float32(settings.get("muonScale", 0)),
        ],
        np.float32,
    )


# ---------------------------------------------------------------- files


def replace(path, write):
    """Writes a file beside the old one, syncs, renames: a kill at any moment leaves one of both."""
    temporary = path + ".tmp"
    try:
        with open(temporary, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as e:
        if os.path.exists(temporary):
            os.remove(temporary)
        raise Problem(f"cannot write {path}: {e.strerror}") from e


def write_safetensors(path, tensors, metadata):
    """Writes a list of (name, array) of float16 or float32."""
    kinds = {np.dtype("<f2"): "F16", np.dtype("<f4"): "F32"}
    header, end = {"__metadata__": metadata}, 0
    for name, array in tensors:
        begin, end = end, end + array.nbytes
        header[name] = {
            "dtype": kinds[array.dtype],
            "shape": list(array.shape),
            "data_offsets": [begin, end],
        }
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)

    def write(file):
        file.write(len(text).to_bytes(8, "little") + text)
        for _, array in tensors:
            file.write(np.ascontiguousarray(array).tobytes())

    replace(path, write)


def read_safetensors(path):
    """The float32 arrays of a file that write_safetensors wrote, by name, and its metadata."""
    with open(path, "rb") as file:
        data = file.read()
    try:
        start = 8 + int.from_bytes(data[:8], "little")
        header = json.loads(data[8:start])
        metadata = header.pop("__metadata__")
        arrays = {}
        for name, entry in header.items():
            begin, end = entry["data_offsets"]
            part = np.frombuffer(data[start + begin : start + end], "<f4")
            arrays[name] = part.reshape(entry["shape"]).copy()
        return arrays, metadata
    except (ValueError, KeyError, TypeError) as e:
        raise Problem(f"damaged checkpoint: {path}") from e


def write_model(folder, name, step, values, steps, symbols):
    """Writes the model as the zoo loads it: NAME.safetensors and NAME.json."""
    tensors = []
    for entry in step.tensors:
        count = math.prod(entry["shape"])
        part = values[entry["offset"] : entry["offset"] + count]
        with np.errstate(over="ignore"):
            half = part.astype("<f2").reshape(entry["shape"])
        if not np.isfinite(half).all():
            raise Problem(f"tensor \"{entry['name']}\" has a number that is not finite in float16")
        tensors.append((entry["name"], half))
    metadata = {
        "format": "pt",
        "bytezip.name": name,
        "bytezip.config": step.config,
        "license": step.license,
        "steps": str(steps),
        "bytes_seen": str(symbols),
    }
    write_safetensors(os.path.join(folder, name + ".safetensors"), tensors, metadata)
    text = json.dumps(step.model, indent=2) + "\n"
    replace(os.path.join(folder, name + ".json"), lambda file: file.write(text.encode()))


# ---------------------------------------------------------------- order of windows


def mix(z):
    """SplitMix64's finaliser, of an integer or a uint64 array."""
    if isinstance(z, int):
        return int(mix(np.array([z & MASK], np.uint64))[0])
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def keys(base, step, count):
    """mix(base + i * step + 1) for i from 0, modulo 2^64: uint64 [count]."""
    numbers = np.arange(count, dtype=np.uint64) * np.uint64(step)
    return mix(numbers + np.uint64((base + 1) & MASK))


class WindowOrder:
    """The order of one kind's windows, as WindowOrder.java has it; sizes: symbols of each shard."""

    POOL = 4

    def __init__(self, seed, length, sizes):
        self.seed, self.length, self.sizes = seed, length, np.array(sizes, np.int64)
        self.enter(0, 0)

    def enter(self, epoch, first):
        """Prepares an epoch, whose first window is the one with the number `first`."""
        cut = mix(self.seed + epoch + 7) % self.length
        self.offsets = np.where(self.sizes // 2 >= self.length, cut, 0)
        self.counts = np.maximum(1, (self.sizes - self.offsets) // self.length)
        self.keys = keys(self.seed * GOLDEN + epoch * 0xD1B54A32D192ED03, 1, len(self.sizes))
        self.shards = np.argsort(self.keys, kind="stable")
        self.epoch, self.first, self.pool = epoch, first, None

    def place(self, n):
        """Shard and first symbol of the n-th window, from 0."""
        if n < self.first:
            self.enter(0, 0)
        while n >= self.first + self.counts.sum():
            self.enter(self.epoch + 1, self.first + int(self.counts.sum()))
        n -= self.first
        for at in range(0, len(self.shards), self.POOL):
            pool = self.shards[at : at + self.POOL]
            count = int(self.counts[pool].sum())
            if n < count:
                break
            n -= count
        if self.pool is None or self.pool[0] != pool[0]:
            self.pool = pool
            windows = keys(int(self.keys[pool[0]]), GOLDEN, count)
            self.windows = np.argsort(windows, kind="stable")
        window = int(self.windows[n])
        for shard in pool:
            if window < self.counts[shard]:
                return int(shard), int(self.offsets[shard]) + window * self.length
            window -= int(self.counts[shard])


class Turns:
    """Which kind the next sequence of a run has: the one that lacks most; the first of equals."""

    def __init__(self, weights):
        self.weights = [(kind, weight) for kind, weight in weights.items() if weight > 0]
        self.sum = sum(weight for _, weight in self.weights)
        self.counts = dict.fromkeys(weights, 0)
        self.turn = 0

    def next(self):
        self.turn += 1
        best, most = None, 0
        for kind, weight in self.weights:
            lack = weight * self.turn / self.sum - self.counts[kind]
            if best is None or lack > most:
                best, most = kind, lack
        self.counts[best] += 1
        return best


# ---------------------------------------------------------------- data


class Shard:
    """A shard in memory: starts of its tracks, symbols [n], planes of context bytes [planes, n]."""

    def __init__(self, folder, info):
        path = os.path.join(folder, info["file"])
        with open(path, "rb") as file:
            stored = file.read()
        if hashlib.sha256(stored).hexdigest() != info["sha256"]:
            raise Problem(f"broken shard: {path} does not have the SHA-256 of pack.json")
        try:
            data = lzma.decompress(stored) if path.endswith(".xz") else stored
        except lzma.LZMAError as e:
            raise Problem(f"broken shard: {path} is no sound xz file") from e
        count, planes, tracks = (int(info[key]) for key in ("symbols", "planes", "tracks"))
        head = np.frombuffer(data, "<u4", 4, 8) if len(data) >= 24 else ()
        body = 24 + 4 * tracks
        if (
            data[:8] != b"bzshard1"
            or tuple(head[:3]) != (count, planes, tracks)
            or len(data) != body + count * (1 + planes)
        ):
            raise Problem(f"broken shard: {path} does not hold what pack.json says")
        self.layout = info["layout"]
        self.starts = np.frombuffer(data, "<u4", tracks, 24).astype(np.int64)
        self.symbols = np.frombuffer(data, np.uint8, count, body)
        self.planes = np.frombuffer(data, np.uint8, count * planes, body + count)
        self.planes = self.planes.reshape(planes, count)


class Pack:
    """A folder of shards and its pack.json."""

    KINDS = ("text", "image", "audio")

    def __init__(self, folder):
        self.folder = folder
        path = os.path.join(folder, "pack.json")
        with open(path, encoding="utf-8") as file:
            try:
                info = json.load(file)
                if info["format"] != "bytezip pack 1":
                    raise Problem(f"{path} has not the format \"bytezip pack 1\"")
                self.all, self.proposed = info["shards"], info["mixture"]
            except (ValueError, KeyError, TypeError) as e:
                raise Problem(f"{path} is broken: {e!r}") from e

    def kinds(self, split):
        return [kind for kind in self.KINDS if self.shards(kind, split)]

    def mixture(self, weights):
        """The weights above 0 of the kinds to train on; if none are given, the pack's."""
        weights = weights or {**dict.fromkeys(self.KINDS, 1.0), **self.proposed}
        found = {kind: weights.get(kind, 0) for kind in self.kinds("train")}
        found = {kind: weight for kind, weight in found.items() if weight > 0}
        if not found:
            raise Problem("no data with a weight above 0")
        return found

    def identity(self):
        """Names what is trained on: the shards' hashes in their order."""
        hashes = "".join(info["sha256"] for info in self.all if info["split"] == "train")
        return hashlib.sha256(hashes.encode()).hexdigest()

    def shards(self, kind, split):
        return [s for s in self.all if s["modality"] == kind and s["split"] == split]

    def read(self, info):
        return Shard(self.folder, info)


class Batches:
    """Makes batches as BatchBuilder.java does: input rows int32 [tokens, inputs], n-gram rows int32
    [tables, tokens], targets int64 [tokens]."""

    def __init__(self, step):
        self.inputs, self.empty_row = step.inputs, step.empty_row
        self.layout_rows, self.ngrams = step.layout_rows, step.model["ngrams"]
        self.layouts = {layout["id"]: layout for layout in step.model["layouts"]}
        self.sequences = step.settings["sequences"]
        self.length = step.settings["length"]

    def reads(self, pack, kind, split):
        return all(info["layout"] in self.layouts for info in pack.shards(kind, split))

    def require(self, info):
        """Checks that the model reads what a shard holds."""
        layout = self.layouts.get(info["layout"])
        if layout is None or layout["version"] != info["version"]:
            raise Problem(
                f"the pack has {info['modality']} in version {info['version']} of the layout"
                f" \"{info['layout']}\", which the model does not read"
            )

    def build(self, windows):
        """A batch of windows (shard, first symbol); further sequences, and what lies beyond a
        shard's end, are ignored in the loss."""
        tokens = self.sequences * self.length
        inputs = np.full((tokens, self.inputs), self.empty_row, np.int32)
        rows = np.zeros((len(self.ngrams), tokens), np.int32)
        targets = np.full(tokens, IGNORED, np.int64)
        for i, (shard, start) in enumerate(windows):
            at = np.arange(start, min(start + self.length, len(shard.symbols)))
            track = shard.starts[np.searchsorted(shard.starts, at, "right") - 1]

            def before(lag):
                """The symbols so many places before; none before a track's first."""
                earlier = shard.symbols[np.maximum(at - lag, 0)].astype(np.int64)
                return np.where(at - lag >= track, earlier, NONE)

            here = slice(i * self.length, i * self.length + len(at))
            targets[here] = shard.symbols[at]
            inputs[here, 0] = before(1)
            for column, values in enumerate(self.context(shard, at, before)):
                inputs[here, 1 + column] = values
            for table, ngram in enumerate(self.ngrams):
                value = np.zeros(len(at), np.uint64)
                for lag in range(ngram["order"], 0, -1):
                    value += before(lag).astype(np.uint64) + np.uint64(1)
                    value *= np.uint64(GOLDEN)
                rows[table, here] = value >> np.uint64(65 - ngram["rows"].bit_length())
        return inputs, rows, targets

    def context(self, shard, at, before):
        """Rows of the input table, input by input: in the bytes layout earlier symbols, else from
        the shard's planes (one byte of an input of at most 256 values, two of others)."""
        row, plane = self.layout_rows[shard.layout], 0
        for i, size in enumerate(self.layouts[shard.layout]["context_sizes"]):
            if shard.layout == "bytes":
                yield row + before(2 + i)
            else:
                values = shard.planes[plane, at].astype(np.int64)
                plane += 1
                if size > 256:
                    values |= shard.planes[plane, at].astype(np.int64) << 8
                    plane += 1
                yield row + values
            row += size

    def held_out(self, pack, kind, split, symbols):
        """Batches to measure on, as HeldOut.java takes them: spread evenly over the split."""
        shards = pack.shards(kind, split)
        counts = [max(1, info["symbols"] // self.length) for info in shards]
        wanted = min(sum(counts), max(1, -(-symbols // self.length)))
        windows, taken, first = [], 0, 0
        for info, count in zip(shards, counts):
            self.require(info)
            shard = None
            while taken < wanted and taken * sum(counts) // wanted < first + count:
                shard = shard or pack.read(info)
                windows.append((shard, (taken * sum(counts) // wanted - first) * self.length))
                taken += 1
                if len(windows) == self.sequences:
                    yield self.build(windows)
                    windows = []
            first += count
        if windows:
            yield self.build(windows)

    def train(self, pack, seed, weights, first_step):
        """The batches of a run, without end. The batch of a step depends on the pack, the seed, the
        weights and the step alone. Of every kind the shards of one pool are in memory."""
        shards = {kind: pack.shards(kind, "train") for kind in weights}
        orders, loaded = {}, {}
        for kind, infos in shards.items():
            for info in infos:
                self.require(info)
            orders[kind] = WindowOrder(seed, self.length, [info["symbols"] for info in infos])
            loaded[kind] = {}
        turns = Turns(weights)
        for _ in range(first_step * self.sequences):
            turns.next()
        while True:
            windows = []
            for _ in range(self.sequences):
                kind = turns.next()
                shard, start = orders[kind].place(turns.counts[kind] - 1)
                held = loaded[kind]
                if shard not in held:
                    for other in set(held) - set(orders[kind].pool.tolist()):
                        del held[other]
                    held[shard] = pack.read(shards[kind][shard])
                windows.append((held[shard], start))
            yield self.build(windows)


def ahead(items, most=4):
    """Makes the items on a thread of its own, a few ahead; its failures are raised here."""
    made = queue.Queue(most)

    def work():
        try:
            for item in items:
                made.put((item, None))
        except BaseException as e:  # whatever it is, the consumer must not wait for ever
            made.put((None, e))

    threading.Thread(target=work, daemon=True).start()
    while True:
        item, failure = made.get()
        if failure is not None:
            raise failure
        yield item


# ---------------------------------------------------------------- training


class Run:
    """A training run: state, steps, validation, checkpoints."""

    def __init__(self, step, pack, folder, options):
        import torch  # here, so that what needs no PyTorch can be tested without

        self.torch = torch
        self.step, self.pack, self.folder, self.options = step, pack, folder, options
        self.settings = step.settings
        self.batches = Batches(step)
        self.device = torch.device(options.device)
        if self.device.type == "cuda" and not torch.cuda.is_available():
            raise Problem("this PyTorch finds no CUDA device; --device cpu is slower")
        precision = options.precision
        if precision == "auto":
            precision = "bf16" if self.device.type == "cuda" else "f32"
        torch.set_num_threads(options.threads)
        self.train = self.load("step", precision)
        self.losses = self.load("losses", precision)
        self.weights = pack.mixture(self.settings["weights"])
        self.done = 0
        self.symbols = 0
        self.seconds = 0.0
        self.stopped = False
        zeros = np.zeros(step.size, np.float32)
        self.set_state(step.initial(), zeros, zeros)

    def load(self, method, precision):
        path = self.step.archive(method, precision)
        if not os.path.exists(path):
            raise Problem(f"no such file: {path}")
        return self.torch.jit.load(path, map_location=self.device)

    def set_state(self, *vectors):
        """Values, first and second moments: float32 whatever the products' precision."""
        self.state = [self.torch.tensor(vector, device=self.device) for vector in vectors]

    def checkpoint(self):
        names = ("values", "first", "second")
        tensors = [(name, part.cpu().numpy()) for name, part in zip(names, self.state)]
        metadata = {
            "format": "bytezip training 1",
            "config": self.step.config,
            "data": self.pack.identity(),
            "order": self.order(),
            "step": str(self.done),
            "symbols": str(self.symbols),
            "seconds": repr(self.seconds),
        }
        write_safetensors(os.path.join(self.folder, CHECKPOINT), tensors, metadata)

    def order(self):
        """What the order of the windows depends on: a resumed run must have the same."""
        facts = {key: self.settings[key] for key in ("seed", "sequences", "length")}
        return json.dumps({**facts, "weights": self.weights})

    def resume(self):
        path = os.path.join(self.folder, CHECKPOINT)
        if not os.path.exists(path):
            raise Problem(f"no checkpoint in {self.folder}")
        arrays, facts = read_safetensors(path)
        if facts.get("config") != self.step.config:
            raise Problem(f"the checkpoint in {self.folder} is of another model configuration")
        if facts.get("data") != self.pack.identity():
            raise Problem(f"the checkpoint in {self.folder} is of a run on other data")
        if facts.get("order") != self.order():
            raise Problem(f"the run in {self.folder} had another seed, batch or weights")
        self.set_state(arrays["values"], arrays["first"], arrays["second"])
        self.done, self.symbols = int(facts["step"]), int(facts["symbols"])
        self.seconds = float(facts["seconds"])
        self.trim_log()

    def trim_log(self):
        """Drops what a killed run logged after its checkpoint, since these steps come again."""
        path, kept = os.path.join(self.folder, LOG), []
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                for line in file:
                    try:
                        if json.loads(line)["step"] <= self.done:
                            kept.append(line)
                    except (ValueError, KeyError, TypeError):
                        break  # a killed run may leave a torn line
            replace(path, lambda file: file.write("".join(kept).encode()))

    def progress(self):
        minutes, symbols = self.settings["minutes"], self.settings["bytes"]
        of_time = self.seconds / (60 * minutes) if minutes > 0 else 0
        of_symbols = self.symbols / symbols if symbols > 0 else 0
        return min(1, max(of_time, of_symbols))

    def tensors(self, arrays):
        return [
            self.torch.from_numpy(array).to(self.device, non_blocking=True) for array in arrays
        ]

    def validation_is_due(self, tokens, validated):
        every = self.settings["validateBytes"]
        if self.progress() >= 1:
            return False  # the last validation follows
        if every > 0:
            return self.symbols // every > (self.symbols - tokens) // every
        return self.seconds - validated >= 60 * self.settings["validateMinutes"]

    def take(self, batch):
        """One optimiser step. Loss and gradient norm stay on the device, so that nobody waits; the
        numbers stay with the processor, which reads them."""
        done = self.done + 1
        numbers = self.torch.from_numpy(hyper(self.settings, done, self.progress()))
        self.rate = float(rate(self.settings, done, self.progress()))
        try:
            with self.torch.jit.optimized_execution(False):
                report = self.train(*self.state, numbers, *self.tensors(batch))
        except self.torch.cuda.OutOfMemoryError as e:
            raise Problem("the GPU has too little memory; export the step with less --micro") from e
        self.done = done
        return report

    def validate(self):
        """Logs bits a byte of each kind on its held-out data, their mean by the kinds' weights, and
        bits on data of other origin."""
        kinds = [kind for kind in self.pack.kinds("validation") if kind in self.weights]
        held = self.measured(kinds, "validation")
        facts = dict(held)
        if held:
            share = sum(self.weights[kind] for kind in held)
            facts["bits"] = sum(self.weights[kind] * held[kind] for kind in held) / share
        others = self.pack.kinds("ood")
        others = [kind for kind in others if self.batches.reads(self.pack, kind, "ood")]
        other = self.measured(others, "ood")
        if other:
            facts["ood"] = other
        self.log("validation", **facts)
        return facts

    def measured(self, kinds, split):
        """The results of the kinds that have a window of which the second half counts."""
        results = {kind: self.measure(kind, split) for kind in kinds}
        return {kind: bits for kind, bits in results.items() if bits is not None}

    def measure(self, kind, split):
        """Bits a byte over the second half of every window: a stream never has less history."""
        length, symbols = self.settings["length"], self.settings["validationSymbols"]
        bits, count = 0.0, 0
        for batch in self.batches.held_out(self.pack, kind, split, symbols):
            with self.torch.no_grad(), self.torch.jit.optimized_execution(False):
                nats = self.losses(self.state[0], *self.tensors(batch)).cpu().numpy()
            late = (np.arange(nats.size) % length >= length // 2) & (batch[2] != IGNORED)
            bits += float(nats[late].sum(dtype=np.float64)) / LN2
            count += int(late.sum())
        return bits / count if count else None

    def log(self, event, **facts):
        line = {"event": event, "step": self.done, "bytes": self.symbols}
        line["seconds"] = round(self.seconds, 3)
        line["flop"] = self.symbols * self.step.operations
        line = json.dumps({**line, **facts})
        with open(os.path.join(self.folder, LOG), "a", encoding="utf-8") as file:
            file.write(line + "\n")
        print(line, file=sys.stderr, flush=True)

    def run(self):
        """Trains until the budget is used up or a signal comes; true when it is used up."""
        logged, saved, validated = self.seconds, self.seconds, self.seconds
        logged_symbols, reports = self.symbols, []
        tokens = self.settings["sequences"] * self.settings["length"]
        batches = ahead(
            self.batches.train(self.pack, self.settings["seed"], self.weights, self.done)
        )
        before, start = self.seconds, time.monotonic()

        def read():
            """Waits for the steps taken so far: mean bits and the last gradient norm."""
            found = self.torch.stack(reports).cpu().numpy()
            if not np.isfinite(found).all():
                raise Problem(
                    f"the loss is not finite any more at step {self.done}; a lower rate helps"
                )
            return float(found[:, 0].mean()) / LN2, float(found[-1, 1])

        while not self.stopped and self.progress() < 1:
            reports.append(self.take(next(batches)))
            self.symbols += tokens
            self.seconds = before + time.monotonic() - start
            validating = self.validation_is_due(tokens, validated)
            saving = self.seconds - saved >= 60 * self.settings["checkpointMinutes"]
            saving |= validating  # so that a kill during a long validation loses little
            if saving or self.seconds - logged >= self.options.log_seconds or self.done == 1:
                bits, norm = read()
                self.seconds = before + time.monotonic() - start
                passed = max(self.seconds - logged, 1e-9)
                self.log(
                    "train",
                    bits=bits,
                    norm=norm,
                    rate=self.rate,
                    bytesPerSecond=round((self.symbols - logged_symbols) / passed),
                )
                logged, logged_symbols, reports = self.seconds, self.symbols, []
            if saving:
                self.checkpoint()
                saved = self.seconds
            if validating:
                self.validate()
                self.seconds = before + time.monotonic() - start
                validated = self.seconds
        if reports:
            read()
        self.checkpoint()
        if not self.stopped:
            self.log("end", reason="budget", **self.validate())
        return not self.stopped


def main(arguments):
    parser = argparse.ArgumentParser(
        prog="bytezip_train.py", description="Trains a bytezip model with PyTorch, without Java."
    )
    parser.add_argument("--step", required=True, metavar="DIR", help="what --export-step wrote")
    parser.add_argument("--pack", required=True, metavar="DIR", help="what data pack wrote")
    parser.add_argument("--out", required=True, metavar="DIR", help="output folder")
    parser.add_argument("--device", default="cpu", help="cpu, cuda, cuda:1, ...; default: cpu")
    parser.add_argument(
        "--precision",
        default="auto",
        choices=("auto", "bf16", "f32"),
        help="of the products; default: bf16 on cuda, else f32",
    )
    parser.add_argument("--minutes", type=float, help="training time; the schedule follows it")
    parser.add_argument("--bytes", type=int, help="bytes to train on; reproducible")
    parser.add_argument("--lr", type=float, help="peak learning rate")
    parser.add_argument("--seed", type=int, help="seed of the windows' order")
    parser.add_argument("--name", help="the model's name; default: as exported")
    parser.add_argument("--threads", type=int, default=1, help="of PyTorch; default: 1")
    parser.add_argument("--log-seconds", type=float, default=5, help="default: 5; 0: every step")
    parser.add_argument("--resume", action="store_true", help="go on from OUT's checkpoint")
    options = parser.parse_args(arguments)
    step = Step(options.step)
    keys = {"minutes": "minutes", "bytes": "bytes", "lr": "rate", "seed": "seed"}
    for option, key in keys.items():
        if getattr(options, option) is not None:
            step.settings[key] = getattr(options, option)
    if step.settings["minutes"] <= 0 and step.settings["bytes"] <= 0:
        raise Problem("a budget is needed: --minutes or --bytes")
    if not options.resume and os.path.exists(os.path.join(options.out, CHECKPOINT)):
        raise Problem(
            f"{options.out} holds a run already; go on with --resume or name another folder"
        )
    pack = Pack(options.pack)
    os.makedirs(options.out, exist_ok=True)
    run = Run(step, pack, options.out, options)
    if options.resume:
        run.resume()

    def stop(number, frame):
        run.stopped = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    finished = run.run()
    values = run.state[0].cpu().numpy()
    write_model(options.out, options.name or step.name, step, values, run.done, run.symbols)
    if not finished:
        print("bytezip_train.py: stopped; the same command with --resume goes on", file=sys.stderr)
        return STOPPED
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (Problem, OSError) as e:
        sys.exit(f"bytezip_train.py: {e}")
