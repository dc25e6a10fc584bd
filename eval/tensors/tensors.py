"""Arrays for measuring how numbers are best laid out, and the layouts themselves.

    tensors.py make DIR MODEL.safetensors [PICTURE [SOUND]]   writes DIR/*.npy
    tensors.py cut DIR OUT                                     writes OUT/NAME/LAYOUT/* for DIR/NAME.npy

PICTURE is a PPM, SOUND a 16-bit mono WAV. Needs numpy.
"""

import json
import pathlib
import sys
import wave

import numpy as np

BYTES = 1 << 17


def model_tensors(path):
    """The tensors of a safetensors file of float16 numbers, greatest first."""
    raw = pathlib.Path(path).read_bytes()
    size = int.from_bytes(raw[:8], "little")
    found = []
    for name, entry in json.loads(raw[8 : 8 + size]).items():
        if name == "__metadata__" or entry["dtype"] != "F16":
            continue
        start, end = entry["data_offsets"]
        data = np.frombuffer(raw[8 + size + start : 8 + size + end], "<f2")
        found.append(data.reshape(entry["shape"]))
    return sorted(found, key=lambda array: -array.size)


def network(random):
    """Weights, momenta and gradients of a small network after some steps of training, float32."""
    x = random.standard_normal((4096, 256)).astype("f4")
    target = np.tanh(x @ random.standard_normal((256, 64)).astype("f4") / 16)
    first = (random.standard_normal((256, 512)) / 16).astype("f4")
    second = (random.standard_normal((512, 64)) / 23).astype("f4")
    momentum = np.zeros_like(first)
    for step in range(200):
        pick = random.integers(0, len(x), 128)
        hidden = np.maximum(x[pick] @ first, 0)
        error = (hidden @ second - target[pick]) / 128
        gradient = x[pick].T @ ((error @ second.T) * (hidden > 0))
        second -= np.float32(0.002) * (hidden.T @ error)
        momentum = np.float32(0.9) * momentum + gradient
        first -= np.float32(0.001) * momentum
    return first, gradient, momentum


def field(random, size, slope):
    """A random field whose waves grow weaker with the power `slope` of their frequency."""
    y = np.fft.fftfreq(size)[:, None]
    x = np.fft.rfftfreq(size)[None, :]
    power = np.hypot(x, y)
    power[0, 0] = 1
    waves = random.standard_normal(power.shape) + 1j * random.standard_normal(power.shape)
    return np.fft.irfft2(waves * power**-slope, (size, size))


def ppm(path):
    """The pixels of a binary PPM without comments."""
    kind, width, height, most, pixels = pathlib.Path(path).read_bytes().split(maxsplit=4)
    assert kind == b"P6" and most == b"255"
    return np.frombuffer(pixels, "u1")[-int(width) * int(height) * 3 :].reshape(int(height), int(width), 3)


