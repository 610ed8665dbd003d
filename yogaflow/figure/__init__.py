"""The body drawn: rig, scene, raster and cells. Pure: the same input gives the same cells.

`rig` makes a stance of a pose, `scene` a drawing of a stance, `raster` and an encoder cells of a
drawing; `svg` of the export draws the same scene as vectors. docs/figures.md explains the format.
"""
