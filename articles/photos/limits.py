"""What a photo may be when it comes in, and which sizes are made of it."""

MAX_BYTES = 40 * 1024 * 1024
MAX_PIXELS = 60_000_000
MASTER_SIDE = 3200  # pixels on the longest side of what is kept

WIDTHS = (320, 480, 768, 1024, 1440, 2048)  # of the whole picture
CARD_WIDTHS = (320, 480, 640, 960)  # of the crop around the focal point
CARD_RATIO = (3, 2)

# What one decoder process may use. Measured at 60 megapixels: JPEG 0.2 to 0.4 GB of address
# space, HEIC and AVIF 0.6, PNG with transparency 0.6, WebP with transparency 1.2; 1 to 16 s.
# The sizes are made from the master, at most 10 megapixels.
INTAKE_MEMORY = 1400 * 1024 * 1024
SIZES_MEMORY = 1000 * 1024 * 1024
INTAKE_SECONDS = 45
SIZES_SECONDS = 240
