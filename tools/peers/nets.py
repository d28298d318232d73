"""The peer of `npm run bench -- nets`: PyTorch; see serve.py."""

from serve import Server, why_missing  # first: it asks for NumPy's BLAS before others can load their own

import importlib
import os

import numpy as np

PROBES = 64


def split(flat, shapes):
    found, at = {}, 0
    for name, shape in shapes.items():
        size = int(np.prod(shape))
        found[name] = flat[at : at + size].reshape(shape)
        at += size
    return found


def vgg16(torch, w):
    """Keras' layout (height, width, in, out), and features channels last, brought to PyTorch's."""
    nn, layers, last = torch.nn, [], 0
    for name in [key[: -len(".kernel")] for key in w if key.endswith(".kernel")]:
        kernel, bias = w[f"{name}.kernel"], w[f"{name}.bias"]
        if kernel.ndim == 4:
            block = int(name[5])
            if last and block != last:
                layers.append(nn.MaxPool2d(2))
            last = block
            layer = nn.Conv2d(kernel.shape[2], kernel.shape[3], 3, padding=1)
            matrix = kernel.transpose(3, 2, 0, 1)
        else:
            if name == "fc1":
                layers += [nn.MaxPool2d(2), nn.Flatten()]
                kernel = kernel.reshape(7, 7, 512, -1).transpose(2, 0, 1, 3).reshape(kernel.shape)
            layer, matrix = nn.Linear(*kernel.shape), kernel.T
        layer.weight.data = torch.from_numpy(np.ascontiguousarray(matrix))
        layer.bias.data = torch.from_numpy(bias.copy())
        layers.append(layer)
        if name != "logits":
            layers.append(nn.ReLU(inplace=True))
    return nn.Sequential(*layers)


def digit_net(torch, w):
    nn = torch.nn
    layers = [nn.Conv2d(1, 10, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(10, 20, 5), nn.ReLU(), nn.MaxPool2d(2)]
    layers += [nn.Flatten(), nn.Linear(320, 50), nn.ReLU(), nn.Linear(50, 10)]
    for name, k in {"conv1": 0, "conv2": 3, "fc1": 7, "fc2": 9}.items():
        layers[k].weight.data = torch.from_numpy(w[f"{name}.weight"].copy())
        layers[k].bias.data = torch.from_numpy(w[f"{name}.bias"].copy())
    return nn.Sequential(*layers)


def spread(values):
    flat = values.reshape(-1)
    return flat[:: -(-flat.size // PROBES)]


def ours(name, gradient):
    """A gradient in the layout that the weights came in."""
    if name.endswith(".kernel") and gradient.ndim == 4:
        return gradient.transpose(2, 3, 1, 0)
    if name == "fc1.kernel":
        return gradient.reshape(-1, 512, 7, 7).transpose(2, 3, 1, 0)
    return gradient.T if name.endswith(".kernel") else gradient


def of_torch(arrays, parameters):
    import torch

    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    is_vgg, step, shapes = parameters["net"] == "vgg16", parameters["step"], parameters["shapes"]
    weights = split(arrays["weights"].reshape(-1), shapes)
    net = (vgg16 if is_vgg else digit_net)(torch, weights)
    side, channels = (224, 3) if is_vgg else (28, 1)
    images = arrays["images"].reshape(-1, side, side, channels).transpose(0, 3, 1, 2)
    x = torch.from_numpy(np.ascontiguousarray(images))
    prepare = (lambda t: t) if is_vgg else (lambda t: (t / 255 - 0.1307) / 0.3081)
    labels = torch.arange(len(x)) % 10
    optimizer = torch.optim.SGD(net.parameters(), lr=parameters["learningRate"])

    def forward():
        with torch.no_grad():
            return net(prepare(x))

    def saliency():
        for p in net.parameters():
            p.requires_grad_(False)
        image = x.clone().requires_grad_(True)
        net(prepare(image)).max().backward()
        return image.grad

    def gradients():
        optimizer.zero_grad(set_to_none=True)
        net(prepare(x)).mean().backward()
        return net

    def sgd():
        optimizer.zero_grad(set_to_none=True)
        loss = torch.nn.functional.cross_entropy(net(prepare(x)), labels)
        loss.backward()
        optimizer.step()
        return loss

    run = {"forward": forward, "saliency": saliency, "gradients": gradients, "sgd": sgd}[step]
    def repeated():
        for _ in range(parameters["times"] - 1):
            run()
        return run(), step, list(shapes)

    return repeated


def check(result, _):
    found, step, names = result
    if step == "gradients":
        parts = [spread(ours(name, p.grad.numpy())) for name, p in zip(names, found.parameters())]
        return {"values": np.concatenate(parts).tolist()}
    values = found.detach().numpy()
    if step == "saliency":
        values = spread(values.transpose(0, 2, 3, 1))
    return {"values": values.reshape(-1).tolist()}


def version(name):
    try:
        return importlib.import_module(name).__version__
    except ImportError as error:
        return why_missing(error)


Server({"torch": of_torch}, check, lambda: {"PyTorch": version("torch")}).serve()
