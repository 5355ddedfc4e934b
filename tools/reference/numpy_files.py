"""Writes test/tensor/reference/numpy.json: files as numpy writes them, for the reader's tests.

    python3 tools/reference/numpy_files.py > test/tensor/reference/numpy.json

Each is zlib-compressed, base64: headers are mostly spaces.
"""
import base64
import io
import json
import sys
import zlib

import numpy as np


def written(save):
    out = io.BytesIO()
    save(out)
    return base64.b64encode(zlib.compress(out.getvalue(), 9)).decode()


def npy(array, version=None):
    return written(lambda out: np.lib.format.write_array(out, array, version=version, allow_pickle=True))


six = np.arange(6).reshape(2, 3)
files = {}
for code in ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"]:
    files[code] = npy((six - 1 if code[0] in "fi" else six).astype(code))
files["fortran order"] = npy(np.asfortranarray(np.arange(24).reshape(2, 3, 4).astype("f4")))
files["big endian"] = npy((six - 1).astype(">i4"))
files["big endian, fortran order"] = npy(np.asfortranarray(six.astype(">f8")))
files["version 2"] = npy(six.astype("f4"), (2, 0))
files["version 3"] = npy(six.astype("f4"), (3, 0))
files["scalar"] = npy(np.float32(7))
files["empty"] = npy(np.zeros((0, 3), "f4"))
files["vector"] = npy(np.array([1.5], "f4"))
files["objects"] = npy(np.array([{}, 1], dtype=object))
files["complex"] = npy(six.astype("c8"))
files["structured"] = npy(np.array([(1, 2)], dtype=[("a", "i4"), ("b", "f4")]))
files["text"] = npy(np.array(["ab"]))
files["beyond int64"] = npy(np.array([2**63], "u8"))
arrays = {"w": six.astype("f4"), "fc.bias": np.array([1, 2], "i8")}
files["npz"] = written(lambda out: np.savez(out, **arrays))
files["npz, deflated"] = written(lambda out: np.savez_compressed(out, **arrays))

json.dump(files, sys.stdout, indent=1)
print()
