"""The second pair of eyes: InceptionV3 in Keras, which names a garment's category and style.

``serving`` answers with the exported graph and loads no training framework; everything else
here trains, exports and measures.
"""
