"""What every layout shares: the page, its inks, what stands at its foot, how large a logo is."""

from learning.lettering import A4, mm

WIDTH, HEIGHT = A4
QUIET, ACCENT, RULE = (0.42, 0.45, 0.5), (0.09, 0.25, 0.42), (0.78, 0.81, 0.85)
LOGO = (46 * mm, 11 * mm)  # at most so wide, so high
NOTE = "本文件带有签发单位的数字签名；证书状态以查验页面显示为准。"
NOTE_EN = "Digitally signed; the verification page tells its present state."
