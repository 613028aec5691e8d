"""How wide and high a picture is, read from its first bytes; and one for phones to send."""

import struct
import zlib

PNG = b"\x89PNG\r\n\x1a\n"
GIF = (b"GIF87a", b"GIF89a")
JPEG = b"\xff\xd8"
NO_FRAME = {0xC4, 0xC8, 0xCC}


def size_of(body: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, GIF or JPEG; None for anything else."""
    try:
        if body.startswith(PNG):
            return struct.unpack(">II", body[16:24])
        if body.startswith(GIF):
            return struct.unpack("<HH", body[6:10])
        if body.startswith(JPEG):
            return _jpeg(body)
    except (struct.error, IndexError):
        return None
    return None


def _jpeg(body: bytes) -> tuple[int, int] | None:
    at = 2
    while body[at] == 0xFF:  # noqa: PLR2004 - every segment begins so
        kind = body[at + 1]
        if 0xC0 <= kind <= 0xCF and kind not in NO_FRAME:  # noqa: PLR2004 - start of a frame
            height, width = struct.unpack(">HH", body[at + 5 : at + 9])
            return width, height
        at += 2 + int(struct.unpack(">H", body[at + 2 : at + 4])[0])
    return None


def plain(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """A PNG of one colour (red, green, blue; 0 to 255), of so many pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        whole = kind + body
        return struct.pack(">I", len(body)) + whole + struct.pack(">I", zlib.crc32(whole))

    rows = (b"\0" + bytes(colour) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return PNG + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
