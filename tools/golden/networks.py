"""Writes packages/nets/src/networks/golden/networks.json: the layers of each network on made weights and images, by PyTorch's
functions, in small sizes. Of each layer: its shape, largest magnitude, mean, mean magnitude, and values at a few places.

Run: python3 tools/golden/networks.py   (the versions go into the file)
"""

import json
import pathlib
import warnings

import numpy as np

warnings.filterwarnings("ignore")
import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402

MASK = 0xFFFFFFFF


def mixed(name, count):
    """`count` numbers in [-1, 1) from a name: a hash that TypeScript computes to the bit (testing/made-weights.ts)."""
    seed = 0
    for character in name:
        seed = (seed * 31 + ord(character)) & MASK
    x = (np.arange(1, count + 1, dtype=np.uint64) * 0x9E3779B1 + seed * 0x85EBCA6B) & MASK
    for shift, factor in ((15, 0x2C1B3C6D), (12, 0x297A2D39)):
        x = ((x ^ (x >> np.uint64(shift))) * factor) & MASK
    x ^= x >> np.uint64(15)
    return x / 2**31 - 1


def made(name, shape, torch_layout=True):
    values = mixed(name, int(np.prod(shape))).reshape(shape)
    part = name.rsplit(".", 1)[-1]
    if part in ("running_var", "moving_variance"):
        values = 1 + values / 2
    elif part in ("running_mean", "moving_mean", "bias", "beta"):
        values = values / 10
    elif len(shape) == 1:
        values = 1 + values / 4
    else:
        fan_in = np.prod(shape[1:]) if torch_layout else np.prod(shape[:-1])
        values = values * np.sqrt(6 / fan_in)
    return values.astype(np.float32)


def weight(name, *shape):
    return torch.from_numpy(made(name, shape))


def images(count, side):
    values = (mixed(f"images {side}", count * side * side * 3) * 100).astype(np.float32)
    return torch.from_numpy(values.reshape(count, side, side, 3)).permute(0, 3, 1, 2)


