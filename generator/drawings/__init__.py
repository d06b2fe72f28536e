"""Where everything stands in the drawings of the site: pure reckoning, from roles and moves to coordinates."""

from generator.drawings.ladder import LadderDrawing, draw_ladder
from generator.drawings.map import MapDrawing, draw_map

__all__ = ["LadderDrawing", "MapDrawing", "draw_ladder", "draw_map"]
