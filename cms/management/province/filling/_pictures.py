"""Pictures of the bases: calm hills, water and light, drawn by numbers; nobody and nothing real is on them."""

import math
import random
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

# Drawn at twice the size, so that edges are smooth.
SIZE = (1920, 1080)
# Sky above, sky below, then hills from far to near.
PALETTES = (
    ("#dbe7ef", "#f6efe2", "#a9c1cf", "#7fa1b3", "#557f94", "#355f75"),
    ("#e4ecdf", "#fbf4e4", "#b7cbb0", "#8fae8b", "#66906b", "#43704f"),
    ("#e3e1f0", "#fdf0ea", "#b9b3d6", "#958fbd", "#706b9f", "#4e4b7d"),
    ("#dcebea", "#fdf6e8", "#a8cdc9", "#7bb0ac", "#4f8e8c", "#316e6f"),
    ("#f1e4dc", "#fdf5ea", "#dcb9a4", "#c39880", "#a27660", "#7c5646"),
)
SCENES = ("晨光中的水面与远山", "薄雾里的层层山丘")


def draw(chance: random.Random) -> tuple[bytes, str]:
    """Draw one picture; return it as JPEG, and what is to be seen on it."""
    palette, scene = chance.choice(PALETTES), chance.randrange(len(SCENES))
    image = _sky(palette[0], palette[1])
    _sun(image, chance)
    pen = ImageDraw.Draw(image)
    for number, colour in enumerate(palette[2:]):
        pen.polygon(_hills(number, chance), fill=colour)
    if scene == 0:
        _water(image, palette, chance)
    out = BytesIO()
    image.reduce(2).save(out, "JPEG", quality=84)

    return out.getvalue(), f"{SCENES[scene]}（示意图）"


def _sky(above: str, below: str) -> Image.Image:
    strip = Image.new("RGB", (1, 2))
    strip.putdata([_rgb(above), _rgb(below)])
    return strip.resize(SIZE, Image.Resampling.BICUBIC)


def _sun(image: Image.Image, chance: random.Random) -> None:
    x, y, size = chance.randrange(200, 1500), chance.randrange(60, 240), chance.randrange(70, 120)
    light = Image.new("L", (4 * size, 4 * size))
    ImageDraw.Draw(light).ellipse((size, size, 3 * size, 3 * size), fill=190)
    image.paste((255, 251, 238), (x, y), light.filter(ImageFilter.GaussianBlur(14)))


def _hills(number: int, chance: random.Random) -> list[tuple[float, float]]:
    width, height = SIZE
    waves = [
        (chance.uniform(0.6, 2.4) * (1 + number / 3), chance.uniform(0, 6.3), chance.uniform(20, 68))
        for _wave in range(3)
    ]
    ground = height * (0.46 + 0.12 * number)
    ridge = [
        (x, ground - sum(tall * math.sin(pace * x / width * 2 * math.pi + shift) for pace, shift, tall in waves))
        for x in range(0, width + 11, 10)
    ]
    return [(0.0, float(height)), *ridge, (float(width), float(height))]


def _water(image: Image.Image, palette: tuple[str, ...], chance: random.Random) -> None:
    width, height = SIZE
    pen = ImageDraw.Draw(image)
    shore = int(height * 0.8)
    pen.rectangle((0, shore, width, height), fill=palette[2])
    for _line in range(60):
        y = chance.randrange(shore + 6, height)
        x, length = chance.randrange(width), chance.randrange(60, 380)
        pen.line((x, y, x + length, y), fill=palette[0 if y % 3 else 3], width=3)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
