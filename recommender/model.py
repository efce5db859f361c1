"""The embedder: a trunk, a vector made of two parts, and five heads.

The search vector is the concatenation of a shape part and a colour part, each of unit
length, so that a query can weigh "same cut" against "same colour" with one index. The
category and box heads lean on shape, the colour head on colour; usage and gender see both.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ml import trunks
from ml.taxonomy import Taxonomy

BOX_CELLS = 4
"""Cells a side of the map that the box is read off."""


class Outputs(NamedTuple):
    """What one forward pass gives; B is the batch size."""

    shape: Tensor
    """B × shape_dim, unit length."""
    colour: Tensor
    """B × colour_dim, unit length."""
    category_logits: Tensor
    colour_logits: Tensor
    usage_logits: Tensor
    gender_logits: Tensor
    boxes: Tensor
    """B × 4: x1, y1, x2, y2 as fractions of the input image, 0 ≤ x1 ≤ x2 ≤ 1."""


class Embedder(nn.Module):
    """Any trunk of ml.trunks on B × 3 × size × size, normalised as its manifest says."""

    def __init__(
        self,
        taxonomy: Taxonomy,
        trunk: str = "resnet18",
        shape_dim: int = 192,
        colour_dim: int = 64,
        pretrained: bool = False,
        dropout: float = 0.0,
        drop_path: float = 0.0,
    ) -> None:
        """``dropout`` (of features) and ``drop_path`` (of blocks) act in training only."""
        super().__init__()
        self.trunk = trunks.build(trunk, pretrained=pretrained, drop_path=drop_path)
        self.dropout = nn.Dropout(dropout)
        features = self.trunk.features
        self.shape_part = nn.Linear(features, shape_dim)
        self.colour_part = nn.Linear(features, colour_dim)
        self.category_head = nn.Linear(features, len(taxonomy.categories))
        self.colour_head = nn.Linear(features, len(taxonomy.colours))
        self.usage_head = nn.Linear(features, len(taxonomy.usages))
        self.gender_head = nn.Linear(features, len(taxonomy.genders))
        # A box is about places, which the pooled features no longer know: it is read off a
        # coarse map of an earlier stage as well.
        self.box_map = nn.Conv2d(self.trunk.map_features, 16, kernel_size=1)
        self.box_head = nn.Linear(features + 16 * BOX_CELLS**2, 4)

    def heads(self) -> list[nn.Module]:
        """Everything but the trunk."""
        return [child for child in self.children() if child is not self.trunk]

    def forward(self, images: Tensor) -> Outputs:
        maps, features = self.trunk(images)
        features = self.dropout(features)
        places = F.adaptive_avg_pool2d(self.box_map(maps).relu(), BOX_CELLS).flatten(1)
        # Two corners from two ordered pairs, so that no output is an inside-out box.
        corners = self.box_head(torch.cat([features, places], dim=1)).float().sigmoid()
        low = torch.minimum(corners[:, :2], corners[:, 2:])
        high = torch.maximum(corners[:, :2], corners[:, 2:])
        return Outputs(
            shape=F.normalize(self.shape_part(features).float(), dim=1),
            colour=F.normalize(self.colour_part(features).float(), dim=1),
            category_logits=self.category_head(features).float(),
            colour_logits=self.colour_head(features).float(),
            usage_logits=self.usage_head(features).float(),
            gender_logits=self.gender_head(features).float(),
            boxes=torch.cat([low, high], dim=1),
        )