def make(out, model, picture=None, sound=None):
    random = np.random.default_rng(1)
    arrays = {}
    tensors = model_tensors(model)
    arrays["weights-f2"] = np.concatenate([t.ravel() for t in tensors])[: BYTES // 2]
    first, gradient, momentum = network(random)
    arrays["weights-f4"] = first[:64]
    arrays["gradients-f4"] = gradient[:64]
    arrays["momenta-f4"] = momentum[:64]
    arrays["gradients-f2"] = gradient[:128].astype("f2")
    # bfloat16 as its bits: numpy has no such type.
    for name, array in (("weights", first), ("gradients", gradient)):
        bits = array[:128].view("u4")
        arrays[name + "-bf2"] = ((bits + 0x7FFF + (bits >> 16 & 1)) >> 16).astype("u2")
    smooth = field(random, 512, 3)
    arrays["smooth-f4"] = smooth[:64].astype("f4")
    arrays["smooth-f8"] = smooth[:32]
    arrays["smooth-f2"] = (smooth / np.abs(smooth).max())[:128].astype("f2")
    rough = field(random, 512, 1.5)
    arrays["rough-f4"] = rough[:64].astype("f4")
    walk = np.cumsum(random.standard_normal(BYTES // 8))
    arrays["walk-f8"] = walk
    arrays["walk-f4"] = walk.astype("f4")
    arrays["prices-f8"] = np.round(100 + walk / 10, 2)
    arrays["points-f4"] = random.random((BYTES // 12, 3)).astype("f4")
    arrays["noise-f8"] = random.standard_normal(BYTES // 8)
    arrays["onehot-f4"] = np.eye(16, dtype="f4")[random.integers(0, 16, BYTES // 64)]
    arrays["quantised-f4"] = (np.round(first[:64] * 64) / 64).astype("f4")
    arrays["labels-i8"] = random.choice(10, BYTES // 8, p=np.arange(1, 11) / 55).astype("i8")
    arrays["labels-u1"] = random.choice(10, BYTES, p=np.arange(1, 11) / 55).astype("u1")
    arrays["times-i8"] = 1_700_000_000_000 + np.cumsum(random.exponential(900, BYTES // 8)).astype("i8")
    arrays["ids-i8"] = np.sort(random.integers(0, 1 << 40, BYTES // 8))
    arrays["tokens-i4"] = (random.pareto(1, BYTES // 4) * 20).clip(0, 50_000).astype("i4")
    arrays["tokens-u2"] = arrays["tokens-i4"].astype("u2")
    arrays["walk-i4"] = np.cumsum(random.integers(-500, 501, BYTES // 4)).astype("i4")
    arrays["walk-i2"] = np.round(walk * 20).astype("i8").astype("i2")
    arrays["walk-i1"] = np.round(walk * 3).astype("i8").astype("i1")
    arrays["height-i2"] = (rough / np.abs(rough).max() * 32_000)[:128].astype("i2")
    arrays["table-i4"] = np.stack(
        [
            np.arange(BYTES // 16),
            random.integers(0, 12, BYTES // 16),
            (random.lognormal(6, 1, BYTES // 16)).astype("i4"),
            np.cumsum(random.integers(0, 5, BYTES // 16)),
        ],
        axis=1,
    ).astype("i4")
    if picture:
        pixels = ppm(picture)
        crop = pixels[:104, :104]
        arrays["picture-u1"] = pixels[:208, :208]
        arrays["picture-f4"] = (crop.astype("f4") / np.float32(255)).astype("f4")
        normal = (crop.astype("f4") / 255 - np.array([0.485, 0.456, 0.406], "f4")) / np.array(
            [0.229, 0.224, 0.225], "f4"
        )
        arrays["normalised-chw-f4"] = np.ascontiguousarray(normal.transpose(2, 0, 1)).astype("f4")
    if sound:
        with wave.open(sound) as file:
            samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")[: BYTES // 4]
        arrays["sound-f4"] = samples.astype("f4") / np.float32(32768)
        arrays["sound-i2"] = samples
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for name, array in arrays.items():
        np.save(out / f"{name}.npy", np.ascontiguousarray(array))


def wav(bits, channels, data):
    rate, frame = 44100, channels * bits // 8
    head = b"fmt " + (16).to_bytes(4, "little")
    head += (1).to_bytes(2, "little") + channels.to_bytes(2, "little") + rate.to_bytes(4, "little")
    head += (rate * frame).to_bytes(4, "little") + frame.to_bytes(2, "little")
    head += bits.to_bytes(2, "little") + b"data" + len(data).to_bytes(4, "little")
    return b"RIFF" + (len(head) + 4 + len(data)).to_bytes(4, "little") + b"WAVE" + head + data


def pgm(width, channels, data):
    rows = len(data) // (width * channels)
    kind = {1: b"P5", 3: b"P6"}[channels]
    return kind + b"\n%d %d\n255\n" % (width, rows) + data


def ordered(planes):
    """Two's complement numbers in the order of the floats whose bytes these are, high byte first."""
    negative = planes[0] >> 7 == 1
    turned = planes.copy()
    turned[1:, negative] ^= 255
    turned[0, negative] ^= 127
    return turned


def layouts(array, is_float):
    """name -> segments, each coded on its own."""
    data = array.tobytes()
    size = array.itemsize
    grid = np.frombuffer(data, "u1").reshape(-1, size)
    planes = np.ascontiguousarray(grid.T[::-1])  # high byte first
    width = array.shape[-1] if array.ndim > 1 else 0
    found = {"grouped": [data]}
    if size > 1:
        found["swapped"] = [planes.T.tobytes()]
        found["planes"] = [plane.tobytes() for plane in planes]
        found["planes-joined"] = [planes.tobytes()]
        found["hex"] = [planes.T.tobytes().hex().encode()]
        if size > 2:
            found["2+rest"] = [planes[:2].T.tobytes()] + [p.tobytes() for p in planes[2:]]
        if size > 3:
            found["3+rest"] = [planes[:3].T.tobytes()] + [p.tobytes() for p in planes[3:]]
        if width:
            found["planes-rows"] = [pgm(width, 1, plane.tobytes()) for plane in planes]
            found["first-rows"] = [pgm(width, 1, planes[0].tobytes())] + [p.tobytes() for p in planes[1:]]
        number = ordered(planes) if is_float else planes
        if is_float:
            found["ordered-2+rest"] = [number[:2].T.tobytes()] + [p.tobytes() for p in number[2:]]
        if size == 2:
            found["samples"] = [wav(16, 1, number[::-1].T.tobytes())]
        else:
            found["samples-16"] = [wav(16, 1, number[1::-1].T.tobytes())] + [p.tobytes() for p in number[2:]]
            found["samples-24"] = [wav(24, 1, number[2::-1].T.tobytes())] + [p.tobytes() for p in number[3:]]
            if not is_float:
                low = planes[-3:]
                found["samples-low"] = [wav(24, 1, low[::-1].T.tobytes())] + [p.tobytes() for p in planes[:-3]]
    else:
        found["samples"] = [wav(8, 1, (grid.ravel() ^ (128 if array.dtype == np.int8 else 0)).tobytes())]
        if width == 3 and array.ndim == 3:
            found["pixels"] = [pgm(array.shape[1], 3, data)]
        elif width:
            found["pixels"] = [pgm(width, 1, data)]
    return found


def cut(directory, out):
    for path in sorted(pathlib.Path(directory).glob("*.npy")):
        array = np.load(path)
        is_float = array.dtype.kind == "f" or path.stem.endswith("-bf2")
        for name, segments in layouts(array, is_float).items():
            folder = pathlib.Path(out) / path.stem / name
            folder.mkdir(parents=True, exist_ok=True)
            for i, segment in enumerate(segments):
                (folder / str(i)).write_bytes(segment)


if __name__ == "__main__":
    {"make": make, "cut": cut}[sys.argv[1]](*sys.argv[2:])
