"""Tests of the runner that need numpy alone: its numbers are those that Java wrote to golden/.

    python3 -m unittest discover -s train/python
"""

import hashlib
import json
import lzma
import os
import tempfile
import types
import unittest

import numpy as np

import bytezip_train as runner


def golden(name):
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden", name)
    with open(path, encoding="utf-8") as file:
        return json.load(file)


class OrderTest(unittest.TestCase):
    def test_windows(self):
        for case in golden("order.json")["orders"]:
            order = runner.WindowOrder(case["seed"], case["length"], case["sizes"])
            places = [list(order.place(n)) for n in range(len(case["places"]))]
            self.assertEqual(case["places"], places)

    def test_windows_from_the_middle(self):
        case = golden("order.json")["orders"][1]
        for n in range(len(case["places"]) - 1, 0, -7):
            order = runner.WindowOrder(case["seed"], case["length"], case["sizes"])
            self.assertEqual(case["places"][n], list(order.place(n)))
            self.assertEqual(case["places"][0], list(order.place(0)))

    def test_turns(self):
        for case in golden("order.json")["turns"]:
            turns = runner.Turns(case["weights"])
            self.assertEqual(case["kinds"], [turns.next() for _ in case["kinds"]])


class BatchTest(unittest.TestCase):
    def setUp(self):
        self.golden = golden("order.json")["batches"]
        self.batches = runner.Batches(
            types.SimpleNamespace(
                inputs=self.golden["inputs"],
                empty_row=self.golden["empty_row"],
                layout_rows=self.golden["layout_rows"],
                model=json.loads(self.golden["config"]),
                settings={key: self.golden[key] for key in ("sequences", "length")},
            )
        )
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def shard(self, case):
        with open(os.path.join(self.folder.name, case["info"]["file"]), "wb") as file:
            file.write(bytes.fromhex(case["shard"]))
        return runner.Shard(self.folder.name, case["info"])

    def test_batches(self):
        self.assertEqual(2, len(self.golden["cases"]))
        for case in self.golden["cases"]:
            shard = self.shard(case)
            inputs, rows, targets = self.batches.build([(shard, at) for at in case["starts"]])
            self.assertEqual(case["inputs"], inputs.ravel().tolist())
            self.assertEqual(case["rows"], rows.ravel().tolist())
            self.assertEqual(case["targets"], targets.tolist())

    def test_compressed_shard(self):
        case = self.golden["cases"][1]
        stored = lzma.compress(bytes.fromhex(case["shard"]))
        digest = hashlib.sha256(stored).hexdigest()
        info = {**case["info"], "file": "some.shard.xz", "sha256": digest}
        shard = self.shard({"shard": stored.hex(), "info": info})
        np.testing.assert_array_equal(self.shard(case).planes, shard.planes)

    def test_broken_shard(self):
        case = self.golden["cases"][0]
        changed = {**case, "shard": case["shard"][:-2] + "00"}
        with self.assertRaisesRegex(runner.Problem, "broken shard.*SHA-256"):
            self.shard(changed)
        changed = {**case, "info": {**case["info"], "symbols": 3}}
        with self.assertRaisesRegex(runner.Problem, "broken shard.*pack.json"):
            self.shard(changed)

    def test_foreign_layout(self):
        info = {**self.golden["cases"][0]["info"], "version": 9}
        with self.assertRaisesRegex(runner.Problem, "does not read"):
            self.batches.require(info)


class ScheduleTest(unittest.TestCase):
    def test_numbers(self):
        facts = golden("schedule.json")
        for case in facts["cases"]:
            numbers = runner.hyper(facts["settings"], case["step"], case["progress"])
            np.testing.assert_allclose(case["hyper"], numbers, rtol=1e-6, atol=0)


class FilesTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def test_safetensors_come_back(self):
        path = os.path.join(self.folder.name, "some.safetensors")
        array = np.arange(6, dtype=np.float32).reshape(2, 3) / 7
        runner.write_safetensors(path, [("a", array), ("b", array[0])], {"step": "3"})
        arrays, metadata = runner.read_safetensors(path)
        self.assertEqual({"step": "3"}, metadata)
        np.testing.assert_array_equal(array, arrays["a"])
        np.testing.assert_array_equal(array[0], arrays["b"])
        self.assertEqual(["some.safetensors"], os.listdir(self.folder.name))

    def test_failed_write_leaves_the_old_file(self):
        path = os.path.join(self.folder.name, "kept")
        runner.replace(path, lambda file: file.write(b"old"))

        def full(file):
            file.write(b"new")
            raise OSError(28, "No space left on device")

        with self.assertRaisesRegex(runner.Problem, "kept: No space left"):
            runner.replace(path, full)
        with open(path, "rb") as file:
            self.assertEqual(b"old", file.read())
        self.assertEqual(["kept"], os.listdir(self.folder.name))

    def test_damaged_checkpoint(self):
        path = os.path.join(self.folder.name, "c")
        with open(path, "wb") as file:
            file.write(b"\x00" * 30)
        with self.assertRaisesRegex(runner.Problem, "damaged checkpoint"):
            runner.read_safetensors(path)

    def test_failures_of_the_thread_are_raised(self):
        def items():
            yield 1
            raise runner.Problem("no more")

        made = runner.ahead(items())
        self.assertEqual(1, next(made))
        with self.assertRaisesRegex(runner.Problem, "no more"):
            next(made)


if __name__ == "__main__":
    unittest.main()
