"""The network as OpenVINO IR, layer by layer from its Keras configuration.

OpenVINO's own converter reads TensorFlow graphs only; this one needs no backend at all and
leaves the weights as they are, so that the graph's constants can point into ``model.keras``.
Inside, images are laid out channels first, as OpenVINO computes. Operations:
https://docs.openvino.ai/2025/documentation/openvino-ir-format/operation-sets.html
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13 as ops

from ml.classifier.storage import halved

Node = Any
HEIGHT_AND_WIDTH = [2, 3]


def convert(model: Any) -> ov.Model:
    """A graph from bytes (N × size × size × 3) to the model's answers, under their names.

    Raises ValueError for a layer that the network of ``ml.classifier.network`` does not have.
    """
    [pixels] = model.inputs
    inputs = ops.parameter([-1, *pixels.shape[1:]], np.uint8, name="pixels")
    images = ops.transpose(ops.convert(inputs, "f32"), ops.constant([0, 3, 1, 2]))
    answers = _walk(model, [images])
    results = []
    for name, tensor in model.output.items():
        node = answers[tensor._keras_history.operation.name]
        node.output(0).get_tensor().set_names({name})
        results.append(ops.result(node))
    return ov.Model(results, [inputs], "classifier")


def _walk(model: Any, inputs: list[Node]) -> dict[str, Node]:
    """The outputs of a functional model's layers, by layer name."""
    made: dict[str, Node] = {}
    waiting = iter(inputs)
    for entry in model.get_config()["layers"]:
        layer = model.get_layer(entry["name"])
        sources = [made[name] for name in _sources(entry["inbound_nodes"])]
        kind = entry["class_name"]
        if kind == "InputLayer":
            made[layer.name] = next(waiting)
        elif kind == "Functional":
            inner = _walk(layer, sources)
            made[layer.name] = inner[layer.outputs[0]._keras_history.operation.name]
        elif kind in _LAYERS:
            made[layer.name] = _LAYERS[kind](layer, *sources)
        else:
            raise ValueError(f"{kind} layers ({layer.name}) cannot be exported.")
    return made


def _sources(nodes: Any) -> Iterator[str]:
    """Names of the layers that a layer reads, in order, out of its serialised call."""
    if isinstance(nodes, dict):
        if "keras_history" in nodes:
            yield nodes["keras_history"][0]
        else:
            for value in nodes.values():
                yield from _sources(value)
    elif isinstance(nodes, list | tuple):
        for value in nodes:
            yield from _sources(value)


def _weights(variable: Any, shape: list[int] | None = None) -> Node:
    """A constant as it is stored, widened to 32 bits where the graph reads it."""
    array: NDArray[np.float32] = np.asarray(variable, np.float32)
    stored = halved(array).reshape(shape or array.shape)
    node = ops.constant(stored)
    return node if stored.dtype == np.float32 else ops.convert(node, "f32")


def _rescaling(layer: Any, images: Node) -> Node:
    scaled = ops.multiply(images, ops.constant(np.float32(layer.scale)))
    return ops.add(scaled, ops.constant(np.float32(layer.offset)))


def _convolution(layer: Any, images: Node) -> Node:
    kernel = ops.transpose(_weights(layer.kernel), ops.constant([3, 2, 0, 1]))
    made = ops.convolution(
        images,
        kernel,
        list(layer.strides),
        [0, 0],
        [0, 0],
        list(layer.dilation_rate),
        auto_pad=_padding(layer),
    )
    return ops.add(made, _weights(layer.bias, [1, -1, 1, 1])) if layer.use_bias else made


def _norm(layer: Any, images: Node) -> Node:
    shape = [1, -1, 1, 1]
    variance = ops.add(
        _weights(layer.moving_variance, shape), ops.constant(np.float32(layer.epsilon))
    )
    made = ops.subtract(images, _weights(layer.moving_mean, shape))
    made = ops.divide(made, ops.sqrt(variance))
    if layer.scale:
        made = ops.multiply(made, _weights(layer.gamma, shape))
    return ops.add(made, _weights(layer.beta, shape)) if layer.center else made


def _activation(layer: Any, values: Node) -> Node:
    return _activated(layer.activation.__name__, values)


def _activated(name: str, values: Node) -> Node:
    if name == "linear":
        return values
    if name == "relu":
        return ops.relu(values)
    raise ValueError(f"The activation {name} cannot be exported.")


def _largest(layer: Any, images: Node) -> Node:
    strides, sides = list(layer.strides), list(layer.pool_size)
    made = ops.max_pool(images, strides, [1, 1], [0, 0], [0, 0], sides, auto_pad=_padding(layer))
    return made.output(0)


def _mean(layer: Any, images: Node) -> Node:
    strides, sides = list(layer.strides), list(layer.pool_size)
    # Keras takes the mean of what lies inside the image.
    return ops.avg_pool(images, strides, [0, 0], [0, 0], sides, True, auto_pad=_padding(layer))


def _dense(layer: Any, values: Node) -> Node:
    made = ops.matmul(values, _weights(layer.kernel), False, False)
    return _activated(layer.activation.__name__, ops.add(made, _weights(layer.bias)))


def _padding(layer: Any) -> str:
    return {"same": "same_upper", "valid": "valid"}[layer.padding]


_LAYERS = {
    "Rescaling": _rescaling,
    "Conv2D": _convolution,
    "BatchNormalization": _norm,
    "Activation": _activation,
    "MaxPooling2D": _largest,
    "AveragePooling2D": _mean,
    "Concatenate": lambda layer, *parts: ops.concat(list(parts), 1),
    "GlobalAveragePooling2D": lambda layer, images: ops.reduce_mean(
        images, ops.constant(HEIGHT_AND_WIDTH)
    ),
    "Dropout": lambda layer, values: values,
    "Dense": _dense,
    "Softmax": lambda layer, logits: ops.softmax(logits, 1),
}
