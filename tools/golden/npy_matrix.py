"""Golden npy files for core-native's file family: small matrices, and what it refuses, as NumPy writes them.

Run from the repository root: /usr/bin/python3 tools/golden/npy_matrix.py
"""
import base64
import io
import json
import platform
from pathlib import Path

import numpy as np

OUT = Path('packages/core-native/src/file/golden/npy.json')


def written(array, version):
    """The bytes of the file, after NumPy read the same array back from them."""
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=version, allow_pickle=True)
    back = np.load(io.BytesIO(file.getvalue()), allow_pickle=True)
    assert back.dtype == array.dtype and back.shape == array.shape
    return file.getvalue()


def case(name, array, version=(1, 0)):
    return {'name': name, 'dtype': array.dtype.str, 'shape': array.shape,
            'file': base64.b64encode(written(array, version)).decode()}


def accepted():
    values = np.linspace(-1, 1, 12).reshape(3, 4)
    for dtype in ('<f4', '<f8'):
        for version in ((1, 0), (2, 0), (3, 0)):
            array = values.astype(dtype)
            yield {**case(f'{dtype} version {version[0]}.{version[1]}', array, version), 'values': array.ravel().tolist()}
    yield {**case('no row', values[:0]), 'values': []}
    yield {**case('one value', values[:1, :1]), 'values': [-1.0]}
    # A matrix of one column lies the same in either order; NumPy calls it C order.
    yield {**case('one column', values[:, 1:2].copy()), 'values': values[:, 1].tolist()}


def refused():
    values = np.linspace(-1, 1, 12).reshape(3, 4)
    for dtype in ('>f4', '>f8', '<f2', '<i4', '|b1', '|O', '<c8', '<U3'):
        yield case(dtype, values.astype(dtype))
    yield case('structured', np.zeros((2, 2), [('a', '<f4'), ('b', '<f8')]))
    yield case('Fortran order', np.asfortranarray(values))
    yield case('no dimension', values[0, 0].reshape(()))
    yield case('1-D', values[0])
    yield case('3-D', values.reshape(3, 2, 2))
    yield case('no column', values[:, :0])


versions = {'python': platform.python_version(), 'numpy': np.__version__}
OUT.write_text(json.dumps({'versions': versions, 'accepted': list(accepted()), 'refused': list(refused())}, indent=1) + '\n')