class Net:
    """Layers by name, each from the last one unless another is given."""

    def __init__(self, count, side):
        self.layers = {}
        self.x = images(count, side)

    def put(self, name, x):
        self.layers[name] = self.x = x
        return x

    def conv(self, name, channels, size, stride=1, pad=0, groups=1, bias=True, x=None):
        x = self.x if x is None else x
        b = weight(f"{name}.bias", channels) if bias else None
        w = weight(f"{name}.weight", channels, x.shape[1] // groups, size, size)
        return self.put(name, F.conv2d(x, w, b, stride, pad, 1, groups))

    def relu(self, name, x=None):
        return self.put(name, F.relu(self.x if x is None else x))

    def linear(self, name, units):
        x = self.x.flatten(1)
        return self.put(name, F.linear(x, weight(f"{name}.weight", units, x.shape[1]), weight(f"{name}.bias", units)))


def squeezenet(version, side, width, classes):
    net = Net(2, side)
    scaled = lambda c: max(1, int(np.floor(c * width + 0.5)))  # noqa: E731
    channels, size, pools, pad = {"1.0": (96, 7, (1, 4, 8), 1), "1.1": (64, 3, (1, 3, 5), 0)}[version]
    net.conv("conv1", scaled(channels), size, 2)
    net.relu("relu_conv1")
    net.put("pool1", F.max_pool2d(net.x, 3, 2, ceil_mode=True))
    for k, squeeze in enumerate((16, 16, 32, 32, 48, 48, 64, 64), 2):
        fire = f"fire{k}/"
        net.conv(fire + "conv1x1_1", scaled(squeeze), 1)
        squeezed = net.relu(fire + "relu_conv1x1_1")
        net.conv(fire + "conv1x1_2", scaled(4 * squeeze), 1)
        narrow = net.relu(fire + "relu_conv1x1_2")
        net.conv(fire + "conv3x3_2", scaled(4 * squeeze), 3, pad=1, x=squeezed)
        wide = net.relu(fire + "relu_conv3x3_2")
        net.put(fire + "concat", torch.cat([narrow, wide], 1))
        if k in pools:
            net.put(f"pool{k}", F.max_pool2d(net.x, 3, 2, ceil_mode=True))
    net.conv("conv_final", classes, 1, pad=pad)
    net.relu("relu_conv_final")
    net.put("pool_final", net.x.mean((2, 3)))
    return net.layers


def alexnet(side, width, classes):
    net = Net(2, side)
    for k, (channels, size, stride, pad, groups) in enumerate(
        ((96, 11, 4, 0, 1), (256, 5, 1, 2, 2), (384, 3, 1, 1, 1), (384, 3, 1, 1, 2), (256, 3, 1, 1, 2)), 1
    ):
        net.conv(f"conv{k}", int(channels * width), size, stride, pad, groups)
        net.relu(f"relu{k}")
        if k < 3:
            net.put(f"norm{k}", F.local_response_norm(net.x, 5, 1e-4, 0.75, 1.0))
        if k in (1, 2, 5):
            net.put(f"pool{k}", F.max_pool2d(net.x, 3, 2, ceil_mode=True))
    for k in (6, 7):
        net.linear(f"fc{k}", int(4096 * width))
        net.relu(f"relu{k}")
    net.linear("fc8", classes)
    return net.layers


def resnet50(variant, side, width, blocks, classes):
    net = Net(2, side)
    keras = variant == "keras"
    epsilon = 1.001e-5 if keras else 1e-5

    def normalized(conv, bn, channels, size, stride=1, pad=0, x=None):
        net.conv(conv, channels, size, stride, pad, bias=keras, x=x)
        parts = [weight(f"{bn}.{part}", channels) for part in ("running_mean", "running_var", "weight", "bias")]
        return net.put(bn, F.batch_norm(net.x, *parts, False, 0.1, epsilon))

    normalized("conv1", "bn1", width, 7, 2, 3)
    net.relu("relu")
    net.put("maxpool", F.max_pool2d(net.x, 3, 2, 1))
    for s, count in enumerate(blocks):
        channels = width * 2**s
        for b in range(count):
            name, start, stride = f"layer{s + 1}.{b}", net.x, 2 if s > 0 and b == 0 else 1
            normalized(f"{name}.conv1", f"{name}.bn1", channels, 1, stride if keras else 1)
            net.relu(f"{name}.relu1")
            normalized(f"{name}.conv2", f"{name}.bn2", channels, 3, 1 if keras else stride, 1)
            net.relu(f"{name}.relu2")
            main = normalized(f"{name}.conv3", f"{name}.bn3", 4 * channels, 1)
            if b == 0:
                start = normalized(f"{name}.downsample.0", f"{name}.downsample.1", 4 * channels, 1, stride, x=start)
            net.put(f"{name}.add", main + start)
            net.relu(name)
    net.put("avgpool", net.x.mean((2, 3)))
    net.linear("fc", classes)
    return net.layers


def keras_conv(net, name, layer, channels, bias=True, stride=1):
    """TensorFlow's `same`: of an odd number of zeros the last side has one more."""
    kernel = made(f"{name}.kernel", (3, 3, net.x.shape[1], channels), False)
    both = [max((-(-n // stride) - 1) * stride + 3 - n, 0) for n in net.x.shape[2:]]
    x = F.pad(net.x, (both[1] // 2, both[1] - both[1] // 2, both[0] // 2, both[0] - both[0] // 2))
    b = weight(f"{name}.bias", channels) if bias else None
    return net.put(layer, F.conv2d(x, torch.from_numpy(kernel).permute(3, 2, 0, 1), b, stride))


def keras_dense(net, name, layer, units):
    x = (net.x.permute(0, 2, 3, 1) if net.x.ndim == 4 else net.x).flatten(1)
    kernel = torch.from_numpy(made(f"{name}.kernel", (x.shape[1], units), False))
    return net.put(layer, x @ kernel + weight(f"{name}.bias", units))


def vgg_digit_object(side, width):
    net = Net(2, side)
    for b, (count, channels) in enumerate(((2, 64), (2, 128), (3, 256), (3, 512), (3, 512)), 1):
        for c in range(1, count + 1):
            name = f"block{b}_conv{c}"
            keras_conv(net, name, f"{name}_linear", int(channels * width))
            net.relu(name)
        net.put(f"block{b}_pool", F.max_pool2d(net.x, 2, 2))
    keras_dense(net, "fc6", "fc6_linear", int(1024 * width))
    net.relu("fc6")
    keras_dense(net, "fc8", "fc8", 16)
    return net.layers


def strided_net(side, channels, classes):
    net = Net(2, side)
    for k, count in enumerate(channels, 1):
        keras_conv(net, f"conv{k}", f"conv{k}", count, False, 2)
        parts = ("moving_mean", "moving_variance", "gamma", "beta")
        net.put(f"bn{k}", F.batch_norm(net.x, *[weight(f"bn{k}.{p}", count) for p in parts], False, 0.1, 1e-3))
        net.relu(f"relu{k}")
    net.put("mean", net.x.mean((2, 3)))
    keras_dense(net, "logits", "logits", classes)
    return net.layers


def summary(layers):
    found = {}
    for name, x in layers.items():
        last = (x.permute(0, 2, 3, 1) if x.ndim == 4 else x).flatten(1).double().numpy()
        places = [int((k * 0.618034 + 0.1) % 1 * last.size) for k in range(5)]
        shape = [*x.shape[2:], x.shape[1]]
        numbers = [abs(last).max(), last.mean(), abs(last).mean()]
        found[name] = {"shape": shape, "numbers": numbers, "places": places, "values": [last.flat[p] for p in places]}
    return found


def main():
    with torch.no_grad():
        networks = {
            "squeezenet-1.0": summary(squeezenet("1.0", 64, 0.25, 10)),
            "squeezenet-1.1": summary(squeezenet("1.1", 61, 0.25, 10)),
            "alexnet": summary(alexnet(71, 1 / 16, 10)),
            "resnet50-torchvision": summary(resnet50("torchvision", 45, 8, (2, 1, 1, 2), 10)),
            "resnet50-keras": summary(resnet50("keras", 45, 8, (2, 1, 1, 2), 10)),
            "vgg-digit-object": summary(vgg_digit_object(35, 1 / 16)),
            "strided-net": summary(strided_net(19, (6, 8), 5)),
        }
    rounded = json.loads(json.dumps({"torch": torch.__version__, "networks": networks}), parse_float=lambda t: float(f"{float(t):.8g}"))
    path = pathlib.Path(__file__).parents[2] / "packages/nets/src/networks/golden/networks.json"
    path.write_text(json.dumps(rounded) + "\n")
    print(path.stat().st_size, {name: len(layers) for name, layers in networks.items()})


if __name__ == "__main__":
    main()
