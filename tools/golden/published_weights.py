"""Writes packages/nets/src/known/golden/torchvision.json: the names and shapes that torchvision's networks have, a small VGG
of its own saved in both formats of torch.save, and the outputs of its models on made weights and images.

Run: /usr/bin/python3 tools/golden/published_weights.py   (the versions go into the file)
"""

import base64
import io
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from networks import images, made, torch  # noqa: E402
import torchvision  # noqa: E402
from torchvision.models import resnet50, squeezenet1_0, squeezenet1_1, vgg16  # noqa: E402
from torchvision.models.vgg import VGG, make_layers  # noqa: E402

OUT = pathlib.Path(__file__).resolve().parents[2] / "packages/nets/src/known/golden/torchvision.json"


def shapes(build):
    return {name: list(tensor.shape) for name, tensor in build(weights=None).state_dict().items()}


def with_made_weights(model):
    state = {n: t if t.dtype == torch.int64 else torch.from_numpy(made(n, t.shape)) for n, t in model.state_dict().items()}
    model.load_state_dict(state)
    return model.eval()


def output(model, side):
    with torch.no_grad():
        return model(images(2, side)).reshape(2, -1)[:, :20].tolist()


def small_vgg():
    model = VGG(make_layers([4, "M", 6, 6, "M"]), num_classes=3, init_weights=False)
    model.avgpool = torch.nn.Identity()
    linear, relu, drop = torch.nn.Linear, torch.nn.ReLU, torch.nn.Dropout
    model.classifier = torch.nn.Sequential(linear(6 * 4 * 4, 5), relu(), drop(), linear(5, 4), relu(), drop(), linear(4, 3))
    return with_made_weights(model)


def saved(value, **options):
    file = io.BytesIO()
    torch.save(value, file, **options)
    return base64.b64encode(file.getvalue()).decode()


def main():
    small = small_vgg()
    parallel = torch.nn.DataParallel(small).state_dict()
    squeeze = {"squeezenet": squeezenet1_0, "squeezenet-1.1": squeezenet1_1}
    golden = {
        "versions": {"torch": torch.__version__, "torchvision": torchvision.__version__},
        "shapes": {**{name: shapes(build) for name, build in squeeze.items()}, "vgg16": shapes(vgg16), "resnet50": shapes(resnet50)},
        "smallVgg": {
            "zip": saved(small.state_dict()),
            "legacyParallel": saved({"epoch": 3, "state_dict": parallel}, _use_new_zipfile_serialization=False),
            "output": output(small, 16),
        },
        "outputs": {name: output(with_made_weights(build(weights=None)), 64) for name, build in squeeze.items()},
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
